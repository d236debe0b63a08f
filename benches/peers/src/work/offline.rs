//! netcheck without a network.

use std::path::Path;

use super::{compare, ours};
use crate::lab::{Args, Lab, Result};
use crate::table::Unit;

#[path = "../../../../tests/support/plan_export.rs"]
#[allow(dead_code, reason = "only written here")]
mod plan_export;

const HEALTHY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/healthy");

pub(super) fn run(args: &Args, lab: &Lab) -> Result<()> {
    let one = |arguments: String| vec![ours(lab, "netcheck", &arguments)];
    let runs = args.short_runs;
    compare(
        "netcheck check --offline on an ordinary export, start to exit",
        Unit::Milliseconds,
        one(format!("check 10.61.8.9:1433 --offline --from {HEALTHY}")),
        runs,
        |_| None,
    )?;
    let plan = lab.file("plan");
    plan_export::write(Path::new(&plan), 200, 5);
    compare(
        "netcheck show --plan, 200 apps and 5 networks, start to exit",
        Unit::Milliseconds,
        one(format!("show --plan --from {plan}")),
        runs,
        |_| None,
    )
}
