//! Gateways, connections, on-premises sides, and their health.

use super::node::Node;
use crate::fact::Fact;
use crate::model::{
    ConnectedClient, Gateway, GatewayConnection, Generation, LocalGateway, PointToSite,
    ResourceHealth, ResourceId, RevokedCertificate, RootCertificate,
};

pub(super) fn gateway(node: &Node<'_>, id: ResourceId) -> Gateway {
    let generation = Generation::of(&id);
    Gateway {
        name: node.name(),
        location: node.location(),
        // Classic gateways are VPN gateways unless they say otherwise; their type names the routing.
        gateway_type: match generation {
            Generation::V1 => Fact::known("Vpn".to_owned(), node.from()),
            Generation::V2 => node.text("gatewayType"),
        },
        vpn_type: match generation {
            Generation::V1 => node.text("gatewayType").or_named(node.text("vpnType")),
            Generation::V2 => node.text("vpnType"),
        },
        sku: match node.below("sku") {
            Some(sku) => sku.text("name"),
            None => node.text("sku"),
        },
        provisioning_state: node.text("provisioningState"),
        subnets: node.objects_of("ipConfigurations", |c| c.reference("subnet")),
        point_to_site: match node.below("vpnClientConfiguration") {
            Some(clients) => Fact::known(point_to_site(&clients), clients.from()),
            None => node
                .text("vpnClientConfiguration")
                .and_then(|_, from| Fact::Absent { from }),
        },
        custom_routes: node.address_space("customRoutes"),
        from: node.from(),
        generation,
        id,
    }
}

fn point_to_site(node: &Node<'_>) -> PointToSite {
    PointToSite {
        pool: node.address_space("vpnClientAddressPool"),
        protocols: node.texts("vpnClientProtocols"),
        authentication: node.texts("vpnAuthenticationTypes"),
        root_certificates: node.objects("vpnClientRootCertificates", |root| RootCertificate {
            name: root.name(),
            data: root.text("publicCertData"),
            thumbprint: root.text("thumbprint"),
        }),
        revoked_certificates: node.objects("vpnClientRevokedCertificates", |revoked| {
            RevokedCertificate {
                name: revoked.name(),
                thumbprint: revoked.text("thumbprint"),
            }
        }),
    }
}

/// A classic root certificate: its id ends in the thumbprint. Source: RBAC operations and the 2016
/// integration script; no body was ever seen.
pub(super) fn classic_root_certificate(node: &Node<'_>, id: &ResourceId) -> RootCertificate {
    RootCertificate {
        name: node.name(),
        data: node
            .text("publicCertData")
            .or_named(node.text("certificate")),
        thumbprint: Fact::known(id.name().to_owned(), node.from()),
    }
}

pub(super) fn add_classic_roots(gateway: &mut Gateway, roots: Vec<RootCertificate>) {
    let from = gateway.from.clone();
    fn unread<T>(what: &str) -> Fact<T> {
        Fact::unknown(what, "was not read")
    }
    let clients = match std::mem::replace(
        &mut gateway.point_to_site,
        Fact::Absent { from: from.clone() },
    ) {
        Fact::Known { mut value, from } => {
            value.root_certificates = Fact::known(roots, from.clone());
            Fact::known(value, from)
        }
        _ => Fact::known(
            PointToSite {
                pool: unread("the point-to-site pool"),
                protocols: unread("the point-to-site protocols"),
                authentication: Fact::Absent { from: from.clone() },
                root_certificates: Fact::known(roots, from.clone()),
                revoked_certificates: unread("the list of revoked certificates"),
            },
            from,
        ),
    };
    gateway.point_to_site = clients;
}

pub(super) fn connection(node: &Node<'_>, id: ResourceId) -> GatewayConnection {
    GatewayConnection {
        name: node.name(),
        kind: node.text("connectionType"),
        status: node.text("connectionStatus"),
        gateway: node.reference("virtualNetworkGateway1"),
        other_gateway: node.reference("virtualNetworkGateway2"),
        local_gateway: node.reference("localNetworkGateway2"),
        bgp: node.switch("enableBgp"),
        from: node.from(),
        id,
    }
}

pub(super) fn local_gateway(node: &Node<'_>, id: ResourceId) -> LocalGateway {
    LocalGateway {
        name: node.name(),
        prefixes: node.address_space("localNetworkAddressSpace"),
        bgp_peer: match node.below("bgpSettings") {
            Some(bgp) => bgp.addresses("bgpPeeringAddress"),
            None => node.addresses("bgpSettings"),
        },
        from: node.from(),
        id,
    }
}

/// `{resource}/providers/Microsoft.ResourceHealth/availabilityStatuses/current`.
pub(super) fn health(node: &Node<'_>, id: &ResourceId) -> ResourceHealth {
    let text = id.as_str();
    let end = text
        .to_ascii_lowercase()
        .rfind("/providers/microsoft.resourcehealth/")
        .unwrap_or(text.len());
    ResourceHealth {
        resource: ResourceId::new(&text[..end]),
        state: node.text("availabilityState"),
        summary: node.text("summary"),
        from: node.from(),
    }
}

/// The answer of `getVpnClientConnectionHealth` has no id: it is known by its members, or, when
/// nobody is connected, by the file's name.
pub(super) fn is_client_list(node: &Node<'_>, list: &Node<'_>) -> bool {
    match list.elements().first() {
        Some(first) => first.own("vpnConnectionId").is_some(),
        None => node
            .file
            .to_ascii_lowercase()
            .replace(['-', '_'], "")
            .contains("vpnclientconnectionhealth"),
    }
}

/// The answers of `getLearnedRoutes` and `getAdvertisedRoutes`, known by their members.
pub(super) fn is_route_list(list: &Node<'_>) -> bool {
    let first = list.elements().into_iter().next();
    first.is_some_and(|first| first.own("network").is_some() && first.own("sourcePeer").is_some())
}

pub(super) fn clients(node: &Node<'_>) -> Fact<Vec<ConnectedClient>> {
    node.objects("value", |client| ConnectedClient {
        address: client.text("privateIpAddress"),
        user: client.text("vpnUserName"),
    })
}
