//! The plot of round trips: each attempt at its place in time, losses marked, levels across.

mod layout;

use maud::{Markup, html};

use crate::parts;
use crate::text::{outside, shortened, visible};
pub use layout::MOST_COLUMNS;
use layout::{Column, Layout, WIDTH};

/// One attempt to connect, or some that followed each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Attempt {
    /// What it is called, as `3`, `3 to 6` or `10.0.0.4:1433`.
    pub label: String,
    /// What came of it.
    pub end: End,
}

/// What came of an attempt.
#[derive(Debug, Clone, PartialEq)]
pub enum End {
    /// It connected, after so many milliseconds.
    RoundTrip(f64),
    /// It did not, and what happened instead in a word: `timeout`, `refused`.
    Lost(String),
    /// It stands for several: of a long run not every attempt is known.
    Several {
        /// The shortest and the longest round trip in milliseconds, if any connected.
        trips: Option<(f64, f64)>,
        /// How many connected.
        connected: usize,
        /// How many did not, for each word of what happened instead.
        lost: Vec<(String, usize)>,
    },
}

impl End {
    /// How many connected.
    fn connected(&self) -> usize {
        match self {
            Self::RoundTrip(_) => 1,
            Self::Lost(_) => 0,
            Self::Several { connected, .. } => *connected,
        }
    }

    /// How many did not, by what happened instead.
    fn lost(&self) -> Vec<(&str, usize)> {
        match self {
            Self::RoundTrip(_) => Vec::new(),
            Self::Lost(how) => vec![(how, 1)],
            Self::Several { lost, .. } => lost.iter().map(|(how, n)| (how.as_str(), *n)).collect(),
        }
    }

    /// The shortest and the longest round trip.
    fn trips(&self) -> Option<(f64, f64)> {
        match self {
            Self::RoundTrip(ms) => Some((*ms, *ms)),
            Self::Lost(_) => None,
            Self::Several { trips, .. } => *trips,
        }
    }

    /// How many attempts it is the end of.
    fn attempts(&self) -> usize {
        self.connected() + self.lost().iter().map(|(_, n)| n).sum::<usize>()
    }
}

/// A line across the plot, as the median.
#[derive(Debug, Clone, PartialEq)]
pub struct Level {
    /// What it is called.
    pub name: &'static str,
    /// How high it lies, in milliseconds.
    pub ms: f64,
}

impl Level {
    /// A line with this name, so many milliseconds high.
    pub fn new(name: &'static str, ms: f64) -> Self {
        Self { name, ms }
    }
}

/// How many attempts the table below the plot has at most.
const MOST_ROWS: usize = 200;

/// The plot with its text alternative and the table of its attempts. `id` must be unique on the page; `of`
/// says what was attempted. The levels (percentiles) are the caller's: one number stands for one thing in all
/// of its output. Without attempts there is nothing to draw.
pub fn round_trips(id: &str, of: &str, attempts: &[Attempt], levels: &[Level]) -> Markup {
    if attempts.is_empty() {
        return html! {};
    }
    let told = told(attempts, levels);
    html! {
        figure {
            (drawing(id, of, attempts, levels, &told))
            figcaption { (told) }
        }
        @let shown = attempts.len().min(MOST_ROWS);
        (parts::fold(false, html! { "As a table" }, html! {
            @if shown < attempts.len() {
                p class="quiet" { "The first " (shown) " of " (attempts.len()) " rows." }
            }
            (parts::table(&format!("Attempts to reach {}", shortened(of, 80)), &["attempt", "round trip", "outcome"],
                attempts[..shown].iter().map(|attempt| {
                    let trip = attempt.end.trips().map_or("\u{2013}".to_owned(), range);
                    vec![outside(&attempt.label), html! { (trip) }, outside(&outcome(&attempt.end))]
                })))
        }))
    }
}

/// What came of it, in words.
fn outcome(end: &End) -> String {
    match end {
        End::RoundTrip(_) => "connected".to_owned(),
        End::Lost(how) => how.clone(),
        End::Several { connected, .. } => {
            let ends = std::iter::once(("connected", *connected)).chain(end.lost());
            let ends = ends.filter(|(_, n)| *n > 0);
            let ends: Vec<String> = ends.map(|(word, n)| format!("{n} {word}")).collect();
            ends.join(", ")
        }
    }
}

/// The shortest and the longest round trip, or the one.
fn range((low, high): (f64, f64)) -> String {
    if low == high {
        millis(low)
    } else {
        format!("{} to {}", millis(low), millis(high))
    }
}

