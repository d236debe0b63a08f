//! The move of the healthy example's app: one change makes one need unready.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::*;
use crate::eligible::{Asked, networks};
use crate::example::*;
use crate::report::explain;

const ROUTES: &str = "/0/properties/routes/-";

const MOVING: Asked<'static> = Asked {
    vnet: None,
    ways: &[Way::Regional],
    concerns: Concern::ALL,
    moving: true,
};

fn moving(example: &Example) -> Migration {
    let snapshot = example.snapshot();
    let networks = networks(&snapshot, &MOVING);
    migration(&snapshot, &networks).expect("a gateway-integrated app")
}

fn line<'m>(migration: &'m Migration, name: &str) -> &'m Line {
    let line = migration.lines.iter().find(|line| line.name == name);
    line.unwrap_or_else(|| panic!("no {name}: {migration:#?}"))
}

/// Without the connection to on-premises, whose other end cannot be seen.
fn cloud_only() -> Example {
    Example::roomy().without_file(CONNECTION)
}

#[test]
fn an_app_whose_network_has_room_is_ready_but_for_what_azure_cannot_see() {
    let healthy = moving(&Example::roomy());
    assert_eq!(healthy.ready(), Eligible::Unclear);
    let unknown: Vec<&str> = healthy
        .lines
        .iter()
        .filter(|l| l.status == Status::Unknown)
        .map(|l| l.name)
        .collect();
    assert_eq!(unknown, ["on-premises-way-back"], "{:#?}", healthy.lines);
    assert_eq!(healthy.subnet, Some(("new".to_owned(), true)));
    let cloud = moving(&cloud_only());
    assert_eq!(cloud.ready(), Eligible::Yes, "{:#?}", cloud.lines);
}

#[test]
fn without_a_subnet_a_block_is_proposed_and_judged() {
    let migration = moving(&Example::healthy());
    assert_eq!(migration.ready(), Eligible::No);
    assert_eq!(line(&migration, "no-subnet-free").status, Status::Fail);
    assert_eq!(
        migration.subnet.as_ref().map(|(_, exists)| *exists),
        Some(false)
    );
    assert_eq!(line(&migration, "reach-kept").status, Status::Pass);
    assert!(
        migration.steps[0]
            .what
            .starts_with("Create a subnet 10.61.1.0/26 in nw-net")
    );
}

/// Every line has a name that `netcheck explain` knows.
#[test]
fn where_no_subnet_can_be_named_a_line_says_so_and_is_explained() {
    // All of the network is taken, so that there is no block for a new subnet either.
    let full = Example::healthy().set(
        NETWORKS,
        "/value/0/properties/addressSpace/addressPrefixes/0",
        json!("10.61.8.0/24"),
    );
    let nowhere = Example::healthy().without_file(NETWORKS);
    for (example, last) in [
        (full, "subnet-known"),
        (nowhere, "network-classic"),
        (Example::roomy(), "reach-kept"),
    ] {
        let migration = moving(&example);
        assert_eq!(migration.lines.last().unwrap().name, last);
        for line in &migration.lines {
            assert!(explain::find(line.name).is_some(), "{}", line.name);
        }
    }
}

#[test]
fn only_an_app_with_a_gateway_moves() {
    let snapshot = Example::regional().snapshot();
    let networks = networks(&snapshot, &MOVING);
    assert!(migration(&snapshot, &networks).is_none());
}

fn rule(name: &str, priority: u32, source: &str, access: &str) -> Value {
    json!({"name": name, "properties": {"protocol": "Tcp", "sourcePortRange": "*", "destinationPortRange": "1433",
        "sourceAddressPrefix": source, "destinationAddressPrefix": "*", "access": access, "priority": priority, "direction": "Inbound"}})
}

