//! What is blocked, in words, with a line to the sign that they speak of.

use page::text::{lines, width};

use super::drawing::{BOLD, Drawing, HEIGHT, INSIDE};
use super::shapes::Callout;
use super::stops::{State, Stop};

/// The height of a line, the greatest width of a callout, and how many there are at most.
const LINE: f64 = 16.0;
const CALLOUT: f64 = 460.0;
const MOST_CALLOUTS: usize = 3;

impl Drawing<'_> {
    /// What is blocked, in words below the lanes; gives where they end. What cannot be told is written
    /// only where nothing is blocked.
    pub fn callouts(&mut self, right: f64, left: f64) -> f64 {
        let mut y = self.top;
        if self.journey.is_none() {
            // Only the subnet that the app sends from stands in the network.
            let is_empty = self.around.gateway.is_some();
            return if is_empty {
                y
            } else {
                y + self.height() + INSIDE
            };
        }
        y += HEIGHT + INSIDE;
        let leaves = self.journey.is_some_and(|journey| journey.leaves);
        let is_blocked = |stop: &&Stop<'_>| stop.state >= State::Part;
        let is_unknown = |stop: &&Stop<'_>| stop.state == State::Unknown;
        let mut told: Vec<&Stop<'_>> = self.stops.iter().filter(is_blocked).collect();
        if leaves {
            told = self.stops.iter().collect();
        } else if told.is_empty() {
            told = self.stops.iter().filter(is_unknown).take(1).collect();
        }
        told.truncate(MOST_CALLOUTS);
        let first = told.first().map(|stop| stop.number);
        let mut drawn: Vec<(&Stop<'_>, (f64, f64))> = told
            .into_iter()
            .filter_map(|stop| {
                let sign = self.out.signs.iter().find(|s| s.number == stop.number)?;
                Some((stop, (sign.x, sign.y)))
            })
            .collect();
        // The rightmost on top: no line has to cross a text.
        drawn.sort_by(|a, b| b.1.0.total_cmp(&a.1.0));
        let mut callouts = Vec::new();
        for (stop, at) in drawn {
            let Some(fate) = stop.fates.first() else {
                continue;
            };
            let mut heading = match (stop.state, Some(stop.number) == first) {
                _ if leaves => format!("{} {}", stop.number, stop.hop),
                (State::Unknown, _) => format!("{} {}: not known", stop.number, stop.hop),
                (_, true) => format!("{} {}: broken here", stop.number, stop.hop),
                (_, false) => format!("{} {}: blocked too", stop.number, stop.hop),
            };
            let room = CALLOUT.min(right - left - 24.0).max(120.0);
            if let Some(part) = &fate.part {
                heading.push_str(&format!(", for {part}"));
            }
            let mut text = lines(&heading, room / BOLD, 2);
            let headings = text.len();
            text.extend(lines(&fate.by, room, 2));
            let wide =
                |(i, line): (usize, &String)| width(line) * if i < headings { BOLD } else { 1.0 };
            let widest = text.iter().enumerate().map(wide).fold(0.0, f64::max);
            let w = widest.min(room) + 20.0;
            let h = LINE * text.len() as f64 + 12.0;
            callouts.push(Callout {
                x: (at.0 - 16.0).min(right - w).max(left),
                y,
                w,
                h,
                at,
                state: stop.state,
                headings,
                lines: text,
            });
            y += h + 8.0;
        }
        self.out.callouts = callouts;
        y
    }
}
