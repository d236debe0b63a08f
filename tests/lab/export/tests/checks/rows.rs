//! One change of the world in each row, and what the checklist then says.

use crate::healthy::*;
use crate::world::*;

/// What is changed, the change, and every check that then says something else than of the healthy
/// world; of those that have no meaning then, only how many.
pub type Row = (&'static str, fn(&mut World), &'static str);

pub const ROWS: &[Row] = &[
    (
        "the app is not integrated",
        |w| w.app.integrated = false,
        "app-integrated fail, 22 not_applicable",
    ),
    (
        "the app has a new certificate",
        |w| w.app.certificate = Certificate::Renewed,
        "certificates-in-sync fail",
    ),
    (
        "the app's certificate has expired",
        |w| {
            w.app.certificate = Certificate::Expired;
            w.gateway.roots = vec![Certificate::Expired];
        },
        "certificates-valid fail",
    ),
    (
        "the app has lost its DNS servers",
        |w| w.app.dns_servers.clear(),
        "network-in-sync fail",
    ),
    (
        "the app has another DNS server",
        |w| w.app.dns_servers[0] = at("10.61.0.9"),
        "network-in-sync fail",
    ),
    (
        "the app has no inherited routes",
        |w| w.app.routes.retain(|r| r.kind != "INHERITED"),
        "network-in-sync fail",
    ),
    (
        "the app has only the default routes",
        |w| w.app.routes.retain(|r| r.kind == "DEFAULT"),
        "network-in-sync fail",
    ),
    (
        "the app has no routes",
        |w| w.app.routes.clear(),
        "dns-servers-routed fail, network-in-sync fail, on-premises-ranges-routed fail, \
         routes-cover-network fail",
    ),
    (
        "a sync is due",
        |w| w.app.resync_required = true,
        "network-in-sync warn",
    ),
    (
        "a setting is misspelt",
        |w| {
            w.app
                .settings
                .push(("WEBSITE_ALT_DNS_SERVER".to_owned(), "10.61.0.5".to_owned()))
        },
        "dns-settings-consistent warn",
    ),
    (
        "the setting names another DNS server",
        |w| {
            w.app
                .settings
                .push(("WEBSITE_DNS_SERVER".to_owned(), "10.61.0.99".to_owned()))
        },
        "dns-settings-consistent warn",
    ),
    (
        "there is no gateway",
        |w| w.gateway.exists = false,
        "gateway-up fail, network-in-sync unknown, 8 not_applicable",
    ),
    (
        "the gateway has failed",
        |w| w.gateway.provisioning_state = "Failed",
        "gateway-up fail",
    ),
    (
        "the gateway is unavailable",
        |w| w.gateway.availability = "Unavailable",
        "gateway-up fail",
    ),
    (
        "the pool is in the network",
        |w| w.gateway.pool = net("10.61.200.0/24"),
        "address-spaces-disjoint fail",
    ),
    (
        "the pool is public",
        |w| w.gateway.pool = net("203.0.113.0/24"),
        "address-spaces-disjoint fail, route-back-to-app unknown",
    ),
    (
        "the gateway speaks OpenVPN only",
        |w| w.gateway.protocols = vec!["OpenVPN"],
        "vpn-protocols-usable fail",
    ),
    (
        "the gateway speaks IKEv2 too",
        |w| w.gateway.protocols.push("IkeV2"),
        "vpn-protocols-usable warn",
    ),
    (
        "the gateway is policy-based",
        |w| w.gateway.vpn_type = "PolicyBased",
        "gateway-route-based fail",
    ),
    (
        "the gateway is for ExpressRoute",
        |w| w.gateway.gateway_type = "ExpressRoute",
        "gateway-up fail, network-in-sync unknown, no-expressroute-gateway fail, 8 not_applicable",
    ),
    (
        "the gateway trusts the renewed certificate",
        |w| w.gateway.roots = vec![Certificate::Renewed],
        "certificates-in-sync fail",
    ),
    (
        "the gateway trusts only the laptops",
        |w| w.gateway.roots.clear(),
        "certificates-in-sync fail",
    ),
    (
        "the app's certificate is revoked",
        |w| w.gateway.revoked.push(Certificate::Current),
        "certificates-in-sync fail",
    ),
    (
        "the gateway has no custom routes",
        |w| w.gateway.custom_routes.clear(),
        "network-in-sync fail",
    ),
    (
        "the network has other DNS servers",
        |w| w.vnet.dns_servers = vec![at("10.61.0.9")],
        "network-in-sync fail",
    ),
    (
        "the network has no DNS servers",
        |w| w.vnet.dns_servers.clear(),
        "dns-servers-set warn, network-in-sync fail",
    ),
    (
        "both have no DNS servers",
        |w| {
            w.vnet.dns_servers.clear();
            w.app.dns_servers.clear();
        },
        "dns-servers-set warn, 1 not_applicable",
    ),
    (
        "the network has grown",
        |w| w.vnet.prefixes.push(net("10.62.0.0/16")),
        "network-in-sync fail",
    ),
    (
        "a subnet is outside of the network",
        |w| w.subnet("data").prefix = net("10.99.0.0/24"),
        "address-spaces-disjoint fail, security-groups-admit-app fail",
    ),
    (
        "two subnets overlap",
        |w| w.subnet("data").prefix = net("10.61.16.0/24"),
        "address-spaces-disjoint fail",
    ),
    (
        "the GatewaySubnet has a group",
        |w| w.subnet("GatewaySubnet").group = Some("nw-nsg".to_owned()),
        "gateway-subnet-clean fail",
    ),
    (
        "the GatewaySubnet has a table",
        |w| w.subnet("GatewaySubnet").table = Some("nw-rt".to_owned()),
        "gateway-subnet-clean warn",
    ),
    (
        "a rule denies half of the pool",
        |w| {
            let rule = deny("no-p2s", 150, &["172.29.7.128/25"], &["*"], &["*"]);
            w.group("nw-nsg").rules.push(rule);
        },
        "security-groups-admit-app fail",
    ),
    (
        "a rule denies the pool",
        |w| {
            let rule = deny(
                "no-p2s",
                150,
                &["172.29.7.0/24", "192.0.2.0/24"],
                &["10.61.8.0/24"],
                &["0-65535"],
            );
            w.group("nw-nsg").rules.push(rule);
        },
        "security-groups-admit-app fail",
    ),
    (
        "a rule of an interface denies the pool",
        |w| {
            let rule = deny("no-p2s", 150, &["172.29.7.0/24"], &["*"], &["*"]);
            w.group("nw-dns-nsg").rules.push(rule);
        },
        "security-groups-admit-app fail",
    ),
    (
        "a new group of a subnet denies the pool",
        |w| {
            let rules = vec![deny("no-p2s", 150, &["172.29.7.0/24"], &["*"], &["*"])];
            w.groups.push(Group {
                name: "nw-new-nsg".to_owned(),
                rules,
            });
            w.subnet("dns").group = Some("nw-new-nsg".to_owned());
        },
        "security-groups-admit-app fail",
    ),
    (
        "the table does not propagate",
        |w| w.table("nw-rt").propagates = false,
        "route-back-to-app fail",
    ),
    (
        "a route drops half of the pool",
        |w| {
            let route = route("odd", "172.29.7.128/25", NextHop::Nowhere);
            w.table("nw-rt").routes.push(route);
        },
        "route-back-to-app fail",
    ),
    (
        "a route sends the pool to an appliance",
        |w| {
            let route = route(
                "odd",
                "172.29.7.0/24",
                NextHop::Appliance(at("10.61.0.200")),
            );
            w.table("nw-rt").routes.push(route);
        },
        "route-back-to-app unknown",
    ),
    (
        "a new table of a subnet drops the pool",
        |w| {
            w.tables.push(RouteTable {
                name: "nw-new-rt".to_owned(),
                propagates: true,
                routes: vec![route("odd", "172.29.7.0/24", NextHop::Nowhere)],
            });
            w.subnet("apps").table = Some("nw-new-rt".to_owned());
        },
        "route-back-to-app fail",
    ),
    (
        "the site is not connected",
        |w| w.site.status = "NotConnected",
        "site-to-site-connected fail",
    ),
    (
        "the site has another range",
        |w| w.site.prefixes = vec![net("192.168.40.0/23")],
        "network-in-sync fail",
    ),
    (
        "the site has a public range",
        |w| w.site.prefixes.push(net("203.0.113.0/24")),
        "network-in-sync fail, on-premises-ranges-routed fail, routes-cover-network fail",
    ),
    (
        "the site's range is in the network",
        |w| w.site.prefixes.push(net("10.61.64.0/20")),
        "address-spaces-disjoint fail",
    ),
    (
        "there is no site",
        |w| w.site.exists = false,
        "network-in-sync unknown, 2 not_applicable",
    ),
    (
        "the peering is disconnected",
        |w| w.vnet.peering.as_mut().unwrap().state = "Disconnected",
        "peerings-carry-app fail",
    ),
    (
        "the peering gives no gateway",
        |w| w.vnet.peering.as_mut().unwrap().gateway_transit = false,
        "peerings-carry-app fail",
    ),
    (
        "the hub uses no gateway",
        |w| w.hub.peering.as_mut().unwrap().remote_gateways = false,
        "peerings-carry-app fail",
    ),
    (
        "the hub takes nothing forwarded",
        |w| w.hub.peering.as_mut().unwrap().forwarded = false,
        "peerings-carry-app fail",
    ),
    (
        "the peering allows no access",
        |w| w.vnet.peering.as_mut().unwrap().access = false,
        "peerings-carry-app fail",
    ),
    (
        "the hub allows no access",
        |w| w.hub.peering.as_mut().unwrap().access = false,
        "peerings-carry-app fail",
    ),
    (
        "there is no peering",
        |w| {
            w.vnet.peering = None;
            w.hub.peering = None;
        },
        "1 not_applicable",
    ),
    (
        "the hub's side of the peering is gone",
        |w| w.hub.peering = None,
        "peerings-carry-app fail",
    ),
    (
        "the gateway is being changed",
        |w| w.gateway.provisioning_state = "Updating",
        "gateway-up warn",
    ),
    (
        "the gateway is degraded",
        |w| w.gateway.availability = "Degraded",
        "gateway-up warn",
    ),
    (
        "the servers are in another order",
        |w| w.vnet.dns_servers.reverse(),
        "network-in-sync warn",
    ),
    (
        "a sync waits for a new range of the site",
        |w| w.site.prefixes.push(net("192.168.60.0/24")),
        "network-in-sync fail",
    ),
];
