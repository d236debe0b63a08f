//! What netcheck says of the export of a world in which one thing is changed.

mod rows;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::certificates::Certificates;
use crate::export::{ENVIRONMENT, example_folder, write};
use crate::healthy::healthy;
use crate::world::World;

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

pub fn what_changes_in_the_world_changes_the_checklist() {
    let certificates = Certificates::make();
    let usual = checklist_of(&healthy(), &certificates);
    let mut wrong = Vec::new();
    for (what, change, expected) in rows::ROWS {
        let mut world = healthy();
        change(&mut world);
        let said = other(&usual, &checklist_of(&world, &certificates));
        if said.is_empty() || said != *expected {
            wrong.push(format!("{what}: {said}; expected {expected}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// What a checklist says otherwise than the usual one, as the rows have it.
fn other(usual: &Statuses, said: &Statuses) -> String {
    let other = said
        .iter()
        .filter(|check| usual.get(check.0) != Some(check.1));
    let (without_meaning, other): (Vec<_>, Vec<_>) =
        other.partition(|check| check.1 == "not_applicable");
    let mut words: Vec<String> = other
        .into_iter()
        .map(|(check, status)| format!("{check} {status}"))
        .collect();
    if !without_meaning.is_empty() {
        words.push(format!("{} not_applicable", without_meaning.len()));
    }
    words.join(", ")
}
