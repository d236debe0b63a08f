//! What was measured, in lines of at most 100 columns.

use crate::measure::Measured;

/// In what the time is told.
#[derive(Debug, Clone, Copy)]
pub enum Unit {
    /// Milliseconds, start to exit.
    Milliseconds,
    /// So many things a second, start to exit.
    PerSecond(u32),
}

/// The row with this prefix is ours; the others are set in relation to it.
pub const OURS: &str = "OURS ";

/// Prints a table: each row's median with smallest and largest, processor time and memory, and how
/// many times as long as ours it takes: above 1, ours is faster.
pub fn print(title: &str, unit: Unit, rows: &[Measured], absent: &[&str]) {
    println!("\n== {title}");
    let head = match unit {
        Unit::Milliseconds => "ms (min-max)",
        Unit::PerSecond(_) => "a second (min-max)",
    };
    println!(
        "{:<26} {:>26} {:>9} {:>7} {:>7}  seen",
        "", head, "CPU ms", "MB", "x ours"
    );
    let ours = rows.iter().find(|row| row.name.starts_with(OURS));
    let ours = ours.map(|row| median(&walls(row)));
    for row in rows {
        println!("{}", line(row, unit, ours));
    }
    if !absent.is_empty() {
        println!("not installed here: {}", absent.join(", "));
    }
}

fn line(row: &Measured, unit: Unit, ours: Option<f64>) -> String {
    let walls = walls(row);
    let (least, middle, most) = (walls[0], median(&walls), walls[walls.len() - 1]);
    let time = match unit {
        Unit::Milliseconds => format!("{:.2} ({:.2}-{:.2})", middle * 1e3, least * 1e3, most * 1e3),
        Unit::PerSecond(n) => format!(
            "{:.0} ({:.0}-{:.0})",
            f64::from(n) / middle,
            f64::from(n) / most,
            f64::from(n) / least
        ),
    };
    let of = |what: fn(&crate::measure::Sample) -> f64| {
        median(&sorted(row.samples.iter().map(what).collect()))
    };
    let memory = row.samples.iter().map(|s| s.memory).fold(0.0, f64::max);
    let ratio = ours.map_or_else(String::new, |ours| format!("{:.2}", middle / ours));
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
        "{:<26} {time:>26} {:>9.1} {memory:>7.1} {ratio:>7}  {}",
        row.name,
        of(|s| s.cpu) * 1e3,
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
            let line = line(&row, unit, Some(0.1));
            line.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        assert_eq!(
            words(Unit::Milliseconds),
            "peer 200.00 (100.00-400.00) 200.0 3.0 2.00 exit 0, 2 lost"
        );
        assert_eq!(
            words(Unit::PerSecond(1000)),
            "peer 5000 (2500-10000) 200.0 3.0 2.00 exit 0, 2 lost"
        );
    }

    #[test]
    fn the_middle_of_an_even_number_lies_between() {
        assert_eq!(median(&[1.0, 2.0, 4.0, 9.0]), 3.0);
        assert_eq!(median(&[]), 0.0);
    }
}
