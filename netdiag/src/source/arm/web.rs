//! Microsoft.Web: apps, plans, and their copies of network information.

use std::net::{IpAddr, Ipv4Addr};

use super::node::{Node, prefix};
use crate::fact::{Fact, Gap};
use crate::model::{
    AppRoute, DnsConfiguration, OutboundRouting, Plan, ResourceId, RouteKind, Site,
    SubnetIntegration, VnetConnection,
};
use crate::space::AddressSet;

pub(super) fn site(node: &Node<'_>, id: ResourceId) -> Site {
    // A slot's name in full is app/slot, which is what --app takes.
    let name = id.app_name().unwrap_or_else(|| node.name());
    let configuration = node.below("siteConfig");
    let routing = node.below("outboundVnetRouting");
    let switch = |name: &str| match &routing {
        Some(routing) => routing.switch(name),
        None => node
            .switch("outboundVnetRouting")
            .and_then(|_, from| Fact::Absent { from }),
    };
    let other = |name: &str, before: &str| {
        either(
            switch("allTraffic"),
            switch(name).or_named(node.switch(before)),
        )
    };
    Site {
        name,
        kind: node.kind(),
        hyper_v: node.switch("hyperV").or_named(node.switch("isXenon")),
        state: node.text("state"),
        enabled: node.switch("enabled"),
        tier: node.text("sku"),
        host_names: node
            .texts("enabledHostNames")
            .or_named(node.texts("hostNames")),
        outbound_addresses: node.addresses("outboundIpAddresses"),
        possible_outbound_addresses: node.addresses("possibleOutboundIpAddresses"),
        public_network_access: node.text("publicNetworkAccess"),
        private_ports: match &configuration {
            Some(configuration) => configuration.number("vnetPrivatePortsCount"),
            None => node.number("vnetPrivatePortsCount"),
        },
        routing: OutboundRouting {
            backup_restore: other("backupRestoreTraffic", "vnetBackupRestoreEnabled"),
            content_share: other("contentShareTraffic", "vnetContentShareEnabled"),
            image_pull: other("imagePullTraffic", "vnetImagePullEnabled"),
        },
        location: node.location(),
        plan: node
            .reference("serverFarmId")
            .or_named(node.reference("appServicePlanId")),
        linux: node.switch("reserved"),
        subnet: node.reference("virtualNetworkSubnetId"),
        vnet_name: match &configuration {
            Some(configuration) => configuration.text("vnetName"),
            None => Fact::Unknown(Gap::new("siteConfig", "is not in this answer").at(node.from())),
        },
        routes_application_traffic: either(switch("allTraffic"), switch("applicationTraffic")),
        route_all: node
            .switch("vnetRouteAllEnabled")
            .or_named(configuration.as_ref().map_or_else(
                || node.switch("vnetRouteAllEnabled"),
                |c| c.switch("vnetRouteAllEnabled"),
            )),
        dns: dns(node),
        from: node.from(),
        id,
    }
}

/// True if one of the two switches is on; of two that are off the one for this traffic says so.
fn either(all: Fact<bool>, this: Fact<bool>) -> Fact<bool> {
    match (all.value(), this.value()) {
        (Some(true), _) => all,
        _ => this.or(all),
    }
}

fn dns(node: &Node<'_>) -> DnsConfiguration {
    let Some(dns) = node.below("dnsConfiguration") else {
        // Reads as absent, with the place where it would stand.
        return DnsConfiguration {
            servers: node.texts("dnsConfiguration"),
            alt_server: node.text("dnsConfiguration"),
            attempts: node.number("dnsConfiguration"),
            timeout_seconds: node.number("dnsConfiguration"),
            max_cache_seconds: node.number("dnsConfiguration"),
            legacy_sort_order: node.switch("dnsConfiguration"),
        };
    };
    DnsConfiguration {
        servers: dns.texts("dnsServers"),
        alt_server: dns.text("dnsAltServer"),
        attempts: dns.number("dnsRetryAttemptCount"),
        timeout_seconds: dns.number("dnsRetryAttemptTimeout"),
        max_cache_seconds: dns.number("dnsMaxCacheTimeout"),
        legacy_sort_order: dns.switch("dnsLegacySortOrder"),
    }
}

/// What a site's `config/web` adds to the site.
pub(super) struct WebConfiguration {
    vnet_name: Fact<String>,
    route_all: Fact<bool>,
}

