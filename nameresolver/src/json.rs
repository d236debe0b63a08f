//! The JSON view, schema nameresolver/1. Members are only ever added.

use netdiag::clock;
use netdiag::model::{Entry, Integration, NameServerSource, NameServers, shown_server};
use netdiag::probe::lookup::{Attempt, Outcome, Resolution, Transport};
use netdiag::space::is_private;
use netdiag::text;
use serde::Serialize;
use time::OffsetDateTime;

use crate::cli::Question;
use crate::compare::Comparison;

const SCHEMA: &str = "nameresolver/1";

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

/// One line for one name.
pub fn line(
    question: &Question,
    servers: &NameServers,
    resolution: &Resolution,
    integration: Option<&Integration>,
    comparison: Option<&Comparison>,
    at: OffsetDateTime,
) -> String {
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
        time: clock::timestamp(at),
    })
}

/// One line for a line of `--names` that is no name.
pub fn invalid_line(text: &str, message: &str, at: OffsetDateTime) -> String {
    #[derive(Serialize)]
    struct Invalid<'a> {
        schema: &'static str,
        name: &'a str,
        outcome: &'static str,
        message: &'a str,
        time: String,
    }
    text::json(&Invalid {
        schema: SCHEMA,
        name: text,
        outcome: "invalid",
        message,
        time: clock::timestamp(at),
    })
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
