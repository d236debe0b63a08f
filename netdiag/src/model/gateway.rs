//! Gateways: point-to-site, site-to-site, certificates.

use ipnet::IpNet;

use super::{Generation, ResourceId};
use crate::fact::{Fact, Origin};

/// A virtual network gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gateway {
    /// Its id.
    pub id: ResourceId,
    /// Its name.
    pub name: String,
    /// Classic or Resource Manager.
    pub generation: Generation,
    /// The region.
    pub location: Fact<String>,
    /// `Vpn`, `ExpressRoute` or `LocalGateway`.
    pub gateway_type: Fact<String>,
    /// `RouteBased` or `PolicyBased`; classic: `Dynamic...` or `Static...`.
    pub vpn_type: Fact<String>,
    /// The size, as `VpnGw1` or `Basic`.
    pub sku: Fact<String>,
    /// `Succeeded`, `Updating`, `Deleting` or `Failed`.
    pub provisioning_state: Fact<String>,
    /// The subnets it stands in.
    pub subnets: Fact<Vec<ResourceId>>,
    /// Point-to-site configuration.
    pub point_to_site: Fact<PointToSite>,
    /// Extra prefixes announced to point-to-site clients (`customRoutes`).
    pub custom_routes: Fact<Vec<IpNet>>,
    /// Where it was read.
    pub from: Origin,
}

impl Gateway {
    /// A VPN gateway: one that does not say what it is, is one.
    pub fn is_vpn(&self) -> bool {
        let kind = self.gateway_type.value();
        kind.is_none_or(|kind| kind.eq_ignore_ascii_case("Vpn"))
    }

    /// An ExpressRoute gateway: it learns all of its routes, and serves no point-to-site clients.
    pub fn is_express_route(&self) -> bool {
        let kind = self.gateway_type.value();
        kind.is_some_and(|kind| kind.eq_ignore_ascii_case("ExpressRoute"))
    }
}

/// Point-to-site configuration of a gateway (`vpnClientConfiguration`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PointToSite {
    /// The addresses that clients, the app among them, get.
    pub pool: Fact<Vec<IpNet>>,
    /// `SSTP`, `IkeV2`, `OpenVPN`.
    pub protocols: Fact<Vec<String>>,
    /// `Certificate`, `Radius`, `AAD`; absent means certificates.
    pub authentication: Fact<Vec<String>>,
    /// Root certificates: a client certificate must be one of them or be signed by one.
    pub root_certificates: Fact<Vec<RootCertificate>>,
    /// Revoked client certificates.
    pub revoked_certificates: Fact<Vec<RevokedCertificate>>,
}

/// A root certificate of a gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RootCertificate {
    /// Its name on the gateway.
    pub name: String,
    /// The certificate, base64, perhaps with white space or PEM armour (`publicCertData`).
    pub data: Fact<String>,
    /// A classic gateway keys its certificates by thumbprint and shows no data.
    pub thumbprint: Fact<String>,
}

/// A revoked certificate of a gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevokedCertificate {
    /// Its name on the gateway.
    pub name: String,
    /// SHA-1 of the certificate, as it came.
    pub thumbprint: Fact<String>,
}

/// A connection of a gateway to another network (`Microsoft.Network/connections`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GatewayConnection {
    /// Its id.
    pub id: ResourceId,
    /// Its name.
    pub name: String,
    /// `IPsec`, `Vnet2Vnet`, `ExpressRoute` or `VPNClient`.
    pub kind: Fact<String>,
    /// `Unknown`, `Connecting`, `Connected` or `NotConnected`; list calls may leave it out.
    pub status: Fact<String>,
    /// The gateway it belongs to.
    pub gateway: Fact<ResourceId>,
    /// The gateway on the other side, between two networks.
    pub other_gateway: Fact<ResourceId>,
    /// The description of the on-premises side.
    pub local_gateway: Fact<ResourceId>,
    /// BGP is used, so further ranges may be learned.
    pub bgp: Fact<bool>,
    /// Where it was read.
    pub from: Origin,
}

/// The on-premises side of a site-to-site connection (`localNetworkGateways`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalGateway {
    /// Its id.
    pub id: ResourceId,
    /// Its name.
    pub name: String,
    /// The on-premises ranges.
    pub prefixes: Fact<Vec<IpNet>>,
    /// Its BGP speaker (`bgpSettings.bgpPeeringAddress`).
    pub bgp_peer: Fact<Vec<std::net::IpAddr>>,
    /// Where it was read.
    pub from: Origin,
}

/// What Azure Resource Health says of a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourceHealth {
    /// The resource it speaks of.
    pub resource: ResourceId,
    /// `Available`, `Unavailable`, `Degraded` or `Unknown`.
    pub state: Fact<String>,
    /// Its own words.
    pub summary: Fact<String>,
    /// Where it was read.
    pub from: Origin,
}

/// A point-to-site client that is connected now (`getVpnClientConnectionHealth`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectedClient {
    /// Its address in the pool, as text.
    pub address: Fact<String>,
    /// The name in its certificate.
    pub user: Fact<String>,
}
