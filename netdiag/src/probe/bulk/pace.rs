//! How many datagrams may leave now. Pure: it is told the time.

use std::time::{Duration, Instant};

/// An allowance that fills with time and is never more than a burst.
#[derive(Debug, Clone)]
pub struct Pace {
    allowance: f64,
    filled: Option<Instant>,
}

impl Pace {
    /// One burst is allowed at once.
    pub fn new(burst: f64) -> Self {
        Self {
            allowance: burst,
            filled: None,
        }
    }

    /// How many may leave at `now`, if `rate` a second are fine and never more than `burst` at once.
    pub fn allowed(&mut self, now: Instant, rate: f64, burst: f64) -> usize {
        let passed = match self.filled {
            Some(then) => now.saturating_duration_since(then),
            None => Duration::ZERO,
        };
        self.filled = Some(now);
        self.allowance = (self.allowance + passed.as_secs_f64() * rate).min(burst);
        self.allowance.max(0.0) as usize
    }

    /// That many left.
    pub fn took(&mut self, n: usize) {
        self.allowance -= n as f64;
    }

    /// How long until one more may leave.
    pub fn wait(&self, rate: f64) -> Duration {
        let missing = (1.0 - self.allowance).max(0.0);
        Duration::try_from_secs_f64(missing / rate.max(0.001)).unwrap_or(Duration::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_than_the_rate_and_never_more_than_a_burst() {
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
