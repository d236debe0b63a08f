//! What is printed: the originals' lines, or JSON.

use std::borrow::Cow;
use std::io;
use std::net::IpAddr;
use std::time::Duration;

use netdiag::cli::Out;
use netdiag::clock::millis;
use netdiag::patience::{patiently, still_waiting};
use netdiag::probe::connect::Outcome;
use netdiag::probe::lookup::{self, Resolution};
use netdiag::progress::per_second;
use netdiag::target::Target;
use netdiag::text::{counted, json, printable, spoken};
use tokio::time::{Instant, timeout_at};

use crate::json::{AttemptLine, ResolutionPart, SkippedLine, SummaryLine, WaitingLine};
use crate::route::Route;
use crate::stats::{ListCounts, Stats, whole_millis};
use crate::tried::Tried;

/// What an attempt's line has to name beside its outcome, because it is not clear from the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    /// Nothing: one target, one address.
    Nothing,
    /// The address, of several.
    Address,
    /// The target, of a list.
    Target,
}

/// What stands below (in JSON: in) the summary of one target.
#[derive(Debug, Default)]
pub struct Additions {
    /// What a person would not know.
    pub hint: Option<String>,
    /// Whether the integration takes the addresses into the network.
    pub routes: Vec<Route>,
    /// Slips in the name servers' configuration.
    pub warnings: Vec<String>,
}

/// For how long lines of a list may be gathered before they are handed on: nobody sees it, and each
/// handing on is a system call.
const GATHERING: Duration = Duration::from_millis(20);

/// Prints in the way that was asked for.
pub struct Printer {
    out: Out,
    json: bool,
    /// Since when something is written that the reader does not have.
    held_since: Option<Instant>,
}

impl Printer {
    /// To standard output.
    pub fn new(json: bool) -> Self {
        Self {
            out: Out::stdout(),
            json,
            held_since: None,
        }
    }

    /// Hands everything to the reader; to be called before waiting.
    pub fn flush(&mut self) -> io::Result<()> {
        self.held_since = None;
        self.out.flush()
    }

    fn line(&mut self, text: impl AsRef<str>) -> io::Result<()> {
        self.held_since.get_or_insert_with(Instant::now);
        self.out.text(text.as_ref())
    }

    /// One attempt.
    pub fn attempt(&mut self, target: &Target, tried: &Tried, naming: Naming) -> io::Result<()> {
        if self.json {
            self.line(json(&AttemptLine::of(target, tried)))
        } else {
            self.line(attempt_line(target, tried, naming))
        }
    }

    /// Waits for `future`, with everything printed so far in the reader's hands, and says so now and
    /// then.
    pub async fn patiently<F: Future>(&mut self, what: &str, future: F) -> io::Result<F::Output> {
        self.flush()?;
        patiently(future, |since| self.waiting(what, since)).await
    }

    /// Like [`Printer::patiently`], for events that come thick and fast: lines may be held back for
    /// [`GATHERING`] before they are handed on.
    pub async fn patiently_gathering<F: Future>(
        &mut self,
        what: &str,
        future: F,
    ) -> io::Result<F::Output> {
        let mut future = std::pin::pin!(future);
        if let Some(since) = self.held_since
            && let Ok(output) = timeout_at(since + GATHERING, &mut future).await
        {
            return Ok(output);
        }
        self.patiently(what, future).await
    }

    /// A sign of life. A line that the originals do not have, so only if it must be.
    fn waiting(&mut self, what: &str, since: Duration) -> io::Result<()> {
        if self.json {
            self.line(json(&WaitingLine::of(what, since)))?;
        } else {
            self.line(still_waiting(what, since))?;
        }
        self.flush()
    }

    /// A line of a list that names no target.
    pub fn skipped(&mut self, line: u64, message: &str) -> io::Result<()> {
        if self.json {
            self.line(json(&SkippedLine::of(line, message)))
        } else {
            self.line(format!("Line {line} skipped: {}", printable(message)))
        }
    }

