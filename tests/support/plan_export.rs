//! An export of a plan of any size, made from the shipped example: for the view of a whole plan, and
//! for measuring it. Deterministic.
//!
//! Of ten apps one has no integration; the others use the networks in turn. All networks are used
//! through their gateways but the last of several, which is used through a subnet. Every seventh app
//! has DNS servers of its own.
//!
//! Security groups of [`RULES`] rules each can be added, as they grow over the years: each stands on a
//! subnet of its own, spread over the networks.

use std::path::Path;

use serde_json::{Value, json};

const SITE: &str = include_str!("../../examples/healthy/site-nw-shop.json");
const PLANS: &str = include_str!("../../examples/healthy/serverfarms.json");
const COPY: &str =
    include_str!("../../examples/healthy/serverfarm-nw-plan-virtualNetworkConnections.json");
const GROUPS: &str = include_str!("../../examples/healthy/networkSecurityGroups.json");
/// What makes up a network, by the names that are to be told apart.
const NETWORK: [(&str, &str); 7] = [
    (
        "virtualNetworks.json",
        include_str!("../../examples/healthy/virtualNetworks.json"),
    ),
    (
        "gateway.json",
        include_str!("../../examples/healthy/virtualNetworkGateway-nw-gw.json"),
    ),
    (
        "connection.json",
        include_str!("../../examples/healthy/connection-nw-onprem-cn.json"),
    ),
    (
        "localNetworkGateways.json",
        include_str!("../../examples/healthy/localNetworkGateways.json"),
    ),
    ("networkSecurityGroups.json", GROUPS),
    (
        "routeTables.json",
        include_str!("../../examples/healthy/routeTables.json"),
    ),
    (
        "networkInterfaces.json",
        include_str!("../../examples/healthy/networkInterfaces.json"),
    ),
];

/// How many rules a security group has that is added, beside the platform's own six.
pub const RULES: usize = 30;

/// An export: documents by file name.
pub type Documents = Vec<(String, Value)>;

/// The network that an app uses, by its number; `None` without integration.
pub fn network_of(app: usize, networks: usize) -> Option<usize> {
    (app % 10 != 9).then_some(app % networks)
}

/// Whether a network is used through a subnet.
pub fn is_regional(network: usize, networks: usize) -> bool {
    networks > 1 && network == networks - 1
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).expect("the example is JSON")
}

/// A part of the example for the network of this number: in a resource group and an address range of
/// its own.
fn numbered(text: &str, network: usize) -> Value {
    parsed(
        &text
            .replace(
                "resourceGroups/nw-rg/",
                &format!("resourceGroups/nw-rg-{network}/"),
            )
            .replace("nw-net", &format!("nw-net-{network}"))
            .replace("10.61.", &format!("10.{}.", 100 + network)),
    )
}

/// A plan with this many apps, networks that they use, and security groups on further subnets.
pub fn documents(apps: usize, networks: usize, groups: usize) -> Documents {
    let mut all = Vec::new();
    let mut plan = parsed(PLANS);
    plan["value"][0]["properties"]["numberOfSites"] = json!(apps);
    all.push(("serverfarms.json".to_owned(), plan));
    let mut copies = Vec::new();
    for network in 0..networks {
        let its_groups: Vec<usize> = (network..groups).step_by(networks).collect();
        for (file, text) in NETWORK {
            let document = with_groups(file, text, network, &its_groups);
            all.push((format!("network-{network}/{file}"), document));
        }
        let mut copy = copy_of(network, networks);
        let id = copy["id"].as_str().expect("an id");
        // The plan itself is in the example's own group.
        copy["id"] = json!(id.replace(&format!("nw-rg-{network}"), "nw-rg"));
        copies.push(copy);
    }
    all.push(("plan-connections.json".to_owned(), Value::Array(copies)));
    let sites = (0..apps).map(|app| site(app, networks)).collect();
    all.push(("sites.json".to_owned(), Value::Array(sites)));
    for app in 0..apps {
        if let Some(network) = network_of(app, networks) {
            let name = format!("app-{app:04}");
            let mut copy = copy_of(network, networks);
            let id = copy["id"].as_str().expect("an id");
            copy["id"] = json!(
                id.replace(&format!("nw-rg-{network}"), "nw-rg")
                    .replace("serverfarms/nw-plan", &format!("sites/{name}"))
            );
            let file = format!("connections/{name}.json");
            all.push((file, Value::Array(vec![copy])));
        }
    }
    all
}

/// A network's own part of the example, and these security groups, each on a subnet of its own.
fn with_groups(file: &str, text: &str, network: usize, groups: &[usize]) -> Value {
    let mut document = numbered(text, network);
    match file {
        "virtualNetworks.json" => {
            let subnets = document["value"][0]["properties"]["subnets"].as_array_mut();
            let subnets = subnets.expect("subnets");
            // The example's own lie below 10.N.32.0 and at 10.N.255.0.
            let places = groups.iter().zip(32..);
            subnets.extend(places.map(|(group, place)| subnet(network, *group, place)));
        }
        "networkSecurityGroups.json" => {
            let value = document["value"].as_array_mut().expect("groups");
            value.extend(groups.iter().map(|number| group(network, *number)));
        }
        _ => {}
    }
    document
}

