//! Checks and targets as plain data: what JSON and page are both made from.

use std::net::SocketAddr;

use netdiag::cli::Exit;
use serde::Serialize;

use crate::check::{Judged, Status};
use crate::diagnose::case::Case;
use crate::diagnose::finding::Confidence;
use crate::diagnose::observation::{Observation, Probe};
use crate::diagnose::point::{Point, telling};
use crate::diagnose::{Diagnosis, Reached};
use crate::report::evidence::Evidence;
use crate::report::trace::{TraceHop, place, trace_hops};

/// A check and what came of it.
#[derive(Serialize)]
pub struct Check<'a> {
    /// Its public name.
    pub name: &'static str,
    /// What should be so.
    pub title: &'static str,
    /// Whether it is.
    pub status: Status,
    /// What was found, in one sentence.
    pub summary: &'a str,
    /// What that rests on.
    pub evidence: Vec<Evidence>,
    /// What to do.
    pub remedy: Option<&'a str>,
    /// The earlier check that explains its failure.
    pub follows_from: Option<&'static str>,
}

impl<'a> From<&'a Judged> for Check<'a> {
    fn from(judged: &'a Judged) -> Self {
        let verdict = &judged.verdict;
        Self {
            name: judged.check.name,
            title: judged.check.title,
            status: verdict.status,
            summary: &verdict.summary,
            evidence: verdict.evidence.iter().map(Evidence::from).collect(),
            remedy: verdict.remedy.as_deref(),
            follows_from: judged.follows_from,
        }
    }
}

/// One target.
#[derive(Debug, Serialize)]
pub struct Target {
    /// As typed.
    pub target: String,
    /// Whether it was reached.
    pub reached: Reached,
    /// The verdict in one line.
    pub verdict: String,
    /// Its addresses.
    pub addresses: Vec<Address>,
    /// The way there and back to the address that tells most: the first that something blocks, else the first.
    pub trace: Vec<TraceHop>,
    /// The causes, surest first.
    pub causes: Vec<Cause>,
    /// What was considered and excluded.
    pub excluded: Vec<Excluded>,
    /// What was asked of the network for it.
    pub probes: Vec<Asked>,
    /// The settings of the app that name it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub named_by: Vec<String>,
    /// What this target adds to the exit code.
    #[serde(skip)]
    pub exit: Exit,
}

/// One address of a target.
#[derive(Debug, Serialize)]
pub struct Address {
    /// The address.
    pub address: String,
    /// Address and port.
    #[serde(skip)]
    pub tried: String,
    /// `vnet`, `internet` or `unknown`.
    pub enters: &'static str,
    /// By what.
    pub by: String,
    /// Where it lies.
    pub place: Option<String>,
    /// What came of connecting; null if it was not tried.
    pub outcome: Option<String>,
    /// The round trip.
    pub rtt_ms: Option<f64>,
    /// Who sent an ICMP error.
    pub reported_by: Option<String>,
}

/// One cause.
#[derive(Debug, Serialize)]
pub struct Cause {
    /// Its public name.
    pub name: &'static str,
    /// How sure.
    pub confidence: Confidence,
    /// One sentence.
    pub summary: String,
    /// What it rests on.
    pub evidence: Vec<Evidence>,
    /// Null: what is excluded stands in `excluded`.
    pub excluded_by: Option<String>,
    /// What to do.
    pub remedy: &'static str,
}

/// A cause that is none.
#[derive(Debug, Serialize)]
pub struct Excluded {
    /// Its name.
    pub name: &'static str,
    /// What speaks against it.
    pub excluded_by: String,
}

/// One probe and its outcome.
#[derive(Debug, Serialize)]
pub struct Asked {
    /// What was asked.
    #[serde(flatten)]
    pub probe: Probe,
    /// What came of it.
    pub outcome: String,
    /// How long it took.
    pub took_ms: f64,
    /// The round trip, if it connected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rtt_ms: Option<f64>,
    /// The addresses that a name was given.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<String>,
    /// Of a question to one DNS server: whether it is one that the app asks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of_app: Option<bool>,
}

