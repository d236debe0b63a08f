//! App Service: apps, plans, and what they know of the network.

use std::net::IpAddr;

use super::ResourceId;
use crate::fact::{Fact, Origin};
use crate::space::AddressSet;

/// An app (`Microsoft.Web/sites`), or a slot of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// Its id.
    pub id: ResourceId,
    /// The app's name; a slot is `app/slot`.
    pub name: String,
    /// The region, as `West Europe`.
    pub location: Fact<String>,
    /// The plan it runs on.
    pub plan: Fact<ResourceId>,
    /// What it is, as `app`, `functionapp` or `app,linux,container`: an open set.
    pub kind: Fact<String>,
    /// Linux rather than Windows (`reserved`).
    pub linux: Fact<bool>,
    /// A Windows container (`hyperV`, older `isXenon`).
    pub hyper_v: Fact<bool>,
    /// `Running` or `Stopped`.
    pub state: Fact<String>,
    /// Switched on (`enabled`).
    pub enabled: Fact<bool>,
    /// The plan's pricing tier as the app tells it (`sku`), as `Standard` or `PremiumV3`.
    pub tier: Fact<String>,
    /// Its names, the one for Kudu among them (`enabledHostNames`, else `hostNames`).
    pub host_names: Fact<Vec<String>>,
    /// The public addresses that it sends from now, unless a network's NAT gateway or firewall
    /// stands in between (`outboundIpAddresses`).
    pub outbound_addresses: Fact<Vec<IpAddr>>,
    /// All that it may send from after scaling (`possibleOutboundIpAddresses`).
    pub possible_outbound_addresses: Fact<Vec<IpAddr>>,
    /// `Enabled` or `Disabled`: whether it answers on its public address (`publicNetworkAccess`).
    pub public_network_access: Fact<String>,
    /// How many private ports each instance gets (`siteConfig.vnetPrivatePortsCount`).
    pub private_ports: Fact<u32>,
    /// Regional integration: the delegated subnet (`virtualNetworkSubnetId`).
    pub subnet: Fact<ResourceId>,
    /// Gateway integration: the network's name (`siteConfig.vnetName`).
    pub vnet_name: Fact<String>,
    /// The newest routing switch (`outboundVnetRouting.allTraffic` or `.applicationTraffic`).
    pub routes_application_traffic: Fact<bool>,
    /// The older one (`vnetRouteAllEnabled`).
    pub route_all: Fact<bool>,
    /// Which of the app's other traffic enters the network.
    pub routing: OutboundRouting,
    /// How names are resolved (`dnsConfiguration`).
    pub dns: DnsConfiguration,
    /// Where the app was read.
    pub from: Origin,
}

/// Which traffic beside the application's own enters the network: each switch as
/// `outboundVnetRouting` has it (API 2025-03-01 and later), else as the older site property.
/// `allTraffic` stands for all of them. Source: Microsoft's overview-vnet-integration page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboundRouting {
    /// Backup and restore (`backupRestoreTraffic`, older `vnetBackupRestoreEnabled`).
    pub backup_restore: Fact<bool>,
    /// The content share (`contentShareTraffic`, older `vnetContentShareEnabled`).
    pub content_share: Fact<bool>,
    /// Container images (`imagePullTraffic`, older `vnetImagePullEnabled`).
    pub image_pull: Fact<bool>,
}

/// The site property `dnsConfiguration`, which wins over the app settings `WEBSITE_DNS_*`.
/// Source: Microsoft's overview-name-resolution page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DnsConfiguration {
    /// Servers in order, as text: exports hold slips that a check wants to show.
    pub servers: Fact<Vec<String>>,
    /// The alternative server, appended.
    pub alt_server: Fact<String>,
    /// Attempts, 1 to 5.
    pub attempts: Fact<u32>,
    /// Seconds for each attempt, 1 to 30.
    pub timeout_seconds: Fact<u32>,
    /// Seconds for which an answer is kept at most, 0 to 60.
    pub max_cache_seconds: Fact<u32>,
    /// Addresses come in the order of older platform versions (read-only).
    pub legacy_sort_order: Fact<bool>,
}

