//! netcheck as its users run it: the real binary on the shipped examples, on slips, and against a stand-in
//! for Azure.

#[path = "support/arm_stand_in/mod.rs"]
mod arm_stand_in;
#[path = "netcheck/azure.rs"]
mod azure;
#[path = "netcheck/checklist.rs"]
mod checklist;
#[path = "netcheck/documents.rs"]
mod documents;
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
#[path = "netcheck/vocabulary.rs"]
mod vocabulary;

use std::process::Command;

use support::program::program;

fn netcheck() -> Command {
    program(env!("CARGO_BIN_EXE_netcheck"))
}

/// netcheck, not in an app, with nothing to sign in with.
fn netcheck_alone() -> Command {
    let mut command = netcheck();
    command.env("PATH", "");
    command
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[test]
fn it_runs_where_there_is_nothing_else() {
    support::static_program::assert_static(env!("CARGO_BIN_EXE_netcheck"));
}