/// need, what it becomes, the change, and a part of the sentence that says why.
fn changes() -> Vec<(&'static str, Status, Example, &'static str)> {
    use Status::{Fail, NotApplicable, Unknown, Warn};
    let static_route = |prefix: &str| {
        Example::roomy().set(
            PLAN_COPY,
            ROUTES,
            json!({"name": "s", "properties": {"startAddress": prefix, "routeType": "STATIC"}}),
        )
    };
    // The rule for the pool stays; what else would admit the new subnet does not.
    let guarded = || {
        Example::roomy().set(
            GROUPS,
            "/value/0/properties/securityRules/-",
            rule("lock", 4000, "VirtualNetwork", "Deny"),
        )
    };
    let elsewhere = || {
        // The app's network is in another region; a peer in the plan's region has room.
        Example::healthy()
            .set(NETWORKS, "/value/0/location", json!("northeurope"))
            .set(
                NETWORKS,
                "/value/1/properties/subnets/-",
                json!({"id": format!("{PROVIDERS}/Microsoft.Network/virtualNetworks/nw-hub/subnets/new"), "name": "new",
                "properties": {"addressPrefix": "10.70.9.0/26"}}),
            )
    };
    vec![
        (
            "dns-servers-reached",
            Fail,
            Example::roomy().set(
                NETWORKS,
                "/value/0/properties/dhcpOptions/dnsServers",
                json!(["10.61.0.10"]),
            ),
            "10.61.0.10 instead of 10.61.0.4",
        ),
        (
            "dns-servers-reached",
            Fail,
            elsewhere(),
            "Azure's resolver (168.63.129.16) instead of",
        ),
        (
            "dns-servers-reached",
            Fail,
            Example::roomy().set(
                NETWORKS,
                "/value/0/properties/dhcpOptions/dnsServers",
                json!(["fd00::53"]),
            ),
            "the DNS server fd00::53 is IPv6, which the integration does not carry",
        ),
        (
            "dns-servers-reached",
            Unknown,
            Example::roomy()
                .set(
                    NETWORKS,
                    "/value/0/properties/subnets/1/routeTable",
                    json!(null),
                )
                .set(
                    NETWORKS,
                    "/value/0/properties/subnets/1/properties/networkSecurityGroup",
                    json!({"id": format!("{PROVIDERS}/Microsoft.Network/networkSecurityGroups/unread")}),
                ),
            "is reached",
        ),
        (
            "static-routes-replaced",
            Fail,
            static_route("203.0.113.0/24"),
            "203.0.113.0/24 of a STATIC route is no private range",
        ),
        (
            "static-routes-replaced",
            Warn,
            static_route("203.0.113.0/24").set(
                SITE,
                "/properties/vnetRouteAllEnabled",
                json!(true),
            ),
            "lies in no network that was read",
        ),
        (
            "static-routes-replaced",
            Warn,
            static_route("10.99.0.0/16"),
            "10.99.0.0/16 of a STATIC route",
        ),
        (
            "static-routes-replaced",
            Unknown,
            static_route("203.0.113.0/24").set(
                SITE,
                "/properties/outboundVnetRouting",
                json!({"allTraffic": "cut", "applicationTraffic": "cut"}),
            ),
            "applicationTraffic",
        ),
        (
            "static-routes-replaced",
            Unknown,
            Example::roomy().set(PLAN_COPY, "/0/properties/routes", json!("cut")),
            "routes",
        ),
        (
            "on-premises-way-back",
            Unknown,
            Example::roomy(),
            "the other side of nw-onprem-cn routes 10.61.9.0/26 back",
        ),
        (
            "on-premises-way-back",
            NotApplicable,
            cloud_only(),
            "no site-to-site",
        ),
        (
            "on-premises-way-back",
            Fail,
            elsewhere().set(
                NETWORKS,
                "/value/1/properties/virtualNetworkPeerings/0/properties/useRemoteGateways",
                json!(false),
            ),
            "does not use the gateway of nw-net",
        ),
        (
            "security-rules-renamed",
            Fail,
            guarded(),
            "the new subnet is denied there by rule lock",
        ),
        (
            "security-rules-renamed",
            Warn,
            Example::roomy().set(
                GROUPS,
                "/value/0/properties/securityRules/-",
                rule("no", 150, "172.29.7.128/25", "Deny"),
            ),
            "rule no of nw-nsg denies 172.29.7.128/25",
        ),
        (
            "security-rules-renamed",
            Unknown,
            Example::roomy().without_file(GROUPS),
            "was not read",
        ),
        (
            "peerings-connected",
            Fail,
            Example::roomy().set(
                NETWORKS,
                "/value/0/properties/virtualNetworkPeerings/0/properties/peeringState",
                json!("Disconnected"),
            ),
            "Disconnected",
        ),
        (
            "peerings-connected",
            Fail,
            elsewhere().without(NETWORKS, "/value/1/properties/virtualNetworkPeerings/0"),
            "is not peered with nw-net",
        ),
        (
            "peerings-connected",
            Unknown,
            Example::roomy().set(
                NETWORKS,
                "/value/0/properties/virtualNetworkPeerings",
                json!("cut"),
            ),
            "virtualNetworkPeerings",
        ),
        (
            "reach-kept",
            Fail,
            guarded(),
            "10.61.8.10-10.61.8.255 on TCP ports 1433 would be lost",
        ),
        (
            "reach-kept",
            Unknown,
            Example::roomy().without(GATEWAY, "/properties/vpnClientConfiguration"),
            "point-to-site",
        ),
    ]
}

