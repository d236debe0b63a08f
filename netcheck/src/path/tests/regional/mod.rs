//! The way of an app with regional integration: start from the example, change one thing, see one hop.

mod endpoints;
mod internet;

use netdiag::model::Protocol;
use serde_json::{Value, json};

use crate::example::regional::*;
use crate::example::{Example, GROUPS, NETWORKS, TABLES};
use crate::path::context::{Context, Tunnel};
use crate::path::fate::Verdict;
use crate::path::trace::{Outlook, Trace};

const ID: &str = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/nw-rg/providers/Microsoft.Network";
const INTEGRATION: &str = "/value/0/properties/subnets/0/properties";
const DATA: &str = "/value/0/properties/subnets/1/properties";
const ENDPOINTS_SUBNET: &str = "/value/0/properties/subnets/2/properties";
const OURS: &str = "/value/0/properties/virtualNetworkPeerings/0/properties";
const THEIRS: &str = "/value/1/properties/virtualNetworkPeerings/0/properties";
const SQL: (&str, u16) = ("10.80.8.9", 1433);
const STORE: (&str, u16) = ("10.80.12.4", 443);
const SITE_ERP: (&str, u16) = ("192.168.41.7", 8080);
const PUBLIC: (&str, u16) = ("203.0.113.9", 443);

/// A trace in short: the outlook, and each hop that does not pass, as "hop cause" or "hop unknown".
pub(super) fn follow(example: &Example, to: (&str, u16)) -> (Outlook, Vec<String>) {
    let (outlook, hops) = words(example, to, &[]);
    let stopped = hops.into_iter().filter_map(|(hop, verdict)| match verdict {
        Verdict::Passes(_) => None,
        Verdict::Blocked(blocker) => Some(format!("{hop} {}", blocker.cause)),
        Verdict::Unknown(_) => Some(format!("{hop} unknown")),
    });
    (outlook, stopped.collect())
}

