//! An export of a plan of any size, made from the shipped example: for the view of a whole plan, and
//! for measuring it. Deterministic.
//!
//! Of ten apps one has no integration; the others use the networks in turn. All networks are used
//! through their gateways but the last of several, which is used through a subnet. Every seventh app
//! has DNS servers of its own.

use std::path::Path;

use serde_json::{Value, json};

const SITE: &str = include_str!("../../examples/healthy/site-nw-shop.json");
const PLANS: &str = include_str!("../../examples/healthy/serverfarms.json");
const COPY: &str =
    include_str!("../../examples/healthy/serverfarm-nw-plan-virtualNetworkConnections.json");
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
    (
        "networkSecurityGroups.json",
        include_str!("../../examples/healthy/networkSecurityGroups.json"),
    ),
    (
        "routeTables.json",
        include_str!("../../examples/healthy/routeTables.json"),
    ),
    (
        "networkInterfaces.json",
        include_str!("../../examples/healthy/networkInterfaces.json"),
    ),
];

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

/// A plan with this many apps, and networks that they use.
pub fn documents(apps: usize, networks: usize) -> Documents {
    let mut all = Vec::new();
    let mut plan = parsed(PLANS);
    plan["value"][0]["properties"]["numberOfSites"] = json!(apps);
    all.push(("serverfarms.json".to_owned(), plan));
    let mut copies = Vec::new();
    for network in 0..networks {
        for (file, text) in NETWORK {
            all.push((format!("network-{network}/{file}"), numbered(text, network)));
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
pub fn write(folder: &Path, apps: usize, networks: usize) {
    for (name, document) in documents(apps, networks) {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("writable");
        let text = serde_json::to_string_pretty(&document).expect("JSON");
        std::fs::write(path, text).expect("writable");
    }
}
