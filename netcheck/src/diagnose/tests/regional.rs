//! The causes for an app with regional integration: a scenario that names each first, and a near miss
//! that must not.

use serde_json::{Value, json};

use super::Scenario;
use crate::diagnose::observation::{NameSeen, Observation, Probe};
use crate::diagnose::witness::Stand;
use crate::diagnose::*;
use crate::example::regional::*;
use crate::example::{Example, GROUPS, NETWORKS, TABLES};

const SQL: &str = "10.80.8.9:1433";
const SITE_ERP: &str = "192.168.41.7:8080";
const STORE: &str = "nwapistore.blob.core.windows.net";
const ALIAS: &str = "nwapistore.privatelink.blob.core.windows.net";
const ELSEWHERE: &str = "blob.ams23prdstr05a.store.core.windows.net";
const DNS1: &str = "10.70.0.4:53";
const DNS2: &str = "10.70.0.5:53";
const OURS: &str = "/value/0/properties/virtualNetworkPeerings/0/properties";
const THEIRS: &str = "/value/1/properties/virtualNetworkPeerings/0/properties";

fn regional() -> Scenario {
    Scenario::of(Example::regional())
}

/// The app gets this for the name, and so does each of its servers.
fn named(
    scenario: Scenario,
    name: &str,
    outcome: &str,
    chain: &[&str],
    addresses: &[&str],
) -> Scenario {
    let scenario = asked(scenario, None, name, outcome, chain, addresses);
    let scenario = asked(scenario, Some(DNS1), name, outcome, chain, addresses);
    asked(scenario, Some(DNS2), name, outcome, chain, addresses)
}

fn asked(
    mut scenario: Scenario,
    server: Option<&str>,
    name: &str,
    outcome: &str,
    chain: &[&str],
    addresses: &[&str],
) -> Scenario {
    let seen = Observation::Name(NameSeen {
        outcome: outcome.to_owned(),
        server: Some(server.unwrap_or(DNS1).trim_end_matches(":53").to_owned()),
        addresses: addresses.iter().map(|a| a.parse().unwrap()).collect(),
        canonical: chain.last().map(|&last| last.to_owned()),
        aliases: chain.iter().map(|&alias| alias.to_owned()).collect(),
        message: format!("{name}: {outcome}"),
        took_ms: 1.0,
    });
    let name = name.to_owned();
    let probe = match server {
        Some(server) => Probe::Ask {
            name,
            server: server.parse().unwrap(),
        },
        None => Probe::Resolve { name },
    };
    scenario.seen.push((probe, seen));
    scenario
}

fn rule(direction: &str, destination: &str, port: &str) -> Value {
    json!({"name": "no", "properties": {"protocol": "*", "sourcePortRange": "*", "destinationPortRange": port,
        "sourceAddressPrefix": "*", "destinationAddressPrefix": destination,
        "access": "Deny", "priority": 150, "direction": direction}})
}

fn route(prefix: &'static str, hop: &'static str) -> impl FnOnce(Example) -> Example {
    move |e| {
        let route =
            json!({"name": "odd", "properties": {"addressPrefix": prefix, "nextHopType": hop}});
        e.set(TABLES, "/value/0/properties/routes/-", route)
    }
}

fn route_all_off(e: Example) -> Example {
    let off = json!({"allTraffic": false, "applicationTraffic": false});
    e.set(SITE, "/properties/outboundVnetRouting", off)
        .set(
            SITE,
            "/properties/siteConfig/vnetRouteAllEnabled",
            json!(false),
        )
        .variable("WEBSITE_SITE_NAME", "nw-api")
}

/// Everything allowed, where the example's groups would forbid the try.
fn open(e: Example) -> Example {
    e.set(GROUPS, "/value/0/properties/securityRules", json!([]))
        .set(GROUPS, "/value/1/properties/securityRules", json!([]))
}

