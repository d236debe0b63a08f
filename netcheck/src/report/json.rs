//! The findings as JSON, schema `netcheck/1`. Names are a promise: add, do not rename.

use std::io::{self, Write};

use netdiag::cli::{Exit, Out};
use serde::Serialize;

use super::Findings;
use super::view::{Evidence, Gap, Target};
use crate::check::{Judged, Status};

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

/// A check and what came of it.
#[derive(Serialize)]
pub struct Check<'a> {
    /// Its name in the catalogue.
    pub name: &'static str,
    /// What should be so.
    pub title: &'static str,
    /// Whether it is.
    pub status: Status,
    /// What was found, in one sentence.
    pub summary: &'a str,
    /// What that rests on.
    pub evidence: Vec<Evidence>,
    /// What to do.
    pub remedy: Option<&'a str>,
    /// The earlier check that explains its failure.
    pub follows_from: Option<&'static str>,
}

impl<'a> From<&'a Judged> for Check<'a> {
    fn from(judged: &'a Judged) -> Self {
        let verdict = &judged.verdict;
        Self {
            name: judged.check.name,
            title: judged.check.title,
            status: verdict.status,
            summary: &verdict.summary,
            evidence: verdict.evidence.iter().map(Evidence::from).collect(),
            remedy: verdict.remedy.as_deref(),
            follows_from: judged.follows_from,
        }
    }
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
