//! A picture in the making: what there is to draw, and the strokes that its parts are drawn with.

use page::text::fitted;

use super::shapes::{Frame, Layout, Sign, Word};
use super::stops::{Slot, State, Stop};
use crate::path::hop::Way;
use crate::report::check::html::data::journey::{Journey, Spot};
use crate::report::check::html::data::surroundings::Surroundings;

/// The width of a sign, of one that says "part", and the space beside it.
const STOP: f64 = 40.0;
const STOP_PART: f64 = 64.0;
pub const BESIDE: f64 = 6.0;
/// Space between a frame and what stands in it.
pub const INSIDE: f64 = 12.0;
/// Below the top of a box stand its name, its addresses, the lane there, the lane back, its end.
pub const NAME: f64 = 18.0;
pub const RANGES: f64 = 34.0;
pub const THERE: f64 = 58.0;
pub const BACK: f64 = 96.0;
pub const HEIGHT: f64 = 118.0;
/// Where there are no lanes, a box ends here.
pub const SHORT: f64 = 54.0;
/// The height of a network's own two lines.
pub const HEADING: f64 = 44.0;
/// How much wider bold text is.
pub const BOLD: f64 = 1.12;

/// A picture that is being drawn, from the left to the right and then downwards.
pub struct Drawing<'a> {
    /// What there is.
    pub around: &'a Surroundings,
    /// Where the packet goes.
    pub journey: Option<&'a Journey>,
    /// Where that ends.
    pub spot: Option<&'a Spot>,
    /// What the packet meets.
    pub stops: Vec<Stop<'a>>,
    /// What is drawn so far.
    pub out: Layout,
    /// The top of the boxes on the way.
    pub top: f64,
    /// Where the lanes begin and end.
    pub lane: (f64, f64),
}

impl Drawing<'_> {
    /// How high a box on the way is: without lanes it holds its name only.
    pub fn height(&self) -> f64 {
        match self.journey {
            Some(_) => HEIGHT,
            None => SHORT,
        }
    }

    /// A frame at this place: left, top, width, height.
    pub fn frame(
        &mut self,
        [x, y, w, h]: [f64; 4],
        class: &'static str,
        is_there: bool,
        title: String,
    ) {
        self.out.frames.push(Frame {
            x,
            y,
            w,
            h,
            class,
            is_there,
            title,
        });
    }

    /// The two lines at the top of a box: its name, and its addresses.
    pub fn heading(&mut self, x: f64, y: f64, w: f64, name: &str, ranges: &str) {
        self.word(x + 8.0, y + NAME, w - 16.0, name, "name");
        self.word(x + 8.0, y + RANGES, w - 16.0, ranges, "quiet");
    }

    /// A line of text, as much of it as there is room for.
    pub fn word(&mut self, x: f64, y: f64, room: f64, text: &str, class: &'static str) {
        // Names are bold, which is wider.
        let room = if class == "name" { room / BOLD } else { room };
        self.out.words.push(Word {
            x,
            y,
            text: fitted(text, room),
            class,
            anchor: "start",
        });
    }

    /// How wide the signs of a slot are.
    pub fn room(&self, slot: Slot) -> f64 {
        let there = self.stops.iter().filter(|stop| stop.way == Way::There);
        let signs = there.filter(|stop| stop.slot() == slot);
        signs.map(|stop| sign_width(stop.state) + BESIDE).sum()
    }

    /// The signs of a slot, and the space that they need; gives where it ends.
    pub fn slot(&mut self, x: f64, slot: Slot) -> f64 {
        let room = self.room(slot);
        let start = x + if room > 0.0 { 14.0 } else { 0.0 };
        self.signs(start, slot);
        x + if room > 0.0 { room + 22.0 } else { 34.0 }
    }

    /// The signs of a slot, from here to the right.
    pub fn signs(&mut self, mut x: f64, slot: Slot) {
        let y = self.top + THERE;
        let there: Vec<Sign> = self
            .stops
            .iter()
            .filter(|stop| stop.way == Way::There && stop.slot() == slot)
            .map(|stop| {
                let w = sign_width(stop.state);
                let sign = sign(stop, x + w / 2.0, y);
                x += w + BESIDE;
                sign
            })
            .collect();
        self.out.signs.extend(there);
    }
}

/// How wide a stop's sign is.
pub fn sign_width(state: State) -> f64 {
    match state {
        State::Part => STOP_PART,
        _ => STOP,
    }
}

/// A stop's sign around this point.
pub fn sign(stop: &Stop<'_>, x: f64, y: f64) -> Sign {
    let told: Vec<String> = stop
        .fates
        .iter()
        .map(|fate| match &fate.part {
            Some(part) => format!("{} {} (for {part})", fate.verdict.word(), fate.by),
            None => format!("{}: {}", fate.verdict.word(), fate.by),
        })
        .collect();
    Sign {
        x,
        y,
        w: sign_width(stop.state),
        number: stop.number,
        state: stop.state,
        title: format!("{} {}: {}", stop.number, stop.hop, told.join("; ")),
    }
}
