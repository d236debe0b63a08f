//! Reading: what [`super::wanted`] names, side by side, within the time.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::AtomicU16;

use netdiag::cli::Out;
use netdiag::fact::Gap;
use netdiag::model::ResourceId;
use netdiag::source;
use netdiag::text::printable;
use serde_json::Value;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

use super::app::AppPlace;
use super::client::Client;
use super::file_names::Names;
use super::refusal::Refusal;
use super::request::{How, Key, Request};
use super::wanted::{self, Needs};
use crate::progress::{Progress, Teller};

/// How many requests are under way at once.
const AT_ONCE: usize = 8;
/// How many requests there may be.
const MOST_REQUESTS: usize = 2000;

/// An answer, or why there is none.
#[derive(Debug)]
pub struct Answer {
    /// What was asked.
    pub request: Request,
    /// The file's name that it has in an export.
    pub file: String,
    /// The answer, without its secrets.
    pub outcome: Outcome,
}

/// Everything that was read, in the order of the file names.
#[derive(Debug, Default)]
pub struct Fetched {
    /// The answers.
    pub answers: Vec<Answer>,
}

impl Fetched {
    /// The documents as an export holds them: sorted by name, each resource once.
    pub fn documents(&self) -> source::Documents {
        let single: BTreeSet<&ResourceId> = self
            .answers
            .iter()
            .filter(|answer| answer.outcome.is_ok())
            .filter_map(|answer| answer.request.resource())
            .collect();
        let mut listed = BTreeSet::new();
        self.answers
            .iter()
            .filter_map(|answer| {
                let mut document = answer.outcome.as_ref().ok()?.clone();
                if answer.request.how == How::List {
                    without_repetitions(&mut document, &single, &mut listed);
                }
                Some((answer.file.clone(), document))
            })
            .collect()
    }

    /// What could not be read.
    pub fn gaps(&self) -> Vec<Gap> {
        self.answers
            .iter()
            .filter_map(|answer| {
                let refusal = answer.outcome.as_ref().err()?;
                Some(refusal.gap(&answer.request, &answer.file))
            })
            .collect()
    }
}

/// Takes out of a list what was read by itself too, or is in an earlier list. Between two answers a
/// counter has moved on, and the resource would look contradictory.
fn without_repetitions(
    list: &mut Value,
    single: &BTreeSet<&ResourceId>,
    listed: &mut BTreeSet<ResourceId>,
) {
    let elements = match list {
        Value::Array(elements) => elements,
        Value::Object(members) => match members.get_mut("value") {
            Some(Value::Array(elements)) => elements,
            _ => return,
        },
        _ => return,
    };
    elements.retain(|element| {
        match element
            .get("id")
            .and_then(Value::as_str)
            .map(ResourceId::new)
        {
            Some(id) => !single.contains(&id) && listed.insert(id),
            None => true,
        }
    });
}

/// Reads everything that is wanted, each thing as soon as an answer names it. At `deadline` what
/// is missing becomes a refusal.
///
/// # Errors
/// If progress cannot be written.
pub async fn everything<W: Write>(
    client: &Client,
    app: &AppPlace,
    needs: Needs,
    deadline: Instant,
    progress: Progress,
    out: &mut Out<W>,
) -> io::Result<Fetched> {
    let mut teller = Teller::new(progress);
    let mut asked = BTreeSet::new();
    let mut answers: BTreeMap<Key, (Request, Outcome)> = BTreeMap::new();
    let mut waiting: VecDeque<Request> = VecDeque::new();
    let mut running = JoinSet::new();
    loop {
        let so_far = with_file_names(app, &answers);
        let read = source::inventory(&so_far.documents(), so_far.gaps());
        let mut requests = wanted::next(app, needs, &read, &asked);
        // What leads on in circles is a fault of ours or a trick of somebody's.
        requests.truncate(MOST_REQUESTS.saturating_sub(asked.len()));
        if !requests.is_empty() {
            asked.extend(requests.iter().map(Request::key));
            teller.say(&announced(&requests), out)?;
            waiting.extend(requests);
        }
        // One answer, and all others that are there already.
        let mut has_news = false;
        while !has_news {
            while running.len() < AT_ONCE
                && let Some(request) = waiting.pop_front()
            {
                running.spawn(one(client.clone(), request, deadline));
            }
            tokio::select! {
                next = running.join_next() => match next {
                    Some(Ok((request, outcome))) => {
                        answers.insert(request.key(), (request, outcome));
                        has_news = true;
                    }
                    // Nobody cancels them, and a panic ends the process.
                    Some(Err(_)) => {}
                    None => return Ok(with_file_names(app, &answers)),
                },
                () = sleep_until(teller.next_sign()) => {
                    teller.sign(&still_reading(teller.seconds()), out)?;
                },
            }
        }
        while let Some(Ok((request, outcome))) = running.try_join_next() {
            answers.insert(request.key(), (request, outcome));
        }
    }
}

