//! A figure: what one row came to in one run, and how numbers are told.

/// One line of one run.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Which work.
    pub work: String,
    /// Who did it.
    pub who: String,
    /// In what the value is told.
    pub unit: Unit,
    /// The run's own median (or what else stands there), in the unit.
    pub value: f64,
    /// How many times as long as ours it took in the same run.
    pub ratio: Option<f64>,
    /// Processor time in milliseconds.
    pub cpu: Option<f64>,
    /// The most memory, in MB.
    pub memory: Option<f64>,
    /// What was wrong, in a word or two.
    pub fault: Option<String>,
}

/// In what a figure is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Seconds, start to exit.
    Seconds,
    /// Milliseconds, start to exit.
    Milliseconds,
    /// So many things a second, start to exit.
    PerSecond(u32),
    /// Microseconds, of something that was reported.
    Microseconds,
}

impl Unit {
    /// What a run that took so many seconds comes to.
    pub fn of_wall(self, seconds: f64) -> f64 {
        match self {
            Self::Seconds => seconds,
            Self::Milliseconds => seconds * 1e3,
            Self::PerSecond(n) => f64::from(n) / seconds,
            Self::Microseconds => seconds * 1e6,
        }
    }

    /// Its name, behind a number.
    pub fn name(self) -> &'static str {
        match self {
            Self::Seconds => "s",
            Self::Milliseconds => "ms",
            Self::PerSecond(_) => "a second",
            Self::Microseconds => "us",
        }
    }

    /// A figure with as many digits as mean something.
    pub fn number(self, value: f64) -> String {
        match self {
            Self::Seconds => grouped(value, 3),
            Self::Milliseconds => grouped(value, 2),
            Self::PerSecond(_) | Self::Microseconds => grouped(value, 0),
        }
    }
}

/// The number with so many digits behind the point, and a comma between thousands.
pub fn grouped(number: f64, digits: usize) -> String {
    let text = format!("{number:.digits$}");
    let whole = text.find('.').unwrap_or(text.len());
    let mut grouped = String::new();
    for (at, c) in text.char_indices() {
        let ahead = whole.saturating_sub(at);
        if at > 0 && at < whole && ahead.is_multiple_of(3) && !grouped.ends_with('-') {
            grouped.push(',');
        }
        grouped.push(c);
    }
    grouped
}

/// In rising order.
pub fn sorted(mut numbers: Vec<f64>) -> Vec<f64> {
    numbers.sort_by(f64::total_cmp);
    numbers
}

/// The middle one of sorted numbers, or the mean of the two in the middle; 0 of none.
pub fn median(sorted: &[f64]) -> f64 {
    match sorted.len() {
        0 => 0.0,
        n => (sorted[(n - 1) / 2] + sorted[n / 2]) / 2.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        for (number, digits, expected) in [
            (0.0, 0, "0"),
            (999.5, 1, "999.5"),
            (1_000.0, 0, "1,000"),
            (1_234_567.891, 2, "1,234,567.89"),
            (-123.0, 0, "-123"),
            (-1_234.0, 0, "-1,234"),
        ] {
            assert_eq!(grouped(number, digits), expected);
        }
    }

    #[test]
    fn the_middle_of_an_even_number_lies_between() {
        assert_eq!(median(&[1.0, 2.0, 4.0, 9.0]), 3.0);
        assert_eq!(median(&[]), 0.0);
    }
}
