//! Targets, traces and reach as plain data: what text and JSON are both made from.

use netdiag::cli::Exit;
use netdiag::fact::Origin;
use netdiag::space::AddressSet;
use serde::Serialize;

use super::surroundings::telling;
use crate::check::Evidence as Seen;
use crate::diagnose::case::{Case, Point};
use crate::diagnose::finding::Confidence;
use crate::diagnose::observation::{Observation, Probe};
use crate::diagnose::{Diagnosis, Reached};
use crate::path::hop::{Hop, Verdict, Way};
use crate::path::reach::{Reach, merge};
use crate::path::trace::{Outlook, Trace};

/// A piece of evidence.
#[derive(Debug, Serialize)]
pub struct Evidence {
    /// What it is.
    pub what: String,
    /// What it says.
    pub value: String,
    /// Where it was read.
    pub from: Option<String>,
}

/// What could not be read or used.
#[derive(Debug, Serialize)]
pub struct Gap<'a> {
    /// What is missing.
    pub what: &'a str,
    /// Why.
    pub why: &'a str,
    /// Where it would have been read.
    pub from: Option<String>,
}

impl<'a> From<&'a netdiag::fact::Gap> for Gap<'a> {
    fn from(gap: &'a netdiag::fact::Gap) -> Self {
        Self {
            what: &gap.what,
            why: &gap.why,
            from: gap.from.as_ref().map(Origin::to_string),
        }
    }
}

impl From<&Seen> for Evidence {
    fn from(seen: &Seen) -> Self {
        Self {
            what: seen.what.clone(),
            value: seen.value.clone(),
            from: seen.from.as_ref().map(Origin::to_string),
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
    /// The way to the first address that says most, there and back.
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
    /// The exit code's part of it.
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

/// One line of a trace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TraceHop {
    /// The hop's name.
    pub hop: &'static str,
    /// Which way.
    pub way: Way,
    /// `passes`, `blocked` or `unknown`.
    pub verdict: &'static str,
    /// By what, or why it is unknown.
    pub by: String,
    /// For which of the app's addresses; null for all.
    pub part: Option<String>,
    /// Where it was read.
    pub from: Option<String>,
}

/// One cause.
#[derive(Debug, Serialize)]
pub struct Cause {
    /// Its name in the catalogue.
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

/// Where the trace's address lies.
pub fn place(trace: &Trace<'_>) -> String {
    let names: Vec<String> = trace
        .ways
        .iter()
        .map(|(region, _)| region.place.name())
        .collect();
    names.join(" and ")
}

/// The lines of a trace: one for each fate at each hop.
pub fn trace_hops(trace: &Trace<'_>, senders: &AddressSet) -> Vec<TraceHop> {
    let mut lines: Vec<TraceHop> = Vec::new();
    for hop in trace.ways.iter().flat_map(|(_, hops)| hops) {
        for line in lines_of(hop, senders) {
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
    }
    lines
}

fn lines_of(hop: &Hop, senders: &AddressSet) -> Vec<TraceHop> {
    let mut fates: Vec<(&Verdict, AddressSet)> = Vec::new();
    for part in &hop.parts {
        match fates
            .iter_mut()
            .find(|(verdict, _)| *verdict == &part.verdict)
        {
            Some((_, from)) => *from = from.union(&part.flows.from),
            None => fates.push((&part.verdict, part.flows.from.clone())),
        }
    }
    // What is wrong is shown first.
    fates.sort_by_key(|(verdict, _)| match verdict {
        Verdict::Blocked(_) => 0,
        Verdict::Unknown(_) => 1,
        Verdict::Passes(_) => 2,
    });
    fates
        .into_iter()
        .map(|(verdict, from)| {
            let (word, by, origin) = match verdict {
                Verdict::Passes(by) => ("passes", by.clone(), None),
                Verdict::Blocked(blocker) => {
                    ("blocked", blocker.what.clone(), blocker.from.as_ref())
                }
                Verdict::Unknown(why) => ("unknown", why.clone(), None),
            };
            TraceHop {
                hop: hop.kind.name,
                way: hop.kind.way,
                verdict: word,
                by,
                part: (!from.covers(senders)).then(|| from.to_string()),
                from: origin.map(Origin::to_string),
            }
        })
        .collect()
}

/// A trace by itself (`netcheck route`).
#[derive(Debug, Serialize)]
pub struct Route {
    /// As typed.
    pub target: String,
    /// Where it lies.
    pub place: String,
    /// `open`, `closed`, `partly`, `unclear`, or `leaves`: it does not use the integration.
    pub outlook: &'static str,
    /// The way there and back.
    pub trace: Vec<TraceHop>,
}

impl Route {
    /// The view of a trace.
    pub fn of(target: String, trace: &Trace<'_>, senders: &AddressSet) -> Self {
        Self {
            target,
            place: place(trace),
            outlook: match trace.outlook(senders) {
                Outlook::Open => "open",
                Outlook::Unclear => "unclear",
                Outlook::Partly => "partly",
                Outlook::Closed => "closed",
                Outlook::Leaves => "leaves",
            },
            trace: trace_hops(trace, senders),
        }
    }
}

/// A set of flows.
#[derive(Debug, Serialize)]
pub struct Box {
    /// `tcp` or `udp`.
    pub protocol: &'static str,
    /// The app's addresses, as `first-last`.
    pub from: Vec<String>,
    /// The receivers.
    pub to: Vec<String>,
    /// The receivers' ports.
    pub ports: Vec<String>,
    /// Why it is not known; only of flows of which that holds.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub because: Vec<String>,
}

/// What can be reached, as one union of boxes for all places.
pub fn boxes(protocol: &'static str, reaches: &[Reach<'_>]) -> (Vec<Box>, Vec<Box>) {
    let open = merge(
        reaches
            .iter()
            .flat_map(|reach| reach.open.clone())
            .collect(),
    );
    let open = open
        .iter()
        .map(|block| as_box(protocol, block, &[]))
        .collect();
    let unclear = reaches
        .iter()
        .flat_map(|reach| &reach.unclear)
        .map(|(block, whys)| as_box(protocol, block, whys))
        .collect();
    (open, unclear)
}

fn as_box(protocol: &'static str, block: &crate::path::flows::Block, because: &[String]) -> Box {
    let addresses = |set: &AddressSet| -> Vec<String> {
        set.ranges()
            .iter()
            .map(|(first, last)| format!("{first}-{last}"))
            .collect()
    };
    Box {
        protocol,
        from: addresses(&block.from),
        to: addresses(&block.to),
        ports: block
            .ports
            .ranges()
            .iter()
            .map(|(first, last)| format!("{first}-{last}"))
            .collect(),
        because: because.to_vec(),
    }
}
