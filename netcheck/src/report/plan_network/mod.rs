//! `netcheck plan-network`, as text and JSON.

mod json;
mod text;

use netdiag::cli::Exit;

use crate::check::Status;
use crate::plan_network::az::Command;
use crate::plan_network::proposal::Proposal;
use crate::plan_network::rule::Judged;
use crate::plan_network::suggest::{NoRoom, Suggestion};
use crate::plan_network::surroundings::Surroundings;

pub use json::json;
pub use text::text;

/// Everything that is told.
pub struct Told<'a> {
    /// What was given.
    pub given: &'a Proposal,
    /// The rules, judged on it.
    pub rules: &'a [Judged],
    /// What lies around it.
    pub around: &'a Surroundings,
    /// What fits, if it was asked for.
    pub suggestion: Option<&'a Result<Suggestion, NoRoom>>,
    /// The rules, judged on the suggestion.
    pub suggested: &'a [Judged],
    /// Commands were asked for.
    pub commands_wanted: bool,
    /// The commands, unless a rule fails.
    pub commands: Option<&'a [Command]>,
    /// An export was read.
    pub read_export: bool,
    /// The flags that say from where it was read.
    pub sources: Vec<String>,
}

impl Told<'_> {
    /// The exit code: of what was given, or of the suggestion where one was asked for.
    fn exit(&self) -> Exit {
        match self.suggestion {
            Some(Err(_)) => Exit::Problem,
            Some(Ok(_)) => exit(self.suggested),
            None => exit(self.rules),
        }
    }

    /// The command line that judges this proposal as the given one was judged.
    fn arguments(&self, proposal: &Proposal) -> Vec<String> {
        let command = ["netcheck", "plan-network"].map(str::to_owned);
        [&command[..], &proposal.arguments(), &self.sources].concat()
    }

    /// Whether anything was given that can be judged.
    fn is_given(&self) -> bool {
        !self.given.prefixes().is_empty()
    }
}

fn exit(rules: &[Judged]) -> Exit {
    let statuses = rules.iter().map(|judged| judged.verdict.status);
    statuses.map(Status::exit).fold(Exit::Good, Exit::worst)
}
