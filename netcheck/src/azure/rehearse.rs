//! Reading Azure without a connection: the answers come from whoever calls. For tests and fuzzing.

use std::collections::{BTreeMap, BTreeSet};

use netdiag::fact::Gap;
use netdiag::source::{self, Documents};

use super::app::AppPlace;
use super::client::Response;
use super::cloud::Endpoint;
use super::fetch;
use super::refusal::Refusal;
use super::request::Request;
use super::wanted::{self, Needs};
use crate::cli::azure::CloudName;

/// What a reading of the app nw-shop makes of these answers: `answer` gets the URL of each request and
/// gives a status and a body. After `most` requests it ends with what it has.
pub fn rehearse(
    most: usize,
    mut answer: impl FnMut(&str) -> (u16, Vec<u8>),
) -> (Documents, Vec<Gap>) {
    let app = AppPlace {
        subscription: "11111111-2222-3333-4444-555555555555".to_owned(),
        group: "nw-rg".to_owned(),
        name: "nw-shop".to_owned(),
        slot: None,
    };
    let mut asked = BTreeSet::new();
    let mut answers = BTreeMap::new();
    loop {
        let so_far = fetch::with_file_names(&app, &answers);
        let read = source::inventory(&so_far.documents(), so_far.gaps());
        let mut requests = wanted::next(&app, Needs::EXPORT, &read, &asked);
        requests.truncate(most.saturating_sub(asked.len()));
        if requests.is_empty() {
            return (so_far.documents(), so_far.gaps());
        }
        for request in requests {
            asked.insert(request.key());
            let outcome = one(&request, &mut answer);
            answers.insert(request.key(), (request, outcome));
        }
    }
}

fn one(
    request: &Request,
    answer: &mut impl FnMut(&str) -> (u16, Vec<u8>),
) -> Result<serde_json::Value, Refusal> {
    let endpoint = Endpoint::new(CloudName::Public, None).map_err(Refusal::Connection)?;
    let url = endpoint
        .url(&request.target())
        .map_err(Refusal::Connection)?;
    let (status, body) = answer(url.as_str());
    let mut document = Response::new(status, body).success()?.json()?;
    source::redact(&mut document);
    Ok(document)
}
