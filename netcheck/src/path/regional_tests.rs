//! The way of an app with regional integration: through its subnet, not through a gateway.

use serde_json::{Value, json};

use crate::check::judge_all;
use crate::diagnose::case::{PROTOCOL, tunnel};
use crate::example::*;
use crate::path::Context;
use crate::path::trace::{Outlook, Trace};

const ID: &str = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/nw-rg/providers/Microsoft.Network";

/// The healthy network, with the app in its subnet `apps`.
fn regional() -> Example {
    Example::healthy()
        .set(
            SITE,
            "/properties/virtualNetworkSubnetId",
            json!(format!("{ID}/virtualNetworks/nw-net/subnets/apps")),
        )
        .without_file(PLAN_COPY)
        .without_file(APP_COPY)
        .without_file(ADMIN_COPY)
}

/// What the trace comes to, and the hops that block with their cause.
fn follow(
    example: &Example,
    address: &str,
    port: u16,
) -> (
    Outlook,
    Vec<(&'static str, &'static str)>,
    Vec<&'static str>,
) {
    let snapshot = example.snapshot();
    let tunnel = tunnel(&judge_all(&snapshot));
    let context = Context::new(&snapshot.integration, &tunnel, PROTOCOL).unwrap();
    let trace = Trace::follow(&context, address.parse().unwrap(), Some(port));
    let blockers = trace
        .blockers()
        .iter()
        .map(|(hop, blocker, _)| (hop.kind.name, blocker.cause))
        .collect();
    let hops = trace
        .ways
        .iter()
        .flat_map(|(_, hops)| hops)
        .map(|hop| hop.kind.name)
        .collect();
    (trace.outlook(&context.sender.addresses), blockers, hops)
}

fn outbound_denial() -> Value {
    json!({"name": "no-sql", "properties": {"protocol": "Tcp", "sourcePortRange": "*",
        "destinationPortRange": "1433", "sourceAddressPrefix": "*", "destinationAddressPrefix": "*",
        "access": "Deny", "priority": 150, "direction": "Outbound"}})
}

fn table(prefix: &str, hop: &str) -> (Value, Value) {
    let id = format!("{ID}/routeTables/apps-rt");
    let table = json!({"id": id, "name": "apps-rt", "type": "Microsoft.Network/routeTables", "properties": {
        "routes": [{"name": "odd", "properties": {"addressPrefix": prefix, "nextHopType": hop}}]}});
    (json!({"id": id}), table)
}

#[test]
fn the_way_leads_through_the_subnet_and_back_inside_the_network() {
    let (outlook, blockers, hops) = follow(&regional(), "10.61.8.9", 1433);
    assert_eq!((outlook, blockers), (Outlook::Open, vec![]));
    assert!(
        hops.contains(&"outbound-security-group") && hops.contains(&"route-back"),
        "{hops:?}"
    );
    assert!(
        !hops.contains(&"gateway") && !hops.contains(&"certificates"),
        "{hops:?}"
    );
}

#[test]
fn a_rule_on_the_way_out_denies() {
    let example = regional().set(
        GROUPS,
        "/value/1/properties/securityRules/-",
        outbound_denial(),
    );
    let (outlook, blockers, _) = follow(&example, "10.61.8.9", 1433);
    assert_eq!(outlook, Outlook::Closed);
    assert_eq!(
        blockers,
        [("outbound-security-group", "security-group-denies")]
    );
    assert_eq!(follow(&example, "10.61.8.9", 443).0, Outlook::Open);
}

#[test]
fn a_route_on_the_way_out_diverts_and_an_appliance_leaves_it_open() {
    for (hop, expected) in [
        ("None", Outlook::Closed),
        ("Internet", Outlook::Closed),
        ("VirtualAppliance", Outlook::Unclear),
    ] {
        let (reference, table) = table("10.61.8.0/24", hop);
        let example = regional()
            .set(
                NETWORKS,
                "/value/0/properties/subnets/3/properties/routeTable",
                reference,
            )
            .with_file("apps-rt.json", table);
        assert_eq!(follow(&example, "10.61.8.9", 1433).0, expected, "{hop}");
    }
}

#[test]
fn public_addresses_enter_the_network_with_route_all_only() {
    let (outlook, _, hops) = follow(&regional(), "203.0.113.9", 443);
    assert_eq!((outlook, hops), (Outlook::Leaves, vec!["app-routes"]));
    let all = regional().set(SITE, "/properties/vnetRouteAllEnabled", json!(true));
    let (outlook, blockers, hops) = follow(&all, "203.0.113.9", 443);
    assert_eq!((outlook, blockers), (Outlook::Open, vec![]));
    assert!(hops.contains(&"outbound-routes"), "{hops:?}");
}

#[test]
fn on_premises_is_reached_through_the_networks_gateway_routes() {
    let down = regional().set(
        CONNECTION,
        "/properties/connectionStatus",
        json!("NotConnected"),
    );
    let (_, blockers, _) = follow(&down, "192.168.41.7", 80);
    assert_eq!(blockers, [("site-to-site", "site-to-site-down")]);
}
