//! Where an address lies: in a subnet, behind a peering, on-premises, or nowhere.

use std::net::{IpAddr, Ipv4Addr};

use netdiag::fact::{Fact, Gap};
use netdiag::model::{AZURE_DNS, Integration, Kind, Neighbour, Peering, Subnet, Vnet};
use netdiag::space::{AddressSet, private_ranges, shared_range};

/// A place that can hold addresses.
#[derive(Debug, Clone)]
pub enum Place<'a> {
    /// A subnet of the integration's network.
    Subnet(&'a Subnet),
    /// The network's address space where no subnet is.
    NoSubnet,
    /// A peered network; its subnet, if that network was read and has one there.
    Peered {
        /// Our side of the peering.
        peering: &'a Peering,
        /// The other network, if it was read.
        vnet: Option<&'a Vnet>,
        /// Its subnet.
        subnet: Option<&'a Subnet>,
    },
    /// Behind a connection of the gateway, or for the regional kind of a peered network's.
    OnPremises(Box<Neighbour<'a>>),
    /// The internet, for an app with regional integration, whose traffic may reach it through the
    /// network.
    Internet,
    /// The platform's own address in every network (168.63.129.16).
    Platform,
    /// Nowhere that the configuration knows.
    Nowhere,
}

impl Place<'_> {
    /// What the place is called.
    pub fn name(&self) -> String {
        match self {
            Self::Subnet(subnet) => format!("the subnet {}", subnet.name),
            Self::NoSubnet => "no subnet of the network".to_owned(),
            Self::Peered {
                peering,
                subnet: Some(subnet),
                ..
            } => {
                format!(
                    "the subnet {} behind the peering {}",
                    subnet.name, peering.name
                )
            }
            Self::Peered { peering, .. } => {
                format!("the network behind the peering {}", peering.name)
            }
            Self::OnPremises(neighbour) => {
                let site = neighbour
                    .site
                    .value()
                    .map_or(&neighbour.connection.name, |site| &site.name);
                format!("the on-premises network {site}")
            }
            Self::Internet => "the internet".to_owned(),
            Self::Platform => "the platform itself".to_owned(),
            Self::Nowhere => "no network that was read".to_owned(),
        }
    }
}

/// A place with the addresses that it holds.
#[derive(Debug, Clone)]
pub struct Region<'a> {
    /// The addresses.
    pub to: AddressSet,
    /// The place.
    pub place: Place<'a>,
}

/// Every place around the integration, in the order: subnets, rest of the network, peers, on-premises.
/// Two places may hold one address; that is a fault of the configuration and must stay visible.
pub fn regions(integration: &Integration) -> Vec<Region<'_>> {
    let mut regions = Vec::new();
    if let Some(vnet) = integration.vnet.value() {
        let mut rest = integration
            .vnet_addresses()
            .value()
            .cloned()
            .unwrap_or_default();
        for (subnet, to) in subnets(vnet) {
            rest = rest.difference(&to);
            regions.push(Region {
                to,
                place: Place::Subnet(subnet),
            });
        }
        if !rest.is_empty() {
            regions.push(Region {
                to: rest,
                place: Place::NoSubnet,
            });
        }
    }
    for peering in integration.peerings().value().into_iter().flatten() {
        regions.extend(peered(integration, peering));
    }
    let mut known = held_by(&regions);
    for neighbour in integration.neighbours() {
        if let Fact::Known { value: to, .. } = neighbour.ranges() {
            // What a peered network's gateway reaches without serving ours is of interest only where
            // nothing else holds the address.
            let to = if is_used(&neighbour) {
                to
            } else {
                to.difference(&known)
            };
            known = known.union(&to);
            if !to.is_empty() {
                regions.push(Region {
                    to,
                    place: Place::OnPremises(Box::new(neighbour)),
                });
            }
        }
    }
    regions
}

/// Whether the network means to use the neighbour's gateway: it is its own, or useRemoteGateways is on.
pub fn is_used(neighbour: &Neighbour<'_>) -> bool {
    neighbour
        .peering
        .is_none_or(|peering| peering.uses_remote_gateways.value() == Some(&true))
}

