//! What the reader gets: one view of the findings, rendered as text or JSON.

pub mod explain;
pub mod json;
pub mod text;

use netdiag::cli::Exit;
use netdiag::fact::{Fact, Gap};
use netdiag::model::Kind;

use crate::check::{Judged, Snapshot, Status, judge_all};

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
    /// When it was judged.
    pub time: String,
}

impl Findings {
    /// Judges the snapshot.
    pub fn of(snapshot: &Snapshot) -> Self {
        let integration = &snapshot.integration;
        Self {
            app: integration.app_name.clone(),
            integration: match integration.kind.value() {
                Some(Kind::Gateway) => "gateway",
                Some(Kind::Regional) => "regional",
                Some(Kind::None) => "none",
                None => "unknown",
            },
            network: integration.vnet.value().map(|vnet| vnet.name.clone()),
            checks: judge_all(snapshot),
            gaps: gaps(snapshot),
            time: netdiag::clock::timestamp(snapshot.time),
        }
    }

    /// How many checks have this status.
    pub fn count(&self, status: Status) -> usize {
        self.checks
            .iter()
            .filter(|judged| judged.verdict.status == status)
            .count()
    }

    /// The exit code: a failure, else something unknown, else good. Warnings are good.
    pub fn exit(&self) -> Exit {
        if self.count(Status::Fail) > 0 {
            Exit::Problem
        } else if self.count(Status::Unknown) > 0 {
            Exit::Unclear
        } else {
            Exit::Good
        }
    }
}

/// What the sources could not give, and which main parts are missing.
fn gaps(snapshot: &Snapshot) -> Vec<Gap> {
    let integration = &snapshot.integration;
    let mut gaps = integration.inventory.gaps.clone();
    let missing = [
        gap_of(&integration.app),
        gap_of(&integration.plan),
        gap_of(&integration.connection),
        gap_of(&integration.vnet),
        gap_of(&integration.gateway),
    ];
    for gap in missing.into_iter().flatten() {
        if !gaps.contains(gap) {
            gaps.push(gap.clone());
        }
    }
    gaps
}

fn gap_of<T>(fact: &Fact<T>) -> Option<&Gap> {
    fact.gap()
}
