//! Route tables, their routes, and the subnets that have them.

use serde_json::{Value, json};

use super::{Documents, document, networks, resources, set, unless_empty};
use crate::world::{NextHop, Route, World};

pub const TABLES: &str = "routeTables.json";

pub fn put(written: &World, export: &mut Documents) {
    let list = &mut document(export, TABLES)["value"];
    resources(
        list,
        &written.tables,
        |table| table.name.clone(),
        |table, resource| {
            let properties = &mut resource["properties"];
            properties["disableBgpRoutePropagation"] = json!(!table.propagates);
            resources(
                &mut properties["routes"],
                &table.routes,
                |route| route.name.clone(),
                |of, resource| route(of, &mut resource["properties"]),
            );
            let name = Some(&table.name);
            let subnets = networks::references(written, |subnet| subnet.table.as_ref() == name);
            set(properties, "subnets", unless_empty(subnets));
        },
    );
}

fn route(route: &Route, properties: &mut Value) {
    let (kind, appliance) = match route.hop {
        NextHop::Appliance(address) => ("VirtualAppliance", Some(json!(address))),
        NextHop::Gateway => ("VirtualNetworkGateway", None),
        NextHop::Network => ("VnetLocal", None),
        NextHop::Internet => ("Internet", None),
        NextHop::Nowhere => ("None", None),
    };
    properties["addressPrefix"] = json!(route.to.to_string());
    properties["nextHopType"] = json!(kind);
    set(properties, "nextHopIpAddress", appliance);
}
