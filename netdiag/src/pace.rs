//! Beginning no more than so many things a second. Pure: it is told the time.

use std::num::NonZeroU32;
use std::time::{Duration, Instant};

/// How far the schedule may fall behind the clock and be made up for at once: more than timers are
/// late by, and too little to be a burst.
const SLACK: Duration = Duration::from_millis(20);

/// Hands out turns, evenly spread.
///
/// ```
/// use std::num::NonZeroU32;
/// use std::time::{Duration, Instant};
/// let mut pace = netdiag::pace::Pace::new(NonZeroU32::new(10).unwrap());
/// let now = Instant::now();
/// assert_eq!(pace.turn(now), now);
/// assert_eq!(pace.turn(now), now + Duration::from_millis(100));
/// ```
#[derive(Debug, Clone)]
pub struct Pace {
    interval: Duration,
    next: Option<Instant>,
}

impl Pace {
    /// That many turns a second.
    pub fn new(per_second: NonZeroU32) -> Self {
        Self {
            interval: Duration::from_secs(1) / per_second.get(),
            next: None,
        }
    }

    /// Takes a turn and says when it is: wait until then; if that is past already, begin.
    pub fn turn(&mut self, now: Instant) -> Instant {
        let turn = match (self.next, now.checked_sub(SLACK)) {
            (None, _) => now,
            (Some(next), None) => next,
            (Some(next), Some(earliest)) => next.max(earliest),
        };
        self.next = Some(turn + self.interval);
        turn
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pace(per_second: u32) -> Pace {
        Pace::new(NonZeroU32::new(per_second).unwrap())
    }

    /// How many of a caller's turns lie within `span`, if it looks at the clock every `step`.
    fn begun(per_second: u32, step: Duration, span: Duration) -> u32 {
        let start = Instant::now();
        let mut pace = pace(per_second);
        let (mut now, mut begun) = (start, 0);
        loop {
            let turn = pace.turn(now);
            while now < turn {
                now += step;
            }
            if now > start + span {
                return begun;
            }
            begun += 1;
        }
    }

    #[test]
    fn late_timers_do_not_slow_it_down() {
        let second = Duration::from_secs(1);
        for (per_second, step_us) in [(100, 1), (100, 1_100), (5_000, 1_100), (50_000, 1_100)] {
            let begun = begun(per_second, Duration::from_micros(step_us), second);
            let expected = per_second * 99 / 100..=per_second * 101 / 100 + 1;
            assert!(expected.contains(&begun), "{per_second}: {begun}");
        }
    }

    #[test]
    fn what_was_missed_in_a_long_wait_is_not_made_up_for() {
        let start = Instant::now();
        let mut pace = pace(1_000);
        pace.turn(start);
        let later = start + Duration::from_secs(60);
        let at_once = (0..1_000).filter(|_| pace.turn(later) <= later).count();
        assert!(at_once <= 21, "{at_once}");
    }
}
