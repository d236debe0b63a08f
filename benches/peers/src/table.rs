//! What was measured, in lines of at most 100 columns.

use crate::measure::Measured;
use crate::summary::Figure;

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

/// The row with this prefix is ours; the others are set in relation to it.
pub const OURS: &str = "OURS ";

/// Prints a table: each row's median with smallest and largest, processor time and memory, and how
/// many times as long as ours it takes: above 1, ours is faster. What it told is given back.
pub fn print(title: &str, unit: Unit, rows: &[Measured], absent: &[&str]) -> Vec<Figure> {
    println!("\n== {title}");
    let head = format!("{} (min-max)", unit.name());
    println!(
        "{:<26} {head:>26} {:>9} {:>7} {:>7}  seen",
        "", "CPU ms", "MB", "x ours"
    );
    let ours = rows.iter().find(|row| row.name.starts_with(OURS));
    let ours = ours.map(|row| median(&walls(row)));
    let figures: Vec<Figure> = rows.iter().map(|r| figure(title, unit, r, ours)).collect();
    for (row, figure) in rows.iter().zip(&figures) {
        println!("{}", line(row, figure));
    }
    if !absent.is_empty() {
        println!("not installed here: {}", absent.join(", "));
    }
    figures
}

/// What a row came to in this run.
fn figure(work: &str, unit: Unit, row: &Measured, ours: Option<f64>) -> Figure {
    let middle = median(&walls(row));
    let cpu = sorted(row.samples.iter().map(|sample| sample.cpu * 1e3).collect());
    Figure {
        work: work.to_owned(),
        who: row.name.clone(),
        unit,
        value: unit.of_wall(middle),
        ratio: ours.map(|ours| middle / ours),
        cpu: Some(median(&cpu)),
        memory: Some(row.samples.iter().map(|s| s.memory).fold(0.0, f64::max)),
        fault: row.fault.clone(),
    }
}

fn line(row: &Measured, figure: &Figure) -> String {
    let unit = figure.unit;
    let ends = sorted(walls(row).iter().map(|wall| unit.of_wall(*wall)).collect());
    let time = format!(
        "{} ({}-{})",
        unit.number(figure.value),
        unit.number(ends[0]),
        unit.number(ends[ends.len() - 1])
    );
    let ratio = figure.ratio.map_or_else(String::new, |r| format!("{r:.2}"));
    let mut seen: Vec<String> = Vec::new();
    for sample in &row.samples {
        let code = match sample.code {
            Some(code) => format!("exit {code}"),
            None => "ended".to_owned(),
        };
        if !seen.contains(&code) {
            seen.push(code);
        }
    }
    seen.extend(row.fault.clone());
    format!(
        "{:<26} {time:>26} {:>9.1} {:>7.1} {ratio:>7}  {}",
        row.name,
        figure.cpu.unwrap_or_default(),
        figure.memory.unwrap_or_default(),
        seen.join(", ")
    )
}

fn walls(row: &Measured) -> Vec<f64> {
    sorted(row.samples.iter().map(|sample| sample.wall).collect())
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
    use crate::measure::Sample;

    #[test]
    fn a_line_has_median_spread_and_ratio() {
        let samples = [0.4, 0.1, 0.2].map(|wall| Sample {
            wall,
            cpu: wall,
            memory: 3.0,
            code: Some(0),
        });
        let row = Measured {
            name: "peer".to_owned(),
            samples: samples.to_vec(),
            fault: Some("2 lost".to_owned()),
        };
        let words = |unit| {
            let line = line(&row, &figure("", unit, &row, Some(0.1)));
            line.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        assert_eq!(
            words(Unit::Milliseconds),
            "peer 200.00 (100.00-400.00) 200.0 3.0 2.00 exit 0, 2 lost"
        );
        assert_eq!(
            words(Unit::PerSecond(1000)),
            "peer 5,000 (2,500-10,000) 200.0 3.0 2.00 exit 0, 2 lost"
        );
    }

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
