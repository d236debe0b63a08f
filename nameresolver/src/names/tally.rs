//! What a list came to: for progress on a terminal ([`Progress`]) and for `--summary`.

use std::collections::BTreeMap;

use netdiag::clock;
use netdiag::model::{NameServers, shown_server};
use netdiag::probe::bulk::Counts;
use netdiag::probe::lookup::Outcome;
use netdiag::progress::{Progress, per_second};
use netdiag::text::{self, counted};
use serde::Serialize;

/// Counts of this run.
#[derive(Debug)]
pub struct Tally {
    /// A name without an answer counts as failed.
    pub progress: Progress,
    invalid: u64,
    outcomes: BTreeMap<Outcome, u64>,
}

#[derive(Serialize)]
struct View<'a> {
    schema: &'static str,
    event: &'static str,
    names: u64,
    outcomes: BTreeMap<&'static str, u64>,
    names_per_second: u64,
    servers: Vec<ServerView>,
    took_ms: f64,
    time: &'a str,
}

#[derive(Serialize)]
struct ServerView {
    server: String,
    questions: u64,
    repeated: u64,
    answers: u64,
    shortest_ms: Option<f64>,
    mean_ms: Option<f64>,
    longest_ms: Option<f64>,
}

impl Tally {
    /// Begins now.
    pub fn new() -> Self {
        Self {
            progress: Progress::on_stderr("names"),
            invalid: 0,
            outcomes: BTreeMap::new(),
        }
    }

    /// A name is done; without an outcome it was none.
    pub fn add(&mut self, outcome: Option<Outcome>) {
        self.progress
            .count(outcome.is_none_or(|outcome| outcome.is_answer()));
        match outcome {
            Some(outcome) => *self.outcomes.entry(outcome).or_default() += 1,
            None => self.invalid += 1,
        }
    }

    /// The summary, without the last line's end.
    pub fn summary(
        &self,
        servers: &NameServers,
        counts: impl Iterator<Item = Counts>,
        json: bool,
    ) -> String {
        let (names, took) = (self.progress.done(), self.progress.took());
        let rate = per_second(names, took);
        let servers = servers.servers.iter().map(|s| shown_server(s.address));
        let servers: Vec<ServerView> = servers
            .zip(counts)
            .map(|(server, counts)| ServerView {
                server,
                questions: counts.questions,
                repeated: counts.repeated,
                answers: counts.answers,
                shortest_ms: counts.shortest.map(clock::millis),
                mean_ms: counts.mean().map(clock::millis),
                longest_ms: counts.mean().map(|_| clock::millis(counts.longest)),
            })
            .collect();
        let mut outcomes: BTreeMap<&'static str, u64> = self
            .outcomes
            .iter()
            .map(|(o, n)| (o.as_str(), *n))
            .collect();
        if self.invalid > 0 {
            outcomes.insert("invalid", self.invalid);
        }
        if json {
            return text::json(&View {
                schema: "nameresolver/1",
                event: "summary",
                names,
                outcomes,
                names_per_second: rate,
                servers,
                took_ms: clock::millis(took),
                time: &clock::timestamp(clock::now()),
            });
        }
        let each: Vec<String> = outcomes
            .iter()
            .map(|(word, n)| format!("{n} {}", word.replace('_', " ")))
            .collect();
        let mut text = format!(
            "Summary: {} in {:.3} s ({} a second): {}",
            counted(
                usize::try_from(names).unwrap_or(usize::MAX),
                "name",
                "names"
            ),
            took.as_secs_f64(),
            rate,
            each.join(", ")
        );
        for server in servers {
            text += &format!(
                "\n{}: {} questions, {} repeated, {} answers",
                server.server, server.questions, server.repeated, server.answers
            );
            if let (Some(shortest), Some(mean), Some(longest)) =
                (server.shortest_ms, server.mean_ms, server.longest_ms)
            {
                text += &format!(" in {shortest} to {longest} ms, {mean} on average");
            }
        }
        text
    }
}
