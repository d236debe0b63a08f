//! What a picture is made of: frames, words, lanes, signs. Plain coordinates in the drawing's units, which
//! are pixels where it is not made smaller.

use super::stops::State;
use crate::path::hop::Way;

/// A frame with what is written in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// Left.
    pub x: f64,
    /// Top.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
    /// `station`, `around`, `inner`, `host`, `side` or `row`: how it looks.
    pub class: &'static str,
    /// Whether what it stands for was read, and exists.
    pub is_there: bool,
    /// Everything that it stands for, unshortened.
    pub title: String,
}

/// A line of text.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    /// Where it stands.
    pub x: f64,
    /// Its base line.
    pub y: f64,
    /// As much as there is room for.
    pub text: String,
    /// `name` or `quiet`.
    pub class: &'static str,
    /// Where `x` is: at its `start`, `middle` or `end`.
    pub anchor: &'static str,
}

/// A piece of a lane.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// Where it begins, seen from the left.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// Its height.
    pub y: f64,
    /// What is known of the packet there.
    pub state: State,
    /// The tip of an arrow at its end: to the right there, to the left back.
    pub tip: Option<Way>,
}

/// A stop's sign.
#[derive(Debug, Clone, PartialEq)]
pub struct Sign {
    /// Its middle.
    pub x: f64,
    /// Its middle.
    pub y: f64,
    /// Its width.
    pub w: f64,
    /// The stop's number.
    pub number: usize,
    /// What becomes of the packet.
    pub state: State,
    /// The hop, and by what.
    pub title: String,
}

/// What is written of a stop below the lanes, with a line up to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Callout {
    /// Left.
    pub x: f64,
    /// Top.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
    /// The stop that it speaks of: where the line ends.
    pub at: (f64, f64),
    /// The state that it speaks of.
    pub state: State,
    /// How many of its lines are a heading.
    pub headings: usize,
    /// Its lines.
    pub lines: Vec<String>,
}

/// A thin line between the network and what lies beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// From the network's edge.
    pub from: f64,
    /// To the box.
    pub to: f64,
    /// At this height.
    pub y: f64,
}

/// The whole picture.
#[derive(Debug, Default)]
pub struct Layout {
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// Frames, the outer ones first.
    pub frames: Vec<Frame>,
    /// Words.
    pub words: Vec<Word>,
    /// Lines to what lies beside.
    pub links: Vec<Link>,
    /// The lanes.
    pub pieces: Vec<Piece>,
    /// The stops.
    pub signs: Vec<Sign>,
    /// What is written of them.
    pub callouts: Vec<Callout>,
}
