//! Where everything of the picture goes. Pure: surroundings and a journey in, coordinates out.
//!
//! The way is a straight double lane from the app on the left to the target on the right; what else there
//! is hangs below it. All numbers are the drawing's units, pixels where it is not made smaller.

use netdiag::model::Kind;
use page::text::fitted;

use super::drawing::{BESIDE, Drawing, HEADING, HEIGHT, INSIDE, NAME, RANGES, SHORT};
use super::shapes::{Layout, Link, Word};
use super::stops::{Slot, stops};
use crate::report::check::html::data::journey::{Journey, Spot};
use crate::report::check::html::data::surroundings::Surroundings;

/// The width of a box with a name.
const BOX: f64 = 140.0;
/// Between the app and the gateway, where the app's range is written.
const RANGE: f64 = 124.0;
/// Where there are no lanes, a line leads from box to box at this height.
const TIE: f64 = 43.0;

impl Layout {
    /// Puts everything in its place. Without a journey there are no lanes.
    pub fn of(around: &Surroundings, journey: Option<&Journey>) -> Self {
        let stops = journey.map_or_else(Vec::new, stops);
        let mut drawing = Drawing {
            around,
            journey,
            spot: journey.and_then(|journey| journey.spots.first()),
            stops,
            out: Self::default(),
            top: 4.0 + HEADING,
            lane: (0.0, 0.0),
        };
        drawing.draw();
        drawing.out
    }
}

impl Drawing<'_> {
    fn draw(&mut self) {
        let leaves = self.journey.is_some_and(|journey| journey.leaves);
        let app = self.app();
        let mut x = self.range(app);
        self.tie(app, x);
        if leaves {
            let end = self.away(x);
            let below = self.callouts(end, 4.0);
            self.beside_internet(end, below);
            return self.lanes();
        }
        let regional = self.around.kind == Some(Kind::Regional);
        let left;
        if regional {
            left = x;
            x = self.entry(x + INSIDE);
        } else {
            x = self.entry(x);
            let gateway = x;
            x = self.slot(x, Slot::Behind);
            left = x;
            self.tie(gateway, left);
            x += INSIDE;
        }
        // The network with the target, or what of the way leads through it.
        let frame_at = self.out.frames.len();
        let inside = match self.spot {
            Some(Spot::Subnet { .. } | Spot::Network) => true,
            Some(_) => false,
            None => true,
        };
        if regional {
            x = self.slot(x, Slot::Behind);
        }
        x = if inside {
            self.target(x) + INSIDE
        } else {
            x.max(left + 224.0)
        };
        let right = x;
        let mut end = right;
        if !inside {
            x = self.slot(x, Slot::Beyond);
            end = self.beyond(x);
        }
        let (mut below, side_right, side_end);
        if inside {
            let found = self.beside(right, right + 40.0, 4.0);
            (side_right, side_end) = found;
            // What lies beside leaves room for words, or not.
            let is_short = side_end <= self.top + HEIGHT + INSIDE;
            below = self.callouts(
                if is_short {
                    right.max(side_right)
                } else {
                    right
                },
                4.0,
            );
        } else {
            below = self.callouts(end, 4.0);
            (side_right, side_end) = self.beside(right, x, below + 10.0);
        }
        if regional && self.journey.is_none() {
            // Below the subnet that the app sends from, which stands in the network.
            below = below.max(self.top + SHORT + INSIDE);
        }
        let network_end = self.rest_of_network(left, right, below);
        let bottom = network_end
            .max(side_end)
            .max(self.top + self.height() + 6.0);
        self.network(frame_at, left, right, bottom);
        self.out.width = end.max(side_right) + 4.0;
        self.out.height = bottom + 8.0;
        self.lanes();
    }

    /// The app itself.
    fn app(&mut self) -> f64 {
        let name = self.around.app.clone();
        let x = self.station(4.0, BOX, &name, "App Service app", true, name.clone());
        self.lane.0 = x;
        x
    }

    /// A box on the way; gives its right edge.
    fn station(
        &mut self,
        x: f64,
        w: f64,
        name: &str,
        ranges: &str,
        is_there: bool,
        title: String,
    ) -> f64 {
        self.frame([x, self.top, w, self.height()], "station", is_there, title);
        self.heading(x, self.top, w, name, ranges);
        x + w
    }

    /// Where there are no lanes: a line from one box to the next.
    fn tie(&mut self, from: f64, to: f64) {
        if self.journey.is_none() {
            let y = self.top + TIE;
            self.out.links.push(Link { from, to, y });
        }
    }

    /// From the app to the gateway: the range of which the app gets an address, above the lanes.
    fn range(&mut self, x: f64) -> f64 {
        let leaves = self.journey.is_some_and(|journey| journey.leaves);
        let pool = match &self.around.gateway {
            Some(gateway) if gateway.is_there() && !leaves => self.around.sender.clone(),
            _ => return self.slot(x, Slot::App),
        };
        let end = self.slot(x, Slot::App).max(x + RANGE);
        let range = pool.shown_ranges();
        let middle = x + (end - x) / 2.0;
        for (text, y, class) in [("point-to-site", NAME, "quiet"), (range, RANGES, "plain")] {
            self.out.words.push(Word {
                x: middle,
                y: self.top + y,
                text: fitted(text, end - x - 12.0),
                class,
                anchor: "middle",
            });
        }
        let first = self
            .out
            .signs
            .iter()
            .map(|sign| sign.x - sign.w / 2.0)
            .fold(f64::MAX, f64::min);
        let last = self
            .out
            .signs
            .iter()
            .map(|sign| sign.x + sign.w / 2.0)
            .fold(f64::MIN, f64::max);
        for sign in &mut self.out.signs {
            sign.x += middle - (first + last) / 2.0;
        }
        end
    }

    /// The gateway, or the subnet that the app sends from.
    fn entry(&mut self, x: f64) -> f64 {
        let room = self.room(Slot::Entry);
        let w = (room + 2.0 * INSIDE).max(BOX + 10.0);
        let (named, name) = match &self.around.gateway {
            Some(gateway) => (gateway.clone(), gateway.name.clone()),
            None => {
                let sender = self.around.sender.clone();
                let name = match &self.around.entry_subnet {
                    Some(subnet) => subnet.clone(),
                    None => sender.name.trim_start_matches("the ").to_owned(),
                };
                (sender, name)
            }
        };
        let ranges = match &self.around.gateway {
            // Its range stands between the app and it.
            Some(gateway) if gateway.is_there() => "VPN gateway",
            _ => named.shown_ranges(),
        };
        let end = self.station(x, w, &name, ranges, named.is_there(), named.title());
        self.signs(x + (w - room + BESIDE) / 2.0, Slot::Entry);
        end
    }
}
