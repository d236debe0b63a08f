//! `netcheck check`: the checklist, and why targets cannot be reached.

use std::io;

use netdiag::cli::{Exit, Out};
use netdiag::target::Target;

use crate::check::judge_all;
use crate::cli::{CheckArgs, Options};
use crate::diagnose::case::{Case, PROTOCOL, tunnel};
use crate::diagnose::diagnose;
use crate::diagnose::observation::Observations;
use crate::diagnose::witness::Witnesses;
use crate::path::Context;
use crate::report;

/// Reads, asks, judges, writes.
pub fn run(
    out: &mut Out,
    options: &Options,
    arguments: &CheckArgs,
) -> Result<io::Result<Exit>, String> {
    let colors = options.color.apply();
    let targets = arguments
        .targets
        .iter()
        .map(|text| text.parse::<Target>().map_err(|error| error.to_string()))
        .collect::<Result<Vec<_>, _>>()?;
    let snapshot = super::snapshot(options)?;
    let checks = judge_all(&snapshot);
    let tunnel = tunnel(&checks);
    let context = Context::new(&snapshot.integration, &tunnel, PROTOCOL);
    let observations = Observations::default();
    let witnesses = Witnesses::default();
    let mut findings = report::Findings::of(&snapshot, checks.clone());
    for target in &targets {
        let case = Case::new(
            target,
            &snapshot,
            &checks,
            &context,
            &observations,
            &witnesses,
        );
        findings.add(&diagnose(case), Vec::new());
    }
    Ok(if options.json {
        report::json::write(out, &findings)
    } else {
        report::text::write(out, &findings, options.verbose, colors)
    })
}
