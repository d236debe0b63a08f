//! Which addresses a rule's side means: prefixes, service tags, application security groups.

use std::net::Ipv4Addr;

use netdiag::fact::Fact;
use netdiag::model::{Integration, NetworkInterface, ResourceId, RoutePrefix, RulePeer};
use netdiag::space::AddressSet;

/// The address that the platform's load balancer probes from (documented as the meaning of the tag
/// `AzureLoadBalancer`).
const LOAD_BALANCER: Ipv4Addr = Ipv4Addr::new(168, 63, 129, 16);

/// A set of which only bounds may be known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounds {
    /// Addresses that are in it for sure.
    pub certain: AddressSet,
    /// Addresses that may be in it: everything in `certain`, and more where something is unknown.
    pub possible: AddressSet,
    /// What could not be expanded, in words.
    pub unexpanded: Vec<String>,
}

impl Bounds {
    fn exactly(set: AddressSet) -> Self {
        Self {
            possible: set.clone(),
            certain: set,
            unexpanded: Vec::new(),
        }
    }

    fn unknown(what: String) -> Self {
        Self {
            certain: AddressSet::empty(),
            possible: AddressSet::all(),
            unexpanded: vec![what],
        }
    }

    fn union(self, other: Self) -> Self {
        Self {
            certain: self.certain.union(&other.certain),
            possible: self.possible.union(&other.possible),
            unexpanded: [self.unexpanded, other.unexpanded].concat(),
        }
    }

    fn complement(&self) -> Self {
        Self {
            certain: AddressSet::all().difference(&self.possible),
            possible: AddressSet::all().difference(&self.certain),
            unexpanded: self.unexpanded.clone(),
        }
    }
}

/// What the tags mean around one network.
#[derive(Debug, Clone)]
pub struct Tags {
    virtual_network: Bounds,
    internet: Bounds,
    groups: Vec<(ResourceId, AddressSet)>,
    /// True if some network interface, its addresses or which groups they belong to were not read, so that
    /// a group may have more members.
    groups_may_grow: bool,
}

impl Tags {
    /// A place without a network: `VirtualNetwork` holds nothing.
    #[cfg(test)]
    pub fn nowhere() -> Self {
        let virtual_network = Bounds::exactly(AddressSet::empty());
        Self {
            internet: virtual_network.complement(),
            virtual_network,
            groups: Vec::new(),
            groups_may_grow: false,
        }
    }

    /// The tags around the integration's network.
    ///
    /// `VirtualNetwork` is taken to be the network's address space, its peers, the on-premises ranges
    /// (whether or not they are connected now), the point-to-site pool and the prefixes of user-defined routes. That the
    /// pool belongs to it is inferred (it is a prefix whose next hop is the gateway), not documented.
    pub fn around(integration: &Integration) -> Self {
        let mut parts = vec![known_part(
            "the network's address space",
            integration.vnet_addresses(),
        )];
        parts.push(known_part("the point-to-site pool", integration.pool()));
        for neighbour in integration.neighbours() {
            parts.push(known_part("an on-premises range", neighbour.ranges()));
        }
        if let Some(gap) = integration.peerings().gap() {
            let gap = Fact::Unknown(gap.clone());
            parts.push(known_part("the peered networks", gap));
        }
        for peering in integration.peerings().value().into_iter().flatten() {
            let space = peering.remote_address_space.as_ref().map(AddressSet::of);
            parts.push(known_part("a peered network's address space", space));
        }
        let mut routed = Vec::new();
        let tables = integration.inventory.route_tables.values();
        for route in tables
            .filter_map(Fact::value)
            .filter_map(|table| table.routes.value())
            .flatten()
        {
            // A default route does not make the whole world part of the network: Azure's own text
            // says "possibly default routes", so it is left out.
            if let RoutePrefix::Net(net) = &route.prefix
                && net.prefix_len() > 0
            {
                routed.push(net);
            }
        }
        parts.push(Bounds::exactly(AddressSet::of(routed)));
        let nothing = Bounds::exactly(AddressSet::empty());
        let virtual_network = parts.into_iter().fold(nothing, Bounds::union);
        Self {
            internet: virtual_network.complement(),
            virtual_network,
            groups: group_members(integration),
            groups_may_grow: some_membership_unread(integration),
        }
    }

