//! `--plot`: the attempts as a plot of characters. Layout is a pure function.
//!
//! No crate that we know does this: those that plot in a terminal draw with Braille or with lines
//! outside ASCII, have no ASCII to fall back to, and no idea of an attempt without a value.

mod scale;
mod surface;
#[cfg(test)]
mod tests;

use std::time::Duration;

use netdiag::probe::connect::Outcome;
use netdiag::text::spoken;

use crate::history::{Bin, History};
use crate::stats::Stats;
use scale::Scale;
pub use surface::{Ink, Surface};

/// How many lines the bars have.
const ROWS: usize = 10;

/// A single attempt is at most that wide, with the gap that follows it.
const WIDEST_BAR: usize = 4;

/// Narrower than this is as this: the words would not fit.
const NARROWEST: usize = 40;

/// The lines of the plot; `stats` are those of the same attempts.
///
/// A column is one attempt or, where there are more than columns, as many as the first line says. What
/// failed is marked below the axis.
pub fn lines(history: &History, stats: &Stats, surface: Surface) -> Vec<String> {
    let width = surface.width.max(NARROWEST);
    let attempts = history.attempts();
    if attempts == 0 {
        return vec!["Plot: there was no attempt".to_owned()];
    }
    let connected = history.bins(1).0.into_iter().find(|all| all.connected > 0);
    let scale = connected.map(|all| Scale::up_to(all.max));
    let labels = Labels::new(scale);
    let (bins, per_bin) = history.bins(width - labels.width - 1);
    let wide = ((width - labels.width - 1) / bins.len()).clamp(1, WIDEST_BAR);

    let (side, corner, floor) = match surface.ink {
        Ink::Ascii => ('|', '+', "-"),
        Ink::Blocks => ('\u{2502}', '\u{2514}', "\u{2500}"),
    };

    let mut lines = wrapped(&heading(attempts, per_bin), width);
    if let Some(scale) = &scale {
        for row in (0..ROWS).rev() {
            let cells = bins.iter().map(|bin| cell(bin, scale, row, surface.ink));
            lines.push(labels.line(labels.of_row(row), side, &spread(cells, wide)));
        }
        lines.push(labels.line("0", corner, &floor.repeat(bins.len() * wide)));
    }
    if stats.connected() < stats.sent() {
        let marks = bins.iter().map(failure_mark);
        lines.push(labels.line("failed", side, &spread(marks, wide)));
    }
    lines.push(numbers(labels.width + 1, attempts, &bins, wide));
    lines.extend(wrapped(&legend(&bins, surface.ink), width));
    lines.extend(wrapped(&figures(stats), width));
    lines
}

fn heading(attempts: u64, per_bin: u64) -> Vec<String> {
    let mut heading = vec![match attempts {
        1 => "Plot: 1 attempt".to_owned(),
        n => format!("Plot: {n} attempts"),
    }];
    if per_bin > 1 {
        heading.push(format!("{per_bin} in a column"));
    }
    heading
}

/// What stands left of the axis.
struct Labels {
    width: usize,
    top: String,
    middle: String,
}

impl Labels {
    fn new(scale: Option<Scale>) -> Self {
        let (top, middle) = match scale {
            Some(Scale { top, unit, .. }) => (format!("{top} {unit}"), format!("{}", top / 2.0)),
            None => (String::new(), String::new()),
        };
        Self {
            width: top.len().max("failed".len()) + 1,
            top,
            middle,
        }
    }

    /// What the upper edge of this row stands for.
    fn of_row(&self, row: usize) -> &str {
        match row {
            _ if row == ROWS - 1 => &self.top,
            _ if row == ROWS / 2 - 1 => &self.middle,
            _ => "",
        }
    }

    fn line(&self, label: &str, axis: char, cells: &str) -> String {
        let line = format!("{label:>0$} {axis}{cells}", self.width - 1);
        line.trim_end().to_owned()
    }
}

/// One character for each column, as wide as it is to be.
fn spread(cells: impl Iterator<Item = char>, wide: usize) -> String {
    let gap = usize::from(wide > 1);
    let mut line = String::new();
    for cell in cells {
        line.extend(std::iter::repeat_n(cell, wide - gap));
        line.extend(std::iter::repeat_n(' ', gap));
    }
    line
}

