//! The lines of `--json`, schema `nameresolver/1`. Members are only ever added.
//!
//! The line of a name, or of a line that holds none, has no `event`; every other one has, and a reader passes over
//! those that it does not know, and over empty lines.

use std::collections::BTreeMap;

use netdiag::clock;
use netdiag::model::{Entry, NameServerSource, shown_server};
use netdiag::probe::lookup::{Attempt, Outcome, Transport};
use netdiag::progress::per_second;
use netdiag::space::is_private;
use netdiag::text;
use serde::Serialize;

use crate::compare::Comparison;
use crate::told::{INVALID, Summary, Told};

const SCHEMA: &str = "nameresolver/1";

/// One name; `time` is when it was told.
#[derive(Serialize)]
struct View<'a> {
    schema: &'static str,
    name: &'a str,
    types: Vec<&'static str>,
    outcome: Outcome,
    message: Option<String>,
    server: Option<&'a str>,
    server_source: Option<NameServerSource>,
    canonical: Option<&'a str>,
    aliases: &'a [String],
    answers: Vec<AnswerView<'a>>,
    attempts: Vec<AttemptView<'a>>,
    warnings: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    servers: Option<Vec<ServerView<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    differ: Option<bool>,
    took_ms: f64,
    time: String,
}

#[derive(Serialize)]
struct AnswerView<'a> {
    #[serde(rename = "type")]
    record_type: &'static str,
    data: &'a str,
    ttl: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    private: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    route: Option<Entry>,
}

#[derive(Serialize)]
struct AttemptView<'a> {
    server: String,
    outcome: Outcome,
    took_ms: f64,
    name: &'a str,
    #[serde(rename = "type")]
    record_type: &'static str,
    n: u32,
    transport: Transport,
    detail: Option<&'a str>,
}

#[derive(Serialize)]
struct ServerView<'a> {
    server: String,
    server_source: NameServerSource,
    outcome: Outcome,
    answers: Vec<&'a str>,
    took_ms: f64,
}

/// What a list came to.
#[derive(Serialize)]
struct SummaryView<'a> {
    schema: &'static str,
    event: &'static str,
    names: u64,
    outcomes: &'a BTreeMap<&'static str, u64>,
    names_per_second: u64,
    servers: Vec<CountsView<'a>>,
    took_ms: f64,
    time: String,
}

#[derive(Serialize)]
struct CountsView<'a> {
    server: &'a str,
    questions: u64,
    repeated: u64,
    answers: u64,
    shortest_ms: Option<f64>,
    mean_ms: Option<f64>,
    longest_ms: Option<f64>,
}

/// A line of a list that holds no name.
#[derive(Serialize)]
struct InvalidView<'a> {
    schema: &'static str,
    name: &'a str,
    outcome: &'static str,
    message: &'a str,
    time: String,
}

/// The line of one name.
pub fn line(told: &Told<'_>) -> String {
    let Told {
        question,
        servers,
        resolution,
        integration,
        comparison,
    } = *told;
    let failed = resolution.outcome != Outcome::Resolved;
    let names: Vec<&str> = resolution.names().collect();
    text::json(&View {
        schema: SCHEMA,
        name: &question.shown,
        types: question.types.iter().map(|t| (*t).into()).collect(),
        outcome: resolution.outcome,
        message: failed.then(|| resolution.sentence()),
        server: resolution.server.as_deref(),
        server_source: resolution.server_source,
        canonical: resolution.canonical.as_deref(),
        aliases: &resolution.aliases,
        answers: resolution
            .answers
            .iter()
            .map(|answer| AnswerView {
                record_type: answer.record_type.into(),
                data: &answer.data,
                ttl: answer.ttl,
                private: answer.address.map(is_private),
                route: match (answer.address, integration) {
                    (Some(address), Some(integration)) => {
                        Some(integration.entry_of(address, &names))
                    }
                    _ => None,
                },
            })
            .collect(),
        attempts: resolution.attempts.iter().map(attempt).collect(),
        warnings: &servers.warnings,
        servers: comparison.map(|comparison| {
            comparison
                .each
                .iter()
                .map(|(server, found)| ServerView {
                    server: shown_server(server.address),
                    server_source: server.source,
                    outcome: found.outcome,
                    answers: found.answers.iter().map(|a| a.data.as_str()).collect(),
                    took_ms: clock::millis(found.took),
                })
                .collect()
        }),
        differ: comparison.map(Comparison::differ),
        took_ms: clock::millis(resolution.took),
        time: now(),
    })
}

/// The line of a line that holds no name.
pub fn invalid_line(text: &str, message: &str) -> String {
    text::json(&InvalidView {
        schema: SCHEMA,
        name: text,
        outcome: INVALID,
        message,
        time: now(),
    })
}

/// The last line of a list.
pub fn summary(summary: &Summary) -> String {
    let servers = summary.servers.iter();
    text::json(&SummaryView {
        schema: SCHEMA,
        event: "summary",
        names: summary.names,
        outcomes: &summary.outcomes,
        names_per_second: per_second(summary.names, summary.took),
        servers: servers
            .map(|(server, counts)| CountsView {
                server,
                questions: counts.questions,
                repeated: counts.repeated,
                answers: counts.answers,
                shortest_ms: counts.shortest.map(clock::millis),
                mean_ms: counts.mean().map(clock::millis),
                longest_ms: counts.mean().map(|_| clock::millis(counts.longest)),
            })
            .collect(),
        took_ms: clock::millis(summary.took),
        time: now(),
    })
}

fn now() -> String {
    clock::timestamp(clock::now())
}

fn attempt(attempt: &Attempt) -> AttemptView<'_> {
    AttemptView {
        server: shown_server(attempt.server.address),
        outcome: attempt.outcome,
        took_ms: clock::millis(attempt.took),
        name: &attempt.name,
        record_type: attempt.record_type.into(),
        n: attempt.n,
        transport: attempt.transport,
        detail: attempt.detail.as_deref(),
    }
}
