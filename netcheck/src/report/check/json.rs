//! The findings as JSON, schema `netcheck/1`. Names are a promise: add, do not rename.

use std::io::{self, Write};

use netdiag::cli::{Exit, Out};
use serde::Serialize;

use super::Findings;
use super::view::{Check, Target};
use crate::report::evidence::Gap;

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    app: Option<&'a str>,
    integration: &'static str,
    network: Option<&'a str>,
    checks: Vec<Check<'a>>,
    targets: &'a [Target],
    gaps: Vec<Gap<'a>>,
    time: &'a str,
    exit: u8,
}

/// Writes the document.
pub fn write<W: Write>(out: &mut Out<W>, findings: &Findings) -> io::Result<Exit> {
    let document = Document {
        schema: "netcheck/1",
        app: findings.app.as_deref(),
        integration: findings.integration,
        network: findings.network.as_deref(),
        checks: findings.checks.iter().map(Check::from).collect(),
        targets: &findings.targets,
        gaps: findings.gaps.iter().map(Gap::from).collect(),
        time: &findings.time,
        exit: findings.exit().code(),
    };
    out.line(netdiag::text::json_pretty(&document))?;
    out.flush()?;
    Ok(findings.exit())
}
