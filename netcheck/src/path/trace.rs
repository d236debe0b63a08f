//! The way to one target and back.

use std::net::Ipv4Addr;

use netdiag::space::{AddressSet, PortSet};
use serde::Serialize;

use super::context::Context;
use super::fate::{Blocker, Verdict};
use super::flows::Block;
use super::hop::{Hop, on_the_way};
use super::place::{Region, places};
use super::reach::through;

/// The way to one address and port, and of the answer back, for every address that the app may have.
#[derive(Debug, Clone)]
pub struct Trace<'a> {
    /// The port; `None` asks about all of them.
    pub port: Option<u16>,
    /// The places that hold the address: mostly one, several if address spaces overlap.
    pub ways: Vec<(Region<'a>, Vec<Hop>)>,
}

/// What a trace comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outlook {
    /// Every hop lets everything through.
    Open,
    /// Something is unknown, nothing blocks.
    Unclear,
    /// A part of it is blocked: some of the app's addresses, or some of the ports.
    Partly,
    /// Nothing passes every hop, nor may pass.
    Closed,
    /// The traffic goes straight to the internet: it does not use the integration.
    Leaves,
}

/// Port 0 is none that anybody connects to.
fn ports_of(port: Option<u16>) -> PortSet {
    match port {
        Some(port) => PortSet::from_range(port, port),
        None => PortSet::usable(),
    }
}

impl<'a> Trace<'a> {
    /// Follows the packet.
    pub fn follow(context: &Context<'a>, address: Ipv4Addr, port: Option<u16>) -> Self {
        let to = AddressSet::from_range(address, address);
        let ports = ports_of(port);
        let ways = places(context.integration, &to)
            .into_iter()
            .map(|region| {
                let flows = context.flows(region.to.clone(), ports.clone());
                let hops = on_the_way(context, &region, &flows);
                (region, hops)
            })
            .collect();
        Self { port, ways }
    }

    /// The places that hold the address, by name.
    pub fn places(&self) -> Vec<String> {
        let regions = self.ways.iter().map(|(region, _)| region);
        regions.map(|region| region.place.name()).collect()
    }

    /// The ports that were asked about.
    pub fn ports(&self) -> PortSet {
        ports_of(self.port)
    }

    /// Whether the traffic goes straight to the internet: it does not use the integration.
    pub fn leaves(&self) -> bool {
        self.blockers()
            .iter()
            .any(|(_, blocker, _)| blocker.leaves())
    }

    /// Every blocker, in the order of the way, with the senders that it strikes.
    pub fn blockers(&self) -> Vec<(&Hop, &Blocker, AddressSet)> {
        let mut found: Vec<(&Hop, &Blocker, AddressSet)> = Vec::new();
        for hop in self.ways.iter().flat_map(|(_, hops)| hops) {
            for part in &hop.parts {
                if let Verdict::Blocked(blocker) = &part.verdict {
                    match found
                        .iter_mut()
                        .find(|(h, b, _)| h.kind.name == hop.kind.name && *b == blocker)
                    {
                        Some((_, _, from)) => *from = from.union(&part.flows.from),
                        None => found.push((hop, blocker, part.flows.from.clone())),
                    }
                }
            }
        }
        found
    }

    /// What could not be told, in the order of the way.
    pub fn unknowns(&self) -> Vec<(&Hop, &str)> {
        self.ways
            .iter()
            .flat_map(|(_, hops)| hops)
            .flat_map(|hop| hop.parts.iter().map(move |part| (hop, part)))
            .filter_map(|(hop, part)| match &part.verdict {
                Verdict::Unknown(why) => Some((hop, why.as_str())),
                _ => None,
            })
            .collect()
    }

    /// What it all comes to, for the senders in `all`.
    pub fn outlook(&self, all: &AddressSet) -> Outlook {
        if self.leaves() {
            return Outlook::Leaves;
        }
        let of_each = self.ways.iter().map(|(region, hops)| {
            let flows = Block {
                from: all.clone(),
                to: region.to.clone(),
                ports: self.ports(),
            };
            of_way(&flows, hops)
        });
        of_each.max().unwrap_or(Outlook::Open)
    }
}

/// What one way comes to.
fn of_way(flows: &Block, hops: &[Hop]) -> Outlook {
    let blocks = hops.iter().flat_map(|hop| &hop.parts).any(|part| {
        matches!(part.verdict, Verdict::Blocked(_)) && !part.flows.intersection(flows).is_empty()
    });
    match through(flows, hops) {
        Some((open, unclear)) if open.is_empty() && unclear.is_empty() => Outlook::Closed,
        Some(_) if blocks => Outlook::Partly,
        Some((_, unclear)) if unclear.is_empty() => Outlook::Open,
        _ => Outlook::Unclear,
    }
}
