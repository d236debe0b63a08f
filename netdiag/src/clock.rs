//! Instants as the tools print them.
//!
//! Reading the clock is left to the programs' edges and the TCP probe ([`now`]); judgements get the time
//! as data.

use time::OffsetDateTime;
use time::format_description::FormatItem;
use time::macros::format_description;

const RFC3339_MILLIS: &[FormatItem<'_>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z");
const DATE: &[FormatItem<'_>] = format_description!("[year]-[month]-[day]");

/// The current time in UTC.
pub fn now() -> OffsetDateTime {
    OffsetDateTime::now_utc()
}

/// `2026-11-22T16:04:05.678Z`: RFC 3339 in UTC with milliseconds.
///
/// ```
/// assert_eq!(netdiag::clock::timestamp(time::OffsetDateTime::UNIX_EPOCH), "1970-01-01T00:00:00.000Z");
/// ```
pub fn timestamp(at: OffsetDateTime) -> String {
    at.to_offset(time::UtcOffset::UTC)
        .format(RFC3339_MILLIS)
        .unwrap_or_default()
}

/// `2026-11-22`.
pub fn date(at: OffsetDateTime) -> String {
    at.to_offset(time::UtcOffset::UTC)
        .format(DATE)
        .unwrap_or_default()
}

/// A duration in milliseconds, rounded to a microsecond: the unit of every `..._ms` in our JSON.
///
/// ```
/// # use std::time::Duration;
/// assert_eq!(netdiag::clock::millis(Duration::from_nanos(20_131_499)), 20.131);
/// ```
pub fn millis(duration: std::time::Duration) -> f64 {
    (duration.as_nanos() as f64 / 1000.0).round() / 1000.0
}
