//! What was measured, in lines of at most 100 columns.

use crate::figure::{Figure, Unit, median, sorted};
use crate::measure::Measured;

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
}
