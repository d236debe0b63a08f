//! Where calls are made: Azure, or what a test plays in its place.

use serde_json::Value;

use super::call::Call;

/// Why there is no good answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// Azure refused.
    Refused {
        /// The HTTP status of the answer to the call, if it was that which refused.
        status: Option<u16>,
        /// In words, without secrets.
        why: String,
    },
    /// No answer, or none that says whether it was done.
    Unclear(String),
    /// Somebody asked to stop, or the time is over.
    Stopped(String),
}

impl Trouble {
    pub(super) fn words(&self) -> &str {
        match self {
            Self::Refused { why, .. } | Self::Unclear(why) | Self::Stopped(why) => why,
        }
    }
}

/// Azure, or what a test plays in its place.
pub trait World {
    /// GET of a path with its API version.
    async fn read(&mut self, path: &str) -> Result<Value, Trouble>;
    /// Makes a call, and follows it to its end where Azure works on after the answer. The answer's body.
    async fn make(&mut self, call: &Call) -> Result<Option<Value>, Trouble>;
    /// Waits a while before reading again.
    async fn pause(&mut self) -> Result<(), Trouble>;
    /// Tells people what happens.
    fn tell(&mut self, line: &str);
}
