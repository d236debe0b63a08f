//! A resolution in one sentence.

use hickory_proto::rr::RecordType;

use super::{Attempt, Outcome, Resolution};
use crate::model::shown_server;
use crate::text::{counted, printable, spoken};

impl Resolution {
    /// What became of the question, in one plain sentence: which server said what, which were silent
    /// and for how long. Printable, without line ends.
    pub fn sentence(&self) -> String {
        let name = printable(self.name.strip_suffix('.').unwrap_or(&self.name)).into_owned();
        let says = match &self.server {
            Some(server) => format!("{server} says so"),
            None => "DNS cannot hold such a name".to_owned(),
        };
        let alias = self.canonical.as_ref().filter(|_| !self.aliases.is_empty());
        match self.outcome {
            Outcome::Resolved => format!(
                "{name} has {}.",
                counted(self.answers.len(), "record", "records")
            ),
            Outcome::NoSuchName => match alias {
                Some(target) => format!(
                    "{name} is an alias of {target}, which does not exist: {says} (NXDOMAIN)."
                ),
                None => {
                    let others: Vec<&str> = self.other_names(&name);
                    let others = match others.as_slice() {
                        [] => String::new(),
                        others => format!(", nor does {}", others.join(" or ")),
                    };
                    let code = if self.server.is_some() {
                        " (NXDOMAIN)"
                    } else {
                        ""
                    };
                    format!("{name} does not exist{others}: {says}{code}.")
                }
            },
            Outcome::NoRecords => {
                let types = types(&self.types);
                match alias {
                    Some(target) => format!(
                        "{name} is an alias of {target}, which has no {types} record: {says}."
                    ),
                    None => {
                        let found = self.canonical.as_deref().unwrap_or(&name);
                        format!("{found} exists but has no {types} record: {says}.")
                    }
                }
            }
            _ if self.attempts.is_empty() => {
                format!("{name} could not be resolved: no name server is configured.")
            }
            _ => {
                let name = match alias {
                    Some(target) => format!("{target}, of which {name} is an alias"),
                    None => name,
                };
                let failures = self.failures().join("; ");
                format!("No server gave an answer for {name}: {failures}.")
            }
        }
    }

    /// The names tried beside the one that was meant.
    fn other_names(&self, name: &str) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for attempt in &self.attempts {
            let other = attempt.name.as_str();
            if !other.eq_ignore_ascii_case(name)
                && attempt.outcome == Outcome::NoSuchName
                && !names.contains(&other)
                && other
                    .get(..name.len())
                    .is_some_and(|start| start.eq_ignore_ascii_case(name))
            {
                names.push(other);
            }
        }
        names
    }

    /// For each server that did not answer one clause about its last failure, in the order in which
    /// they were asked.
    pub fn failures(&self) -> Vec<String> {
        let failed = |a: &&Attempt| !a.outcome.is_answer();
        let mut seen = Vec::new();
        let mut clauses = Vec::new();
        for attempt in self.attempts.iter().filter(failed) {
            let server = attempt.server.address;
            if seen.contains(&server) {
                continue;
            }
            seen.push(server);
            let own: Vec<&Attempt> = self
                .attempts
                .iter()
                .filter(failed)
                .filter(|a| a.server.address == server)
                .collect();
            let Some(last) = own.last() else { continue };
            let word = spoken(last.outcome.as_str());
            let detail = last.detail.as_deref().unwrap_or(&word);
            let mut clause = format!("{} {detail}", shown_server(server));
            if last.outcome == Outcome::Timeout {
                let seconds = (last.took.as_millis() as f64 / 100.0).round() / 10.0;
                clause += &match own.len() {
                    1 => format!(" for {seconds} s"),
                    n => format!(" in {n} attempts, the last for {seconds} s"),
                };
            } else if own.len() > 1 {
                clause += &format!(", {} attempts", own.len());
            }
            clauses.push(clause);
        }
        clauses
    }
}

/// `A or AAAA`.
fn types(types: &[RecordType]) -> String {
    types
        .iter()
        .map(RecordType::to_string)
        .collect::<Vec<_>>()
        .join(" or ")
}
