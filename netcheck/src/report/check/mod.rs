//! `netcheck check`: the checklist, and why targets cannot be reached, as text, JSON and page.

pub mod html;
pub mod json;
mod target;
pub mod text;
pub mod view;

use netdiag::cli::Exit;
use netdiag::fact::Gap;

use crate::check::{Judged, Snapshot, Status};
use crate::diagnose::Diagnosis;

/// Everything that is reported.
#[derive(Debug)]
pub struct Findings {
    /// The app's name, if it is known.
    pub app: Option<String>,
    /// `gateway`, `regional`, `none` or `unknown`.
    pub integration: &'static str,
    /// The network's name, if it is known.
    pub network: Option<String>,
    /// The checklist with its verdicts.
    pub checks: Vec<Judged>,
    /// What could not be read or used.
    pub gaps: Vec<Gap>,
    /// The targets that were asked for.
    pub targets: Vec<view::Target>,
    /// The worst exit code of the targets.
    targets_exit: Exit,
    /// What the app's addresses are called.
    pub sender: String,
    /// When it was judged.
    pub time: String,
}

impl Findings {
    /// The judged checklist, without targets.
    pub fn of(snapshot: &Snapshot, checks: Vec<Judged>) -> Self {
        let integration = &snapshot.integration;
        Self {
            app: integration.app_name.clone(),
            integration: snapshot.integration.kind_word(),
            network: integration.vnet.value().map(|vnet| vnet.name.clone()),
            checks,
            targets: Vec::new(),
            targets_exit: Exit::Good,
            sender: String::new(),
            gaps: gaps(snapshot),
            time: netdiag::clock::timestamp(snapshot.time),
        }
    }

    /// Adds what was found out about a target; `named_by` are the app's settings that name it.
    pub fn add(&mut self, diagnosis: &Diagnosis<'_>, named_by: Vec<String>) {
        self.sender = crate::diagnose::finding::sender_name(&diagnosis.case);
        self.targets_exit = self.targets_exit.worst(diagnosis.exit());
        self.targets.push(view::Target::of(diagnosis, named_by));
    }

    /// The exit code: a failure, else something unknown, else good. Warnings are good.
    pub fn exit(&self) -> Exit {
        let statuses = self.checks.iter().map(|judged| judged.verdict.status);
        statuses
            .map(Status::exit)
            .fold(self.targets_exit, Exit::worst)
    }
}

/// What the sources could not give, and which main parts are missing.
fn gaps(snapshot: &Snapshot) -> Vec<Gap> {
    let integration = &snapshot.integration;
    let mut gaps = integration.inventory.gaps.clone();
    let missing = [
        integration.app.gap(),
        integration.plan.gap(),
        integration.connection.gap(),
        integration.vnet.gap(),
        integration.gateway.gap(),
    ];
    for gap in missing.into_iter().flatten() {
        if !gaps.contains(gap) {
            gaps.push(gap.clone());
        }
    }
    gaps
}
