//! netcheck without a network.

use std::path::Path;

use super::{compare, ours};
use crate::cli::Args;
use crate::figure::{Figure, Unit};
use crate::lab::Lab;
use crate::outcome::Result;

#[path = "../../../../tests/support/plan_export.rs"]
#[allow(dead_code, reason = "only written here")]
mod plan_export;

const HEALTHY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/healthy");

pub(super) fn run(args: &Args, lab: &Lab) -> Result<Vec<Figure>> {
    let plan = lab.file("plan");
    if !Path::new(&plan).exists() {
        plan_export::write(Path::new(&plan), 200, 5, 50);
    }
    let mut figures = Vec::new();
    for (title, arguments) in [
        (
            "netcheck check --offline on an ordinary export",
            format!("check 10.61.8.9:1433 --offline --from {HEALTHY}"),
        ),
        (
            "netcheck show --plan, 200 apps, 5 networks, 50 security groups",
            format!("show --plan --from {plan}"),
        ),
        (
            "netcheck eligible --plan on the same",
            format!("eligible --plan --from {plan}"),
        ),
        (
            "netcheck check --offline of one app of the same",
            format!("check 10.100.8.9:1433 --offline --app app-0000 --from {plan}"),
        ),
    ] {
        figures.extend(compare(
            &format!("{title}, start to exit"),
            Unit::Milliseconds,
            vec![ours(lab, "netcheck", &arguments)],
            args.short_turns,
            || None,
        )?);
    }
    Ok(figures)
}
