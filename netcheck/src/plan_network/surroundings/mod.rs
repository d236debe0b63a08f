//! What lies around the proposed network: what an export and `--avoid` say.

use ipnet::IpNet;
use netdiag::fact::{Fact, Gap, Origin};
use netdiag::model::{GatewayConnection, Inventory, LocalGateway, Peering, ResourceId};
use netdiag::space::AddressSet;

use super::proposal::Proposal;

/// What a known range is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// The address space of a network that is peered with nothing.
    Network,
    /// The address space of a network that is peered with another.
    Peer,
    /// A range of an on-premises site.
    OnPremises,
    /// The point-to-site pool of a gateway.
    Pool,
    /// What a gateway announces beyond its network (`customRoutes`).
    Announced,
    /// What `--avoid` names.
    Avoid,
}

/// Addresses that mean a place already.
#[derive(Debug, Clone)]
pub struct Range {
    /// What it is called in a sentence.
    pub what: String,
    /// What it is.
    pub relation: Relation,
    /// Its addresses.
    pub addresses: AddressSet,
    /// Where that was read.
    pub from: Origin,
}

/// Everything that is known around the proposed network, and what is not.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// The ranges, in the order of their resources' ids, `--avoid` last.
    pub ranges: Vec<Range>,
    /// What could not be read and may hold further ranges.
    pub gaps: Vec<Gap>,
    /// The network of the export that is the proposed one, and so does not lie around it.
    pub itself: Option<ResourceId>,
}

impl Surroundings {
    /// What the export says, seen from the proposed network, and what is to be avoided besides.
    pub fn of(inventory: Option<&Inventory>, proposal: &Proposal) -> Self {
        let mut around = Self::default();
        if let Some(inventory) = inventory {
            around.itself = itself(inventory, proposal);
            around.gaps = inventory.gaps.clone();
            around.networks(inventory);
            for (id, site) in &inventory.local_gateways {
                around.site(id, site);
            }
            around.gateways(inventory);
            for connection in inventory.gateway_connections.values() {
                around.beyond(inventory, connection);
            }
        }
        for prefix in &proposal.avoid {
            around.ranges.push(Range {
                what: format!("--avoid {prefix}"),
                relation: Relation::Avoid,
                addresses: prefix.addresses(),
                from: Origin::Flag("--avoid"),
            });
        }
        around
    }

    /// The addresses of these relations.
    pub fn addresses(&self, wanted: impl Fn(Relation) -> bool) -> AddressSet {
        self.ranges
            .iter()
            .filter(|range| wanted(range.relation))
            .flat_map(|range| range.addresses.ranges().iter().copied())
            .collect()
    }

    fn take(&mut self, what: String, relation: Relation, prefixes: &Fact<Vec<IpNet>>) {
        match prefixes {
            Fact::Known { value, from } => self.ranges.push(Range {
                what,
                relation,
                addresses: AddressSet::of(value),
                from: from.clone(),
            }),
            Fact::Absent { from } => self
                .gaps
                .push(Gap::new(what, "has no addresses in the export").at(from.clone())),
            Fact::Unknown(gap) => self.gaps.push(gap.clone()),
        }
    }

    /// The networks of the export, and those that only a peering names.
    fn networks(&mut self, inventory: &Inventory) {
        let mut peerings: Vec<(Option<ResourceId>, &Peering)> = Vec::new();
        for (id, vnet) in &inventory.vnets {
            match vnet {
                Fact::Known { value, .. } => match &value.peerings {
                    Fact::Known { value, .. } => {
                        peerings.extend(value.iter().map(|p| (Some(id.clone()), p)));
                    }
                    Fact::Absent { .. } => {}
                    Fact::Unknown(gap) => self.gaps.push(gap.clone()),
                },
                Fact::Absent { .. } => {}
                Fact::Unknown(gap) => self.gaps.push(gap.clone()),
            }
        }
        // A peering that was read by itself, while its network was not.
        for (id, peering) in &inventory.peerings {
            let vnet = id.parent();
            match peering {
                Fact::Known { value, .. } => {
                    if !vnet
                        .as_ref()
                        .is_some_and(|v| inventory.vnets.contains_key(v))
                    {
                        peerings.push((vnet, value));
                    }
                }
                Fact::Absent { .. } => {}
                Fact::Unknown(gap) => self.gaps.push(gap.clone()),
            }
        }
        for (id, vnet) in &inventory.vnets {
            let Fact::Known { value: vnet, .. } = vnet else {
                continue;
            };
            if Some(id) == self.itself.as_ref() {
                continue;
            }
            let is_peered = peerings
                .iter()
                .any(|(here, p)| here.as_ref() == Some(id) || p.remote.value() == Some(id));
            let relation = if is_peered {
                Relation::Peer
            } else {
                Relation::Network
            };
            let what = format!("the network {}", id.name());
            self.take(what, relation, &vnet.address_space);
        }
        for (here, peering) in peerings {
            self.peer(inventory, here.as_ref(), peering);
        }
    }