/// An App Service plan (`Microsoft.Web/serverfarms`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Its id.
    pub id: ResourceId,
    /// Its name.
    pub name: String,
    /// The region.
    pub location: Fact<String>,
    /// The pricing tier (`sku.tier`), as `Standard` or `PremiumV3`: an open set.
    pub tier: Fact<String>,
    /// Instances (`sku.capacity`).
    pub instances: Fact<u32>,
    /// How many instances the plan may have (`maximumNumberOfWorkers`).
    pub maximum_instances: Fact<u32>,
    /// What it is for, as `app`, `linux` or `elastic`: an open set.
    pub kind: Fact<String>,
    /// For Linux rather than Windows apps (`reserved`).
    pub linux: Fact<bool>,
    /// For Windows containers (`hyperV`, older `isXenon`).
    pub hyper_v: Fact<bool>,
    /// `Ready`, `Pending` or `Creating`.
    pub status: Fact<String>,
    /// How many apps it holds (`numberOfSites`), whether or not they were read.
    pub site_count: Fact<u32>,
    /// Where the plan was read.
    pub from: Origin,
}

/// An app's or a plan's copy of what it knows about a network (`virtualNetworkConnections`,
/// VnetInfo in the REST API). "Not in sync" means that this copy and the network differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VnetConnection {
    /// Its id: below a site or below a plan.
    pub id: ResourceId,
    /// The network's name; for the regional kind `GUID_subnet`.
    pub name: String,
    /// The network, or for the regional kind the subnet (`vnetResourceId`).
    pub vnet: Fact<ResourceId>,
    /// SHA-1 of the client certificate (`certThumbprint`), as it came.
    pub thumbprint: Fact<String>,
    /// The public certificate, base64 (`certBlob`).
    pub certificate: Fact<String>,
    /// The routes that lead into the network.
    pub routes: Fact<Vec<AppRoute>>,
    /// `resyncRequired`: a fact to report, no proof (no source says what sets it).
    pub resync_required: Fact<bool>,
    /// The DNS servers copied from the network, comma-separated on the wire.
    pub dns_servers: Fact<Vec<IpAddr>>,
    /// Regional integration (`isSwift`).
    pub regional: Fact<bool>,
    /// Where the copy was read.
    pub from: Origin,
}

/// Why an app has a route into the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RouteKind {
    /// The private ranges of RFC 1918 that every app has.
    Default,
    /// Copied from the network.
    Inherited,
    /// Added to the app by hand.
    Static,
}

impl RouteKind {
    /// As the REST API spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Default => "DEFAULT",
            Self::Inherited => "INHERITED",
            Self::Static => "STATIC",
        }
    }
}

/// A route of an app into the network (VnetRoute).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppRoute {
    /// Its name.
    pub name: String,
    /// Its addresses: `startAddress` to `endAddress`, or `startAddress` as CIDR.
    pub addresses: AddressSet,
    /// Why it is there.
    pub kind: RouteKind,
    /// Where it was read.
    pub from: Origin,
}

impl AppRoute {
    /// What orders the routes that hold an address: the smallest first, and of equal ones the most
    /// deliberate kind. All lead to the same place, so which one is named matters to the reader only.
    pub fn rank(&self) -> impl Ord {
        (self.addresses.count(), std::cmp::Reverse(self.kind))
    }
}

/// Regional integration as the site's `networkConfig/virtualNetwork` tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubnetIntegration {
    /// Its id, below a site.
    pub id: ResourceId,
    /// The delegated subnet.
    pub subnet: Fact<ResourceId>,
    /// Whether the scale unit supports it (`swiftSupported`).
    pub supported: Fact<bool>,
    /// Where it was read.
    pub from: Origin,
}
