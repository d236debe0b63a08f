//! The local network gateway, which stands for the site, and the connection to it.

use serde_json::json;

use super::{Documents, document, prefixes};
use crate::world::World;

pub const CONNECTION: &str = "connection-nw-onprem-cn.json";
pub const LOCAL: &str = "localNetworkGateways.json";

pub fn put(written: &World, export: &mut Documents) {
    let site = &written.site;
    let local = &mut document(export, LOCAL)["value"];
    if site.exists {
        let space = prefixes(&site.prefixes);
        local[0]["properties"]["localNetworkAddressSpace"] = space;
    } else {
        *local = json!([]);
    }
    // A connection cannot outlive either of its ends.
    if site.exists && written.gateway.exists {
        let connection = &mut document(export, CONNECTION)["properties"];
        connection["connectionStatus"] = json!(site.status);
    } else {
        export.remove(CONNECTION);
    }
}
