//! The verdicts that a reader tells apart, by sign, word and colour at once.

use maud::{Markup, html};

/// How something is marked: never by its colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// Something is wrong.
    Bad,
    /// It cannot be told.
    Unknown,
    /// Works, and should be known.
    Warning,
    /// As it should be.
    Good,
    /// No verdict: it has no meaning here.
    Neutral,
}

impl Mark {
    /// The sign that stands for it, also where no colours are.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Bad => "\u{2715}",
            Self::Unknown => "?",
            Self::Warning => "!",
            Self::Good => "\u{2713}",
            Self::Neutral => "\u{2013}",
        }
    }

    /// The class that gives it its colour.
    pub fn class(self) -> &'static str {
        match self {
            Self::Bad => "bad",
            Self::Unknown => "unknown",
            Self::Warning => "warning",
            Self::Good => "good",
            Self::Neutral => "neutral",
        }
    }

    /// A small label: the sign and what it means here. The sign is not read out.
    pub fn label(self, word: &str) -> Markup {
        html! {
            span class={ "mark " (self.class()) } {
                span aria-hidden="true" { (self.sign()) } " " (crate::text::visible(word))
            }
        }
    }
}
