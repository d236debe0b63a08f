//! The two virtual networks, their subnets, and both sides of their peering.

use std::net::Ipv4Addr;

use serde_json::{Value, json};

use super::{
    Documents, document, id, interfaces, prefixes, reference, resources, set, unless_empty,
};
use crate::world::{Peering, Subnet, Vnet, World};

pub const NETWORKS: &str = "virtualNetworks.json";
const GATEWAY_SUBNET: &str = "GatewaySubnet";

/// The path of the subnet that holds an address, below `Microsoft.Network`.
pub fn subnet_of(written: &World, address: Ipv4Addr) -> Option<String> {
    subnets(written)
        .find(|(_, subnet)| subnet.prefix.contains(&address))
        .map(|(network, subnet)| path(network, subnet))
}

/// References to the subnets of both networks for which this is true.
pub fn references(written: &World, wanted: impl Fn(&Subnet) -> bool) -> Vec<Value> {
    subnets(written)
        .filter(|(_, subnet)| wanted(subnet))
        .map(|(network, subnet)| reference(&path(network, subnet)))
        .collect()
}

fn subnets(written: &World) -> impl Iterator<Item = (&Vnet, &Subnet)> {
    let networks = [&written.vnet, &written.hub].into_iter();
    networks.flat_map(|network| network.subnets.iter().map(move |subnet| (network, subnet)))
}

fn path(network: &Vnet, subnet: &Subnet) -> String {
    format!("virtualNetworks/{}/subnets/{}", network.name, subnet.name)
}

pub fn put(written: &World, export: &mut Documents) {
    let list = &mut document(export, NETWORKS)["value"];
    let pairs = [(&written.vnet, &written.hub), (&written.hub, &written.vnet)];
    resources(
        list,
        &pairs,
        |(own, _)| own.name.to_owned(),
        |(own, other), resource| fill(written, own, other, &mut resource["properties"]),
    );
}

fn fill(written: &World, own: &Vnet, other: &Vnet, properties: &mut Value) {
    properties["addressSpace"] = prefixes(&own.prefixes);
    properties["dhcpOptions"] = json!({"dnsServers": own.dns_servers});
    resources(
        &mut properties["subnets"],
        &own.subnets,
        |subnet| subnet.name.clone(),
        |of, resource| subnet(written, own, of, &mut resource["properties"]),
    );
    let peerings: Vec<Peering> = own.peering.into_iter().collect();
    resources(
        &mut properties["virtualNetworkPeerings"],
        &peerings,
        |_| format!("to-{}", other.name),
        |of, resource| peering(of, other, &mut resource["properties"]),
    );
}

fn subnet(written: &World, network: &Vnet, subnet: &Subnet, properties: &mut Value) {
    properties["addressPrefix"] = json!(subnet.prefix.to_string());
    let group = subnet.group.as_ref();
    let group = group.map(|name| reference(&format!("networkSecurityGroups/{name}")));
    set(properties, "networkSecurityGroup", group);
    let table = subnet.table.as_ref();
    let table = table.map(|name| reference(&format!("routeTables/{name}")));
    set(properties, "routeTable", table);

    let own = path(network, subnet);
    let inside = interfaces::of(written)
        .filter(|host| subnet_of(written, host.address).as_ref() == Some(&own))
        .map(|host| {
            let name = interfaces::name(host);
            let path = format!("networkInterfaces/{name}/ipConfigurations/ipconfig1");
            // Azure writes the resource group in capitals here.
            json!({"id": id(&path).replace("nw-rg", "NW-RG")})
        });
    let mut configurations: Vec<Value> = inside.collect();
    if subnet.name == GATEWAY_SUBNET && written.gateway.exists {
        let path = "virtualNetworkGateways/nw-gw/ipConfigurations/default";
        configurations.push(reference(path));
    }
    set(properties, "ipConfigurations", unless_empty(configurations));
}

fn peering(peering: &Peering, other: &Vnet, properties: &mut Value) {
    properties["peeringState"] = json!(peering.state);
    properties["allowVirtualNetworkAccess"] = json!(peering.access);
    properties["allowForwardedTraffic"] = json!(peering.forwarded);
    properties["allowGatewayTransit"] = json!(peering.gateway_transit);
    properties["useRemoteGateways"] = json!(peering.remote_gateways);
    let space = prefixes(&other.prefixes);
    properties["remoteAddressSpace"] = space.clone();
    properties["remoteVirtualNetworkAddressSpace"] = space;
}
