//! What a hop is.

use crate::path::context::Context;
use crate::path::fate::Part;
use crate::path::flows::Block;
use crate::path::place::Region;

/// A kind of hop.
#[derive(Debug)]
pub struct Kind {
    /// Its public name, in JSON.
    pub name: &'static str,
    /// Which way the packet goes there.
    pub way: Way,
    /// Splits flows to one region by their fate at this hop; `None` if they do not pass it.
    pub judge: fn(&Context<'_>, &Region<'_>, &Block) -> Option<Vec<Part>>,
}

/// The request's way or the answer's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// From the app to the target.
    There,
    /// From the target to the app.
    Back,
}