fn words(
    example: &Example,
    (address, port): (&str, u16),
    names: &[&str],
) -> (Outlook, Vec<(&'static str, Verdict)>) {
    let snapshot = example.snapshot();
    let tunnel = Tunnel::open();
    let context = Context::new(&snapshot.integration, &tunnel, Protocol::Tcp).unwrap();
    let context = context.naming(names.iter().map(|name| (*name).to_owned()).collect());
    let trace = Trace::follow(&context, address.parse().unwrap(), Some(port));
    let parts = trace.ways.iter().flat_map(|(_, hops)| hops);
    let parts = parts.flat_map(|hop| {
        let verdicts = hop.parts.iter().map(|part| part.verdict.clone());
        verdicts.map(move |verdict| (hop.kind.name, verdict))
    });
    let hops = parts.collect();
    (trace.outlook(&context.sender.addresses), hops)
}

/// What the way to an address comes to if no port is named.
pub(super) fn of_every_port(example: &Example, address: &str) -> Outlook {
    let snapshot = example.snapshot();
    let tunnel = Tunnel::open();
    let context = Context::new(&snapshot.integration, &tunnel, Protocol::Tcp).unwrap();
    let trace = Trace::follow(&context, address.parse().unwrap(), None);
    trace.outlook(&context.sender.addresses)
}

/// What one hop says.
pub(super) fn said(example: &Example, to: (&str, u16), names: &[&str], hop: &str) -> String {
    let (_, hops) = words(example, to, names);
    let found = hops.into_iter().find(|(name, _)| *name == hop);
    match found.unwrap_or_else(|| panic!("no hop {hop}")).1 {
        Verdict::Passes(by) | Verdict::Unknown(by) => by,
        Verdict::Blocked(blocker) => blocker.what,
    }
}

fn rule(name: &str, direction: &str, destination: &str, priority: u32) -> Value {
    json!({"name": name, "properties": {"protocol": "*", "sourcePortRange": "*", "destinationPortRange": "*",
        "sourceAddressPrefix": "*", "destinationAddressPrefix": destination,
        "access": "Deny", "priority": priority, "direction": direction}})
}

/// A route in the integration subnet's table.
fn route(e: Example, prefix: &str, hop: &str) -> Example {
    e.set(
        TABLES,
        "/value/0/properties/routes/-",
        json!({"name": "odd", "properties": {"addressPrefix": prefix, "nextHopType": hop, "nextHopIpAddress": "10.70.0.9"}}),
    )
}

/// A table of its own for another subnet.
fn table(e: Example, file: &str, subnet: &str, prefix: &str, hop: &str) -> Example {
    let id = format!("{ID}/routeTables/other-rt");
    let table = json!({"id": id, "name": "other-rt", "type": "Microsoft.Network/routeTables", "properties": {
        "routes": [{"name": "odd", "properties": {"addressPrefix": prefix, "nextHopType": hop}}]}});
    e.set(file, &format!("{subnet}/routeTable"), json!({"id": id}))
        .with_file("other-rt.json", table)
}

/// The hub's side of the peering does not hold the integration subnet.
fn unknown_to_hub() -> Example {
    let space = |name: &str| format!("{THEIRS}/{name}/addressPrefixes");
    let old = json!(["10.80.8.0/24"]);
    regional()
        .set(NETWORKS, &space("remoteAddressSpace"), old.clone())
        .set(NETWORKS, &space("remoteVirtualNetworkAddressSpace"), old)
}

fn route_all_off(e: Example) -> Example {
    let off = json!({"allTraffic": false, "applicationTraffic": false});
    e.set(SITE, "/properties/outboundVnetRouting", off).set(
        SITE,
        "/properties/siteConfig/vnetRouteAllEnabled",
        json!(false),
    )
}

fn regional() -> Example {
    Example::regional()
}

#[test]
fn the_way_leads_through_the_subnet_and_back_inside_the_network() {
    let (outlook, hops) = words(&regional(), SQL, &[]);
    assert_eq!(outlook, Outlook::Open);
    let names: Vec<&str> = hops.iter().map(|(name, _)| *name).collect();
    assert_eq!(
        names,
        [
            "app-routes",
            "outbound-security-group",
            "outbound-routes",
            "place",
            "subnet-security-group",
            "route-back"
        ]
    );
}

#[test]
fn one_change_one_hop() {
    let none: &[&str] = &[];
    let e = regional;
    type Row = (
        &'static str,
        Example,
        (&'static str, u16),
        Outlook,
        &'static [&'static str],
    );
    let rows: Vec<Row> = vec![
        ("nothing", e(), STORE, Outlook::Open, none),
        ("nothing", e(), ("10.70.0.4", 53), Outlook::Open, none),
        ("nothing", e(), PUBLIC, Outlook::Open, none),
        ("nothing", e(), ("168.63.129.16", 53), Outlook::Open, none),
        (
            "nothing",
            e(),
            SITE_ERP,
            Outlook::Unclear,
            &["route-back unknown"],
        ),
        (
            "a rule on the way out",
            e().set(
                GROUPS,
                "/value/0/properties/securityRules/-",
                rule("no", "Outbound", "10.80.8.9", 99),
            ),
            SQL,
            Outlook::Closed,
            &["outbound-security-group security-group-denies"],
        ),
        (
            "a rule at the target",
            e().set(
                GROUPS,
                "/value/1/properties/securityRules/-",
                rule("no", "Inbound", "10.80.8.9", 101),
            ),
            SQL,
            Outlook::Closed,
            &["subnet-security-group security-group-denies"],
        ),
        (
            "a rule in the wrong direction",
            e().set(
                GROUPS,
                "/value/0/properties/securityRules/-",
                rule("no", "Inbound", "*", 99),
            ),
            SQL,
            Outlook::Open,
            none,
        ),
        (
            "dropped on the way out",
            route(e(), "10.80.8.0/24", "None"),
            SQL,
            Outlook::Closed,
            &["outbound-routes route-table-diverts"],
        ),
        (
            "private to the internet",
            route(e(), "10.80.8.0/24", "Internet"),
            SQL,
            Outlook::Closed,
            &["outbound-routes route-table-diverts"],
        ),
        (
            "through an appliance",
            route(e(), "10.80.8.0/24", "VirtualAppliance"),
            SQL,
            Outlook::Unclear,
            &["outbound-routes unknown"],
        ),
        (
            "a hop nobody knows",
            route(e(), "10.80.8.0/24", "Teleport"),
            SQL,
            Outlook::Unclear,
            &["outbound-routes unknown"],
        ),
        (
            "the answers are taken elsewhere",
            table(e(), NETWORKS, DATA, "10.80.4.0/24", "None"),
            SQL,
            Outlook::Closed,
            &["route-back no-route-back"],
        ),
        (
            "the answers of others are",
            table(e(), NETWORKS, DATA, "10.80.5.0/24", "None"),
            SQL,
            Outlook::Open,
            none,
        ),
        (
            "the peer does not know the range",
            unknown_to_hub(),
            ("10.70.0.4", 53),
            Outlook::Closed,
            &["route-back no-route-back"],
        ),
        (
            "nor can its gateway bring it, whatever that learns over ExpressRoute",
            unknown_to_hub().set(GATEWAY, "/properties/gatewayType", json!("ExpressRoute")),
            ("10.70.0.4", 53),
            Outlook::Closed,
            &["route-back no-route-back"],
        ),
        (
            "or by BGP",
            unknown_to_hub().set(CONNECTION, "/properties/enableBgp", json!(true)),
            ("10.70.0.4", 53),
            Outlook::Closed,
            &["route-back no-route-back"],
        ),
        (
            "no access through the peering",
            e().set(
                NETWORKS,
                &format!("{THEIRS}/allowVirtualNetworkAccess"),
                json!(false),
            ),
            ("10.70.0.4", 53),
            Outlook::Closed,
            &["peering peering-blocks"],
        ),
        (
            "forwarded traffic and transit do not matter for peers",
            e().set(
                NETWORKS,
                &format!("{THEIRS}/allowForwardedTraffic"),
                json!(false),
            )
            .set(
                NETWORKS,
                &format!("{THEIRS}/allowGatewayTransit"),
                json!(false),
            ),
            ("10.70.0.4", 53),
            Outlook::Open,
            none,
        ),
        (
            "the hub does not lend its gateway",
            e().set(
                NETWORKS,
                &format!("{THEIRS}/allowGatewayTransit"),
                json!(false),
            ),
            SITE_ERP,
            Outlook::Closed,
            &["peering peering-blocks", "route-back unknown"],
        ),
        (
            "the spoke does not use it",
            e().set(NETWORKS, &format!("{OURS}/useRemoteGateways"), json!(false)),
            SITE_ERP,
            Outlook::Closed,
            &[
                "outbound-routes peering-blocks",
                "peering peering-blocks",
                "route-back unknown",
            ],
        ),
        (
            "and what another peering leads to leads to no site",
            e().set(NETWORKS, &format!("{OURS}/useRemoteGateways"), json!(false))
                .set(
                    NETWORKS,
                    "/value/0/properties/virtualNetworkPeerings/-",
                    json!({"name": "odd", "properties": {"remoteVirtualNetworkAddressSpace": "cut",
                        "remoteAddressSpace": "cut", "useRemoteGateways": false}}),
                ),
            SITE_ERP,
            Outlook::Closed,
            &[
                "outbound-routes peering-blocks",
                "peering peering-blocks",
                "route-back unknown",
            ],
        ),
        (
            "whether it uses it was not read",
            e().set(NETWORKS, &format!("{OURS}/useRemoteGateways"), json!("cut")),
            SITE_ERP,
            Outlook::Unclear,
            &[
                "outbound-routes unknown",
                "peering unknown",
                "route-back unknown",
            ],
        ),
        (
            "its routes are kept out",
            e().set(
                TABLES,
                "/value/0/properties/disableBgpRoutePropagation",
                json!(true),
            ),
            SITE_ERP,
            Outlook::Closed,
            &["outbound-routes route-table-diverts", "route-back unknown"],
        ),
        (
            "the connection is down",
            e().set(
                CONNECTION,
                "/properties/connectionStatus",
                json!("NotConnected"),
            ),
            SITE_ERP,
            Outlook::Closed,
            &["site-to-site site-to-site-down", "route-back unknown"],
        ),
        (
            "the gateway's subnet drops the answers",
            table(
                e(),
                NETWORKS,
                "/value/1/properties/subnets/0/properties",
                "10.80.0.0/16",
                "None",
            ),
            SITE_ERP,
            Outlook::Closed,
            &["route-back no-route-back"],
        ),
        (
            "an address that nobody has",
            e(),
            ("10.99.1.1", 80),
            Outlook::Closed,
            &["outbound-routes on-premises-range-missing"],
        ),
        (
            "one that BGP may bring",
            e().set(CONNECTION, "/properties/enableBgp", json!(true)),
            ("10.99.1.1", 80),
            Outlook::Unclear,
            &["outbound-routes unknown"],
        ),
        (
            "one behind ExpressRoute",
            e().set(GATEWAY, "/properties/gatewayType", json!("ExpressRoute")),
            ("10.99.1.1", 80),
            Outlook::Unclear,
            &["outbound-routes unknown"],
        ),
        (
            "one behind a firewall in the hub",
            // The route makes the range a part of VirtualNetwork, which a rule denies.
            route(
                e().without(GROUPS, "/value/0/properties/securityRules/4"),
                "10.0.0.0/8",
                "VirtualAppliance",
            ),
            ("10.99.1.1", 80),
            Outlook::Unclear,
            &["outbound-routes unknown"],
        ),
        (
            "one behind a gateway that was not read",
            e().without_file(GATEWAY),
            ("10.99.1.1", 80),
            Outlook::Unclear,
            &["outbound-routes unknown"],
        ),
        (
            "the internet through a firewall",
            e().set(
                TABLES,
                "/value/0/properties/routes/0/properties/nextHopType",
                json!("VirtualAppliance"),
            ),
            PUBLIC,
            Outlook::Unclear,
            &["outbound-routes unknown"],
        ),
        (
            "the internet through the site",
            e().set(
                TABLES,
                "/value/0/properties/routes/0/properties/nextHopType",
                json!("VirtualNetworkGateway"),
            ),
            PUBLIC,
            Outlook::Unclear,
            &["outbound-routes unknown"],
        ),
        (
            "a route for a tag, which may hold it",
            route(e(), "Storage", "None"),
            PUBLIC,
            Outlook::Unclear,
            &["outbound-routes unknown"],
        ),
        (
            "a rule for the platform's resolver",
            e().set(
                GROUPS,
                "/value/0/properties/securityRules/-",
                rule("no", "Outbound", "AzurePlatformDNS", 99),
            ),
            ("168.63.129.16", 53),
            Outlook::Closed,
            &["outbound-security-group security-group-denies"],
        ),
        (
            "no rule and no route stops it otherwise",
            route(
                e().set(
                    GROUPS,
                    "/value/0/properties/securityRules/-",
                    rule("no", "Outbound", "*", 99),
                ),
                "168.63.129.16/32",
                "None",
            ),
            ("168.63.129.16", 53),
            Outlook::Open,
            none,
        ),
    ];
    for (change, example, to, outlook, stopped) in rows {
        let (found, hops) = follow(&example, to);
        assert_eq!(
            (found, hops),
            (outlook, stopped.iter().map(|s| (*s).to_owned()).collect()),
            "{change}: {to:?}"
        );
    }
}

#[test]
fn what_both_gateways_hold_is_no_overlap_unless_both_are_used() {
    // A range that the network holds itself hides what a gateway elsewhere would reach.
    let off = regional()
        .set(NETWORKS, &format!("{OURS}/useRemoteGateways"), json!(false))
        .set(
            "localNetworkGateways.json",
            "/value/0/properties/localNetworkAddressSpace/addressPrefixes",
            json!(["10.80.8.0/24", "192.168.40.0/22"]),
        );
    assert_eq!(follow(&off, SQL), (Outlook::Open, vec![]));
}
