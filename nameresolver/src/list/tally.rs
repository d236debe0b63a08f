//! What a list comes to: for progress on a terminal ([`Progress`]) and for `--summary`.

use std::collections::BTreeMap;

use netdiag::model::{NameServers, shown_server};
use netdiag::probe::bulk::Counts;
use netdiag::probe::lookup::Outcome;
use netdiag::progress::Progress;

use crate::told::{INVALID, Summary};

/// Counts of this run.
#[derive(Debug)]
pub struct Tally {
    /// A name without an answer counts as failed.
    pub progress: Progress,
    invalid: u64,
    outcomes: BTreeMap<Outcome, u64>,
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

    /// The list has ended, with these counts of the servers.
    pub fn summary(&self, servers: &NameServers, counts: impl Iterator<Item = Counts>) -> Summary {
        let outcomes = self.outcomes.iter().map(|(o, n)| (o.as_str(), *n));
        let invalid = (self.invalid > 0).then_some((INVALID, self.invalid));
        let servers = servers.servers.iter().map(|s| shown_server(s.address));
        Summary {
            names: self.progress.done(),
            outcomes: outcomes.chain(invalid).collect(),
            servers: servers.zip(counts).collect(),
            took: self.progress.took(),
        }
    }
}