pub(super) type Outcome = Result<Value, Refusal>;

/// The answers under the names of their files, which do not depend on the order in which they came.
pub(super) fn with_file_names(
    app: &AppPlace,
    answers: &BTreeMap<Key, (Request, Outcome)>,
) -> Fetched {
    let mut names = Names::around(app);
    let mut all: Vec<Answer> = answers
        .values()
        .map(|(request, outcome)| Answer {
            request: request.clone(),
            file: names.of(request),
            outcome: outcome.clone(),
        })
        .collect();
    all.sort_by(|a, b| a.file.cmp(&b.file));
    Fetched { answers: all }
}

async fn one(client: Client, request: Request, deadline: Instant) -> (Request, Outcome) {
    let last = Arc::new(AtomicU16::new(0));
    let client = client.noting(&last);
    let outcome = if Instant::now() >= deadline {
        Err(client.out_of_time(&last))
    } else {
        tokio::select! {
            outcome = client.read(&request) => outcome,
            () = sleep_until(deadline) => Err(client.out_of_time(&last)),
        }
    };
    let outcome = outcome.map(|mut document| {
        source::redact(&mut document);
        document
    });
    (request, outcome)
}

/// A sign of life.
pub(super) fn still_reading(seconds: u64) -> String {
    format!("... still reading from Azure ({seconds} s)")
}

/// What is read now, in a line: the first things by name, the others counted.
fn announced(requests: &[Request]) -> String {
    const NAMED: usize = 2;
    let mut parts: Vec<String> = requests
        .iter()
        .take(NAMED)
        .map(|request| printable(&request.what).into_owned())
        .collect();
    if requests.len() > NAMED {
        parts.push(format!("{} more", requests.len() - NAMED));
    }
    let last = parts.pop().unwrap_or_default();
    if parts.is_empty() {
        format!("Reading from Azure: {last} ...")
    } else {
        format!("Reading from Azure: {} and {last} ...", parts.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_resource_is_in_the_documents_once() {
        let (a, b) = (ResourceId::new("/x/A"), ResourceId::new("/x/b"));
        let single = BTreeSet::from([&a]);
        let mut listed = BTreeSet::new();
        let mut list = json!({"value": [{"id": "/X/a", "n": 2}, {"id": "/x/b"}, {"n": 1}]});
        without_repetitions(&mut list, &single, &mut listed);
        assert_eq!(list, json!({"value": [{"id": "/x/b"}, {"n": 1}]}));
        assert!(listed.contains(&b));
        let mut array = json!([{"id": "/x/B"}, {"id": "/x/c"}]);
        without_repetitions(&mut array, &single, &mut listed);
        assert_eq!(array, json!([{"id": "/x/c"}]));
    }

    #[test]
    fn what_is_read_is_told_in_a_line() {
        let site =
            ResourceId::new("/subscriptions/s/resourceGroups/g/providers/Microsoft.Web/sites/a");
        let all = [
            Request::site(&site),
            Request::site_configuration(&site),
            Request::site_subnet(&site),
            Request::site_connections(&site),
        ];
        assert_eq!(announced(&all[..1]), "Reading from Azure: the app a ...");
        assert_eq!(
            announced(&all),
            "Reading from Azure: the app a, the configuration of the app a and 2 more ..."
        );
    }
}