    /// The network that a peering names, unless the export holds it and says the same.
    fn peer(&mut self, inventory: &Inventory, here: Option<&ResourceId>, peering: &Peering) {
        let remote = peering.remote.value();
        if remote.is_some() && remote == self.itself.as_ref() {
            return;
        }
        let read = remote
            .and_then(|id| inventory.vnets.get(id)?.value())
            .and_then(|vnet| vnet.address_space.value());
        let named = peering.remote_address_space.value();
        if let Some(read) = read
            && named.is_none_or(|named| AddressSet::of(named) == AddressSet::of(read))
        {
            return;
        }
        let name = remote.map_or(peering.name.as_str(), ResourceId::name);
        let with = here.map_or("a network", ResourceId::name);
        let what = format!("the network {name}, as its peer {with} knows it");
        self.take(what, Relation::Peer, &peering.remote_address_space);
    }

    fn site(&mut self, id: &ResourceId, site: &Fact<LocalGateway>) {
        match site {
            // A site whose ranges come by BGP lists none.
            Fact::Known { value, .. } if value.prefixes.is_absent() => {}
            Fact::Known { value, .. } => {
                let what = format!("the on-premises site {}", id.name());
                self.take(what, Relation::OnPremises, &value.prefixes);
            }
            Fact::Absent { .. } => {}
            Fact::Unknown(gap) => self.gaps.push(gap.clone()),
        }
    }

    fn gateways(&mut self, inventory: &Inventory) {
        for (id, gateway) in &inventory.gateways {
            let gateway = match gateway {
                Fact::Known { value, .. } => value,
                Fact::Absent { .. } => continue,
                Fact::Unknown(gap) => {
                    self.gaps.push(gap.clone());
                    continue;
                }
            };
            let stands_here = |subnet: &ResourceId| {
                let itself = self.itself.as_ref();
                itself.is_some_and(|itself| subnet.is_within(itself))
            };
            let subnets = gateway.subnets.value();
            if subnets.is_some_and(|subnets| subnets.iter().any(stands_here)) {
                continue;
            }
            let pool = gateway
                .point_to_site
                .as_ref()
                .and_then(|clients, _| clients.pool.clone());
            if !pool.is_absent() {
                let what = format!("the point-to-site pool of {}", id.name());
                self.take(what, Relation::Pool, &pool);
            }
            if !gateway.custom_routes.is_absent() {
                let what = format!("the custom routes of {}", id.name());
                self.take(what, Relation::Announced, &gateway.custom_routes);
            }
        }
    }

    /// What lies behind a connection and stands in no resource of the export.
    fn beyond(&mut self, inventory: &Inventory, connection: &Fact<GatewayConnection>) {
        let (connection, from) = match connection {
            Fact::Known { value, from } => (value, from),
            Fact::Absent { .. } => return,
            Fact::Unknown(gap) => return self.gaps.push(gap.clone()),
        };
        let kind = connection.kind.value().map(|k| k.to_ascii_lowercase());
        let what = format!("what lies behind the connection {}", connection.name);
        let why = if kind.as_deref() == Some("expressroute") {
            "is learned over ExpressRoute and stands in no export"
        } else if connection.bgp.value() == Some(&true) {
            "is learned by BGP and stands in no export"
        } else if kind.as_deref() == Some("vnet2vnet") {
            let is_read = |side: &Fact<ResourceId>| {
                let id = side.value();
                id.is_some_and(|id| inventory.gateways.contains_key(id))
            };
            if is_read(&connection.gateway) && is_read(&connection.other_gateway) {
                return;
            }
            "is another network, whose gateway was not read"
        } else {
            let site = connection.local_gateway.value();
            if site.is_none_or(|id| inventory.local_gateways.contains_key(id)) {
                return;
            }
            "is an on-premises site that was not read"
        };
        self.gaps.push(Gap::new(what, why).at(from.clone()));
    }
}

/// The network of the export that has the proposed one's name, and its resource group where that is
/// given: the plan is then one for changing it. Several of that name are none of them.
fn itself(inventory: &Inventory, proposal: &Proposal) -> Option<ResourceId> {
    let name = proposal.name.as_deref()?;
    let mut matching = inventory.vnets.keys().filter(|id| {
        let group = proposal.resource_group.as_deref();
        id.name().eq_ignore_ascii_case(name)
            && group.is_none_or(|group| {
                let theirs = id.resource_group();
                theirs.is_some_and(|theirs| theirs.eq_ignore_ascii_case(group))
            })
    });
    let first = matching.next()?;
    matching.next().is_none().then(|| first.clone())
}

#[cfg(test)]
mod tests;
