//! The answer of `netcheck eligible` as JSON, schema `netcheck-eligible/1`. Names are a promise: add, do not rename.

use std::io::{self, Write};

use netdiag::cli::{Exit, Out};
use netdiag::model::Generation;
use serde::Serialize;

use super::Findings;
use crate::check::Status;
use crate::eligible::migration::{Line, Migration};
use crate::eligible::subnet::Fit;
use crate::eligible::{Answer, Eligible, Network, Struck, Way, Weight};
use crate::report::evidence::Evidence;

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    app: Option<&'a str>,
    plan: Option<String>,
    /// What the app has now; null for a plan.
    integration: Option<&'static str>,
    eligible: Eligible,
    networks: Vec<NetworkView<'a>>,
    apps: Vec<App<'a>>,
    wanted: Vec<Wanted<'a>>,
    alternatives: Vec<Alternative<'a>>,
    migration: Option<MigrationView<'a>>,
    gaps: Vec<String>,
    time: String,
    exit: u8,
}

#[derive(Serialize)]
struct NetworkView<'a> {
    name: &'a str,
    id: &'a str,
    /// As the portal shows it: a classic one is marked.
    shown: String,
    classic: bool,
    location: Option<&'a str>,
    address_space: Vec<String>,
    eligible: Eligible,
    /// Why it could not be read.
    gap: Option<String>,
    ways: Vec<WayView<'a>>,
}

#[derive(Serialize)]
struct WayView<'a> {
    way: Way,
    eligible: Eligible,
    reasons: Vec<Reason<'a>>,
    subnets: Vec<SubnetView<'a>>,
}

#[derive(Serialize)]
struct Reason<'a> {
    name: &'static str,
    title: &'static str,
    weight: Weight,
    summary: &'a str,
    evidence: Vec<Evidence>,
    mend: &'a str,
    time: &'static str,
}

#[derive(Serialize)]
struct SubnetView<'a> {
    name: &'a str,
    prefixes: Vec<String>,
    eligible: Eligible,
    why: &'a [String],
    steps: &'a [String],
    evidence: Vec<Evidence>,
}

#[derive(Serialize)]
struct App<'a> {
    name: &'a str,
    integration: &'static str,
    network: Option<&'a str>,
    reasons: Vec<Reason<'a>>,
}

#[derive(Serialize)]
struct Wanted<'a> {
    target: String,
    named_by: Option<&'a str>,
    name: &'static str,
    cannot: &'a str,
    instead: &'static str,
}

#[derive(Serialize)]
struct Alternative<'a> {
    name: &'static str,
    title: &'static str,
    eligible: Eligible,
    why: &'a str,
}

#[derive(Serialize)]
struct MigrationView<'a> {
    ready: Eligible,
    network: Option<&'a str>,
    subnet: Option<&'a str>,
    /// Whether the subnet is there; null if none would do.
    subnet_exists: Option<bool>,
    needs: Vec<NeedView<'a>>,
    steps: Vec<StepView<'a>>,
}

#[derive(Serialize)]
struct NeedView<'a> {
    name: &'static str,
    title: &'static str,
    status: Status,
    summary: &'a str,
    evidence: Vec<Evidence>,
    mend: Option<&'a str>,
    time: Option<&'static str>,
}

#[derive(Serialize)]
struct StepView<'a> {
    what: &'a str,
    outage: &'static str,
}

impl<'a> From<&'a Network> for NetworkView<'a> {
    fn from(network: &'a Network) -> Self {
        let vnet = network.vnet.value();
        let space = vnet.and_then(|vnet| vnet.address_space.value());
        Self {
            name: network.name(),
            id: network.id.as_str(),
            shown: network.shown(),
            classic: network.generation() == Generation::V1,
            location: vnet
                .and_then(|vnet| vnet.location.value())
                .map(String::as_str),
            address_space: space
                .into_iter()
                .flatten()
                .map(ToString::to_string)
                .collect(),
            eligible: network.eligible(),
            gap: network.vnet.gap().map(ToString::to_string),
            ways: network.answers.iter().map(WayView::from).collect(),
        }
    }
}

