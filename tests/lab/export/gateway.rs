//! The virtual network gateway: its configuration, its health, and its clients.

use std::net::Ipv4Addr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::{Documents, document, prefixes, resources};
use crate::certificates::Certificates;
use crate::world::{Certificate, World};

pub const GATEWAY: &str = "virtualNetworkGateway-nw-gw.json";
pub const HEALTH: &str = "virtualNetworkGateway-nw-gw-availabilityStatus.json";
pub const CLIENTS: &str = "virtualNetworkGateway-nw-gw-vpnClientConnectionHealth.json";
pub const PUBLIC_ADDRESS: &str = "publicIPAddress-nw-gw-ip.json";
/// The root certificate of the laptops, and one of theirs that is revoked: neither is the app's.
pub const LAPTOPS: &str = "nw-laptops";
pub const LOST: &str = "lost-laptop";
/// How many characters of a certificate's base64 stand on one line.
const LINE: usize = 64;

/// The address that the gateway has given the app's instance, if it is connected as far as the export
/// tells.
pub fn address_of_app(written: &World) -> Option<Ipv4Addr> {
    let gateway = &written.gateway;
    let is_connected = written.app.integrated && gateway.exists && gateway.lists_app;
    is_connected.then(|| in_pool(written, crate::healthy::APP))
}

pub fn put(written: &World, certificates: &Certificates, export: &mut Documents) {
    let gateway = &written.gateway;
    if !gateway.exists {
        for file in [GATEWAY, HEALTH, CLIENTS, PUBLIC_ADDRESS] {
            export.remove(file);
        }
        return;
    }
    let properties = &mut document(export, GATEWAY)["properties"];
    properties["provisioningState"] = json!(gateway.provisioning_state);
    properties["gatewayType"] = json!(gateway.gateway_type);
    properties["vpnType"] = json!(gateway.vpn_type);
    properties["customRoutes"] = prefixes(&gateway.custom_routes);
    let clients = &mut properties["vpnClientConfiguration"];
    clients["vpnClientAddressPool"] = prefixes(&[gateway.pool]);
    clients["vpnClientProtocols"] = json!(gateway.protocols);
    roots(
        &gateway.roots,
        certificates,
        &mut clients["vpnClientRootCertificates"],
    );
    revoked(
        &gateway.revoked,
        certificates,
        &mut clients["vpnClientRevokedCertificates"],
    );
    let health = &mut document(export, HEALTH)["properties"];
    if health["availabilityState"] != gateway.availability {
        let summary = format!(
            "This VPN gateway is {}.",
            gateway.availability.to_lowercase()
        );
        health["summary"] = json!(summary);
        health["availabilityState"] = json!(gateway.availability);
        health["title"] = json!(gateway.availability);
    }
    connected(written, document(export, CLIENTS));
}

/// The laptops' root stays; the app's come in the order of the world.
fn roots(trusted: &[Certificate], certificates: &Certificates, list: &mut Value) {
    let own = trusted.iter().enumerate().map(|(number, which)| {
        let name = match number {
            0 => "AppServiceCertificate.cer".to_owned(),
            more => format!("AppServiceCertificate-{more}.cer"),
        };
        (name, Some(*which))
    });
    let mut wanted: Vec<(String, Option<Certificate>)> = own.collect();
    wanted.push((LAPTOPS.to_owned(), None));
    resources(
        list,
        &wanted,
        |root| root.0.clone(),
        |(_, which), root| {
            if let Some(which) = which {
                let data = in_lines(&certificates.of(*which).der);
                root["properties"]["publicCertData"] = json!(data);
            }
        },
    );
}

fn in_lines(der: &[u8]) -> String {
    let text: Vec<char> = STANDARD.encode(der).chars().collect();
    let lines = text.chunks(LINE);
    lines
        .map(|line| line.iter().collect::<String>() + "\r\n")
        .collect()
}

fn revoked(revoked: &[Certificate], certificates: &Certificates, list: &mut Value) {
    let own = revoked.iter().map(|which| {
        let name = format!("app-service-{which:?}").to_lowercase();
        (name, Some(*which))
    });
    let mut wanted: Vec<(String, Option<Certificate>)> = own.collect();
    wanted.push((LOST.to_owned(), None));
    resources(
        list,
        &wanted,
        |entry| entry.0.clone(),
        |(_, which), entry| {
            if let Some(which) = which {
                let thumbprint = &certificates.of(*which).thumbprint;
                entry["properties"]["thumbprint"] = json!(thumbprint);
            }
        },
    );
}

/// The connected clients: both instances of the app, unless it is not listed, and a laptop.
fn connected(written: &World, clients: &mut Value) {
    let is_listed = address_of_app(written).is_some();
    let list = clients["value"].as_array_mut().expect("a list");
    list.retain(|client| {
        let user = client["vpnUserName"].as_str().expect("a user");
        is_listed || !user.starts_with("AppService.")
    });
    for client in list {
        let address = client["privateIpAddress"].as_str().expect("an address");
        let address = in_pool(written, crate::healthy::at(address));
        client["privateIpAddress"] = json!(address);
    }
}

/// The address at the same place of the world's pool as this one has in the example's /24.
fn in_pool(written: &World, address: Ipv4Addr) -> Ipv4Addr {
    let place = u32::from(address.octets()[3]);
    Ipv4Addr::from(u32::from(written.gateway.pool.network()) + place)
}