impl Target {
    /// The view of a diagnosis.
    pub fn of(diagnosis: &Diagnosis<'_>, named_by: Vec<String>) -> Self {
        let case = &diagnosis.case;
        let senders = case.senders();
        let telling = telling(&case.points);
        Self {
            target: case.target.to_string(),
            reached: diagnosis.reached,
            verdict: diagnosis.verdict(),
            addresses: case.points.iter().map(address).collect(),
            trace: telling
                .and_then(|point| point.trace.as_ref())
                .map(|trace| trace_hops(trace, &senders))
                .unwrap_or_default(),
            causes: diagnosis
                .causes
                .iter()
                .map(|(cause, finding)| Cause {
                    name: cause.name,
                    confidence: finding.confidence,
                    summary: finding.summary.clone(),
                    evidence: finding.evidence.iter().map(Evidence::from).collect(),
                    excluded_by: None,
                    remedy: cause.mend(case.snapshot.integration.kind.value()),
                })
                .collect(),
            excluded: diagnosis
                .excluded
                .iter()
                .map(|excluded| Excluded {
                    name: excluded.name,
                    excluded_by: excluded.by.clone(),
                })
                .collect(),
            probes: case
                .observations
                .iter()
                .filter(|(probe, _)| concerns(case, probe))
                .map(|(probe, seen)| asked(case, probe, seen))
                .collect(),
            named_by,
            exit: diagnosis.exit(),
        }
    }
}

impl Target {
    /// What excludes causes, with all that it excludes: mostly one observation excludes several.
    pub fn excluded_together(&self) -> Vec<(&str, Vec<&'static str>)> {
        let mut reasons: Vec<(&str, Vec<&'static str>)> = Vec::new();
        for excluded in &self.excluded {
            match reasons
                .iter_mut()
                .find(|(by, _)| *by == excluded.excluded_by)
            {
                Some((_, names)) => names.push(excluded.name),
                None => reasons.push((&excluded.excluded_by, vec![excluded.name])),
            }
        }
        reasons
    }

    /// The attempts to connect: where to, and whether that is the target itself or beside it.
    pub fn attempts(&self) -> impl Iterator<Item = (String, bool, &Asked)> {
        self.probes.iter().filter_map(|asked| match &asked.probe {
            Probe::Connect { address, port } => {
                let at = SocketAddr::new(*address, *port).to_string();
                let is_own = self.addresses.iter().any(|own| own.tried == at);
                Some((at, is_own, asked))
            }
            Probe::Resolve { .. } | Probe::Ask { .. } => None,
        })
    }
}

/// Whether a probe was asked for this target: another target's name is none of its business.
fn concerns(case: &Case<'_>, probe: &Probe) -> bool {
    match probe {
        Probe::Resolve { name } | Probe::Ask { name, .. } => case.name() == Some(name),
        Probe::Connect { .. } => true,
    }
}

fn asked(case: &Case<'_>, probe: &Probe, seen: &Observation) -> Asked {
    let of_app = match probe {
        Probe::Ask { server, .. } => Some(case.is_apps(*server)),
        _ => None,
    };
    match seen {
        Observation::Name(name) => Asked {
            probe: probe.clone(),
            outcome: name.outcome.clone(),
            took_ms: name.took_ms,
            rtt_ms: None,
            addresses: name.addresses.iter().map(ToString::to_string).collect(),
            of_app,
        },
        Observation::Contact(contact) => Asked {
            probe: probe.clone(),
            outcome: contact.outcome.clone(),
            took_ms: contact.took_ms,
            rtt_ms: contact.rtt_ms,
            addresses: Vec::new(),
            of_app,
        },
    }
}

fn address(point: &Point<'_>) -> Address {
    use netdiag::model::Entry;
    let (enters, by) = match &point.entry {
        Entry::Vnet { by, .. } => ("vnet", by.clone()),
        Entry::Internet { by } => ("internet", by.clone()),
        Entry::Unknown { why } => ("unknown", why.clone()),
    };
    let contact = point.contact.as_ref();
    Address {
        address: point.address.to_string(),
        tried: point.shown(),
        enters,
        by,
        place: point.trace.as_ref().map(place),
        outcome: contact.map(|contact| contact.outcome.clone()),
        rtt_ms: contact.and_then(|contact| contact.rtt_ms),
        reported_by: contact
            .and_then(|contact| contact.reported_by)
            .map(|by| by.to_string()),
    }
}
