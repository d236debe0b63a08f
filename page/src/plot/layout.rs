//! Where everything of the plot goes. Pure: attempts in, coordinates out.

use super::{Attempt, Level, millis};

/// The drawing's width, and the space beside the plot for the times on the left and the levels on the right.
pub const WIDTH: i32 = 800;
pub const LEFT: i32 = 64;
pub const RIGHT: i32 = 128;
/// The strip of what was lost, above all times.
pub const LOST_TOP: i32 = 4;
pub const LOST_BOTTOM: i32 = 24;
pub const LOST_MIDDLE: i32 = 14;
/// The plot itself, and the space below it for the numbers.
pub const TOP: i32 = 36;
pub const BOTTOM: i32 = 232;
pub const BELOW: i32 = 28;

/// More columns than this would lie on each other: then each stands for several attempts.
pub const MOST_COLUMNS: usize = 300;
/// How far two words lie apart at least.
const WORD_HEIGHT: f64 = 15.0;

/// Everything, in the drawing's coordinates.
#[derive(Debug)]
pub struct Layout {
    /// Where the axis lies: below the strip of what was lost if there is nothing else.
    pub bottom: i32,
    /// The lines across, and the times that they stand for.
    pub ticks: Vec<(f64, String)>,
    /// Numbers of attempts below the plot.
    pub numbers: Vec<(f64, usize)>,
    /// The levels, the highest first.
    pub levels: Vec<LevelLine>,
    /// The line through attempts that follow each other, broken where one was lost.
    pub line: String,
    /// What was attempted, in order.
    pub columns: Vec<Column>,
    /// Whether anything was lost.
    pub any_lost: bool,
}

/// A level and its word.
#[derive(Debug, Clone, PartialEq)]
pub struct LevelLine {
    /// Where the line lies.
    pub y: f64,
    /// Where its word stands, which may have had to make way for another.
    pub word_y: f64,
    /// The word.
    pub word: String,
}

/// One attempt, or several that follow each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Where it stands.
    pub x: f64,
    /// The first entry of the list that it stands for.
    pub first: usize,
    /// How many of the list's entries follow each other in it.
    pub entries: usize,
    /// How many attempts these are.
    pub count: usize,
    /// The shortest and the longest round trip; none if all were lost.
    pub trips: Option<(Trip, Trip)>,
    /// How many were lost.
    pub lost: usize,
}

/// One round trip.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trip {
    /// How long it took.
    pub ms: f64,
    /// Where it lies.
    pub y: f64,
}

impl Layout {
    /// Puts everything in its place. There must be an attempt.
    pub fn of(attempts: &[Attempt], levels: &[Level]) -> Self {
        let trips = attempts
            .iter()
            .filter_map(|attempt| attempt.end.trips())
            .map(|(_, longest)| longest);
        let highest = trips
            .chain(levels.iter().map(|level| level.ms))
            .filter(|ms| ms.is_finite())
            .fold(0.0, f64::max);
        let step = nice_step(highest / 4.0);
        let top = step * (highest / step).ceil().max(1.0);
        let height = |ms: f64| {
            let part = if ms.is_finite() {
                (ms / top).clamp(0.0, 1.0)
            } else {
                1.0
            };
            tenth(f64::from(BOTTOM) - part * f64::from(BOTTOM - TOP))
        };

        let per_column = attempts.len().div_ceil(MOST_COLUMNS);
        let count = attempts.len().div_ceil(per_column);
        let columns: Vec<Column> = attempts
            .chunks(per_column)
            .enumerate()
            .map(|(i, chunk)| column(i * per_column, chunk, x_of(i, count), height))
            .collect();
        let any_trip = columns.iter().any(|column| column.trips.is_some());
        let bottom = if any_trip { BOTTOM } else { LOST_BOTTOM };
        let ticks = (0_u32..)
            .map(|i| f64::from(i) * step)
            .take_while(|ms| *ms <= top * 1.001)
            .map(|ms| (height(ms), tick_word(ms)))
            .filter(|_| any_trip)
            .collect();
        Self {
            bottom,
            ticks,
            numbers: numbers_below(&columns),
            levels: level_lines(levels, height),
            line: line(&columns),
            any_lost: columns.iter().any(|column| column.lost > 0),
            columns,
        }
    }
}

