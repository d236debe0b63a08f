//! The findings as text: a line a check, and under a bad one why and what to do.

use std::io::{self, Write};

use netdiag::cli::{Exit, Out};
use netdiag::text::counted;

use super::Findings;
use super::target;
use crate::check::{Judged, Status};
use crate::report::text::heading::heading;
use crate::report::text::statement::{INDENT, Statement, counts, mark};
use crate::report::text::wrap::{bulleted, wrapped};

/// Writes the findings; `verbose` shows the evidence of good checks too, and why those that have no
/// meaning here have none; `signs` is for terminals.
pub fn write<W: Write>(
    out: &mut Out<W>,
    findings: &Findings,
    verbose: bool,
    signs: bool,
) -> io::Result<Exit> {
    // What was asked for comes first.
    for target in &findings.targets {
        target::write(out, target, &findings.sender)?;
        out.line("")?;
    }
    out.line(heading(
        findings.app.as_deref(),
        findings.integration,
        findings.network.as_deref(),
    ))?;
    out.line("")?;
    let is_told = |judged: &&Judged| verbose || judged.verdict.status != Status::NotApplicable;
    for judged in findings.checks.iter().filter(is_told) {
        check(out, judged, verbose, signs)?;
    }
    if !verbose {
        not_applicable(out, findings, signs)?;
    }
    out.line("")?;
    let gaps = findings.gaps.iter().map(ToString::to_string);
    bulleted(out, "Not read, or not usable:", gaps)?;
    out.line(count(findings))?;
    out.flush()?;
    Ok(findings.exit())
}

fn check<W: Write>(
    out: &mut Out<W>,
    judged: &Judged,
    verbose: bool,
    signs: bool,
) -> io::Result<()> {
    let check = judged.check;
    let why = judged.follows_from;
    let told = Statement {
        name: check.name,
        title: check.title,
        verdict: &judged.verdict,
    };
    told.write(out, why, verbose, signs)
}

/// The checks that have no meaning for this integration, in one line: nobody has to read them.
fn not_applicable<W: Write>(out: &mut Out<W>, findings: &Findings, signs: bool) -> io::Result<()> {
    let names: Vec<&str> = findings
        .checks
        .iter()
        .filter(|judged| judged.verdict.status == Status::NotApplicable)
        .map(|judged| judged.check.name)
        .collect();
    if names.is_empty() {
        return Ok(());
    }
    let first = format!("{} ", mark(Status::NotApplicable, signs));
    let text = format!(
        "not applicable here (--verbose says why): {}",
        names.join(", ")
    );
    wrapped(out, &first, INDENT, &text)
}

fn count(findings: &Findings) -> String {
    let statuses: Vec<Status> = findings.checks.iter().map(|c| c.verdict.status).collect();
    format!(
        "{}: {}",
        counted(statuses.len(), "check", "checks"),
        counts(&statuses)
    )
}