#[test]
fn one_change_gives_one_verdict() {
    for (name, status, example, part) in changes() {
        let migration = moving(&example);
        let line = line(&migration, name);
        assert_eq!(line.status, status, "{name} ({part}): {line:#?}");
        assert!(
            line.summary.contains(part),
            "{name}: '{}' lacks '{part}'",
            line.summary
        );
        let wants = !matches!(status, Status::NotApplicable | Status::Pass);
        assert_eq!(line.mend.is_some(), wants, "{name}");
    }
}

#[test]
fn every_need_has_a_change_that_strikes_it_and_one_that_hides_it() {
    for status in [Status::Fail, Status::Unknown] {
        let seen: BTreeSet<&str> = changes()
            .iter()
            .filter(|c| c.1 == status)
            .map(|c| c.0)
            .collect();
        for need in ALL {
            assert!(
                seen.contains(need.name),
                "nothing makes {} {status:?}",
                need.name
            );
        }
    }
}

#[test]
fn the_switch_comes_after_everything_that_interrupts_nothing() {
    let migration = moving(&Example::roomy());
    let what: Vec<&str> = migration
        .steps
        .iter()
        .map(|step| step.what.as_str())
        .collect();
    let at = |part: &str| {
        what.iter()
            .position(|what| what.contains(part))
            .unwrap_or_else(|| panic!("{part}: {what:#?}"))
    };
    assert!(at("on-premises side") < at("Disconnect the app"));
    assert!(at("Disconnect the app") < at("az webapp vnet-integration add"));
    assert!(at("az webapp vnet-integration add") < at("Last, the gateway"));
    assert!(
        migration.steps[..at("Disconnect the app")]
            .iter()
            .all(|step| step.outage == "none")
    );
}

#[test]
fn a_classic_network_has_to_be_left() {
    let id = format!("{PROVIDERS}/Microsoft.ClassicNetwork/virtualNetworks/nw-net");
    let example = Example::healthy()
        .without_file(NETWORKS)
        .with_file("classic.json", json!({"id": id, "name": "nw-net", "type": "Microsoft.ClassicNetwork/virtualNetworks", "location": "West Europe",
            "properties": {"addressSpace": {"addressPrefixes": ["10.61.0.0/16"]}}}))
        .set(PLAN_COPY, "/0/properties/vnetResourceId", json!(id));
    let migration = moving(&example);
    assert_eq!(migration.ready(), Eligible::No);
    assert!(
        migration.lines[0]
            .mend
            .as_deref()
            .is_some_and(|mend| mend.contains("VPN between their gateways"))
    );
}
