//! netcheck as its users run it: the real binary on the shipped examples, on slips, and against a stand-in
//! for Azure.

#[path = "support/arm_stand_in/mod.rs"]
mod arm_stand_in;
#[path = "netcheck/azure.rs"]
mod azure;
#[path = "netcheck/checklist.rs"]
mod checklist;
#[path = "netcheck/eligible.rs"]
mod eligible;
#[path = "support/plan_export.rs"]
mod plan_export;
#[path = "netcheck/plan_network.rs"]
mod plan_network;
#[path = "netcheck/regional.rs"]
mod regional;
#[path = "netcheck/report.rs"]
mod report;
#[path = "netcheck/show.rs"]
mod show;
mod support;
#[path = "netcheck/sync.rs"]
mod sync;

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use support::program::{Said, program};

fn netcheck() -> Command {
    program(env!("CARGO_BIN_EXE_netcheck"))
}

fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../examples")
        .join(name)
}

fn json(said: &Said) -> Value {
    serde_json::from_str(&said.stdout).unwrap_or_else(|e| panic!("{e}{said}"))
}

fn status_of(document: &Value, name: &str) -> String {
    let checks = document["checks"].as_array().unwrap();
    let check = checks.iter().find(|check| check["name"] == name).unwrap();
    check["status"].as_str().unwrap().to_owned()
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[test]
fn it_runs_where_there_is_nothing_else() {
    support::static_program::assert_static(env!("CARGO_BIN_EXE_netcheck"));
}
