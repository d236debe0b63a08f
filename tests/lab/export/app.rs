//! The app, the copies of the network's information that it, its plan and the plan's other app have,
//! and the app's environment.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::{Documents, ENVIRONMENT, document, example_folder, gateway, text};
use crate::certificates::Certificates;
use crate::world::{AppRoute, World};

/// The files with the copies.
pub const COPIES: [&str; 3] = [
    "serverfarm-nw-plan-virtualNetworkConnections.json",
    "site-nw-shop-virtualNetworkConnections.json",
    "site-nw-admin-virtualNetworkConnections.json",
];
/// The answer that names the VPN package of the app's connection.
pub const PACKAGE: &str = "site-nw-shop-virtualNetworkConnections-nw-net-gateways-primary.json";

pub fn put(written: &World, certificates: &Certificates, export: &mut Documents) {
    let app = &written.app;
    for file in COPIES {
        let copies = document(export, file);
        if app.integrated {
            fill(written, certificates, &mut copies[0]["properties"]);
        } else {
            *copies = json!([]);
        }
    }
    let name = if app.integrated {
        written.vnet.name
    } else {
        export.remove(PACKAGE);
        ""
    };
    document(export, "site-nw-shop.json")["properties"]["siteConfig"]["vnetName"] = json!(name);
    document(export, "site-nw-shop-config-web.json")["properties"]["vnetName"] = json!(name);
}

fn fill(written: &World, certificates: &Certificates, copy: &mut Value) {
    let app = &written.app;
    let certificate = certificates.of(app.certificate);
    let servers: Vec<String> = app.dns_servers.iter().map(ToString::to_string).collect();
    let example = copy["routes"].as_array().expect("a list").clone();
    let routes = app.routes.iter().map(|of| route(of, &example)).collect();
    copy["certThumbprint"] = json!(certificate.thumbprint);
    copy["certBlob"] = json!(STANDARD.encode(&certificate.der));
    copy["routes"] = Value::Array(routes);
    copy["resyncRequired"] = json!(app.resync_required);
    copy["dnsServers"] = json!(servers.join(","));
}

/// A route in the form of its kind: what is inherited is written as a prefix, all else as a range.
fn route(route: &AppRoute, example: &[Value]) -> Value {
    let (first, last) = (route.to.network(), route.to.broadcast());
    let properties = if route.kind == "INHERITED" {
        json!({"startAddress": route.to.to_string(), "routeType": route.kind})
    } else {
        json!({"startAddress": first, "endAddress": last, "routeType": route.kind})
    };
    // Whoever adds a static route chooses its name.
    let same = example.iter().find(|e| e["properties"] == properties);
    let name = same.map_or(json!(format!("{first}-{last}")), |e| e["name"].clone());
    json!({"name": name, "properties": properties})
}

/// The app's environment, as `set` prints it on Windows.
pub fn environment(written: &World) -> String {
    let text = text(written, &example_folder().join(ENVIRONMENT));
    let mut variables: Vec<(&str, String)> = text
        .lines()
        .filter_map(|line| line.split_once('='))
        .map(|(name, value)| (name, value.to_owned()))
        .collect();
    let app = &written.app;
    let mut change = |name, value: &str| {
        let known = variables.iter().position(|variable| variable.0 == name);
        match (known, value) {
            (Some(place), "") => drop(variables.remove(place)),
            (Some(place), value) => variables[place].1 = value.to_owned(),
            (None, "") => {}
            (None, value) => variables.push((name, value.to_owned())),
        }
    };
    if !app.integrated {
        change("WEBSITE_VNETNAME", "");
    }
    match gateway::address_of_app(written) {
        Some(address) => change("WEBSITE_PRIVATE_IP", &address.to_string()),
        None => change("WEBSITE_PRIVATE_IP", ""),
    }
    for (name, value) in &app.settings {
        change(name, value);
    }
    let lines = variables.into_iter();
    lines
        .map(|(name, value)| format!("{name}={value}\r\n"))
        .collect()
}
