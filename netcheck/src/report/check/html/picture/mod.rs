//! The picture of the path: an inline drawing of where the packet goes, and where it stops.

mod beside;
mod callouts;
mod drawing;
mod lanes;
mod layout;
mod shapes;
pub mod stops;
mod target;

use maud::{Markup, html};
use page::text::{shortened, visible};

use crate::path::hop::Way;
use crate::report::check::html::data::journey::Journey;
use crate::report::check::html::data::surroundings::Surroundings;
use shapes::{Callout, Frame, Layout, Piece, Sign, Word};
use stops::State;

/// How long a title may be: what a pointer shows is no place for ten thousand characters.
const TITLE: usize = 400;

/// The drawing, with a text for whoever does not see it. `id` must be unique on the page.
pub fn picture(
    id: &str,
    around: &Surroundings,
    journey: Option<&Journey>,
    described: &str,
) -> Markup {
    let layout = Layout::of(around, journey);
    let (title, desc) = (format!("{id}-title"), format!("{id}-desc"));
    let heading = match journey {
        Some(journey) => format!("The way from {} to {}", around.app, journey.to),
        None => format!("What lies around {}", around.app),
    };
    html! {
        div class="wide" role="region" tabindex="0" aria-label={ "Picture: " (shortened(&heading, 120)) } {
            svg class="path" role="img" aria-labelledby={ (title) " " (desc) }
                viewBox={ "0 0 " (layout.width) " " (layout.height) } width=(layout.width) height=(layout.height) {
                title id=(title) { (shortened(&heading, 120)) }
                desc id=(desc) { (visible(described)) }
                @for link in &layout.links {
                    path class="link" d={ "M" (link.from) " " (link.y) "H" (link.to) } {}
                }
                @for frame in &layout.frames { (drawn_frame(frame)) }
                @for callout in &layout.callouts {
                    path class={ "leader " (class(callout.state)) } d={ "M" (callout.at.0) " " (callout.at.1) "V" (callout.y + 4.0) } {}
                }
                @for piece in &layout.pieces { (drawn_piece(piece)) }
                @for word in &layout.words { (drawn_word(word)) }
                @for sign in &layout.signs { (drawn_sign(sign)) }
                @for callout in &layout.callouts { (drawn_callout(callout)) }
            }
        }
    }
}

/// The class that gives a state its colour and its kind of line.
fn class(state: State) -> &'static str {
    match state {
        State::Passes => "passes",
        State::Unknown => "unknown",
        State::Part => "part",
        State::Blocked => "blocked",
    }
}

fn drawn_frame(frame: &Frame) -> Markup {
    let unread = if frame.is_there { "" } else { " unread" };
    html! {
        rect class={ "frame " (frame.class) (unread) } x=(frame.x) y=(frame.y) width=(frame.w) height=(frame.h)
            rx=(if frame.class == "row" { "2" } else { "4" }) {
            title { (shortened(&frame.title, TITLE)) }
        }
    }
}

fn drawn_word(word: &Word) -> Markup {
    let anchor = Some(word.anchor).filter(|anchor| *anchor != "start");
    html! { text class=(word.class) x=(word.x) y=(word.y) text-anchor=[anchor] { (word.text) } }
}

/// Solid where it passes, dashed where it does not, dotted where nobody knows, both where it depends.
fn drawn_piece(piece: &Piece) -> Markup {
    let y = piece.y;
    let tip = piece.tip.map(|way| match way {
        Way::There => format!("M{} {}l-9 -5v10z", piece.to, y),
        Way::Back => format!("M{} {}l9 -5v10z", piece.from, y),
    });
    html! {
        @if piece.state == State::Part {
            path class="lane passes" d={ "M" (piece.from) " " (y - 2.5) "H" (piece.to) } {}
            path class="lane blocked" d={ "M" (piece.from) " " (y + 2.5) "H" (piece.to) } {}
        } @else {
            path class={ "lane " (class(piece.state)) } d={ "M" (piece.from) " " (y) "H" (piece.to) } {}
        }
        @if let Some(tip) = tip { path class={ "tip " (class(piece.state)) } d=(tip) {} }
    }
}

fn drawn_sign(sign: &Sign) -> Markup {
    let word = match sign.state {
        State::Passes => "\u{2713}",
        State::Unknown => "?",
        State::Part => "\u{2715} part",
        State::Blocked => "\u{2715}",
    };
    // Round, square, and square with cut corners: shapes tell the states apart as well.
    let round = match sign.state {
        State::Passes => "11",
        State::Unknown => "5",
        State::Part | State::Blocked => "0",
    };
    html! {
        g class={ "sign " (class(sign.state)) } {
            title { (shortened(&sign.title, TITLE)) }
            rect x=(sign.x - sign.w / 2.0) y=(sign.y - 11.0) width=(sign.w) height="22" rx=(round) {}
            text x=(sign.x) y=(sign.y + 4.5) text-anchor="middle" { (sign.number) " " (word) }
        }
    }
}

fn drawn_callout(callout: &Callout) -> Markup {
    html! {
        g class={ "callout " (class(callout.state)) } {
            rect x=(callout.x) y=(callout.y) width=(callout.w) height=(callout.h) rx="3" {}
            @for (i, line) in callout.lines.iter().enumerate() {
                @let class = if i < callout.headings { "name" } else { "plain" };
                text class=(class) x=(callout.x + 10.0) y=(callout.y + 18.0 + 16.0 * i as f64) { (line) }
            }
        }
    }
}

#[cfg(test)]
mod tests;
