//! Names of files that say what is in them, and of nobody. Pure.

use netdiag::model::ResourceId;
use serde_json::Value;

/// Of a document: what kind of resource it holds, and of an answer without an id which one it is.
pub fn of_document(number: usize, file: &str, document: &Value) -> String {
    let list = document.get("value").unwrap_or(document);
    let first = list.get(0).unwrap_or(list);
    let id = first.get("id").or_else(|| document.get("id"));
    let action = [
        "vpnClientConnectionHealth",
        "getLearnedRoutes",
        "getAdvertisedRoutes",
    ]
    .into_iter()
    .find(|action| {
        let plain = |text: &str| text.to_ascii_lowercase().replace(['-', '_'], "");
        plain(file).contains(&plain(action))
    });
    let kind = action.map_or_else(|| kind(id.and_then(Value::as_str)), str::to_owned);
    format!("{number:03}-{kind}.json")
}

/// Of what could not be read; `id` is the resource's.
pub fn of_gap(number: usize, id: Option<&str>) -> String {
    format!("gap-{number:03}-{}.json", kind(id))
}

/// As `virtualnetworkgateways`.
fn kind(id: Option<&str>) -> String {
    let kind = id.and_then(|id| ResourceId::new(id).resource_type());
    let last = kind.as_deref().and_then(|kind| kind.rsplit('/').next());
    last.unwrap_or("other").to_owned()
}
