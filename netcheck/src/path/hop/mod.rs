//! The hops of the way: one file per kind, and [`on_the_way`], which puts them in order.
//!
//! To add a hop see CONTRIBUTING, "Add a hop".

mod app_routes;
mod by_group;
mod certificates;
mod gateway;
mod gateway_subnet_group;
mod gateway_subnet_routes;
mod group_of_interface;
mod group_of_subnet;
mod kind;
mod leaving;
mod outbound_group;
mod outbound_routes;
mod peering;
mod place;
mod route_back;
mod site_to_site;
mod to_internet;

pub use kind::{Kind, Way};

use super::context::Context;
use super::fate::{LEAVES, Part, Verdict};
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
    LEAVES,
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

/// A hop with the fates of the flows that meet it.
#[derive(Debug, Clone)]
pub struct Hop {
    /// Which kind.
    pub kind: &'static Kind,
    /// The flows, split by their fate; together all that meet the hop.
    pub parts: Vec<Part>,
}

/// The hops that flows to a region meet. Every hop is asked about all of them, also those that an
/// earlier hop blocks: so a second fault behind the first is found too.
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
            Verdict::Blocked(blocker) => blocker.leaves(),
            // Where it is not known whether they enter the network, it is not known either what they
            // meet there.
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
