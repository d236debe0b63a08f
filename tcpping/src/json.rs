//! The lines of `--json`, schema `tcpping/1`. Members are only ever added.
//!
//! Each has an `event`; a reader passes over those that it does not know. The `time` of an attempt is
//! when it began, that of a summary or a total when it was told.

use std::net::IpAddr;
use std::time::Duration;

use netdiag::clock::{millis, now, timestamp};
use netdiag::probe::lookup::Resolution;
use netdiag::target::Target;
use serde::{Serialize, Serializer};

use crate::route::Route;
use crate::stats::Stats;
use crate::tried::Tried;

const SCHEMA: &str = "tcpping/1";

/// A sign of life while nothing else is printed.
#[derive(Serialize)]
pub struct WaitingLine<'a> {
    pub schema: &'static str,
    pub event: &'static str,
    pub what: &'a str,
    pub seconds: u64,
}

impl<'a> WaitingLine<'a> {
    /// Nothing came for so long of what is waited for.
    pub fn of(what: &'a str, since: Duration) -> Self {
        Self {
            schema: SCHEMA,
            event: "waiting",
            what,
            seconds: since.as_secs(),
        }
    }
}

/// A line of a list that names no target.
#[derive(Serialize)]
pub struct SkippedLine<'a> {
    pub schema: &'static str,
    pub event: &'static str,
    pub line: u64,
    pub message: &'a str,
}

impl<'a> SkippedLine<'a> {
    /// The line of this number, and what is wrong with it.
    pub fn of(line: u64, message: &'a str) -> Self {
        Self {
            schema: SCHEMA,
            event: "skipped",
            line,
            message,
        }
    }
}

/// One attempt: [`Tried`] in JSON.
#[derive(Serialize)]
pub struct AttemptLine<'a> {
    pub schema: &'static str,
    pub event: &'static str,
    pub target: String,
    pub host: String,
    pub port: u16,
    pub address: Option<IpAddr>,
    pub n: u64,
    pub outcome: &'static str,
    pub rtt_ms: Option<f64>,
    pub rtt_source: Option<&'static str>,
    pub reported_by: Option<IpAddr>,
    pub message: Option<&'a str>,
    pub time: String,
    pub took_ms: f64,
    pub repeated_syns: Option<u32>,
}

impl<'a> AttemptLine<'a> {
    /// An attempt on this target.
    pub fn of(target: &Target, tried: &'a Tried) -> Self {
        let seen = &tried.seen;
        Self {
            schema: SCHEMA,
            event: "attempt",
            target: target.to_string(),
            host: target.host.to_string(),
            port: target.port,
            address: tried.address,
            n: tried.n,
            outcome: seen.outcome.as_str(),
            rtt_ms: seen.rtt.map(millis),
            rtt_source: seen.rtt_source.map(|source| source.as_str()),
            reported_by: seen.reported_by,
            message: seen.message.as_deref(),
            time: timestamp(seen.started_at),
            took_ms: millis(seen.took),
            repeated_syns: seen.repeated_syns,
        }
    }
}

/// The end of one target (`summary`) or of a list (`total`). Times are null if nothing connected.
#[derive(Serialize)]
pub struct SummaryLine<'a> {
    pub schema: &'static str,
    pub event: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    pub sent: u64,
    pub connected: u64,
    pub min_ms: Option<f64>,
    pub avg_ms: Option<f64>,
    pub median_ms: Option<f64>,
    pub p95_ms: Option<f64>,
    pub max_ms: Option<f64>,
    pub stddev_ms: Option<f64>,
    #[serde(serialize_with = "as_map")]
    pub outcomes: Vec<(&'static str, u64)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub targets: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub targets_connected: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lines_skipped: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub took_ms: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_second: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolution: Option<ResolutionPart>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub route: Option<&'a Route>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub routes: Option<&'a Vec<Route>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub notes: &'a [String],
    pub time: String,
}

impl SummaryLine<'_> {
    /// The counts and times; what event it is, and everything else, is for the caller to add.
    pub fn of(stats: &Stats) -> Self {
        let times = stats.times();
        let mut outcomes: Vec<_> = stats.outcomes().map(|(o, n)| (o.as_str(), n)).collect();
        outcomes.sort_unstable();
        Self {
            schema: SCHEMA,
            event: "",
            target: None,
            sent: stats.sent(),
            connected: stats.connected(),
            min_ms: times.map(|t| t.min),
            avg_ms: times.map(|t| t.avg),
            median_ms: times.map(|t| t.median),
            p95_ms: times.map(|t| t.p95),
            max_ms: times.map(|t| t.max),
            stddev_ms: times.map(|t| t.stddev),
            outcomes,
            targets: None,
            targets_connected: None,
            lines_skipped: None,
            took_ms: None,
            per_second: None,
            resolution: None,
            route: None,
            routes: None,
            hint: None,
            notes: &[],
            time: timestamp(now()),
        }
    }
}

fn as_map<S: Serializer>(pairs: &[(&'static str, u64)], to: S) -> Result<S::Ok, S::Error> {
    to.collect_map(pairs.iter().copied())
}

/// How the name was resolved, in short; nameresolver tells it in full.
#[derive(Serialize)]
pub struct ResolutionPart {
    pub name: String,
    pub outcome: &'static str,
    pub server: Option<String>,
    pub server_source: Option<&'static str>,
    pub addresses: Vec<IpAddr>,
    pub took_ms: f64,
    pub message: String,
}

impl ResolutionPart {
    /// The part of a resolution that matters to a connection.
    pub fn of(resolution: &Resolution) -> Self {
        Self {
            name: resolution.name.clone(),
            outcome: resolution.outcome.as_str(),
            server: resolution.server.clone(),
            server_source: resolution.server_source.map(|source| source.as_str()),
            addresses: resolution.addresses(),
            took_ms: millis(resolution.took),
            message: resolution.sentence(),
        }
    }
}