/// The middle of the `i`th of so many columns.
fn x_of(i: usize, count: usize) -> f64 {
    let width = f64::from(WIDTH - LEFT - RIGHT);
    tenth(f64::from(LEFT) + width * (i as f64 + 0.5) / count as f64)
}

fn column(first: usize, attempts: &[Attempt], x: f64, height: impl Fn(f64) -> f64) -> Column {
    let mut column = Column {
        x,
        first,
        entries: attempts.len(),
        count: 0,
        trips: None,
        lost: 0,
    };
    for attempt in attempts {
        let connected = attempt.end.connected();
        let all = attempt.end.attempts();
        column.count += all;
        column.lost += all - connected;
        let Some((least, most)) = attempt.end.trips() else {
            continue;
        };
        let trip = |ms| Trip { ms, y: height(ms) };
        let (low, high) = column.trips.get_or_insert((trip(least), trip(most)));
        if least < low.ms {
            *low = trip(least);
        }
        if most > high.ms {
            *high = trip(most);
        }
    }
    column
}

/// The numbers that stand below, each where its attempt is.
fn numbers_below(columns: &[Column]) -> Vec<(f64, usize)> {
    let all = columns.iter().map(|column| column.count).sum();
    let (mut i, mut before) = (0, 0);
    let place = |n| {
        while i + 1 < columns.len() && before + columns[i].count < n {
            before += columns[i].count;
            i += 1;
        }
        (columns[i].x, n)
    };
    numbers(all).into_iter().map(place).collect()
}

/// Through the attempts one by one; where a column stands for several, the bars say it all.
fn line(columns: &[Column]) -> String {
    let mut path = String::new();
    let mut pen_down = false;
    if columns.iter().any(|column| column.count > 1) {
        return path;
    }
    for column in columns {
        match &column.trips {
            Some((trip, _)) => {
                let command = if pen_down { 'L' } else { 'M' };
                path.push_str(&format!("{command}{} {}", column.x, trip.y));
                pen_down = true;
            }
            None => pen_down = false,
        }
    }
    path
}

/// The levels with their words, which make way for each other.
fn level_lines(levels: &[Level], height: impl Fn(f64) -> f64) -> Vec<LevelLine> {
    let mut lines: Vec<LevelLine> = levels
        .iter()
        .map(|level| LevelLine {
            y: height(level.ms),
            word_y: height(level.ms),
            word: format!("{} {}", level.name, millis(level.ms)),
        })
        .collect();
    // Of those that lie on each other the last one named is the highest.
    lines.reverse();
    lines.sort_by(|a, b| a.y.total_cmp(&b.y));
    // Down from the top, then up again from the bottom, where they would fall off.
    for i in 1..lines.len() {
        lines[i].word_y = lines[i].word_y.max(lines[i - 1].word_y + WORD_HEIGHT);
    }
    let mut below = f64::from(BOTTOM);
    for line in lines.iter_mut().rev() {
        line.word_y = tenth(line.word_y.min(below));
        below = line.word_y - WORD_HEIGHT;
    }
    lines
}

/// 1, 2 or 5 times a power of ten, at least as large; of nothing 0.1.
fn nice_step(least: f64) -> f64 {
    if !least.is_finite() || least <= 0.0 {
        return 0.1;
    }
    let power = 10_f64.powf(least.log10().floor());
    [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|factor| factor * power)
        .find(|step| *step >= least * 0.999)
        .unwrap_or(10.0 * power)
}

fn tick_word(ms: f64) -> String {
    let rounded = (ms * 1000.0).round() / 1000.0;
    format!("{rounded} ms")
}

/// Which attempts' numbers stand below: the first, the last, and round ones between.
fn numbers(count: usize) -> Vec<usize> {
    let step = nice_step((count as f64 / 10.0).max(1.0)) as usize;
    let mut numbers = vec![1];
    numbers.extend(
        (1..)
            .map(|i| i * step)
            .take_while(|n| *n < count)
            .filter(|n| *n > 1),
    );
    if count > 1 {
        // The last one has no room beside a round one that is close to it.
        if numbers.len() > 1 && count - numbers[numbers.len() - 1] < step.div_ceil(2) {
            numbers.pop();
        }
        numbers.push(count);
    }
    numbers
}

/// Coordinates need no more digits.
fn tenth(x: f64) -> f64 {
    (x * 10.0).round() / 10.0
}
