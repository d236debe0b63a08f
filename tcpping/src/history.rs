//! The attempts in their order, in bounded memory. Pure.

use std::time::Duration;

use netdiag::probe::connect::{Attempt, Outcome};
use netdiag::probe::failure::Failure;

/// How many bins there are at most. More than a screen or a page has columns for.
const MOST: usize = 1024;

/// Some attempts that followed each other.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bin {
    /// How many they are.
    pub attempts: u64,
    /// How many of them connected.
    pub connected: u64,
    /// How many did not, for each way to fail that came.
    pub failures: Vec<(Failure, u64)>,
    /// The shortest round trip of those that connected.
    pub min: Duration,
    /// The longest.
    pub max: Duration,
    /// All of them together.
    pub sum: Duration,
}

impl Bin {
    /// How many failed.
    pub fn failed(&self) -> u64 {
        self.attempts - self.connected
    }

    /// The mean round trip, if any connected.
    pub fn mean(&self) -> Option<Duration> {
        let nanos = self
            .sum
            .as_nanos()
            .checked_div(u128::from(self.connected))?;
        Some(Duration::from_nanos(
            u64::try_from(nanos).unwrap_or(u64::MAX),
        ))
    }

    /// Counts these attempts with the next ones.
    fn join(&mut self, next: &Self) {
        (self.min, self.max) = match (self.connected, next.connected) {
            (_, 0) => (self.min, self.max),
            (0, _) => (next.min, next.max),
            _ => (self.min.min(next.min), self.max.max(next.max)),
        };
        self.attempts += next.attempts;
        self.connected += next.connected;
        self.sum = self.sum.saturating_add(next.sum);
        for (failure, n) in &next.failures {
            match self.failures.iter_mut().find(|(f, _)| f == failure) {
                Some((_, so_far)) => *so_far += n,
                None => self.failures.push((*failure, *n)),
            }
        }
    }
}

/// The attempts on one target, one by one as long as they are few; then two in a bin, four, and so on.
/// No failure and no extreme is ever lost, only where exactly in its bin it was.
#[derive(Debug, Clone)]
pub struct History {
    bins: Vec<Bin>,
    per_bin: u64,
}

impl Default for History {
    fn default() -> Self {
        Self {
            bins: Vec::new(),
            per_bin: 1,
        }
    }
}

impl History {
    /// Takes note of an attempt.
    pub fn add(&mut self, seen: &Attempt) {
        self.note(match seen.outcome {
            Outcome::Connected => Ok(seen.rtt.unwrap_or_default()),
            Outcome::Failed(failure) => Err(failure),
        });
    }

    /// Takes note of an attempt: its round trip, or how it failed.
    pub fn note(&mut self, end: Result<Duration, Failure>) {
        let rtt = end.unwrap_or_default();
        let one = Bin {
            attempts: 1,
            connected: u64::from(end.is_ok()),
            failures: end.err().map(|failure| (failure, 1)).into_iter().collect(),
            min: rtt,
            max: rtt,
            sum: rtt,
        };
        match self.bins.last_mut() {
            Some(last) if last.attempts < self.per_bin => last.join(&one),
            _ => {
                if self.bins.len() == MOST {
                    self.bins = joined(&self.bins, 2);
                    self.per_bin *= 2;
                }
                self.bins.push(one);
            }
        }
    }

    /// How many attempts there were.
    pub fn attempts(&self) -> u64 {
        self.bins.iter().map(|bin| bin.attempts).sum()
    }

    /// The attempts in at most `most` bins (at least one), and how many are in each but the last, which
    /// may have fewer.
    pub fn bins(&self, most: usize) -> (Vec<Bin>, u64) {
        let together = self.bins.len().div_ceil(most.max(1)).max(1);
        (
            joined(&self.bins, together),
            self.per_bin.saturating_mul(together as u64),
        )
    }
}

fn joined(bins: &[Bin], together: usize) -> Vec<Bin> {
    bins.chunks(together)
        .map(|some| {
            let mut bin = Bin::default();
            some.iter().for_each(|next| bin.join(next));
            bin
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn history(rtts_ms: impl IntoIterator<Item = Option<u64>>) -> History {
        let mut history = History::default();
        for rtt in rtts_ms {
            history.note(rtt.map(Duration::from_millis).ok_or(Failure::Timeout));
        }
        history
    }

    fn bin(attempts: u64, connected: u64, min: u64, max: u64, sum: u64) -> Bin {
        Bin {
            attempts,
            connected,
            failures: match attempts - connected {
                0 => Vec::new(),
                n => vec![(Failure::Timeout, n)],
            },
            min: Duration::from_millis(min),
            max: Duration::from_millis(max),
            sum: Duration::from_millis(sum),
        }
    }

    #[test]
    fn few_attempts_stand_by_themselves_or_together_as_wanted() {
        let history = history([None, Some(7), Some(3), None, Some(0)]);
        assert_eq!(history.attempts(), 5);
        assert_eq!(
            history.bins(3),
            (
                vec![bin(2, 1, 7, 7, 7), bin(2, 1, 3, 3, 3), bin(1, 1, 0, 0, 0)],
                2
            )
        );
        let (bins, per_bin) = history.bins(80);
        assert_eq!((bins.len(), per_bin), (5, 1));
        assert_eq!((bins[0].mean(), bins[0].failed()), (None, 1));
        assert_eq!(history.bins(0).0, [bin(5, 3, 0, 7, 10)]);
        assert_eq!(History::default().bins(10), (Vec::new(), 1));
    }

    #[test]
    fn an_endless_run_keeps_failures_and_extremes_in_bounded_memory() {
        let history = history((0..300_000).map(|i| match i {
            123_456 => None,
            200_000 => Some(900),
            200_001 => Some(1),
            _ => Some(20),
        }));
        assert!(history.bins.len() <= MOST && history.bins.capacity() <= 2 * MOST);
        assert_eq!(history.attempts(), 300_000);
        let (bins, per_bin) = history.bins(100);
        assert!(bins.len() <= 100);
        let full = &bins[..bins.len() - 1];
        assert!(full.iter().all(|bin| bin.attempts == per_bin), "{bins:?}");
        let at = |n: u64| &bins[usize::try_from(n / per_bin).unwrap()];
        assert_eq!(at(123_456).failed(), 1);
        assert_eq!(bins.iter().map(Bin::failed).sum::<u64>(), 1);
        assert_eq!(at(200_000).max, Duration::from_millis(900));
        assert_eq!(at(200_000).min, Duration::from_millis(1));
    }
}
