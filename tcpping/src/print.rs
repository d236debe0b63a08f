//! What is printed: the originals' lines, or JSON.

use std::borrow::Cow;
use std::io;
use std::net::IpAddr;
use std::time::Duration;

use netdiag::cli::Out;
use netdiag::clock::millis;
use netdiag::patience::patiently;
use netdiag::probe::connect::Outcome;
use netdiag::probe::lookup::{self, Resolution};
use netdiag::progress::per_second;
use netdiag::target::Target;
use netdiag::text::{counted, json, printable};
use tokio::time::{Instant, timeout_at};

use crate::json::{AttemptLine, ResolutionPart, SCHEMA, SkippedLine, SummaryLine, WaitingLine};
use crate::route::Route;
use crate::shot::Shot;
use crate::stats::{ListCounts, Stats, whole_millis};

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
    pub notes: Vec<String>,
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
    pub fn attempt(&mut self, target: &Target, shot: &Shot, naming: Naming) -> io::Result<()> {
        if self.json {
            self.line(json(&AttemptLine::of(target, shot)))
        } else {
            self.line(attempt_line(target, shot, naming))
        }
    }

    /// Waits for `future`, with everything printed so far in the reader's hands, and says so now and
    /// then.
    pub async fn patiently<F: Future>(&mut self, what: &str, future: F) -> io::Result<F::Output> {
        self.flush()?;
        patiently(future, |since| self.waiting(what, since)).await
    }

    /// Like [`Printer::patiently`], where something else happens within moments: what was printed may
    /// stay with us that long.
    pub async fn soon<F: Future>(&mut self, what: &str, future: F) -> io::Result<F::Output> {
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
        let seconds = since.as_secs();
        if self.json {
            let line = WaitingLine {
                schema: SCHEMA,
                event: "waiting",
                what,
                seconds,
            };
            self.line(json(&line))?;
        } else {
            self.line(format!("Still waiting for {what} ({seconds} s)"))?;
        }
        self.flush()
    }

    /// A line of a list that names no target.
    pub fn skipped(&mut self, line: u64, message: &str) -> io::Result<()> {
        if self.json {
            self.line(json(&SkippedLine {
                schema: SCHEMA,
                event: "skipped",
                line,
                message,
            }))
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
                notes: &additions.notes,
                ..SummaryLine::of(stats)
            };
            return self.line(json(&line));
        }
        self.line(stats.complete())?;
        if let Some(resolution) = resolution {
            self.line(resolution_line(resolution))?;
        }
        for note in &additions.notes {
            self.line(format!("Note: {}", printable(note)))?;
        }
        if let Some(hint) = &additions.hint {
            self.line(format!("Hint: {hint}"))?;
        }
        for route in &additions.routes {
            self.line(route.line())?;
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
        self.line(stats.complete())?;
        let mut line = format!(
            "Targets: {} of {} connected",
            counts.targets_connected, counts.targets
        );
        if counts.lines_skipped > 0 {
            let skipped = usize::try_from(counts.lines_skipped).unwrap_or(usize::MAX);
            line += &format!(", {} skipped", counted(skipped, "line", "lines"));
        }
        self.line(line)?;
        match took {
            Some(took) => self.line(outcomes_line(stats, counts, took)),
            None => Ok(()),
        }
    }
}

/// `Outcomes: 5000 connected, 4500 refused, 500 timeout. Took 1.270 s, 7874 targets a second`.
fn outcomes_line(stats: &Stats, counts: &ListCounts, took: Duration) -> String {
    let outcomes: Vec<String> = stats
        .outcomes()
        .map(|(outcome, n)| format!("{n} {}", outcome.as_str()))
        .collect();
    format!(
        "Outcomes: {}. Took {:.3} s, {} targets a second",
        outcomes.join(", "),
        took.as_secs_f64(),
        per_second(counts.targets, took)
    )
}

fn attempt_line(target: &Target, shot: &Shot, naming: Naming) -> String {
    // A list may hold names in any script, and marks that turn the line around.
    let target = target.to_string();
    let target = printable(&target);
    let which = match (naming, shot.address) {
        (Naming::Address, Some(address)) => format!(" ({address})"),
        (Naming::Target, _) if shot.seen.outcome != Outcome::Connected => format!(" ({target})"),
        _ => String::new(),
    };
    match shot.seen.outcome {
        Outcome::Connected => {
            let time = match whole_millis(shot.seen.rtt.unwrap_or_default()) {
                0 => Cow::Borrowed("<1"),
                ms => Cow::Owned(ms.to_string()),
            };
            format!("Connected to {target}{which}, time taken: {time}ms")
        }
        Outcome::Failed(failure) => {
            let message = shot.seen.message.as_deref().unwrap_or(failure.sentence());
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

    fn shot(outcome: Outcome, rtt_us: u64) -> Shot {
        let seen = Attempt {
            outcome,
            rtt: Some(Duration::from_micros(rtt_us)),
            message: None,
            ..Attempt::failed(Failure::Other)
        };
        Shot::tried(1, "10.61.8.9".parse().unwrap(), seen)
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
        for (shot, naming, expected) in [
            (
                shot(Outcome::Connected, 16_999),
                Naming::Nothing,
                "Connected to sql01:1433, time taken: 16ms",
            ),
            (
                shot(Outcome::Connected, 999),
                Naming::Nothing,
                "Connected to sql01:1433, time taken: <1ms",
            ),
            (
                shot(Outcome::Connected, 1_000),
                Naming::Address,
                "Connected to sql01:1433 (10.61.8.9), time taken: 1ms",
            ),
            (
                shot(failed, 0),
                Naming::Nothing,
                "Connection attempt failed: Connection timed out.",
            ),
            (
                shot(failed, 0),
                Naming::Address,
                "Connection attempt failed: Connection timed out. (10.61.8.9)",
            ),
            (
                shot(failed, 0),
                Naming::Target,
                "Connection attempt failed: Connection timed out. (sql01:1433)",
            ),
        ] {
            assert_eq!(attempt_line(&target, &shot, naming), expected);
        }
    }
}
