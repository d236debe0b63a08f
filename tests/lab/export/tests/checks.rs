//! What netcheck says of the export of a world in which one thing is changed.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::super::{ENVIRONMENT, healthy as example_folder, write};
use crate::certificates::Certificates;
use crate::healthy::*;
use crate::world::*;

/// Every check's status.
type Statuses = BTreeMap<String, String>;

/// The checklist of an export with its environment. Without a target nothing is sent.
fn checklist(folder: &Path) -> Statuses {
    let output = Command::new(env!("CARGO_BIN_EXE_netcheck"))
        .env_clear()
        .args(["check", "--json", "--from"])
        .arg(folder)
        .arg("--env")
        .arg(folder.join(ENVIRONMENT))
        .output()
        .expect("netcheck runs");
    let said: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(said["gaps"], serde_json::json!([]), "the export is whole");
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let checks = said["checks"].as_array().expect("a list").iter();
    checks
        .map(|check| (text(&check["name"]), text(&check["status"])))
        .collect()
}

fn checklist_of(world: &World, certificates: &Certificates) -> Statuses {
    let folder = tempfile::tempdir().expect("a folder");
    write(world, certificates, folder.path());
    checklist(folder.path())
}

pub fn netcheck_says_of_the_healthy_world_what_it_says_of_the_example() {
    let exported = checklist_of(&healthy(), &Certificates::make());
    assert_eq!(exported, checklist(&example_folder()));
    let bad = exported
        .iter()
        .find(|check| check.1 == "fail" || check.1 == "unknown");
    assert_eq!(bad, None);
}
