//! What there is to tell, in whatever form.

use std::collections::BTreeMap;
use std::time::Duration;

use netdiag::model::{Integration, NameServers};
use netdiag::probe::bulk::Counts;
use netdiag::probe::lookup::Resolution;

use crate::cli::Question;
use crate::compare::Comparison;

/// The outcome, in JSON, of a line of a list that holds no name.
pub const INVALID: &str = "invalid";

/// What is told of one name.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// What was asked.
    pub question: &'a Question,
    /// Whom.
    pub servers: &'a NameServers,
    /// What came of it.
    pub resolution: &'a Resolution,
    /// The integration, if it was read and not only guessed from the environment.
    pub integration: Option<&'a Integration>,
    /// What each server says by itself.
    pub comparison: Option<&'a Comparison>,
}

/// What a list came to.
#[derive(Debug)]
pub struct Summary {
    /// How many lines were taken for names.
    pub names: u64,
    /// How often each outcome came, by its word in JSON; [`INVALID`] for lines that hold no name.
    pub outcomes: BTreeMap<&'static str, u64>,
    /// Each server and how it did.
    pub servers: Vec<(String, Counts)>,
    /// How long all of it took.
    pub took: Duration,
}
