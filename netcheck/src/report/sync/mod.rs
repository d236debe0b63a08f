//! `netcheck sync`, `add-route` and `disconnect`, as text and JSON.

mod json;
mod text;

use netdiag::cli::Exit;
use serde::Serialize;

use crate::check::{Judged, Status};
use crate::sync::call::Announced;
use crate::sync::errand::Errand;
use crate::sync::journal::Outcome;
use crate::sync::outlook::{Outlook, State};
use crate::sync::work::Report;

pub use json::json;
pub use text::{before, text};

/// What was done.
pub struct Applied<'a> {
    /// How it went.
    pub report: &'a Report,
    /// Where it is written down.
    pub journal: String,
    /// The checklist before.
    pub before: &'a [Judged],
    /// The checklist after.
    pub after: &'a [Judged],
    /// What a new look says.
    pub outlook: &'a Outlook,
}

/// Everything that is told.
pub struct Told<'a> {
    /// The command.
    pub errand: Errand,
    /// The app.
    pub app: Option<&'a str>,
    /// What would be done.
    pub outlook: &'a Outlook,
    /// What was done, if it was asked for and there was something to do.
    pub applied: Option<Applied<'a>>,
    /// Whether an export was read, which nothing can change.
    pub exported: bool,
}

impl Told<'_> {
    /// 0 nothing to do, or done; 1 something to do, or it did not finish; 3 it cannot be told.
    pub fn exit(&self) -> Exit {
        match &self.applied {
            Some(applied) if applied.report.stopped.is_some() => Exit::Problem,
            Some(applied) => exit(applied.outlook.state),
            None => exit(self.outlook.state),
        }
    }
}

fn exit(state: State) -> Exit {
    match state {
        State::NotApplicable | State::InSync => Exit::Good,
        State::Due | State::Blocked => Exit::Problem,
        State::Unknown => Exit::Unclear,
    }
}

/// A check before and after.
#[derive(Serialize)]
pub struct Changed {
    name: &'static str,
    before: Status,
    after: Status,
}

/// The calls that were told and not made. A package that was asked for and not handed over has to be
/// asked for again: its link is kept nowhere.
fn not_done<'a>(report: &Report, outlook: &'a Outlook) -> Vec<&'a Announced> {
    if report.stopped.is_none() {
        return Vec::new();
    }
    let is_made = |call: &&Announced| {
        call.changes
            && report.made.iter().any(|made| {
                made.outcome == Outcome::Done
                    && made.call.method == call.method
                    && made.call.path == call.path
            })
    };
    outlook.calls.iter().filter(|call| !is_made(call)).collect()
}

/// The checks that a change is about, and those whose verdict is another one now.
fn changed(applied: &Applied<'_>) -> Vec<Changed> {
    const ABOUT: [&str; 3] = ["gateway-up", "certificates-in-sync", "network-in-sync"];
    applied
        .before
        .iter()
        .zip(applied.after)
        .map(|(before, after)| Changed {
            name: before.check.name,
            before: before.verdict.status,
            after: after.verdict.status,
        })
        .filter(|one| one.before != one.after || ABOUT.contains(&one.name))
        .collect()
}
