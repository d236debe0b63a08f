//! The hops of the way: one file per kind, and [`on_the_way`], which puts them in order.
//!
//! To add a hop: write `hop/<name>.rs` with `pub const HOP: Kind`, and name it twice below: `mod`
//! and its place in `ALL`. Trace, reach, text and JSON follow.

mod app_routes;
mod certificates;
mod gateway;
mod gateway_subnet_group;
mod gateway_subnet_routes;
mod group_of_interface;
mod group_of_subnet;
mod outbound_group;
mod outbound_routes;
mod peering;
mod place;
mod route_back;
mod site_to_site;
mod to_internet;

use netdiag::fact::{Gap, Origin};

use super::Context;
use super::flows::Block;
use super::place::Region;

/// The hops in the order in which a packet meets them, there and back.
pub const ALL: &[&Kind] = &[
    &app_routes::HOP,
    &outbound_group::HOP,
    &outbound_routes::HOP,
    &gateway::HOP,
    &certificates::HOP,
    &gateway_subnet_group::HOP,
    &gateway_subnet_routes::HOP,
    &place::HOP,
    &peering::HOP,
    &site_to_site::HOP,
    &group_of_subnet::HOP,
    &group_of_interface::HOP,
    &route_back::HOP,
];

/// The causes that a hop may name as its blocker; the diagnosis has a judgement for each.
pub const CAUSES: &[&str] = &[
    app_routes::LEAVES,
    "certificates-out-of-sync",
    "gateway-down",
    "host-down",
    "no-route-back",
    "not-routed",
    "on-premises-range-missing",
    "peering-blocks",
    "private-endpoint-not-approved",
    "route-table-diverts",
    "security-group-denies",
    "site-to-site-down",
];

/// A kind of hop.
#[derive(Debug)]
pub struct Kind {
    /// Its public name, in JSON.
    pub name: &'static str,
    /// Which way the packet goes there.
    pub way: Way,
    /// Splits flows to one region by their fate at this hop; `None` if they do not pass it.
    pub judge: fn(&Context<'_>, &Region<'_>, &Block) -> Option<Vec<Part>>,
}

/// The request's way or the answer's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// From the app to the target.
    There,
    /// From the target to the app.
    Back,
}

/// What a hop does with flows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// They pass, by this.
    Passes(String),
    /// They do not, because of this.
    Blocked(Blocker),
    /// Nobody can say, because of this.
    Unknown(String),
}

/// What blocks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Blocker {
    /// The public name of the cause that this blocker is.
    pub cause: &'static str,
    /// What it is, in words, as "nw-nsg denies it (rule no-p2s, priority 150)".
    pub what: String,
    /// Where it was read.
    pub from: Option<Origin>,
}

/// A set of flows with one fate at a hop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The flows.
    pub flows: Block,
    /// Their fate.
    pub verdict: Verdict,
}

impl Part {
    pub(in crate::path) fn passes(flows: &Block, by: impl Into<String>) -> Vec<Self> {
        vec![Self {
            flows: flows.clone(),
            verdict: Verdict::Passes(by.into()),
        }]
    }

    fn blocked(
        flows: &Block,
        cause: &'static str,
        what: impl Into<String>,
        from: Option<&Origin>,
    ) -> Vec<Self> {
        vec![Self {
            flows: flows.clone(),
            verdict: Verdict::Blocked(Blocker {
                cause,
                what: what.into(),
                from: from.cloned(),
            }),
        }]
    }

    pub(in crate::path) fn unknown(flows: &Block, why: impl Into<String>) -> Vec<Self> {
        vec![Self {
            flows: flows.clone(),
            verdict: Verdict::Unknown(why.into()),
        }]
    }

    fn gap(flows: &Block, gap: &Gap) -> Vec<Self> {
        Self::unknown(flows, format!("{} {}", gap.what, gap.why))
    }
}

/// A hop with the fates of the flows that meet it.
#[derive(Debug, Clone)]
pub struct Hop {
    /// Which kind.
    pub kind: &'static Kind,
    /// The flows, split by their fate; together all that meet the hop.
    pub parts: Vec<Part>,
}

/// The hops that flows to a region meet, each judged on all of them: a later blocker is found behind
/// an earlier one.
pub fn on_the_way(context: &Context<'_>, region: &Region<'_>, flows: &Block) -> Vec<Hop> {
    let mut hops = Vec::new();
    for kind in ALL {
        let Some(parts) = (kind.judge)(context, region, flows) else {
            continue;
        };
        debug_assert!(
            parts.iter().all(|part| match &part.verdict {
                Verdict::Blocked(blocker) => CAUSES.contains(&blocker.cause),
                _ => true,
            }),
            "{} names a cause that is not in CAUSES",
            kind.name
        );
        let leaves = parts.iter().all(|part| match &part.verdict {
            Verdict::Blocked(blocker) => blocker.cause == app_routes::LEAVES,
            // Of public addresses that may not enter it is not known either what they meet.
            Verdict::Unknown(_) => context.is_regional() && kind.name == app_routes::HOP.name,
            Verdict::Passes(_) => false,
        });
        hops.push(Hop { kind, parts });
        // What goes to the internet meets nothing of the network.
        if leaves {
            break;
        }
    }
    hops
}
