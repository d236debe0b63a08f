//! How far a long list is, for whoever sits in front of it.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

/// From one drawing to the next.
const PERIOD: Duration = Duration::from_millis(200);

/// Counts what is done of a list and shows it on one line of standard error, if that is a terminal
/// and the results go elsewhere; between results on one terminal it would only be in the way.
/// Dropping it wipes the line.
#[derive(Debug)]
pub struct Progress {
    unit: &'static str,
    shown: bool,
    start: Instant,
    next: Instant,
    done: u64,
    failed: u64,
    /// How long the line is that stands there.
    drawn: usize,
}

impl Progress {
    /// Begins now; `unit` is what is counted, as "names" or "targets".
    pub fn on_stderr(unit: &'static str) -> Self {
        let now = Instant::now();
        Self {
            unit,
            shown: io::stderr().is_terminal() && !io::stdout().is_terminal(),
            start: now,
            next: now + PERIOD,
            done: 0,
            failed: 0,
            drawn: 0,
        }
    }

    /// Counts one that is done; `good` if nothing was wrong with it.
    pub fn count(&mut self, good: bool) {
        self.done += 1;
        self.failed += u64::from(!good);
        self.draw_if_due();
    }

    /// When [`Progress::draw_if_due`] wants to be called while nothing gets done; `None` if nobody
    /// would see it.
    pub fn draw_at(&self) -> Option<Instant> {
        self.shown.then_some(self.next)
    }

    /// To be called now and then while nothing gets done, so that the rate falls before everybody's
    /// eyes.
    pub fn draw_if_due(&mut self) {
        if !self.shown {
            return;
        }
        let now = Instant::now();
        if now < self.next {
            return;
        }
        self.next = now + PERIOD;
        let line = self.line(now - self.start);
        let longest = line.len().max(self.drawn);
        self.drawn = line.len();
        // A terminal that is gone is no reason to stop.
        let _ = write!(io::stderr(), "\r{line:longest$}");
    }

    /// Takes the line away, and draws no other: whatever is said next has the terminal for itself.
    pub fn end(&mut self) {
        self.shown = false;
        if self.drawn > 0 {
            let _ = write!(io::stderr(), "\r{:1$}\r", "", self.drawn);
            self.drawn = 0;
        }
    }

    /// How many are done.
    pub fn done(&self) -> u64 {
        self.done
    }

    /// Since the beginning.
    pub fn took(&self) -> Duration {
        self.start.elapsed()
    }

    fn line(&self, took: Duration) -> String {
        format!(
            "{} {}, {} a second, {} failed",
            self.done,
            self.unit,
            per_second(self.done, took),
            self.failed
        )
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.end();
    }
}

/// How many of `done` came in a second, rounded; 0 if no time has gone by.
///
/// ```
/// # use std::time::Duration;
/// assert_eq!(netdiag::progress::per_second(10_000, Duration::from_millis(300)), 33_333);
/// ```
pub fn per_second(done: u64, took: Duration) -> u64 {
    let seconds = took.as_secs_f64();
    if seconds > 0.0 {
        (done as f64 / seconds).round() as u64
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_tells_count_rate_and_failures() {
        let mut progress = Progress::on_stderr("targets");
        progress.count(true);
        progress.count(false);
        progress.count(true);
        for (took, expected) in [
            (
                Duration::from_millis(1500),
                "3 targets, 2 a second, 1 failed",
            ),
            (Duration::ZERO, "3 targets, 0 a second, 1 failed"),
        ] {
            assert_eq!(progress.line(took), expected);
        }
    }
}
