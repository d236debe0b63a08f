//! What is told as JSON, schema `netcheck-sync/1`. Names are a promise: add, do not rename.

use std::io::{self, Write};

use netdiag::cli::{Exit, Out};
use serde::Serialize;

use super::{Applied, Changed, Told, changed, not_done};
use crate::overview::Unclear;
use crate::sync::call::Announced;
use crate::sync::journal::Outcome;
use crate::sync::outlook::{Outlook, State};

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    command: &'static str,
    app: Option<&'a str>,
    network: Option<&'a str>,
    state: &'static str,
    reasons: &'a [String],
    differences: Vec<Difference<'a>>,
    unknown: &'a [String],
    cautions: &'a [String],
    calls: Vec<Call<'a>>,
    affected: Affected<'a>,
    applied: Option<Done<'a>>,
    exit: u8,
}

#[derive(Serialize)]
struct Difference<'a> {
    what: &'static str,
    says: &'a str,
}

#[derive(Serialize)]
struct Call<'a> {
    method: &'static str,
    path: &'a str,
    what: &'a str,
    body: &'a str,
    changes: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    uncertain: Option<&'static str>,
}

impl<'a> From<&'a Announced> for Call<'a> {
    fn from(call: &'a Announced) -> Self {
        Self {
            method: call.method.as_str(),
            path: &call.path,
            what: &call.what,
            body: &call.body,
            changes: call.changes,
            uncertain: call.uncertain,
        }
    }
}

#[derive(Serialize)]
struct Affected<'a> {
    apps: &'a [String],
    perhaps: &'a [String],
    unknown: &'a [Unclear],
    unread_apps: Option<u32>,
}

#[derive(Serialize)]
struct Done<'a> {
    journal: &'a str,
    finished: bool,
    stopped: Option<&'a str>,
    calls: Vec<Made<'a>>,
    not_done: Vec<Call<'a>>,
    state_after: &'static str,
    checks: Vec<Changed>,
}

#[derive(Serialize)]
struct Made<'a> {
    method: &'static str,
    path: &'a str,
    outcome: Outcome,
    says: &'a str,
}

/// Writes one JSON document.
pub fn json<W: Write>(out: &mut Out<W>, told: &Told<'_>) -> io::Result<Exit> {
    out.line(netdiag::text::json_pretty(&document(told)))?;
    out.flush()?;
    Ok(told.exit())
}

fn document<'a>(told: &'a Told<'_>) -> Document<'a> {
    let outlook = told.outlook;
    Document {
        schema: "netcheck-sync/1",
        command: told.errand.as_str(),
        app: told.app,
        network: outlook.network.as_deref(),
        state: word(outlook.state),
        reasons: &outlook.reasons,
        differences: outlook
            .differences
            .iter()
            .map(|one| Difference {
                what: one.what,
                says: &one.says,
            })
            .collect(),
        unknown: &outlook.unknown,
        cautions: &outlook.cautions,
        calls: outlook.calls.iter().map(Call::from).collect(),
        affected: Affected {
            apps: &outlook.users.apps,
            perhaps: &outlook.users.perhaps,
            unknown: &outlook.users.unknown,
            unread_apps: outlook.unread_apps(),
        },
        applied: told.applied.as_ref().map(|applied| done(applied, outlook)),
        exit: told.exit().code(),
    }
}

fn done<'a>(applied: &'a Applied<'a>, outlook: &'a Outlook) -> Done<'a> {
    let made = applied.report.made.iter().map(|made| Made {
        method: made.call.method.as_str(),
        path: &made.call.path,
        outcome: made.outcome,
        says: &made.says,
    });
    Done {
        journal: &applied.journal,
        finished: applied.report.stopped.is_none(),
        stopped: applied.report.stopped.as_deref(),
        calls: made.collect(),
        not_done: not_done(applied.report, outlook)
            .into_iter()
            .map(Call::from)
            .collect(),
        state_after: word(applied.outlook.state),
        checks: changed(applied),
    }
}

fn word(state: State) -> &'static str {
    match state {
        State::NotApplicable => "not_applicable",
        State::InSync => "in_sync",
        State::Due => "due",
        State::Blocked => "blocked",
        State::Unknown => "unknown",
    }
}
