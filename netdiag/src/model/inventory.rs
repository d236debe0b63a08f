//! Everything that was read, by resource id.

use std::collections::BTreeMap;

use super::{
    ConnectedClient, Gateway, GatewayConnection, LocalGateway, NatGateway, NetworkInterface,
    Peering, Plan, PrivateEndpoint, PublicAddress, ResourceHealth, ResourceId, RouteTable,
    SecurityGroup, Site, Subnet, SubnetIntegration, Vnet, VnetConnection,
};
use crate::fact::{Fact, Gap};

/// Resources of one kind by id. A resource that was read twice with different content is unknown.
pub type Shelf<T> = BTreeMap<ResourceId, Fact<T>>;

/// Everything that was read: the resources, and what of the sources could not be used.
#[derive(Debug, Clone, Default)]
pub struct Inventory {
    /// Apps and slots.
    pub sites: Shelf<Site>,
    /// Plans.
    pub plans: Shelf<Plan>,
    /// Copies of network information, below apps and plans.
    pub vnet_connections: Shelf<VnetConnection>,
    /// Regional integrations.
    pub subnet_integrations: Shelf<SubnetIntegration>,
    /// Virtual networks of both generations.
    pub vnets: Shelf<Vnet>,
    /// Subnets that were read by themselves.
    pub subnets: Shelf<Subnet>,
    /// Peerings that were read by themselves.
    pub peerings: Shelf<Peering>,
    /// Gateways of both generations.
    pub gateways: Shelf<Gateway>,
    /// Connections between gateways.
    pub gateway_connections: Shelf<GatewayConnection>,
    /// On-premises sides.
    pub local_gateways: Shelf<LocalGateway>,
    /// Network security groups.
    pub security_groups: Shelf<SecurityGroup>,
    /// Route tables.
    pub route_tables: Shelf<RouteTable>,
    /// Network interfaces.
    pub network_interfaces: Shelf<NetworkInterface>,
    /// Private endpoints.
    pub private_endpoints: Shelf<PrivateEndpoint>,
    /// NAT gateways.
    pub nat_gateways: Shelf<NatGateway>,
    /// Public addresses and prefixes.
    pub public_addresses: Shelf<PublicAddress>,
    /// Resource health, by the resource that it speaks of.
    pub health: Shelf<ResourceHealth>,
    /// Connected point-to-site clients; the answer does not say of which gateway.
    pub connected_clients: Option<Fact<Vec<ConnectedClient>>>,
    /// What could not be read or used, each with its place.
    pub gaps: Vec<Gap>,
}

impl Inventory {
    /// Whether any connection of a gateway was read: a gateway does not list its own.
    pub fn has_gateway_connections(&self) -> bool {
        self.gateway_connections
            .values()
            .any(|connection| connection.value().is_some())
    }

    /// The copies of network information that hang on an app, a slot or a plan, in the order of their
    /// ids. Looked up, not searched for: a plan may have a thousand apps.
    pub fn connections_of<'a>(
        &'a self,
        parent: &'a ResourceId,
    ) -> impl Iterator<Item = (&'a ResourceId, &'a Fact<VnetConnection>)> {
        let first = parent.child("virtualNetworkConnections", "");
        self.vnet_connections
            .range(first.clone()..)
            .take_while(move |(id, _)| id.is_within(&first))
            .filter(move |(id, _)| id.parent().as_ref() == Some(parent))
    }

    /// The security group that a subnet or a network interface names.
    pub fn security_group_of(&self, named: &Fact<ResourceId>) -> Fact<&SecurityGroup> {
        named.as_ref().and_then(|id, _| self.security_group(id))
    }

    /// A security group that something names.
    pub fn security_group(&self, id: &ResourceId) -> Fact<&SecurityGroup> {
        Self::find(&self.security_groups, "network security group", id)
    }

    /// The route table of a subnet.
    pub fn route_table_of(&self, subnet: &Subnet) -> Fact<&RouteTable> {
        let named = subnet.route_table.as_ref();
        named.and_then(|id, _| Self::find(&self.route_tables, "route table", id))
    }

    /// The network interfaces that a subnet names; of one that was not read why it was not, as far as
    /// that is known. One that nobody knows if it was not read what the subnet names.
    pub fn interfaces_in(&self, subnet: &Subnet) -> Vec<Fact<&NetworkInterface>> {
        if let Fact::Unknown(gap) = &subnet.ip_configurations {
            return vec![Fact::Unknown(gap.clone())];
        }
        let standing = subnet.ip_configurations.value().into_iter().flatten();
        standing
            .filter_map(|configuration| {
                let name = configuration.after("networkInterfaces")?;
                let mut above = std::iter::successors(configuration.parent(), ResourceId::parent);
                let found = above.find_map(|id| self.network_interfaces.get(&id));
                Some(match found {
                    Some(interface) => interface.as_ref(),
                    None => Fact::unknown(
                        format!("the network interface {name}"),
                        "is named but was not read",
                    ),
                })
            })
            .collect()
    }

    /// A resource that another one names: known, or unknown because it was not read.
    pub fn find<'a, T>(shelf: &'a Shelf<T>, what: &str, id: &ResourceId) -> Fact<&'a T> {
        match shelf.get(id) {
            Some(fact) => fact.as_ref(),
            None => Fact::unknown(
                format!("the {what} {}", id.name()),
                "is named but was not read",
            ),
        }
    }
}
