//! A reason that strikes, and what that does to the answer.

use super::reason::Reason;
use crate::check::{Status, Verdict};

/// What a reason does to the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// It stands in the way.
    No,
    /// A fact that it depends on could not be read, or the rule itself is not certain.
    Unknown,
    /// It does not stand in the way, but whoever sets it up should know.
    Note,
}

impl Weight {
    /// What a verdict weighs; `None` of one that finds nothing.
    pub fn of(status: Status) -> Option<Self> {
        match status {
            Status::Fail => Some(Self::No),
            Status::Unknown => Some(Self::Unknown),
            Status::Warn => Some(Self::Note),
            Status::Pass | Status::NotApplicable => None,
        }
    }
}

/// A reason that strikes, or may strike.
#[derive(Debug, Clone)]
pub struct Struck {
    /// The reason.
    pub reason: &'static Reason,
    /// What it does to the answer.
    pub weight: Weight,
    /// What it found.
    pub verdict: Verdict,
}

impl Struck {
    /// The reason with its verdict, if that finds anything.
    pub fn new(reason: &'static Reason, verdict: Verdict) -> Option<Self> {
        Some(Self {
            reason,
            weight: Weight::of(verdict.status)?,
            verdict,
        })
    }

    /// How to mend it: as the verdict says, else as the reason does.
    pub fn mend(&self) -> &str {
        let own = self.verdict.remedy.as_deref();
        own.unwrap_or(self.reason.explanation.mend)
    }
}
