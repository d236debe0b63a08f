//! Beginning no more than so many things a second. Pure: it is told the time.

use std::num::NonZeroU32;
use std::time::{Duration, Instant};

/// How long a [`Rate`] may have been missed and be made up for at once: more than timers are late by,
/// and too little to be a burst.
const SLACK: Duration = Duration::from_millis(20);

/// An allowance that fills with time, at a rate that may change, and is never more than a burst.
#[derive(Debug, Clone)]
pub struct Pace {
    allowance: f64,
    filled: Option<Instant>,
}

impl Pace {
    /// So many are allowed at once to begin with.
    pub fn new(first: f64) -> Self {
        Self {
            allowance: first,
            filled: None,
        }
    }

    /// How many may begin at `now`, if `rate` a second are fine and never more than `burst` at once.
    pub fn allowed(&mut self, now: Instant, rate: f64, burst: f64) -> usize {
        let passed = match self.filled {
            Some(then) => now.saturating_duration_since(then),
            None => Duration::ZERO,
        };
        self.filled = Some(now);
        self.allowance = (self.allowance + passed.as_secs_f64() * rate).min(burst);
        // A hair less than one is one: waits come in whole nanoseconds.
        (self.allowance + 1e-3).max(0.0) as usize
    }

    /// That many began.
    pub fn took(&mut self, n: usize) {
        self.allowance -= n as f64;
    }

    /// How long from the last look until one more may begin.
    pub fn wait(&self, rate: f64) -> Duration {
        let missing = (1.0 - self.allowance).max(0.0);
        Duration::try_from_secs_f64(missing / rate.max(0.001)).unwrap_or(Duration::MAX)
    }
}

/// What `--rate` asks for: a [`Pace`] that does not change, evenly spread.
///
/// ```
/// use std::num::NonZeroU32;
/// use std::time::{Duration, Instant};
/// let mut rate = netdiag::pace::Rate::new(NonZeroU32::new(10).unwrap());
/// let now = Instant::now();
/// assert_eq!(rate.allowed(now), 1);
/// rate.took(1);
/// assert_eq!(rate.allowed(now), 0);
/// assert_eq!(rate.wait(), Duration::from_millis(100));
/// assert_eq!(rate.allowed(now + rate.wait()), 1);
/// ```
#[derive(Debug, Clone)]
pub struct Rate {
    per_second: f64,
    pace: Pace,
}

impl Rate {
    /// That many a second, the first at once.
    pub fn new(per_second: NonZeroU32) -> Self {
        Self {
            per_second: per_second.get().into(),
            pace: Pace::new(1.0),
        }
    }

    /// How many may begin at `now`: what timers that are late have missed is made up for, what was
    /// missed in a long wait is not.
    pub fn allowed(&mut self, now: Instant) -> usize {
        let burst = (self.per_second * SLACK.as_secs_f64()).max(1.0);
        self.pace.allowed(now, self.per_second, burst)
    }

    /// That many began.
    pub fn took(&mut self, n: usize) {
        self.pace.took(n);
    }

    /// How long from the last look until one more may begin.
    pub fn wait(&self) -> Duration {
        self.pace.wait(self.per_second)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(per_second: u32) -> Rate {
        Rate::new(NonZeroU32::new(per_second).unwrap())
    }

    /// How much a caller begins within `span`, if it looks at the clock every `step`.
    fn begun(per_second: u32, step: Duration, span: Duration) -> usize {
        let start = Instant::now();
        let mut rate = rate(per_second);
        let (mut now, mut begun) = (start, 0);
        while now <= start + span {
            let n = rate.allowed(now);
            rate.took(n);
            begun += n;
            now += step;
        }
        begun
    }

    #[test]
    fn late_timers_do_not_slow_it_down() {
        let second = Duration::from_secs(1);
        for (per_second, step_us) in [(100, 50), (100, 1_100), (5_000, 1_100), (50_000, 1_100)] {
            let begun = begun(per_second, Duration::from_micros(step_us), second);
            let expected = per_second as usize * 99 / 100..=per_second as usize * 101 / 100 + 1;
            assert!(expected.contains(&begun), "{per_second}: {begun}");
        }
    }

    #[test]
    fn whoever_waits_as_told_keeps_the_rate() {
        for per_second in [1, 3, 100, 7_777] {
            let start = Instant::now();
            let (mut rate, mut now) = (rate(per_second), start);
            for _ in 0..=10 * per_second {
                assert!(
                    rate.allowed(now) >= 1,
                    "{per_second}: the wait was too short"
                );
                rate.took(1);
                now += rate.wait();
            }
            // The first came at once, and a wait follows the last.
            let expected = 10.0 + 1.0 / f64::from(per_second);
            let took = (now - start).as_secs_f64();
            assert!((took - expected).abs() < 0.01, "{per_second}: {took}");
        }
    }

    #[test]
    fn what_was_missed_in_a_long_wait_is_not_made_up_for() {
        let start = Instant::now();
        for (per_second, most) in [(1_000, 20), (10, 1), (1, 1)] {
            let mut rate = rate(per_second);
            assert_eq!(rate.allowed(start), 1);
            rate.took(1);
            let at_once = rate.allowed(start + Duration::from_secs(60));
            assert_eq!(at_once, most, "{per_second}");
        }
    }

    #[test]
    fn a_pace_is_never_more_than_a_burst() {
        let start = Instant::now();
        let mut pace = Pace::new(4.0);
        let mut sent = 0;
        for ms in 0..=1000 {
            let n = pace.allowed(start + Duration::from_millis(ms), 100.0, 4.0);
            assert!(n <= 4);
            pace.took(n);
            sent += n;
        }
        assert!((103..=104).contains(&sent), "{sent}");
        let n = pace.allowed(start + Duration::from_secs(100), 100.0, 4.0);
        assert_eq!(n, 4, "a pause saves nothing up");
        pace.took(4);
        assert_eq!(pace.wait(100.0), Duration::from_millis(10));
    }
}
