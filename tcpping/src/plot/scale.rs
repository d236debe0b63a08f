//! A scale that people can read: from 0 to a round number, in a fitting unit.

use std::time::Duration;

/// The scale of round trips.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    /// The unit: `us`, `ms` or `s`.
    pub unit: &'static str,
    /// The upper end, in this unit.
    pub top: f64,
    seconds: f64,
}

/// What the first digit of an upper end may be: half of each is short to write, too.
const ROUND: [f64; 8] = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0];

impl Scale {
    /// From 0 to a round number that is not below `longest`. It begins at 0, so that a tenth of a
    /// millisecond more or less does not look like much.
    pub fn up_to(longest: Duration) -> Self {
        let (unit, seconds) = match longest.as_secs_f64() {
            s if s > 10.0 => ("s", 1.0),
            s if s > 0.001 => ("ms", 0.001),
            _ => ("us", 0.000_001),
        };
        let longest = (longest.as_secs_f64() / seconds).max(1.0);
        let power = 10_f64.powf(longest.log10().floor());
        // A hair's breadth less: 20 ms is 20.000000000000004 of them.
        let first = longest / power * (1.0 - 1e-9);
        let round = ROUND.into_iter().find(|round| *round >= first);
        Self {
            unit,
            top: round.unwrap_or(10.0) * power,
            seconds,
        }
    }

    /// How far up this is: 0 at the bottom, 1 at the upper end.
    pub fn height(&self, rtt: Duration) -> f64 {
        (rtt.as_secs_f64() / self.seconds / self.top).clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_upper_end_is_round() {
        for (longest_us, top, unit) in [
            (0, 1.0, "us"),
            (1, 1.0, "us"),
            (87, 100.0, "us"),
            (1_000, 1_000.0, "us"),
            (1_001, 2.0, "ms"),
            (20_000, 20.0, "ms"),
            (20_131, 30.0, "ms"),
            (64_000, 80.0, "ms"),
            (999_000, 1_000.0, "ms"),
            (3_021_000, 4_000.0, "ms"),
            (10_000_000, 10_000.0, "ms"),
            (21_000_000, 30.0, "s"),
        ] {
            let scale = Scale::up_to(Duration::from_micros(longest_us));
            assert_eq!((scale.top, scale.unit), (top, unit), "{longest_us}");
            assert!(scale.height(Duration::from_micros(longest_us)) <= 1.0);
        }
        let scale = Scale::up_to(Duration::from_millis(30));
        assert!((scale.height(Duration::from_millis(15)) - 0.5).abs() < 1e-9);
    }
}