fn id(network: usize, kind: &str, name: &str) -> String {
    format!(
        "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/nw-rg-{network}/providers/Microsoft.Network/{kind}/{name}"
    )
}

fn id_of_subnet(network: usize, group: usize) -> String {
    let network_name = format!("nw-net-{network}/subnets/part-{group}");
    id(network, "virtualNetworks", &network_name)
}

fn id_of_group(network: usize, group: usize) -> String {
    id(
        network,
        "networkSecurityGroups",
        &format!("part-{group}-nsg"),
    )
}

fn subnet(network: usize, group: usize, place: usize) -> Value {
    json!({
        "name": format!("part-{group}"),
        "id": id_of_subnet(network, group),
        "type": "Microsoft.Network/virtualNetworks/subnets",
        "properties": {
            "provisioningState": "Succeeded",
            "addressPrefix": format!("10.{}.{place}.0/24", 100 + network),
            "networkSecurityGroup": {"id": id_of_group(network, group)},
            "ipConfigurations": [],
            "serviceEndpoints": [],
            "delegations": [],
        },
    })
}

/// A group with [`RULES`] rules: services open to the network or to segments of another, some of those
/// closed, every third rule outbound.
fn group(network: usize, number: usize) -> Value {
    const SERVICES: [u16; 12] = [
        22, 53, 88, 389, 443, 636, 1433, 3306, 3389, 5432, 6379, 27017,
    ];
    let rule = |n: usize| {
        let segments: Vec<String> = (0..4)
            .map(|part| format!("192.168.{}.0/24", (number * 7 + n * 4 + part) % 256))
            .collect();
        let (direction, ours, theirs) = match n % 3 {
            2 => ("Outbound", "source", "destination"),
            _ => ("Inbound", "destination", "source"),
        };
        let mut properties = json!({
            "provisioningState": "Succeeded",
            "protocol": "Tcp",
            "sourcePortRange": "*",
            "destinationPortRanges": [
                SERVICES[(number + n) % SERVICES.len()].to_string(),
                format!("{}-{}", 8000 + n, 8010 + n),
            ],
            "access": if n % 10 == 9 { "Deny" } else { "Allow" },
            "priority": 200 + 10 * n,
            "direction": direction,
        });
        properties[format!("{ours}AddressPrefix")] = json!("VirtualNetwork");
        properties[format!("{theirs}AddressPrefixes")] = json!(segments);
        json!({
            "name": format!("rule-{n}"),
            "id": format!("{}/securityRules/rule-{n}", id_of_group(network, number)),
            "type": "Microsoft.Network/networkSecurityGroups/securityRules",
            "properties": properties,
        })
    };
    // With the platform's own rules, which are named after their group.
    let first = parsed(GROUPS)["value"][0].to_string();
    let mut group = numbered(
        &first.replace("nw-nsg", &format!("part-{number}-nsg")),
        network,
    );
    let properties = &mut group["properties"];
    properties["securityRules"] = (0..RULES).map(rule).collect();
    properties["subnets"] = json!([{"id": id_of_subnet(network, number)}]);
    group
}

/// The platform's copy of a network's information.
fn copy_of(network: usize, networks: usize) -> Value {
    let mut copy = numbered(COPY, network)[0].take();
    if is_regional(network, networks) {
        let vnet = copy["properties"]["vnetResourceId"]
            .as_str()
            .expect("an id");
        copy["properties"] = json!({
            "vnetResourceId": format!("{vnet}/subnets/apps"),
            "isSwift": true,
        });
    }
    copy
}

fn site(app: usize, networks: usize) -> Value {
    let mut site = parsed(&SITE.replace("nw-shop", &format!("app-{app:04}")));
    let properties = &mut site["properties"];
    match network_of(app, networks) {
        Some(network) if is_regional(network, networks) => {
            let copy = copy_of(network, networks);
            properties["virtualNetworkSubnetId"] = copy["properties"]["vnetResourceId"].clone();
            properties["siteConfig"]["vnetName"] = Value::Null;
        }
        Some(network) => {
            properties["siteConfig"]["vnetName"] = json!(format!("nw-net-{network}"));
        }
        None => properties["siteConfig"]["vnetName"] = Value::Null,
    }
    if app % 7 == 6 {
        properties["dnsConfiguration"] = json!({"dnsServers": ["10.200.0.4"]});
    }
    site
}

/// Writes the export into a folder.
pub fn write(folder: &Path, apps: usize, networks: usize, groups: usize) {
    for (name, document) in documents(apps, networks, groups) {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("writable");
        let text = serde_json::to_string_pretty(&document).expect("JSON");
        std::fs::write(path, text).expect("writable");
    }
}
