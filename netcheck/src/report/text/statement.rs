//! A statement that should be true, and what came of it: how checks and rules are told.

use std::io::{self, Write};

use colored::{Color, Colorize};
use netdiag::cli::Out;
use netdiag::text::counted;

use super::wrap::wrapped;
use crate::check::{Evidence as Seen, Status, Verdict};
use crate::report::evidence::Evidence;

/// Below a mark and its blank.
pub const INDENT: &str = "       ";

/// A statement that should be true, and what came of it.
pub struct Statement<'a> {
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
        let (first, rest) = (format!("{INDENT}- "), format!("{INDENT}  "));
        evidence(out, &first, &rest, &verdict.evidence)?;
        if let Some(remedy) = &verdict.remedy {
            let text = format!("remedy: {remedy}");
            wrapped(out, INDENT, &format!("{INDENT}        "), &text)?;
        }
        Ok(())
    }
}

/// Writes what something rests on, a paragraph each.
pub fn evidence<W: Write>(
    out: &mut Out<W>,
    first: &str,
    rest: &str,
    evidence: &[Seen],
) -> io::Result<()> {
    for seen in evidence {
        wrapped(out, first, rest, &Evidence::from(seen).line())?;
    }
    Ok(())
}

/// The mark before a statement; `signs` is for terminals.
pub fn mark(status: Status, signs: bool) -> String {
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

/// How many there are of each status, the gravest first, as "1 failed, 2 ok".
pub fn counts(statuses: &[Status]) -> String {
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