/// Every public address that no place around the integration holds: the internet, as an app with
/// regional integration reaches it through the network. `None` for other apps.
pub fn internet(integration: &Integration) -> Option<AddressSet> {
    if integration.kind.value() != Some(&Kind::Regional) {
        return None;
    }
    // No part of it: this network, shared (RFC 6598), loopback, link-local, multicast and reserved
    // addresses (RFC 6890).
    let never: AddressSet = [
        (Ipv4Addr::new(0, 0, 0, 0), Ipv4Addr::new(0, 255, 255, 255)),
        (
            Ipv4Addr::new(127, 0, 0, 0),
            Ipv4Addr::new(127, 255, 255, 255),
        ),
        (
            Ipv4Addr::new(169, 254, 0, 0),
            Ipv4Addr::new(169, 254, 255, 255),
        ),
        (Ipv4Addr::new(224, 0, 0, 0), Ipv4Addr::BROADCAST),
    ]
    .into_iter()
    .collect();
    let known = regions(integration);
    let held = held_by(&known).union(&platform());
    let all = AddressSet::all().difference(&private_ranges());
    Some(
        all.difference(&never)
            .difference(&shared_range())
            .difference(&held),
    )
}

/// Every address of these regions.
fn held_by(regions: &[Region<'_>]) -> AddressSet {
    let ranges = regions.iter().flat_map(|region| region.to.ranges());
    ranges.copied().collect()
}

fn platform() -> AddressSet {
    match AZURE_DNS.ip() {
        IpAddr::V4(address) => AddressSet::from_range(address, address),
        IpAddr::V6(_) => AddressSet::empty(),
    }
}

/// The places that hold `addresses`; what none holds is [`Place::Nowhere`].
pub fn places<'a>(integration: &'a Integration, addresses: &AddressSet) -> Vec<Region<'a>> {
    let mut rest = addresses.clone();
    let mut found = Vec::new();
    for region in regions(integration) {
        let to = region.to.intersection(addresses);
        if !to.is_empty() {
            rest = rest.difference(&to);
            found.push(Region { to, ..region });
        }
    }
    if let Some(internet) = internet(integration) {
        for (all, place) in [(internet, Place::Internet), (platform(), Place::Platform)] {
            let to = rest.intersection(&all);
            if !to.is_empty() {
                rest = rest.difference(&to);
                found.push(Region { to, place });
            }
        }
    }
    if !rest.is_empty() {
        found.push(Region {
            to: rest,
            place: Place::Nowhere,
        });
    }
    found
}

/// Why a subnet that holds an address of the network may not be known.
pub fn unread_subnets(vnet: &Vnet) -> Vec<&Gap> {
    let subnets = vnet.subnets.value().into_iter().flatten();
    let prefixes = subnets.filter_map(|subnet| subnet.prefixes.gap());
    vnet.subnets.gap().into_iter().chain(prefixes).collect()
}

/// Why a place that holds an address may not be known, a sentence each: address spaces and on-premises
/// ranges that were not read, or that nobody can read.
pub fn unread(integration: &Integration) -> Vec<String> {
    let peerings = integration.peerings();
    let spaces = peerings.value().into_iter().flatten();
    let mut gaps: Vec<Gap> = integration
        .vnet_addresses()
        .gap()
        .cloned()
        .into_iter()
        .collect();
    gaps.extend(peerings.gap().cloned());
    gaps.extend(spaces.filter_map(|peering| peering.remote_address_space.gap().cloned()));
    let read = gaps.iter().map(Gap::sentence);
    read.chain(integration.further_ranges()).collect()
}

fn subnets(vnet: &Vnet) -> impl Iterator<Item = (&Subnet, AddressSet)> {
    vnet.subnets
        .value()
        .into_iter()
        .flatten()
        .filter_map(|subnet| {
            let prefixes = subnet.prefixes.value()?;
            Some((subnet, AddressSet::of(prefixes)))
        })
}

fn peered<'a>(integration: &'a Integration, peering: &'a Peering) -> Vec<Region<'a>> {
    let Some(space) = peering.remote_address_space.value() else {
        return Vec::new();
    };
    let mut rest = AddressSet::of(space);
    let (vnet, _) = integration.other_side(peering);
    let vnet = vnet.value().copied();
    let mut regions = Vec::new();
    for (subnet, to) in vnet.into_iter().flat_map(subnets) {
        let to = to.intersection(&rest);
        rest = rest.difference(&to);
        regions.push(Region {
            to,
            place: Place::Peered {
                peering,
                vnet,
                subnet: Some(subnet),
            },
        });
    }
    regions.push(Region {
        to: rest,
        place: Place::Peered {
            peering,
            vnet,
            subnet: None,
        },
    });
    regions.retain(|region| !region.to.is_empty());
    regions
}
