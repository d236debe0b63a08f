//! The lanes of the way there and back.

use super::drawing::{BACK, Drawing, THERE};
use super::shapes::Piece;
use super::stops::State;
use crate::path::hop::Way;

impl Drawing<'_> {
    /// The lanes, cut where a stop changes what is known of the packet.
    pub fn lanes(&mut self) {
        if self.journey.is_none() || self.stops.is_empty() {
            return;
        }
        let (from, to) = self.lane;
        for (way, y) in [(Way::There, self.top + THERE), (Way::Back, self.top + BACK)] {
            let mut cuts: Vec<(f64, State)> = self
                .stops
                .iter()
                .filter(|stop| stop.way == way)
                .filter_map(|stop| {
                    let sign = self.out.signs.iter().find(|s| s.number == stop.number)?;
                    Some((sign.x, stop.state))
                })
                .collect();
            if cuts.is_empty() {
                continue;
            }
            // Along the way: there to the right, back to the left.
            cuts.sort_by(|a, b| a.0.total_cmp(&b.0));
            let (mut at, end) = (from, to);
            let (mut at_back, start) = (to, from);
            let mut state = State::Passes;
            let mut pieces = Vec::new();
            match way {
                Way::There => {
                    for (x, next) in cuts {
                        pieces.push((at, x, state));
                        at = x;
                        // Blocked stays blocked, and what is not known stays so.
                        state = state.max(next);
                    }
                    pieces.push((at, end, state));
                }
                Way::Back => {
                    for (x, next) in cuts.into_iter().rev() {
                        pieces.push((x, at_back, state));
                        at_back = x;
                        state = state.max(next);
                    }
                    pieces.push((start, at_back, state));
                }
            }
            let last = pieces.len() - 1;
            for (i, (from, to, state)) in pieces.into_iter().enumerate() {
                self.out.pieces.push(Piece {
                    from,
                    to,
                    y,
                    state,
                    tip: (i == last).then_some(way),
                });
            }
        }
    }
}
