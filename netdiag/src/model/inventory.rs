//! Everything that was read, by resource id.

use std::collections::BTreeMap;

use super::{
    ConnectedClient, Gateway, GatewayConnection, LocalGateway, NetworkInterface, Peering, Plan,
    ResourceHealth, ResourceId, RouteTable, SecurityGroup, Site, Subnet, SubnetIntegration, Vnet,
    VnetConnection,
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
    /// Resource health, by the resource that it speaks of.
    pub health: Shelf<ResourceHealth>,
    /// Connected point-to-site clients; the answer does not say of which gateway.
    pub connected_clients: Option<Fact<Vec<ConnectedClient>>>,
    /// What could not be read or used, each with its place.
    pub gaps: Vec<Gap>,
}

impl Inventory {
    /// A resource that another one names: known, or unknown because it was not read.
    pub fn find<'a, T>(shelf: &'a Shelf<T>, what: &str, id: &ResourceId) -> Fact<&'a T> {
        match shelf.get(id) {
            Some(fact) => fact.as_ref(),
            None => Fact::unknown(
                format!("the {what} {}", id.name()),
                "was named but not read",
            ),
        }
    }
}
