//! What stands in the JSON of `netcheck check`.

use serde_json::Value;

/// The status of the check with this name.
#[track_caller]
pub fn status_of(document: &Value, name: &str) -> String {
    let checks = document["checks"].as_array().expect("a list");
    let check = checks.iter().find(|check| check["name"] == name);
    text(check.expect("a check"), "status")
}

/// Names and confidence of a target's causes, in their order.
#[track_caller]
pub fn causes(target: &Value) -> Vec<(String, String)> {
    let causes = target["causes"].as_array().expect("a list").iter();
    causes
        .map(|cause| (text(cause, "name"), text(cause, "confidence")))
        .collect()
}

fn text(value: &Value, member: &str) -> String {
    value[member].as_str().expect("text").to_owned()
}
