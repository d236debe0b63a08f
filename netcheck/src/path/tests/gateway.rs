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

/// As where Azure refuses to list them.
fn without_the_list_of_connections() -> Example {
    let example = Example::healthy().without_file(CONNECTION);
    let gateway = example.get(GATEWAY, "/id");
    let list = format!("{}/connections", gateway.as_str().unwrap());
    let gap = json!({"what": "the connections of the gateway nw-gw", "why": "were refused", "resource": list});
    example.with_file(
        "manifest.json",
        json!({"schema": "netcheck-export/1", "gaps": [gap]}),
    )
}

#[test]
fn what_was_not_read_is_no_fault() {
    let fault = "place on-premises-range-missing".to_owned();
    // There may be no connection at all.
    for all_read in [
        Example::healthy(),
        Example::healthy().without_file(CONNECTION),
    ] {
        let missing = follow(&all_read, NOWHERE);
        assert_eq!(missing, (Outlook::Closed, vec![fault.clone()]));
    }
    let bgp = |value: Value| Example::healthy().set(CONNECTION, "/properties/enableBgp", value);
    let id = format!("{PROVIDERS}/Microsoft.Network/connections/refused");
    let refused = json!({"id": id, "name": "refused",
        "type": "Microsoft.Network/connections", "properties": {"virtualNetworkGateway1": "cut"}});
    for (example, target) in [
        (Example::healthy().without_file(LOCAL), SITE_ERP),
        (bgp(json!(true)), NOWHERE),
        (bgp(json!("cut")), NOWHERE),
        (without_the_list_of_connections(), NOWHERE),
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

/// An inbound rule before all others of the `n`th security group: denies everything to this.
fn closed(n: usize, destination: (&str, Value)) -> Example {
    let mut rule = json!({"name": "odd", "properties": {"protocol": "*", "sourcePortRange": "*",
        "destinationPortRange": "*", "sourceAddressPrefix": "*", "access": "Deny", "priority": 101, "direction": "Inbound"}});
    rule["properties"][destination.0] = destination.1;
    let rules = format!("/value/{n}/properties/securityRules/-");
    Example::healthy().set(GROUPS, &rules, rule)
}

#[test]
fn an_interface_whose_addresses_were_not_read_may_be_anywhere_in_its_subnet() {
    const ADDRESS: &str = "ipConfigurations/0/properties/privateIPAddress";
    let cut = |e: Example, n: usize, member: &str| {
        e.set(
            INTERFACES,
            &format!("/value/{n}/properties/{member}"),
            json!("cut"),
        )
    };
    // A rule about the members of an application security group, sql01-nic among them.
    let id = format!("{PROVIDERS}/Microsoft.Network/applicationSecurityGroups/nw-sql");
    let to_group = || {
        closed(
            0,
            ("destinationApplicationSecurityGroups", json!([{"id": id}])),
        )
    };
    // A rule of the group that stands at dns1-nic itself.
    let at_interface = || closed(2, ("destinationAddressPrefix", json!("*")));
    const DNS: (&str, u16) = ("10.61.0.4", 53);
    const BESIDE: (&str, u16) = ("10.61.0.77", 53);
    let unnamed = "/value/0/properties/subnets/1/properties/ipConfigurations";
    for (example, to, hop) in [
        (
            to_group(),
            SQL,
            "subnet-security-group security-group-denies",
        ),
        (
            cut(to_group(), 0, "ipConfigurations"),
            SQL,
            "subnet-security-group unknown",
        ),
        (
            cut(to_group(), 0, ADDRESS),
            SQL,
            "subnet-security-group unknown",
        ),
        (
            at_interface(),
            DNS,
            "interface-security-group security-group-denies",
        ),
        (
            cut(at_interface(), 1, "ipConfigurations"),
            DNS,
            "interface-security-group unknown",
        ),
        (
            cut(at_interface(), 1, ADDRESS),
            DNS,
            "interface-security-group unknown",
        ),
        (
            at_interface().set(NETWORKS, unnamed, json!("cut")),
            BESIDE,
            "interface-security-group unknown",
        ),
    ] {
        let (_, stopped) = follow(&example, to);
        assert!(
            stopped.contains(&hop.to_owned()),
            "{to:?}: {hop}: {stopped:?}"
        );
    }
    let (outlook, stopped) = follow(&at_interface(), BESIDE);
    assert_eq!(outlook, Outlook::Open, "{stopped:?}");
}

#[test]
fn why_an_interface_was_not_read_is_said() {
    let id = format!("{PROVIDERS}/Microsoft.Network/networkInterfaces/dns1-nic");
    let other = json!({"id": id, "name": "dns1-nic", "type": "Microsoft.Network/networkInterfaces", "properties": {"ipConfigurations": []}});
    let example = Example::healthy().with_file("another.json", other);
    let said = said(&example, ("10.61.0.4", 53), &[], "interface-security-group");
    assert!(
        said.contains("dns1-nic was read twice with different content"),
        "{said}"
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
