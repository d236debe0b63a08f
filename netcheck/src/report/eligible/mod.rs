//! `netcheck eligible`: which networks can be integrated with, as text and JSON.

mod json;
mod migration;
mod text;

use netdiag::cli::Exit;
use netdiag::model::ResourceId;

use crate::check::Snapshot;
use crate::eligible::alternative::Alternative;
use crate::eligible::migration::Migration;
use crate::eligible::wanted::Wanted;
use crate::eligible::{AppOnPlan, Eligible, Network, Struck, Way};

pub use json::json;
pub use text::text;

/// Everything that is reported.
#[derive(Debug)]
pub struct Findings<'a> {
    /// The app or plan as it is.
    pub snapshot: &'a Snapshot,
    /// A plan was asked about.
    pub plan_view: bool,
    /// The plan, read or only named.
    pub plan: Option<ResourceId>,
    /// The networks with their answers, in the portal's order.
    pub networks: Vec<Network>,
    /// The apps of the plan, if one was asked about.
    pub apps: Vec<AppView>,
    /// What is wanted and no integration does.
    pub wanted: Vec<Wanted>,
    /// What can serve instead.
    pub alternatives: Vec<Alternative>,
    /// What the app needs before it moves.
    pub migration: Option<Migration>,
}

impl Findings<'_> {
    /// The best of all answers; for a move whether it can begin. What no network was read for is unclear.
    pub fn eligible(&self) -> Eligible {
        if let Some(migration) = &self.migration {
            return migration.ready();
        }
        let best = self.networks.iter().map(Network::eligible).min();
        best.unwrap_or(Eligible::Unclear)
    }

    /// The exit code that belongs to it.
    pub fn exit(&self) -> Exit {
        match self.eligible() {
            Eligible::Yes => Exit::Good,
            Eligible::No => Exit::Problem,
            Eligible::Unclear => Exit::Unclear,
        }
    }

    /// The plan's name, if the plan is known.
    fn plan(&self) -> Option<String> {
        let integration = &self.snapshot.integration;
        let read = integration.plan.value().map(|plan| plan.name.clone());
        read.or_else(|| self.plan.as_ref().map(|id| id.name().to_owned()))
    }
}

/// An app of the plan: what its own state adds to the plan's answers.
#[derive(Debug)]
pub struct AppView {
    /// Its name.
    pub name: String,
    /// `gateway`, `regional`, `none` or `unknown`.
    pub integration: &'static str,
    /// The network that it is integrated with.
    pub network: Option<String>,
    /// What differs from the plan's answers, each reason once.
    pub differs: Vec<Struck>,
}

impl AppView {
    /// What is told of this app, where these ways into this network are asked about.
    pub fn of(app: &AppOnPlan, vnet: Option<&str>, ways: &[Way]) -> Self {
        let integration = &app.snapshot.integration;
        Self {
            name: app.name.clone(),
            integration: integration.kind_word(),
            network: integration.vnet.value().map(|vnet| vnet.name.clone()),
            differs: app.differs(vnet, ways),
        }
    }
}
