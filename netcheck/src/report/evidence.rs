//! What a statement rests on and what could not be read, as every document has it.

use netdiag::fact::Origin;
use serde::Serialize;

use crate::check::Evidence as Seen;

/// A piece of evidence.
#[derive(Debug, Serialize)]
pub struct Evidence {
    /// What it is.
    pub what: String,
    /// What it says.
    pub value: String,
    /// Where it was read.
    pub from: Option<String>,
}

impl Evidence {
    /// In one line, with where it was read.
    pub fn line(&self) -> String {
        match &self.from {
            Some(from) => format!("{}: {}  [{from}]", self.what, self.value),
            None => format!("{}: {}", self.what, self.value),
        }
    }
}

/// What could not be read or used.
#[derive(Debug, Serialize)]
pub struct Gap<'a> {
    /// What is missing.
    pub what: &'a str,
    /// Why.
    pub why: &'a str,
    /// Where it would have been read.
    pub from: Option<String>,
}

impl<'a> From<&'a netdiag::fact::Gap> for Gap<'a> {
    fn from(gap: &'a netdiag::fact::Gap) -> Self {
        Self {
            what: &gap.what,
            why: &gap.why,
            from: gap.from.as_ref().map(Origin::to_string),
        }
    }
}

impl From<&Seen> for Evidence {
    fn from(seen: &Seen) -> Self {
        Self {
            what: seen.what.clone(),
            value: seen.value.clone(),
            from: seen.from.as_ref().map(Origin::to_string),
        }
    }
}
