//! The findings as text: a line a check, and under a bad one why and what to do.

use std::io::{self, Write};

use colored::{Color, Colorize};
use netdiag::cli::{Exit, Out};
use netdiag::text::{counted, printable};

use super::Findings;
use super::targets;
use super::wrap::wrapped;
use crate::check::{Judged, Status, Verdict};

const INDENT: &str = "       ";

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
        targets::write(out, target, &findings.sender)?;
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
    if !findings.gaps.is_empty() {
        out.line("Not read, or not usable:")?;
        for gap in &findings.gaps {
            wrapped(out, "  - ", "    ", &gap.to_string())?;
        }
        out.line("")?;
    }
    out.line(count(findings))?;
    out.flush()?;
    Ok(findings.exit())
}

/// One line that says which app, and with what it is integrated.
pub fn heading(app: Option<&str>, integration: &str, network: Option<&str>) -> String {
    let app = printable(app.unwrap_or("an app that is not named")).into_owned();
    let network = network.map_or_else(String::new, |name| format!(" with {}", printable(name)));
    match integration {
        "gateway" => format!("{app}: gateway-required integration{network}"),
        "regional" => format!("{app}: regional integration{network}"),
        "none" => format!("{app}: no integration with a virtual network"),
        _ => format!("{app}: the kind of integration could not be read"),
    }
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

/// A statement that should be true, and what came of it.
pub(super) struct Statement<'a> {
    /// Its public name.
    pub name: &'a str,
    /// The statement.
    pub title: &'a str,
    /// What came of it.
    pub verdict: &'a Verdict,
}

impl Statement<'_> {
    /// Writes it: one line where it is true, else why not and what to do.
    pub fn write<W: Write>(
        &self,
        out: &mut Out<W>,
        follows_from: Option<&str>,
        verbose: bool,
        signs: bool,
    ) -> io::Result<()> {
        let (name, title, verdict) = (self.name, self.title, self.verdict);
        let line = match verdict.status {
            Status::Pass => title.to_owned(),
            _ => format!("{title} ({name})"),
        };
        out.line(format!("{} {line}", mark(verdict.status, signs)))?;
        let told = match verdict.status {
            Status::Pass | Status::NotApplicable => verbose,
            Status::Warn | Status::Fail | Status::Unknown => true,
        };
        if !told {
            return Ok(());
        }
        wrapped(out, INDENT, INDENT, &verdict.summary)?;
        if let Some(cause) = follows_from {
            out.line(format!("{INDENT}follows from: {cause}"))?;
        }
        for evidence in &verdict.evidence {
            let from = evidence
                .from
                .as_ref()
                .map_or_else(String::new, |from| format!("  [{from}]"));
            let text = format!("{}: {}{from}", evidence.what, evidence.value);
            wrapped(out, &format!("{INDENT}- "), &format!("{INDENT}  "), &text)?;
        }
        if let Some(remedy) = &verdict.remedy {
            let text = format!("remedy: {remedy}");
            wrapped(out, INDENT, &format!("{INDENT}        "), &text)?;
        }
        Ok(())
    }
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

pub(super) fn mark(status: Status, signs: bool) -> String {
    let (plain, sign, color) = match status {
        Status::Pass => ("[ok]  ", "\u{2713}     ", Color::Green),
        Status::Warn => ("[warn]", "!     ", Color::Yellow),
        Status::Fail => ("[FAIL]", "\u{2717}     ", Color::Red),
        Status::Unknown => ("[ ? ] ", "?     ", Color::Cyan),
        Status::NotApplicable => ("[ - ] ", "-     ", Color::BrightBlack),
    };
    if signs {
        sign.color(color).bold().to_string()
    } else {
        plain.to_owned()
    }
}

fn count(findings: &Findings) -> String {
    let statuses: Vec<Status> = findings.checks.iter().map(|c| c.verdict.status).collect();
    format!(
        "{}: {}",
        counted(statuses.len(), "check", "checks"),
        counts(&statuses)
    )
}

/// How many there are of each status, the gravest first, as "1 failed, 2 ok".
pub(super) fn counts(statuses: &[Status]) -> String {
    let mut parts = Vec::new();
    for (status, one, many) in [
        (Status::Fail, "failed", "failed"),
        (
            Status::Unknown,
            "could not be judged",
            "could not be judged",
        ),
        (Status::Warn, "warning", "warnings"),
        (Status::Pass, "ok", "ok"),
        (Status::NotApplicable, "not applicable", "not applicable"),
    ] {
        let n = statuses.iter().filter(|s| **s == status).count();
        if n > 0 {
            parts.push(counted(n, one, many));
        }
    }
    parts.join(", ")
}