/// What the plot shows, in words.
fn told(attempts: &[Attempt], levels: &[Level]) -> String {
    let mut lost: Vec<(&str, usize)> = Vec::new();
    for (how, n) in attempts.iter().flat_map(|attempt| attempt.end.lost()) {
        match lost.iter_mut().find(|(word, _)| *word == how) {
            Some((_, so_far)) => *so_far += n,
            None => lost.push((how, n)),
        }
    }
    let failed: usize = lost.iter().map(|(_, n)| n).sum();
    let connected: usize = attempts.iter().map(|attempt| attempt.end.connected()).sum();
    let mut told = format!("{connected} of {} connected", connected + failed);
    if failed > 0 {
        let ways: Vec<String> = lost
            .iter()
            .map(|(word, n)| format!("{n} {}", shortened(word, 60)))
            .collect();
        told.push_str(&format!("; failed: {}", ways.join(", ")));
    }
    let levels: Vec<String> = levels
        .iter()
        .map(|level| format!("{} {}", level.name, millis(level.ms)))
        .collect();
    if !levels.is_empty() {
        told.push_str(&format!("; {}", levels.join(", ")));
    }
    told.push('.');
    told
}

/// A time with three digits that mean something.
pub fn millis(ms: f64) -> String {
    let digits = match ms {
        ms if ms < 1.0 => 3,
        ms if ms < 10.0 => 2,
        ms if ms < 100.0 => 1,
        _ => 0,
    };
    format!("{ms:.digits$} ms")
}

fn drawing(id: &str, of: &str, attempts: &[Attempt], levels: &[Level], told: &str) -> Markup {
    let layout = Layout::of(attempts, levels);
    let (left, right) = (layout::LEFT, WIDTH - layout::RIGHT);
    let height = layout.bottom + layout::BELOW;
    let (title, desc) = (format!("{id}-title"), format!("{id}-desc"));
    html! {
        div class="wide" role="region" tabindex="0" aria-label={ "Plot: " (shortened(of, 80)) } {
            svg class="plot" role="img" aria-labelledby={ (title) " " (desc) } viewBox={ "0 0 " (WIDTH) " " (height) } width=(WIDTH) height=(height) {
                title id=(title) { "Round trips to " (shortened(of, 80)) }
                desc id=(desc) { (told) }
                @if layout.any_lost {
                    rect class="lost-ground" x=(left) y=(layout::LOST_TOP) width=(right - left) height=(layout::LOST_BOTTOM - layout::LOST_TOP) {}
                    text class="lost-word" x=(left - 8) y=(layout::LOST_MIDDLE + 4) text-anchor="end" { "failed" }
                }
                @for (y, word) in &layout.ticks {
                    path class="grid" d={ "M" (left) " " (y) "H" (right) } {}
                    text class="quiet" x=(left - 8) y=(y + 4.0) text-anchor="end" { (word) }
                }
                path class="axis" d={ "M" (left) " " (layout.bottom) "H" (right) } {}
                @for (x, word) in &layout.numbers {
                    text class="quiet" x=(x) y=(layout.bottom + 18) text-anchor="middle" { (word) }
                }
                @for level in &layout.levels {
                    path class="level" d={ "M" (left) " " (level.y) "H" (right) "L" (right + 8) " " (level.word_y) } {}
                    text x=(right + 12) y=(level.word_y + 4.0) { (visible(&level.word)) }
                }
                @if !layout.line.is_empty() { path class="between" d=(layout.line) {} }
                @for column in &layout.columns { (mark(column, attempts)) }
            }
        }
    }
}

/// What stands at one place: a point or a cross for an attempt, a bar for many.
fn mark(column: &Column, attempts: &[Attempt]) -> Markup {
    let one = &attempts[column.first];
    let name = if column.entries == 1 {
        shortened(&one.label, 80)
    } else {
        let last = &attempts[column.first + column.entries - 1];
        format!(
            "{} to {}",
            shortened(&one.label, 40),
            shortened(&last.label, 40)
        )
    };
    let x = column.x;
    html! {
        @if let Some((low, high)) = &column.trips {
            @let said = range((low.ms, high.ms));
            @if column.count == 1 {
                circle class="trip" cx=(x) cy=(low.y) r="3" { title { (name) ": " (said) } }
            } @else {
                path class="band" d={ "M" (x) " " (low.y + 1.0) "V" (high.y - 1.0) } { title { (name) ": " (said) } }
            }
        }
        @if column.lost > 0 {
            @let y = layout::LOST_MIDDLE;
            path class="lost" d={ "M" (x - 4.0) " " (y - 4) "l8 8m0 -8l-8 8" } {
                title {
                    @match &one.end {
                        End::Lost(how) if column.count == 1 => { (name) ": " (shortened(how, 80)) }
                        _ => { (name) ": " (column.lost) " failed" }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