fn data_table(prefix: &str) -> impl FnOnce(Example) -> Example {
    let id = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/nw-rg/providers/Microsoft.Network/routeTables/data-rt";
    let table = json!({"id": id, "name": "data-rt", "type": "Microsoft.Network/routeTables", "properties": {
        "routes": [{"name": "odd", "properties": {"addressPrefix": prefix, "nextHopType": "None"}}]}});
    move |e| {
        e.set(
            NETWORKS,
            "/value/0/properties/subnets/1/properties/routeTable",
            json!({"id": id}),
        )
        .with_file("data-rt.json", table)
    }
}

pub(crate) type Row = (&'static str, &'static str, Scenario, &'static str, Scenario);

/// The cause, a scenario that names it first, and one close to it that must not name it first.
pub(crate) fn scenarios() -> Vec<Row> {
    let silent = || regional().tcp(SQL, "timeout");
    let far = || regional().tcp(SITE_ERP, "timeout");
    let store = "nwapistore.blob.core.windows.net:443";
    let chain = [STORE, ALIAS, ELSEWHERE];
    let public = |chain: &[&str]| named(regional(), STORE, "resolved", chain, &["203.0.113.70"]);
    let unread = |e: Example| e.without_file(ENDPOINTS);
    let mail = |e: Example| {
        open(e).set(
            NETWORKS,
            "/value/0/properties/subnets/0/properties/routeTable",
            json!(null),
        )
    };
    vec![
        (
            "private-endpoint-not-resolved", store,
            public(&chain).tcp("203.0.113.70:443", "timeout"),
            store,
            named(regional(), STORE, "resolved", &[STORE, ALIAS], &["10.80.12.4"]).tcp("10.80.12.4:443", "timeout"),
        ),
        (
            // The alias alone shows it.
            "private-endpoint-not-resolved", store,
            public(&chain).change(unread).tcp("203.0.113.70:443", "timeout"),
            store,
            public(&[STORE, ELSEWHERE]).change(unread).tcp("203.0.113.70:443", "timeout"),
        ),
        (
            // The zone is there, its record is not.
            "private-endpoint-not-resolved", store,
            named(regional(), STORE, "no_such_name", &[STORE, ALIAS], &[]),
            "nwapistore9.blob.core.windows.net:443",
            named(regional(), "nwapistore9.blob.core.windows.net", "no_such_name", &[], &[]),
        ),
        (
            "private-endpoint-not-approved", "10.80.12.4:443",
            regional().tcp("10.80.12.4:443", "timeout").change(|e| e.set(ENDPOINTS,
                "/value/0/properties/privateLinkServiceConnections/0/properties/privateLinkServiceConnectionState/status", json!("Rejected"))),
            "10.80.12.4:443",
            regional().tcp("10.80.12.4:443", "timeout"),
        ),
        (
            "security-group-denies", SQL,
            silent().change(|e| e.set(GROUPS, "/value/0/properties/securityRules/1", rule("Outbound", "10.80.8.0/24", "1433"))),
            SQL,
            silent().change(|e| e.set(GROUPS, "/value/0/properties/securityRules/1", rule("Inbound", "10.80.8.0/24", "1433"))
                .set(GROUPS, "/value/0/properties/securityRules/4", rule("Inbound", "*", "*"))),
        ),
        ("route-table-diverts", SQL, silent().change(route("10.80.8.0/24", "None")), SQL, silent().change(route("10.80.9.0/24", "None"))),
        (
            "route-table-diverts", SITE_ERP,
            far().change(|e| e.set(TABLES, "/value/0/properties/disableBgpRoutePropagation", json!(true))),
            SITE_ERP, far(),
        ),
        ("no-route-back", SQL, silent().change(data_table("10.80.4.0/26")), SQL, silent().change(data_table("172.16.0.0/12"))),
        (
            "peering-blocks", SITE_ERP,
            far().change(|e| e.set(NETWORKS, &format!("{THEIRS}/allowGatewayTransit"), json!(false))),
            SITE_ERP,
            far().change(|e| e.set(NETWORKS, &format!("{OURS}/allowGatewayTransit"), json!(true))),
        ),
        (
            "peering-blocks", "10.70.0.4:53",
            regional().tcp("10.70.0.4:53", "timeout").change(|e| e.set(NETWORKS, &format!("{OURS}/peeringState"), json!("Disconnected"))),
            "10.70.0.4:53",
            regional().tcp("10.70.0.4:53", "timeout").change(|e| e.set(NETWORKS, &format!("{THEIRS}/allowForwardedTraffic"), json!(false))),
        ),
        (
            "site-to-site-down", SITE_ERP,
            far().change(|e| e.set(CONNECTION, "/properties/connectionStatus", json!("NotConnected"))),
            SITE_ERP, far(),
        ),
        (
            "on-premises-range-missing", "192.168.77.7:8080",
            regional().tcp("192.168.77.7:8080", "timeout"),
            "192.168.77.7:8080",
            regional().tcp("192.168.77.7:8080", "timeout").change(|e| e.set(GATEWAY, "/properties/gatewayType", json!("ExpressRoute"))),
        ),
        (
            "on-premises-no-route-back", SITE_ERP,
            far().witness(Stand::Vm, SITE_ERP, true),
            SITE_ERP, far().witness(Stand::Vm, SITE_ERP, false),
        ),
        (
            "platform-blocks-port", "10.80.8.9:25",
            regional().change(mail).tcp("10.80.8.9:25", "timeout"),
            "10.80.8.9:26",
            regional().change(mail).tcp("10.80.8.9:26", "timeout"),
        ),
        (
            // Public, and all traffic enters.
            "platform-blocks-port", "203.0.113.25:25",
            regional().change(mail).tcp("203.0.113.25:25", "timeout"),
            // Public, and it does not: another rule's business.
            "203.0.113.25:25",
            regional().change(mail).change(route_all_off)
                .change(|e| e.set(NETWORKS, "/value/0/properties/subnets/0/properties/serviceEndpoints", json!([])))
                .tcp("203.0.113.25:25", "timeout"),
        ),
        (
            // What the sandbox of Windows apps refuses is not certain for a Linux app.
            "platform-blocks-port", "10.80.8.9:445",
            regional().change(mail).change(|e| e.set(SITE, "/properties/reserved", json!(false))).tcp("10.80.8.9:445", "timeout"),
            "10.80.8.9:445",
            regional().change(mail).tcp("10.80.8.9:445", "timeout").tcp("10.80.8.9:443", "connected"),
        ),
        (
            "platform-refuses-socket", SQL,
            regional().tcp(SQL, "not_permitted"),
            SQL, silent(),
        ),
        (
            "name-is-public", "www.example:443",
            named(regional().change(route_all_off), "www.example", "resolved", &[], &["203.0.113.9"]).tcp("203.0.113.9:443", "timeout"),
            "www.example:443",
            named(regional(), "www.example", "resolved", &[], &["203.0.113.9"]).tcp("203.0.113.9:443", "timeout"),
        ),
        (
            // The network's own, and yet not private.
            "name-is-public", "198.18.0.9:1433",
            regional().change(route_all_off).change(public_space).tcp("198.18.0.9:1433", "timeout"),
            "198.18.0.9:1433",
            regional().change(public_space).tcp("198.18.0.9:1433", "timeout"),
        ),
        (
            "dns-server-unreachable", "sql02.corp.northwind.example:1433",
            named(regional(), "sql02.corp.northwind.example", "timeout", &[], &[]),
            "sql02.corp.northwind.example:1433",
            named(regional(), "sql02.corp.northwind.example", "refused", &[], &[]),
        ),
        (
            "nothing-listens", SQL, regional().tcp(SQL, "refused"), SQL, silent(),
        ),
    ]
}

/// The network has a subnet that is not private by its number.
fn public_space(e: Example) -> Example {
    e.set(
        NETWORKS,
        "/value/0/properties/addressSpace/addressPrefixes/-",
        json!("198.18.0.0/24"),
    )
    .set(
        NETWORKS,
        "/value/0/properties/subnets/-",
        json!({"name": "odd", "properties": {"addressPrefix": "198.18.0.0/24"}}),
    )
}

#[test]
fn every_cause_is_named_first_in_its_scenario_and_not_in_the_near_miss() {
    for (cause, target, scenario, near, miss) in scenarios() {
        let (causes, verdict) = scenario.judge(target);
        assert_eq!(
            causes.first().map(|c| c.0),
            Some(cause),
            "{target}: {verdict} {causes:?}"
        );
        assert_ne!(
            causes[0].1,
            Confidence::Possible,
            "{target}: {verdict} {causes:?}"
        );
        let (causes, verdict) = miss.judge(near);
        assert!(
            causes
                .iter()
                .all(|c| c.0 != cause || c.1 == Confidence::Possible),
            "near miss of {cause}: {verdict} {causes:?}"
        );
        assert_ne!(
            causes.first().map(|c| c.0),
            Some(cause),
            "near miss of {cause}: {verdict} {causes:?}"
        );
    }
}

/// Causes that speak of the point-to-site connection.
const OF_THE_GATEWAY_KIND: [&str; 5] = [
    "gateway-down",
    "certificates-out-of-sync",
    "network-out-of-sync",
    "not-routed",
    "expressroute-unsupported",
];

#[test]
fn what_is_said_speaks_of_this_kind_of_integration() {
    for (_, target, scenario, near, miss) in scenarios() {
        for (target, scenario) in [(target, scenario), (near, miss)] {
            for (cause, summary, remedy) in scenario.told(target) {
                assert!(!OF_THE_GATEWAY_KIND.contains(&cause), "{target}: {cause}");
                for words in [
                    "point-to-site",
                    "Sync Network",
                    "the pool",
                    "POOL",
                    "gateway-required",
                ] {
                    let moved = cause == "on-premises-firewall" && words != "the pool";
                    assert!(
                        moved || !summary.contains(words) && !remedy.contains(words),
                        "{target}: {cause}: {summary} {remedy}"
                    );
                }
            }
        }
    }
}

#[test]
fn all_remedies_speak_of_this_kind_of_integration() {
    for cause in ALL {
        if OF_THE_GATEWAY_KIND.contains(&cause.name)
            || matches!(cause.name, "not-integrated" | "on-premises-firewall")
        {
            continue;
        }
        let remedy = cause.mend(Some(&Kind::Regional));
        for words in ["point-to-site", "Sync Network", "POOL"] {
            assert!(!remedy.contains(words), "{}: {remedy}", cause.name);
        }
    }
}

#[test]
fn a_public_answer_that_connects_is_doubted_where_a_private_endpoint_was_read() {
    let target = format!("{STORE}:443");
    let reached = |e: fn(Example) -> Example| {
        named(
            regional().change(e),
            STORE,
            "resolved",
            &[STORE, ALIAS, ELSEWHERE],
            &["203.0.113.70"],
        )
        .tcp("203.0.113.70:443", "connected")
    };
    let (causes, verdict) = reached(|e| e).judge(&target);
    assert_eq!(
        causes,
        [("private-endpoint-not-resolved", Confidence::Possible)]
    );
    assert!(
        verdict.starts_with(&format!("{target} is reached, but perhaps not what was meant: {STORE} gives the public address 203.0.113.70, although the private endpoint nw-store-pe exists for it (10.80.12.4)")),
        "{verdict}"
    );
    // The alias alone may be somebody else's.
    let (causes, _) = reached(|e| e.without_file(ENDPOINTS)).judge(&target);
    assert_eq!(causes, []);
}

#[test]
fn the_example_accuses_nobody() {
    let (causes, verdict) = regional().judge(SQL);
    assert_eq!(causes, [], "{verdict}");
    let (causes, verdict) = regional().tcp(SQL, "connected").judge(SQL);
    assert_eq!(causes, [], "{verdict}");
}