    /// The addresses that this side of a rule means.
    pub fn resolve(&self, peer: &RulePeer) -> Bounds {
        if peer.any {
            return Bounds::exactly(AddressSet::all());
        }
        let mut bounds = Bounds::exactly(AddressSet::of(&peer.prefixes));
        for tag in &peer.tags {
            bounds = bounds.union(self.tag(tag));
        }
        for group in &peer.application_security_groups {
            bounds = bounds.union(self.group(group));
        }
        bounds
    }

    fn tag(&self, tag: &str) -> Bounds {
        match tag.to_ascii_lowercase().as_str() {
            "virtualnetwork" => self.virtual_network.clone(),
            "internet" => self.internet.clone(),
            "azureloadbalancer" => {
                Bounds::exactly(AddressSet::from_range(LOAD_BALANCER, LOAD_BALANCER))
            }
            _ => Bounds::unknown(format!("the service tag {}", netdiag::text::printable(tag))),
        }
    }

    fn group(&self, id: &ResourceId) -> Bounds {
        let members: AddressSet = self
            .groups
            .iter()
            .filter(|(group, _)| group == id)
            .fold(AddressSet::empty(), |all, (_, one)| all.union(one));
        if self.groups_may_grow {
            Bounds {
                certain: members,
                possible: AddressSet::all(),
                unexpanded: vec![format!(
                    "the application security group {} (a network interface was not read)",
                    id.name()
                )],
            }
        } else {
            Bounds::exactly(members)
        }
    }
}

/// A part of a union: what is not known may be anything.
fn known_part(what: &str, part: Fact<AddressSet>) -> Bounds {
    match part {
        Fact::Known { value, .. } => Bounds::exactly(value),
        Fact::Absent { .. } => Bounds::exactly(AddressSet::empty()),
        Fact::Unknown(gap) => {
            Bounds::unknown(format!("the service tag VirtualNetwork ({what}: {gap})"))
        }
    }
}

fn group_members(integration: &Integration) -> Vec<(ResourceId, AddressSet)> {
    let interfaces = integration.inventory.network_interfaces.values();
    interfaces
        .filter_map(Fact::value)
        .filter_map(|interface| interface.ip_configurations.value())
        .flatten()
        .filter_map(|configuration| match configuration.address.value() {
            Some(std::net::IpAddr::V4(address)) => Some((configuration, *address)),
            _ => None,
        })
        .flat_map(|(configuration, address)| {
            let groups = configuration.application_security_groups.value();
            groups
                .into_iter()
                .flatten()
                .map(move |group| (group.clone(), AddressSet::from_range(address, address)))
        })
        .collect()
}

/// Whether a subnet names a network interface that was not read, or of one its members of groups were not.
fn some_membership_unread(integration: &Integration) -> bool {
    let Some(subnets) = integration
        .vnet
        .value()
        .and_then(|vnet| vnet.subnets.value())
    else {
        return true;
    };
    let mut standing = subnets
        .iter()
        .flat_map(|subnet| integration.inventory.interfaces_in(subnet));
    standing.any(|interface| is_unread(interface.value().copied()))
}

fn is_unread(interface: Option<&NetworkInterface>) -> bool {
    interface.is_none_or(|interface| {
        let mut all = interface.ip_configurations.value().into_iter().flatten();
        interface.ip_configurations.gap().is_some()
            || all.any(|one| match &one.application_security_groups {
                Fact::Known { .. } => one.address.gap().is_some(),
                Fact::Absent { .. } => false,
                Fact::Unknown(_) => true,
            })
    })
}
