//! Private endpoints among the targets: which rules and routes hold for them.
//!
//! Security groups and route tables pass them by unless the network policies of their subnet say
//! otherwise. Source: Microsoft's disable-private-endpoint-network-policy page.

use std::net::{IpAddr, Ipv4Addr};

use netdiag::fact::{Fact, Gap};
use netdiag::model::{NetworkPolicy, PrivateEndpoint, Subnet, Vnet};
use netdiag::space::AddressSet;

use super::context::Context;
use super::fate::{Part, Verdict};
use super::flows::Block;
use super::place::{Place, Region};

/// The private endpoints among the receivers in one subnet.
#[derive(Debug)]
pub struct Endpoints<'a> {
    subnet: &'a Subnet,
    known: Vec<(Ipv4Addr, &'a PrivateEndpoint)>,
    /// Why one that stands in the subnet was not read: which address is its own is not known.
    unread: Option<Gap>,
}

impl<'a> Endpoints<'a> {
    /// Those in the subnet of a region; `None` if it is no subnet, or has none.
    pub fn of(context: &Context<'a>, region: &Region<'a>) -> Option<Self> {
        let integration = context.integration;
        let subnet = subnet_of(region)?;
        let shelf = integration.inventory.private_endpoints.values();
        let known: Vec<(Ipv4Addr, &PrivateEndpoint)> = shelf
            .filter_map(Fact::value)
            // The same addresses may stand in another network.
            .filter(|endpoint| endpoint.subnet.value().is_none_or(|id| *id == subnet.id))
            .flat_map(|endpoint| {
                let addresses = integration.addresses_of(endpoint).into_iter();
                addresses.map(move |address| (address, endpoint))
            })
            .filter_map(|(address, endpoint)| match address {
                IpAddr::V4(address) if region.to.contains(address) => Some((address, endpoint)),
                _ => None,
            })
            .collect();
        let unread = integration.unread_private_endpoint(subnet);
        (!known.is_empty() || unread.is_some()).then_some(Self {
            subnet,
            known,
            unread,
        })
    }

    /// Those among `receivers`, each address once.
    pub fn among(&self, receivers: &AddressSet) -> Vec<(Ipv4Addr, &'a PrivateEndpoint)> {
        let mut all: Vec<_> = self
            .known
            .iter()
            .filter(|(address, _)| receivers.contains(*address))
            .copied()
            .collect();
        all.sort_by_key(|(address, _)| *address);
        all.dedup_by_key(|(address, _)| *address);
        all
    }

    /// Whether a policy holds for the endpoints of the subnet.
    pub fn holds(&self, policy: NetworkPolicy) -> Result<bool, String> {
        self.subnet.policy(policy).map_err(Gap::sentence)
    }

    /// Takes back from `parts`, judged as for any host, what does not hold for private endpoints:
    /// a known one passes by `why` where the policy is off, and may pass where something is not known.
    pub fn exempt(&self, policy: NetworkPolicy, parts: Vec<Part>, why: &str) -> Vec<Part> {
        let holds = self.holds(policy);
        if holds == Ok(true) {
            return parts;
        }
        let mut all = Vec::new();
        for part in parts {
            let among = self.among(&part.flows.to);
            let own = among.iter().map(|(address, _)| (*address, *address));
            let rest = part.flows.to.difference(&own.collect());
            for (address, endpoint) in among {
                let to = AddressSet::from_range(address, address);
                let flows = Block {
                    to,
                    ..part.flows.clone()
                };
                all.extend(match &holds {
                    Ok(_) => Part::passes(
                        &flows,
                        format!(
                            "{why} the private endpoint {} (network policies are off in {})",
                            endpoint.name, self.subnet.name
                        ),
                    ),
                    Err(gap) => doubtful(&flows, &part.verdict, gap),
                });
            }
            if rest.is_empty() {
                continue;
            }
            let flows = Block {
                to: rest,
                ..part.flows
            };
            all.extend(match &self.unread {
                Some(unread) => {
                    let gap = format!("it may be a private endpoint ({})", unread.sentence());
                    doubtful(&flows, &part.verdict, &gap)
                }
                None => vec![Part {
                    flows,
                    verdict: part.verdict,
                }],
            });
        }
        all
    }
}

/// A block of which it is not known whether it holds is none; anything else stays as it is.
fn doubtful(flows: &Block, verdict: &Verdict, gap: &str) -> Vec<Part> {
    match verdict {
        Verdict::Blocked(blocker) => Part::unknown(
            flows,
            format!("{}, unless this does not hold for it: {gap}", blocker.what),
        ),
        other => vec![Part {
            flows: flows.clone(),
            verdict: other.clone(),
        }],
    }
}

/// The subnet that a region is, or is a part of.
pub fn subnet_of<'a>(region: &Region<'a>) -> Option<&'a Subnet> {
    match &region.place {
        Place::Subnet(subnet)
        | Place::Peered {
            subnet: Some(subnet),
            ..
        } => Some(subnet),
        _ => None,
    }
}

/// The longest prefix of a network's address space that holds an address: no route that is wider
/// takes a private endpoint's traffic.
pub fn width_around(vnet: &Vnet, address: Ipv4Addr) -> u8 {
    let space = vnet.address_space.value().into_iter().flatten();
    space
        .filter(|prefix| prefix.contains(&IpAddr::V4(address)))
        .map(ipnet::IpNet::prefix_len)
        .max()
        .unwrap_or(32)
}