pub(super) fn configuration(node: &Node<'_>) -> WebConfiguration {
    WebConfiguration {
        vnet_name: node.text("vnetName"),
        route_all: node.switch("vnetRouteAllEnabled"),
    }
}

impl WebConfiguration {
    pub fn complete(self, site: &mut Site) {
        site.vnet_name = site.vnet_name.clone().or(self.vnet_name);
        site.route_all = site.route_all.clone().or(self.route_all);
    }
}

pub(super) fn plan(node: &Node<'_>, id: ResourceId) -> Plan {
    let sku = node.own("sku").filter(|sku| sku.value.is_object());
    let sku = sku.as_ref().unwrap_or(node);
    Plan {
        name: node.name(),
        location: node.location(),
        tier: sku.text("tier"),
        instances: sku.number("capacity"),
        maximum_instances: node.number("maximumNumberOfWorkers"),
        kind: node.kind(),
        linux: node.switch("reserved"),
        hyper_v: node.switch("hyperV").or_named(node.switch("isXenon")),
        status: node.text("status"),
        site_count: node.number("numberOfSites"),
        from: node.from(),
        id,
    }
}

pub(super) fn vnet_connection(node: &Node<'_>, id: ResourceId) -> VnetConnection {
    VnetConnection {
        name: node.name(),
        vnet: node.reference("vnetResourceId"),
        thumbprint: node.text("certThumbprint"),
        certificate: node.text("certBlob"),
        routes: node.list_of("routes", route),
        resync_required: node.switch("resyncRequired"),
        dns_servers: node.addresses("dnsServers"),
        regional: node.switch("isSwift"),
        from: node.from(),
        id,
    }
}

pub(super) fn subnet_integration(node: &Node<'_>, id: ResourceId) -> SubnetIntegration {
    SubnetIntegration {
        subnet: node.reference("subnetResourceId"),
        supported: node.switch("swiftSupported"),
        from: node.from(),
        id,
    }
}

pub(super) fn route(node: &Node<'_>) -> Fact<AppRoute> {
    if !node.value.is_object() {
        return node.wrong("a route");
    }
    let bad = |why: String| {
        Fact::Unknown(Gap::new(format!("the route {}", node.name()), why).at(node.from()))
    };
    let start = node.text("startAddress");
    let end = node.text("endAddress");
    let Some(start) = start.value() else {
        return bad("has no startAddress".to_owned());
    };
    let Some(addresses) = range(start, end.value().map(String::as_str)) else {
        let shown = crate::text::printable(start).into_owned();
        return bad(format!(
            "starts at '{shown}', which with its end is no range of addresses"
        ));
    };
    let kind = match node
        .text("routeType")
        .value()
        .map(|k| k.to_ascii_uppercase())
    {
        Some(kind) if kind == "DEFAULT" => RouteKind::Default,
        Some(kind) if kind == "INHERITED" => RouteKind::Inherited,
        Some(kind) if kind == "STATIC" => RouteKind::Static,
        _ => return bad("has no routeType that is known".to_owned()),
    };
    Fact::known(
        AppRoute {
            name: node.name(),
            addresses,
            kind,
            from: node.from(),
        },
        node.from(),
    )
}

/// `startAddress` as CIDR alone, or as an address with an `endAddress` (or none: just that address).
fn range(start: &str, end: Option<&str>) -> Option<AddressSet> {
    if start.contains('/') {
        let net = prefix(start)?;
        return end.is_none().then(|| AddressSet::of([&net]));
    }
    let first = match start.parse::<IpAddr>().ok()? {
        IpAddr::V4(first) => first,
        IpAddr::V6(_) => return None,
    };
    let last = match end {
        Some(end) => end.parse::<Ipv4Addr>().ok()?,
        None => first,
    };
    (first <= last).then(|| AddressSet::from_range(first, last))
}

/// Routes that were read one by one, as the list that they make up.
pub(super) fn all_of(
    routes: Vec<Fact<AppRoute>>,
    otherwise: &Fact<Vec<AppRoute>>,
) -> Fact<Vec<AppRoute>> {
    let mut all = Vec::new();
    let mut from = None;
    for route in routes {
        match route {
            Fact::Known { value, from: place } => {
                all.push(value);
                from.get_or_insert(place);
            }
            Fact::Unknown(gap) => return Fact::Unknown(gap),
            Fact::Absent { .. } => {}
        }
    }
    match from {
        Some(from) => Fact::known(all, from),
        None => otherwise.clone(),
    }
}
