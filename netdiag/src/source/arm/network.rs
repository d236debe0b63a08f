//! Microsoft.Network and Microsoft.ClassicNetwork: networks, subnets, peerings, routes, NICs.

use super::node::{Node, prefix};
use crate::fact::Fact;
use crate::model::{
    Generation, Inventory, IpConfiguration, NetworkInterface, NextHop, Peering, ResourceId,
    RoutePrefix, RouteTable, ServiceLink, Subnet, UserRoute, Vnet,
};

pub(super) fn vnet(node: &Node<'_>, id: ResourceId) -> Vnet {
    let options = node.below("dhcpOptions");
    Vnet {
        name: node.name(),
        generation: Generation::of(&id),
        location: node.location(),
        address_space: node.address_space("addressSpace"),
        dns_servers: match &options {
            Some(options) => options.addresses("dnsServers"),
            None => node.addresses("dhcpOptions"),
        },
        subnets: node.objects("subnets", |subnet_node| {
            let id = subnet_node
                .id()
                .unwrap_or_else(|| id.child("subnets", &subnet_node.name()));
            subnet(subnet_node, &id)
        }),
        peerings: node.objects("virtualNetworkPeerings", |peering_node| {
            let id = peering_node
                .id()
                .unwrap_or_else(|| id.child("virtualNetworkPeerings", &peering_node.name()));
            peering(peering_node, &id)
        }),
        from: node.from(),
        id,
    }
}

pub(super) fn subnet(node: &Node<'_>, id: &ResourceId) -> Subnet {
    Subnet {
        id: id.clone(),
        name: node.name(),
        prefixes: node.prefixes_of("addressPrefixes", "addressPrefix"),
        security_group: node.reference("networkSecurityGroup"),
        route_table: node.reference("routeTable"),
        nat_gateway: node.reference("natGateway"),
        ip_configurations: node.references("ipConfigurations"),
        delegations: node.objects_of("delegations", |d| d.text("serviceName")),
        service_links: node.objects("serviceAssociationLinks", |link| ServiceLink {
            name: link.name(),
            link: link.reference("link"),
            linked_type: link.text("linkedResourceType"),
            allow_delete: link.switch("allowDelete"),
        }),
        private_endpoints: node.references("privateEndpoints"),
        private_endpoint_policies: node.text("privateEndpointNetworkPolicies"),
        service_endpoints: node.objects_of("serviceEndpoints", |e| e.text("service")),
        from: node.from(),
    }
}

pub(super) fn peering(node: &Node<'_>, id: &ResourceId) -> Peering {
    Peering {
        id: id.clone(),
        name: node.name(),
        remote: node.reference("remoteVirtualNetwork"),
        remote_address_space: node
            .address_space("remoteVirtualNetworkAddressSpace")
            .or_named(node.address_space("remoteAddressSpace")),
        state: node.text("peeringState"),
        sync_level: node.text("peeringSyncLevel"),
        allows_access: node.switch("allowVirtualNetworkAccess"),
        allows_forwarded: node.switch("allowForwardedTraffic"),
        allows_gateway_transit: node.switch("allowGatewayTransit"),
        uses_remote_gateways: node.switch("useRemoteGateways"),
        from: node.from(),
    }
}

pub(super) fn route_table(node: &Node<'_>, id: ResourceId) -> RouteTable {
    RouteTable {
        name: node.name(),
        propagation_disabled: node.switch("disableBgpRoutePropagation"),
        routes: node.objects("routes", user_route),
        from: node.from(),
        id,
    }
}

fn user_route(node: &Node<'_>) -> UserRoute {
    let written = node
        .text("addressPrefix")
        .value()
        .cloned()
        .unwrap_or_default();
    let hop = node
        .text("nextHopType")
        .value()
        .cloned()
        .unwrap_or_default();
    UserRoute {
        name: node.name(),
        prefix: match prefix(&written) {
            Some(net) => RoutePrefix::Net(net),
            None => RoutePrefix::Other(written),
        },
        next_hop: match hop.to_ascii_lowercase().as_str() {
            "virtualnetworkgateway" => NextHop::VirtualNetworkGateway,
            "vnetlocal" => NextHop::VnetLocal,
            "internet" => NextHop::Internet,
            "virtualappliance" => NextHop::VirtualAppliance(
                node.text("nextHopIpAddress")
                    .value()
                    .and_then(|a| a.parse().ok()),
            ),
            "none" => NextHop::None,
            _ => NextHop::Other(hop),
        },
        from: node.from(),
    }
}

pub(super) fn network_interface(node: &Node<'_>, id: ResourceId) -> NetworkInterface {
    NetworkInterface {
        name: node.name(),
        ip_configurations: node.objects("ipConfigurations", |configuration| IpConfiguration {
            address: configuration
                .addresses("privateIPAddress")
                .and_then(|addresses, from| match addresses.first() {
                    Some(address) => Fact::known(*address, from),
                    None => Fact::Absent { from },
                }),
            subnet: configuration.reference("subnet"),
            application_security_groups: configuration.references("applicationSecurityGroups"),
        }),
        security_group: node.reference("networkSecurityGroup"),
        from: node.from(),
        id,
    }
}

/// Puts subnets and peerings that were read by themselves into their networks, where the network's
/// own answer lacks them.
pub(super) fn complete_vnets(inventory: &mut Inventory) {
    for fact in inventory.vnets.values_mut() {
        let Fact::Known { value: vnet, .. } = fact else {
            continue;
        };
        let subnets: Vec<&Subnet> = inventory
            .subnets
            .iter()
            .filter(|(id, _)| id.is_within(&vnet.id))
            .filter_map(|(_, subnet)| subnet.value())
            .collect();
        add_missing(&mut vnet.subnets, subnets, |s| (&s.id, &s.from));
        let peerings: Vec<&Peering> = inventory
            .peerings
            .iter()
            .filter(|(id, _)| id.is_within(&vnet.id))
            .filter_map(|(_, peering)| peering.value())
            .collect();
        add_missing(&mut vnet.peerings, peerings, |p| (&p.id, &p.from));
    }
}

fn add_missing<T: Clone>(
    list: &mut Fact<Vec<T>>,
    found: Vec<&T>,
    key: impl Fn(&T) -> (&ResourceId, &crate::fact::Origin),
) {
    for item in found {
        match list {
            Fact::Known { value, .. } if value.iter().any(|v| key(v).0 == key(item).0) => {}
            Fact::Known { value, .. } => value.push(item.clone()),
            _ => *list = Fact::known(vec![item.clone()], key(item).1.clone()),
        }
    }
}