    /// The end of one target. In text it is only printed for a target by itself.
    pub fn summary(
        &mut self,
        target: &Target,
        stats: &Stats,
        resolution: Option<&Resolution>,
        additions: &Additions,
    ) -> io::Result<()> {
        if self.json {
            let line = SummaryLine {
                event: "summary",
                target: Some(target.to_string()),
                resolution: resolution.map(ResolutionPart::of),
                route: additions.routes.first(),
                routes: (additions.routes.len() > 1).then_some(&additions.routes),
                hint: additions.hint.as_deref(),
                notes: &additions.warnings,
                ..SummaryLine::of(stats)
            };
            return self.line(json(&line));
        }
        self.line(complete_line(stats))?;
        if let Some(resolution) = resolution {
            self.line(resolution_line(resolution))?;
        }
        for warning in &additions.warnings {
            self.line(format!("warning: {}", printable(warning)))?;
        }
        if let Some(hint) = &additions.hint {
            self.line(format!("Hint: {hint}"))?;
        }
        for route in &additions.routes {
            self.line(format!("Route: {}", route.sentence()))?;
        }
        Ok(())
    }

    /// The plot of the attempts on one target.
    pub fn plot(&mut self, lines: &[String]) -> io::Result<()> {
        lines.iter().try_for_each(|line| self.line(line))
    }

    /// The end of a list; with `took` also each outcome and the rate.
    pub fn total(
        &mut self,
        stats: &Stats,
        counts: &ListCounts,
        took: Option<Duration>,
    ) -> io::Result<()> {
        if self.json {
            let line = SummaryLine {
                event: "total",
                targets: Some(counts.targets),
                targets_connected: Some(counts.targets_connected),
                lines_skipped: Some(counts.lines_skipped),
                took_ms: took.map(millis),
                per_second: took.map(|took| per_second(counts.targets, took)),
                ..SummaryLine::of(stats)
            };
            return self.line(json(&line));
        }
        self.line(complete_line(stats))?;
        let mut line = format!(
            "Targets: {} of {} connected",
            counts.targets_connected, counts.targets
        );
        if counts.lines_skipped > 0 {
            line += &format!(
                ", {} skipped",
                counted(counts.lines_skipped, "line", "lines")
            );
        }
        self.line(line)?;
        match took {
            Some(took) => self.line(outcomes_line(stats, counts, took)),
            None => Ok(()),
        }
    }
}

/// `Complete: 4/4 successful attempts (100%). Average success time: 39ms`, as the original ends.
fn complete_line(stats: &Stats) -> String {
    let (sent, connected) = (stats.sent(), stats.connected());
    format!(
        "Complete: {connected}/{sent} successful attempts ({}%). Average success time: {}ms",
        (connected * 100).checked_div(sent).unwrap_or(0),
        stats.mean_of_whole_millis()
    )
}

/// `Outcomes: 5000 connected, 4500 refused, 500 timeout. Took 1.270 s, 7874 targets a second`.
fn outcomes_line(stats: &Stats, counts: &ListCounts, took: Duration) -> String {
    let outcomes: Vec<String> = stats
        .outcomes()
        .map(|(outcome, n)| format!("{n} {}", spoken(outcome.as_str())))
        .collect();
    format!(
        "Outcomes: {}. Took {:.3} s, {} targets a second",
        outcomes.join(", "),
        took.as_secs_f64(),
        per_second(counts.targets, took)
    )
}

fn attempt_line(target: &Target, tried: &Tried, naming: Naming) -> String {
    // A list may hold names in any script, and marks that turn the line around.
    let target = target.to_string();
    let target = printable(&target);
    let which = match (naming, tried.address) {
        (Naming::Address, Some(address)) => format!(" ({address})"),
        (Naming::Target, _) if tried.seen.outcome != Outcome::Connected => format!(" ({target})"),
        _ => String::new(),
    };
    match tried.seen.outcome {
        Outcome::Connected => {
            let time = match whole_millis(tried.seen.rtt.unwrap_or_default()) {
                0 => Cow::Borrowed("<1"),
                ms => Cow::Owned(ms.to_string()),
            };
            format!("Connected to {target}{which}, time taken: {time}ms")
        }
        Outcome::Failed(failure) => {
            let message = tried.seen.message.as_deref().unwrap_or(failure.sentence());
            format!("Connection attempt failed: {message}{which}")
        }
    }
}