/// What a column has in this row (0 is the lowest).
fn cell(bin: &Bin, scale: &Scale, row: usize, ink: Ink) -> char {
    let Some(mean) = bin.mean() else { return ' ' };
    // How much of the cell a bar of this length fills; the shortest round trip is still seen.
    let fill = |rtt: Duration| (scale.height(rtt) * ROWS as f64).max(0.125) - row as f64;
    match ink {
        Ink::Blocks if bin.min == bin.max => eighths(fill(bin.max)),
        _ => {
            // The lowest row belongs to every column with a connection.
            let reaches = |rtt| fill(rtt) >= 0.5 || row == 0;
            let [least, typical, most] = shades(ink);
            match () {
                () if reaches(bin.min) => least,
                () if reaches(mean) => typical,
                () if reaches(bin.max) => most,
                () => ' ',
            }
        }
    }
}

/// How the part of a bar looks that all attempts of the column reach, their mean, the longest.
fn shades(ink: Ink) -> [char; 3] {
    match ink {
        Ink::Ascii => ['#', '=', ':'],
        Ink::Blocks => ['\u{2588}', '\u{2592}', '\u{2591}'],
    }
}

/// A cell that is filled from below to that part.
fn eighths(fill: f64) -> char {
    const BLOCKS: [char; 9] = [
        ' ', '\u{2581}', '\u{2582}', '\u{2583}', '\u{2584}', '\u{2585}', '\u{2586}', '\u{2587}',
        '\u{2588}',
    ];
    BLOCKS[(fill.clamp(0.0, 1.0) * 8.0).round() as usize]
}

fn failure_mark(bin: &Bin) -> char {
    match (bin.failed(), bin.connected) {
        (0, _) => ' ',
        (_, 0) => 'X',
        _ => 'x',
    }
}

/// The numbers of the attempts below the columns in which they are: the first, the last, and between
/// them one at the middle if there is room.
fn numbers(indent: usize, attempts: u64, bins: &[Bin], wide: usize) -> String {
    let mut line = " ".repeat(indent) + "1";
    let length = bins.len() * wide;
    let last = attempts.to_string();
    let middle_bin = bins.len() / 2;
    let before: u64 = bins[..middle_bin].iter().map(|bin| bin.attempts).sum();
    let middle = (before + 1).to_string();
    let mut put = |at: usize, label: &str| {
        // With a blank between it and its neighbour.
        if line.len() < at {
            line += &format!("{label:>0$}", at + label.len() - line.len());
        }
    };
    // The last number ends where its column does, or begins there if it is alone.
    let column_of_last = (bins.len() - 1) * wide;
    let at_last = indent
        + if wide > 1 {
            column_of_last
        } else {
            length.saturating_sub(last.len())
        };
    if bins.len() > 8 && indent + middle_bin * wide + middle.len() < at_last {
        put(indent + middle_bin * wide, &middle);
    }
    put(at_last, &last);
    line
}

/// What the characters mean, as far as they come.
fn legend(bins: &[Bin], ink: Ink) -> Vec<String> {
    let [least, typical, most] = shades(ink);
    let mut legend = Vec::new();
    if bins.iter().any(|bin| bin.min != bin.max) {
        legend.push(format!("{least} to the shortest of a column"));
        legend.push(format!("{typical} to its mean"));
        legend.push(format!("{most} to its longest"));
    }
    let marks: Vec<char> = bins.iter().map(failure_mark).collect();
    if marks.contains(&'x') {
        legend.push("x some failed".to_owned());
        if marks.contains(&'X') {
            legend.push("X all failed".to_owned());
        }
    }
    legend
}

/// The figures of the whole run.
fn figures(stats: &Stats) -> Vec<String> {
    let mut figures = Vec::new();
    if let Some(times) = stats.times() {
        for (name, ms) in [
            ("min", times.min),
            ("median", times.median),
            ("p95", times.p95),
            ("max", times.max),
        ] {
            figures.push(format!("{name} {ms} ms"));
        }
    }
    let failed = stats.sent() - stats.connected();
    figures.push(format!("failed {failed} of {}", stats.sent()));
    let kinds = stats.outcomes().filter(|(o, _)| *o != Outcome::Connected);
    figures.extend(kinds.map(|(outcome, n)| format!("{n} {}", spoken(outcome.as_str()))));
    figures
}

/// The parts in lines of at most this width, none of them torn apart.
fn wrapped(parts: &[String], width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for part in parts {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 2 + part.chars().count() <= width => {
                *line += ", ";
                *line += part;
            }
            _ => lines.push(part.clone()),
        }
    }
    lines
}
