//! The way of an app with gateway-required integration, where something was not read or is asked at large.

use serde_json::{Value, json};

use super::regional::{follow, of_every_port, said};
use crate::example::*;
use crate::path::trace::Outlook;

const SQL: (&str, u16) = ("10.61.8.9", 1433);
const HUB: (&str, u16) = ("10.70.4.10", 8081);
const SITE_ERP: (&str, u16) = ("192.168.41.7", 80);
/// No range holds it.
const NOWHERE: (&str, u16) = ("192.168.200.1", 80);

fn networks(pointer: &str, value: Value) -> Example {
    Example::healthy().set(NETWORKS, &format!("/value/0/properties/{pointer}"), value)
}

#[test]
fn what_was_not_read_is_no_fault() {
    let missing = follow(&Example::healthy(), NOWHERE);
    let fault = "place on-premises-range-missing".to_owned();
    assert_eq!(missing, (Outlook::Closed, vec![fault]));
    let bgp = |value: Value| Example::healthy().set(CONNECTION, "/properties/enableBgp", value);
    let id = format!("{PROVIDERS}/Microsoft.Network/connections/refused");
    let refused = json!({"id": id, "name": "refused",
        "type": "Microsoft.Network/connections", "properties": {"virtualNetworkGateway1": "cut"}});
    for (example, target) in [
        (Example::healthy().without_file(LOCAL), SITE_ERP),
        (bgp(json!(true)), NOWHERE),
        (bgp(json!("cut")), NOWHERE),
        (Example::healthy().without_file(CONNECTION), NOWHERE),
        (
            Example::healthy().with_file("connection-refused.json", refused),
            NOWHERE,
        ),
        (networks("virtualNetworkPeerings", json!("cut")), HUB),
        (networks("subnets", json!("cut")), SQL),
    ] {
        let (outlook, stopped) = follow(&example, target);
        assert_eq!(outlook, Outlook::Unclear, "{target:?}: {stopped:?}");
        let unknown = "place unknown".to_owned();
        assert!(stopped.contains(&unknown), "{target:?}: {stopped:?}");
    }
}

#[test]
fn no_peering_leads_to_the_pool() {
    // The hub has no gateway's routes; what its other peering leads to is not known, and does not matter.
    let odd = json!({"name": "odd", "properties": {
        "remoteAddressSpace": "cut", "remoteVirtualNetworkAddressSpace": "cut"}});
    let peerings = "/value/1/properties/virtualNetworkPeerings";
    let switch = format!("{peerings}/0/properties/useRemoteGateways");
    let alone = |value: Value| {
        Example::healthy().set(NETWORKS, &switch, value).set(
            NETWORKS,
            &format!("{peerings}/-"),
            odd.clone(),
        )
    };
    let (_, stopped) = follow(&alone(json!(false)), HUB);
    assert!(
        stopped.contains(&"route-back no-route-back".to_owned()),
        "{stopped:?}"
    );
    // One of them may use the gateway.
    let (outlook, stopped) = follow(&alone(json!("cut")), HUB);
    assert_eq!(outlook, Outlook::Unclear, "{stopped:?}");
    assert!(
        stopped.contains(&"route-back unknown".to_owned()),
        "{stopped:?}"
    );
}

#[test]
fn a_port_that_is_closed_closes_no_other() {
    let deny = |ports: &str| {
        let rule = json!({"name": "odd", "properties": {"protocol": "*", "sourcePortRange": "*",
            "destinationPortRange": ports, "sourceAddressPrefix": "*", "destinationAddressPrefix": "*",
            "access": "Deny", "priority": 150, "direction": "Inbound"}});
        Example::healthy().set(GROUPS, "/value/0/properties/securityRules/-", rule)
    };
    for (ports, expected) in [
        ("3389", Outlook::Partly),
        ("1-65535", Outlook::Closed),
        ("*", Outlook::Closed),
    ] {
        assert_eq!(of_every_port(&deny(ports), SQL.0), expected, "{ports}");
    }
}

#[test]
fn the_smallest_route_is_named_as_where_only_the_entry_is_told() {
    let wide = json!({"name": "wide", "properties": {
        "startAddress": "10.0.0.0/8", "routeType": "STATIC"}});
    let example = Example::healthy().set(PLAN_COPY, "/0/properties/routes/-", wide);
    assert_eq!(
        said(&example, ("10.61.8.9", 1433), &[], "app-routes"),
        "the INHERITED route 10.61.0.0/16"
    );
}
