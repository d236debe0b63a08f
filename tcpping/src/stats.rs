//! Counting attempts and their times. Pure.

use std::time::Duration;

use netdiag::probe::connect::{Attempt, Outcome};

/// How many times are kept one by one for the median and the 95th percentile.
const KEPT: usize = 65_536;

/// What a row of attempts adds up to, in bounded memory.
///
/// Count, sum, extremes and deviation are exact. So are median and percentile up to 65,536
/// connections; beyond that they are those of an even sample (every second, fourth, ... time).
#[derive(Debug, Clone, Default)]
pub struct Stats {
    sent: u64,
    connected: u64,
    /// How often each came, in order; there are few kinds.
    outcomes: Vec<(Outcome, u64)>,
    whole_ms: u64,
    /// Milliseconds: mean and sum of squared distances from it (Welford), smallest, largest.
    mean: f64,
    squares: f64,
    min: Duration,
    max: Duration,
    kept: Vec<Duration>,
    /// Every `2^thinned`th time is kept.
    thinned: u32,
    repeated: u64,
}

/// Times in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Times {
    /// The shortest.
    pub min: f64,
    /// The arithmetic mean.
    pub avg: f64,
    /// The middle one, or the mean of the two in the middle.
    pub median: f64,
    /// The smallest time that at least 95 % of all do not exceed.
    pub p95: f64,
    /// The longest.
    pub max: f64,
    /// The standard deviation of these times (not an estimate for others).
    pub stddev: f64,
}

impl Stats {
    /// Counts an attempt.
    pub fn add(&mut self, seen: &Attempt) {
        self.count(seen.outcome, seen.rtt, seen.repeated_syns.unwrap_or(0));
    }

    /// Counts an attempt; `rtt` is the time of one that connected.
    pub fn count(&mut self, outcome: Outcome, rtt: Option<Duration>, repeated_syns: u32) {
        self.sent += 1;
        match self.outcomes.binary_search_by_key(&outcome, |(o, _)| *o) {
            Ok(at) => self.outcomes[at].1 += 1,
            Err(at) => self.outcomes.insert(at, (outcome, 1)),
        }
        if outcome != Outcome::Connected {
            return;
        }
        self.repeated += u64::from(repeated_syns > 0);
        let rtt = rtt.unwrap_or_default();
        let ms = rtt.as_secs_f64() * 1000.0;
        if self.connected.is_multiple_of(1 << self.thinned) {
            if self.kept.len() == KEPT {
                let mut keep = false;
                self.kept.retain(|_| {
                    keep = !keep;
                    keep
                });
                self.thinned += 1;
            }
            self.kept.push(rtt);
        }
        self.connected += 1;
        self.whole_ms += whole_millis(rtt);
        let distance = ms - self.mean;
        self.mean += distance / self.connected as f64;
        self.squares += distance * (ms - self.mean);
        if self.connected == 1 {
            (self.min, self.max) = (rtt, rtt);
        } else {
            self.min = self.min.min(rtt);
            self.max = self.max.max(rtt);
        }
    }

    /// How many attempts were made.
    pub fn sent(&self) -> u64 {
        self.sent
    }

    /// How many of them connected.
    pub fn connected(&self) -> u64 {
        self.connected
    }

    /// How many connections needed a repeated SYN.
    pub fn repeated(&self) -> u64 {
        self.repeated
    }

    /// How often each outcome came, without those that never did.
    pub fn outcomes(&self) -> impl Iterator<Item = (Outcome, u64)> + '_ {
        self.outcomes.iter().copied()
    }

    /// Whether this outcome came at all.
    pub fn saw(&self, outcome: Outcome) -> bool {
        self.outcomes.iter().any(|(o, _)| *o == outcome)
    }

    /// The times of the connections, if there were any.
    pub fn times(&self) -> Option<Times> {
        let mut sorted = self.kept.clone();
        sorted.sort_unstable();
        let last = sorted.len().checked_sub(1)?;
        let ms = |duration: Duration| duration.as_secs_f64() * 1000.0;
        let rank = (sorted.len() * 95).div_ceil(100) - 1;
        Some(Times {
            min: rounded(ms(self.min)),
            avg: rounded(self.mean),
            median: rounded((ms(sorted[last / 2]) + ms(sorted[last.div_ceil(2)])) / 2.0),
            p95: rounded(ms(sorted[rank])),
            max: rounded(ms(self.max)),
            stddev: rounded((self.squares.max(0.0) / self.connected as f64).sqrt()),
        })
    }

    /// The mean of the connections' times, each cut to whole milliseconds, as the original counts; with
    /// at most three digits, and 0 if nothing connected.
    pub fn mean_of_whole_millis(&self) -> f64 {
        match self.connected {
            0 => 0.0,
            n => rounded(self.whole_ms as f64 / n as f64),
        }
    }
}

/// The time in whole milliseconds, cut.
pub fn whole_millis(rtt: Duration) -> u64 {
    u64::try_from(rtt.as_millis()).unwrap_or(u64::MAX)
}

fn rounded(ms: f64) -> f64 {
    (ms * 1000.0).round() / 1000.0
}

/// What a list came to.
#[derive(Debug, Clone, Copy, Default)]
pub struct ListCounts {
    /// Targets that were probed.
    pub targets: u64,
    /// Those of them to which a connection was made.
    pub targets_connected: u64,
    /// Lines that name no target.
    pub lines_skipped: u64,
    /// Whether the list could not be read to its end.
    pub broken_off: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use netdiag::probe::failure::Failure;

    fn stats(times_us: &[u64], failures: u64) -> Stats {
        let mut stats = Stats::default();
        for us in times_us {
            stats.count(Outcome::Connected, Some(Duration::from_micros(*us)), 0);
        }
        for _ in 0..failures {
            stats.count(Outcome::Failed(Failure::Timeout), None, 0);
        }
        stats
    }

    #[test]
    fn times_are_described() {
        let times = stats(&[2_000, 4_000, 4_000, 4_000, 5_000, 5_000, 7_000, 9_000], 3)
            .times()
            .unwrap();
        assert_eq!(
            times,
            Times {
                min: 2.0,
                avg: 5.0,
                median: 4.5,
                p95: 9.0,
                max: 9.0,
                stddev: 2.0
            }
        );
        let one = stats(&[20_131], 0).times().unwrap();
        assert_eq!((one.median, one.p95, one.stddev), (20.131, 20.131, 0.0));
        assert_eq!(stats(&[], 2).times(), None);
    }

    #[test]
    fn memory_stays_bounded_and_the_median_true() {
        let mut stats = Stats::default();
        for i in 0..300_000_u64 {
            let rtt = Duration::from_micros(1000 + (i * 7919) % 1000);
            stats.count(Outcome::Connected, Some(rtt), 0);
        }
        assert!(stats.kept.len() <= KEPT);
        let times = stats.times().unwrap();
        assert_eq!((times.min, times.max), (1.0, 1.999));
        assert!((times.median - 1.5).abs() < 0.02, "{times:?}");
        assert!((times.p95 - 1.95).abs() < 0.02, "{times:?}");
    }
}