impl<'a> From<&'a Answer> for WayView<'a> {
    fn from(answer: &'a Answer) -> Self {
        Self {
            way: answer.way,
            eligible: answer.eligible(),
            reasons: answer.struck.iter().map(Reason::from).collect(),
            subnets: answer.subnets.iter().map(SubnetView::from).collect(),
        }
    }
}

impl<'a> From<&'a Struck> for Reason<'a> {
    fn from(struck: &'a Struck) -> Self {
        Self {
            name: struck.reason.name,
            title: struck.reason.title,
            weight: struck.weight,
            summary: &struck.verdict.summary,
            evidence: struck.verdict.evidence.iter().map(Evidence::from).collect(),
            mend: struck.mend(),
            time: struck.reason.time,
        }
    }
}

impl<'a> From<&'a Fit> for SubnetView<'a> {
    fn from(fit: &'a Fit) -> Self {
        let prefixes = fit.subnet.prefixes.value();
        Self {
            name: &fit.subnet.name,
            prefixes: prefixes
                .into_iter()
                .flatten()
                .map(ToString::to_string)
                .collect(),
            eligible: fit.eligible,
            why: &fit.why,
            steps: &fit.steps,
            evidence: fit.evidence.iter().map(Evidence::from).collect(),
        }
    }
}

impl<'a> From<&'a Migration> for MigrationView<'a> {
    fn from(moving: &'a Migration) -> Self {
        Self {
            ready: moving.ready(),
            network: moving.network.as_deref(),
            subnet: moving.subnet.as_ref().map(|(name, _)| name.as_str()),
            subnet_exists: moving.subnet.as_ref().map(|(_, exists)| *exists),
            needs: moving.lines.iter().map(NeedView::from).collect(),
            steps: moving
                .steps
                .iter()
                .map(|step| StepView {
                    what: &step.what,
                    outage: step.outage,
                })
                .collect(),
        }
    }
}

impl<'a> From<&'a Line> for NeedView<'a> {
    fn from(line: &'a Line) -> Self {
        Self {
            name: line.name,
            title: line.title,
            status: line.status,
            summary: &line.summary,
            evidence: line.evidence.iter().map(Evidence::from).collect(),
            mend: line.mend.as_deref(),
            time: line.time,
        }
    }
}

/// Writes the document.
pub fn json<W: Write>(out: &mut Out<W>, findings: &Findings<'_>) -> io::Result<Exit> {
    let integration = &findings.snapshot.integration;
    let document = Document {
        schema: "netcheck-eligible/1",
        app: integration.app_name.as_deref(),
        plan: findings.plan(),
        integration: (!findings.plan_view).then(|| findings.snapshot.integration.kind_word()),
        eligible: findings.eligible(),
        networks: findings.networks.iter().map(NetworkView::from).collect(),
        apps: findings
            .apps
            .iter()
            .map(|app| App {
                name: &app.name,
                integration: app.integration,
                network: app.network.as_deref(),
                reasons: app.differs.iter().map(Reason::from).collect(),
            })
            .collect(),
        wanted: findings
            .wanted
            .iter()
            .map(|wanted| Wanted {
                target: wanted.target.to_string(),
                named_by: wanted.named_by.as_deref(),
                name: wanted.limit.name,
                cannot: &wanted.limit.cannot,
                instead: wanted.limit.instead,
            })
            .collect(),
        alternatives: findings
            .alternatives
            .iter()
            .map(|alternative| Alternative {
                name: alternative.name,
                title: alternative.title,
                eligible: alternative.eligible,
                why: &alternative.why,
            })
            .collect(),
        migration: findings.migration.as_ref().map(MigrationView::from),
        gaps: integration
            .inventory
            .gaps
            .iter()
            .map(ToString::to_string)
            .collect(),
        time: netdiag::clock::timestamp(findings.snapshot.time),
        exit: findings.exit().code(),
    };
    out.line(netdiag::text::json_pretty(&document))?;
    out.flush()?;
    Ok(findings.exit())
}
