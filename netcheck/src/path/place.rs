//! Where an address lies: in a subnet, behind a peering, on-premises, or nowhere.

use netdiag::fact::Fact;
use netdiag::model::{Integration, Neighbour, Peering, Subnet, Vnet};
use netdiag::space::AddressSet;

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
    /// Behind a connection of the gateway.
    OnPremises(Neighbour<'a>),
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
    for neighbour in integration.neighbours() {
        if let Fact::Known { value: to, .. } = neighbour.ranges() {
            regions.push(Region {
                to,
                place: Place::OnPremises(neighbour),
            });
        }
    }
    regions
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
    if !rest.is_empty() {
        found.push(Region {
            to: rest,
            place: Place::Nowhere,
        });
    }
    found
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
