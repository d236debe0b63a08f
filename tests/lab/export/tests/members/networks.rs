//! The networks, their hosts, groups and tables: one change in each row, and the members that tell of
//! it.

use serde_json::{Value, json};

use super::{Members, Row};
use crate::export::groups::GROUPS;
use crate::export::interfaces::INTERFACES;
use crate::export::networks::NETWORKS;
use crate::export::tables::TABLES;
use crate::export::{id, reference};
use crate::healthy::*;
use crate::world::*;

pub const ROWS: &[Row] = &[
    (
        "a network has other addresses",
        |w| w.hub.prefixes = vec![net("10.71.0.0/16")],
        || {
            let space = json!({"addressPrefixes": ["10.71.0.0/16"]});
            vec![
                (NETWORKS, "/value/1/properties/addressSpace", space.clone()),
                (
                    NETWORKS,
                    "/value/0/properties/virtualNetworkPeerings/0/properties/remoteAddressSpace",
                    space.clone(),
                ),
                (
                    NETWORKS,
                    "/value/0/properties/virtualNetworkPeerings/0/properties/remoteVirtualNetworkAddressSpace",
                    space,
                ),
            ]
        },
    ),
    (
        "a subnet is new",
        |w| {
            let like = w.subnet("data").clone();
            w.hub.subnets.push(Subnet {
                name: "tools".to_owned(),
                prefix: net("10.70.9.0/24"),
                ..like
            });
        },
        || {
            let subnet = reference("virtualNetworks/nw-hub/subnets/tools");
            vec![
                (
                    NETWORKS,
                    "/value/1/properties/subnets/1/name",
                    json!("tools"),
                ),
                (
                    NETWORKS,
                    "/value/1/properties/subnets/1/id",
                    subnet["id"].clone(),
                ),
                (
                    NETWORKS,
                    "/value/1/properties/subnets/1/properties/addressPrefix",
                    json!("10.70.9.0/24"),
                ),
                (
                    NETWORKS,
                    "/value/1/properties/subnets/1/properties/networkSecurityGroup",
                    reference("networkSecurityGroups/nw-nsg"),
                ),
                (
                    NETWORKS,
                    "/value/1/properties/subnets/1/properties/routeTable",
                    reference("routeTables/nw-rt"),
                ),
                (GROUPS, "/value/0/properties/subnets/1", subnet.clone()),
                (TABLES, "/value/0/properties/subnets/1", subnet),
            ]
        },
    ),
    (
        "a host is new",
        |w| {
            w.hosts.push(Host {
                forwards: true,
                in_asg: true,
                group: Some("nw-apps-nsg".to_owned()),
                ..host("files01", "10.61.16.9", &[445])
            })
        },
        || {
            vec![
                (INTERFACES, "/value/6/name", json!("files01-nic")),
                (
                    INTERFACES,
                    "/value/6/id",
                    reference("networkInterfaces/files01-nic")["id"].clone(),
                ),
                (
                    INTERFACES,
                    "/value/6/properties/virtualMachine",
                    json!({"id": id("virtualMachines/files01").replace("Microsoft.Network", "Microsoft.Compute")}),
                ),
                (
                    INTERFACES,
                    "/value/6/properties/enableIPForwarding",
                    json!(true),
                ),
                (
                    INTERFACES,
                    "/value/6/properties/networkSecurityGroup",
                    reference("networkSecurityGroups/nw-apps-nsg"),
                ),
                (
                    INTERFACES,
                    "/value/6/properties/ipConfigurations/0/properties/privateIPAddress",
                    json!("10.61.16.9"),
                ),
                (
                    INTERFACES,
                    "/value/6/properties/ipConfigurations/0/properties/subnet",
                    reference("virtualNetworks/nw-net/subnets/apps"),
                ),
                (
                    INTERFACES,
                    "/value/6/properties/ipConfigurations/0/properties/applicationSecurityGroups",
                    json!([reference("applicationSecurityGroups/nw-sql")]),
                ),
                (
                    GROUPS,
                    "/value/1/properties/networkInterfaces",
                    json!([reference("networkInterfaces/files01-nic")]),
                ),
                (
                    NETWORKS,
                    "/value/0/properties/subnets/3/properties/ipConfigurations/1/id",
                    json!(
                        reference("networkInterfaces/files01-nic/ipConfigurations/ipconfig1")["id"]
                            .as_str()
                            .unwrap()
                            .replace("nw-rg", "NW-RG")
                    ),
                ),
            ]
        },
    ),
    (
        "a host is gone",
        |w| w.hosts.retain(|host| host.name != "sql01"),
        || {
            vec![
                (INTERFACES, "/value/0/name", json!("dns1-nic")),
                (INTERFACES, "/value/5", Value::Null),
                (
                    NETWORKS,
                    "/value/0/properties/subnets/2/properties/ipConfigurations",
                    Value::Null,
                ),
            ]
        },
    ),
    (
        "a host has no interface",
        |w| w.host("dns1").interface = false,
        || {
            vec![
                (INTERFACES, "/value/1/name", json!("dns2-nic")),
                (
                    GROUPS,
                    "/value/2/properties/networkInterfaces",
                    json!([reference("networkInterfaces/dns2-nic")]),
                ),
            ]
        },
    ),
    (
        "a host has moved",
        |w| w.host("sql01").address = at("10.70.4.9"),
        || {
            vec![
                (
                    INTERFACES,
                    "/value/0/properties/ipConfigurations/0/properties/subnet",
                    reference("virtualNetworks/nw-hub/subnets/build"),
                ),
                (
                    NETWORKS,
                    "/value/0/properties/subnets/2/properties/ipConfigurations",
                    Value::Null,
                ),
            ]
        },
    ),
    (
        "a host has lost its groups",
        |w| {
            w.host("sql01").in_asg = false;
            w.host("dns1").group = None;
            w.host("dns2").group = None;
        },
        || {
            vec![
                (
                    INTERFACES,
                    "/value/0/properties/ipConfigurations/0/properties/applicationSecurityGroups",
                    Value::Null,
                ),
                (
                    INTERFACES,
                    "/value/1/properties/networkSecurityGroup",
                    Value::Null,
                ),
                (GROUPS, "/value/2/properties/networkInterfaces", Value::Null),
            ]
        },
    ),
    (
        "rules are other and new",
        |w| {
            w.group("nw-nsg").rules[0] = Rule {
                direction: Direction::Outbound,
                protocol: "Udp",
                ..allow(
                    "allow-sql",
                    201,
                    &["192.0.2.1", "192.0.2.2"],
                    &["10.61.8.0/24"],
                    &["53", "1434"],
                )
            };
            let rule = deny("deny-asg", 300, &["asg:nw-sql"], &["*"], &["*"]);
            w.group("nw-nsg").rules.push(rule);
        },
        || {
            let changed = json!({"provisioningState": "Succeeded", "protocol": "Udp", "sourcePortRange": "*",
            "destinationAddressPrefix": "10.61.8.0/24", "access": "Allow", "priority": 201,
            "direction": "Outbound", "sourcePortRanges": [], "destinationPortRanges": ["53", "1434"],
            "sourceAddressPrefixes": ["192.0.2.1", "192.0.2.2"], "destinationAddressPrefixes": []});
            let new = json!({"provisioningState": "Succeeded", "protocol": "*", "sourcePortRange": "*",
            "destinationAddressPrefix": "*", "destinationPortRange": "*", "access": "Deny", "priority": 300,
            "sourceApplicationSecurityGroups": [reference("applicationSecurityGroups/nw-sql")],
            "direction": "Inbound", "sourcePortRanges": [], "destinationPortRanges": [],
            "sourceAddressPrefixes": [], "destinationAddressPrefixes": []});
            vec![
                (
                    GROUPS,
                    "/value/0/properties/securityRules/0/properties",
                    changed,
                ),
                (
                    GROUPS,
                    "/value/0/properties/securityRules/4/properties",
                    new,
                ),
            ]
        },
    ),
    (
        "a group is new, another gone",
        |w| {
            w.groups.retain(|group| group.name != "nw-apps-nsg");
            w.subnet("apps").group = Some("nw-new".to_owned());
            w.groups.push(Group {
                name: "nw-new".to_owned(),
                rules: Vec::new(),
            });
        },
        || {
            vec![
                (GROUPS, "/value/1/name", json!("nw-dns-nsg")),
                (GROUPS, "/value/2/name", json!("nw-new")),
                (GROUPS, "/value/2/properties/securityRules", json!([])),
                (
                    GROUPS,
                    "/value/2/properties/subnets",
                    json!([reference("virtualNetworks/nw-net/subnets/apps")]),
                ),
                (
                    GROUPS,
                    "/value/2/properties/defaultSecurityRules/0/id",
                    reference("networkSecurityGroups/nw-new/defaultSecurityRules/AllowVnetInBound")
                        ["id"]
                        .clone(),
                ),
                (
                    NETWORKS,
                    "/value/0/properties/subnets/3/properties/networkSecurityGroup",
                    reference("networkSecurityGroups/nw-new"),
                ),
            ]
        },
    ),
    (
        "routes of every kind",
        |w| {
            let hops = [
                NextHop::Gateway,
                NextHop::Network,
                NextHop::Internet,
                NextHop::Nowhere,
                NextHop::Appliance(at("10.61.0.9")),
            ];
            w.table("nw-rt").routes = hops
                .iter()
                .zip(1..)
                .map(|(hop, number)| route(&format!("r{number}"), "192.0.2.0/24", *hop))
                .collect();
        },
        || {
            const OF: [&str; 5] = [
                "/value/0/properties/routes/0/properties/nextHopType",
                "/value/0/properties/routes/1/properties/nextHopType",
                "/value/0/properties/routes/2/properties/nextHopType",
                "/value/0/properties/routes/3/properties/nextHopType",
                "/value/0/properties/routes/4/properties/nextHopType",
            ];
            let kinds = [
                "VirtualNetworkGateway",
                "VnetLocal",
                "Internet",
                "None",
                "VirtualAppliance",
            ];
            let mut members: Members = OF
                .into_iter()
                .zip(kinds)
                .map(|(pointer, kind)| (TABLES, pointer, json!(kind)))
                .collect();
            members.push((
                TABLES,
                "/value/0/properties/routes/0/properties/nextHopIpAddress",
                Value::Null,
            ));
            members.push((
                TABLES,
                "/value/0/properties/routes/4/properties/nextHopIpAddress",
                json!("10.61.0.9"),
            ));
            members
        },
    ),
    (
        "no subnet has the table",
        |w| w.subnet("data").table = None,
        || {
            vec![
                (TABLES, "/value/0/properties/subnets", Value::Null),
                (
                    NETWORKS,
                    "/value/0/properties/subnets/2/properties/routeTable",
                    Value::Null,
                ),
            ]
        },
    ),
];