fn resolution_line(resolution: &Resolution) -> String {
    if resolution.outcome != lookup::Outcome::Resolved {
        return format!("Name not resolved: {}", resolution.sentence());
    }
    let addresses: Vec<String> = resolution
        .addresses()
        .iter()
        .map(IpAddr::to_string)
        .collect();
    format!(
        "Name resolved by {} in {} ms: {}",
        printable(resolution.server.as_deref().unwrap_or("nobody")),
        millis(resolution.took),
        addresses.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use netdiag::probe::connect::Attempt;
    use netdiag::probe::failure::Failure;

    fn tried(outcome: Outcome, rtt_us: u64) -> Tried {
        let seen = Attempt {
            outcome,
            rtt: Some(Duration::from_micros(rtt_us)),
            message: None,
            ..Attempt::failed(Failure::Other)
        };
        Tried::address(1, "10.61.8.9".parse().unwrap(), seen)
    }

    #[test]
    fn the_last_line_is_the_originals() {
        for (times, failures, expected) in [
            (
                &[171_000, 109_000, 109_000, 109_000][..],
                0,
                "4/4 successful attempts (100%). Average success time: 124.5ms",
            ),
            (
                &[139_000, 71_000, 71_000, 72_000],
                0,
                "4/4 successful attempts (100%). Average success time: 88.25ms",
            ),
            (
                &[31_000, 700, 20, 999],
                0,
                "4/4 successful attempts (100%). Average success time: 7.75ms",
            ),
            (
                &[],
                4,
                "0/4 successful attempts (0%). Average success time: 0ms",
            ),
            (
                &[16_999],
                2,
                "1/3 successful attempts (33%). Average success time: 16ms",
            ),
            (
                &[3_000, 3_000, 4_000],
                0,
                "3/3 successful attempts (100%). Average success time: 3.333ms",
            ),
            (
                &[],
                0,
                "0/0 successful attempts (0%). Average success time: 0ms",
            ),
        ] {
            let mut stats = Stats::default();
            for us in times {
                stats.count(Outcome::Connected, Some(Duration::from_micros(*us)), 0);
            }
            for _ in 0..failures {
                stats.count(Outcome::Failed(Failure::Timeout), None, 0);
            }
            assert_eq!(complete_line(&stats), format!("Complete: {expected}"));
        }
    }

    #[test]
    fn a_summary_tells_each_outcome_and_the_rate() {
        let mut stats = Stats::default();
        for (outcome, n) in [
            (Outcome::Connected, 3),
            (Outcome::Failed(Failure::Timeout), 2),
            (Outcome::Failed(Failure::Refused), 1),
        ] {
            (0..n).for_each(|_| stats.count(outcome, None, 0));
        }
        let counts = ListCounts {
            targets: 6,
            ..ListCounts::default()
        };
        let line = outcomes_line(&stats, &counts, Duration::from_millis(1500));
        assert!(line.starts_with("Outcomes: 3 connected, "), "{line}");
        assert!(
            line.contains("1 refused") && line.contains("2 timeout"),
            "{line}"
        );
        assert!(
            line.ends_with(". Took 1.500 s, 4 targets a second"),
            "{line}"
        );
    }

    #[test]
    fn an_attempt_is_the_originals_line() {
        let target: Target = "sql01:1433".parse().unwrap();
        let failed = Outcome::Failed(Failure::Timeout);
        for (tried, naming, expected) in [
            (
                tried(Outcome::Connected, 16_999),
                Naming::Nothing,
                "Connected to sql01:1433, time taken: 16ms",
            ),
            (
                tried(Outcome::Connected, 999),
                Naming::Nothing,
                "Connected to sql01:1433, time taken: <1ms",
            ),
            (
                tried(Outcome::Connected, 1_000),
                Naming::Address,
                "Connected to sql01:1433 (10.61.8.9), time taken: 1ms",
            ),
            (
                tried(failed, 0),
                Naming::Nothing,
                "Connection attempt failed: Connection timed out.",
            ),
            (
                tried(failed, 0),
                Naming::Address,
                "Connection attempt failed: Connection timed out. (10.61.8.9)",
            ),
            (
                tried(failed, 0),
                Naming::Target,
                "Connection attempt failed: Connection timed out. (sql01:1433)",
            ),
        ] {
            assert_eq!(attempt_line(&target, &tried, naming), expected);
        }
    }
}
