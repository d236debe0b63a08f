//! What a reason finds, and what that does to the answer.

use netdiag::fact::{Fact, Gap};

use super::reason::Reason;
use crate::check::{Evidence, Status, Verdict};

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

/// A reason that strikes, or may strike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obstacle {
    /// What it does to the answer.
    pub weight: Weight,
    /// What was found, in one sentence without a final period.
    pub summary: String,
    /// What the sentence rests on.
    pub evidence: Vec<Evidence>,
    /// How to mend it here; without it the reason's own words hold.
    pub mend: Option<String>,
}

impl Obstacle {
    fn new(weight: Weight, summary: impl Into<String>) -> Self {
        Self {
            weight,
            summary: summary.into(),
            evidence: Vec::new(),
            mend: None,
        }
    }

    /// It stands in the way.
    pub fn no(summary: impl Into<String>) -> Self {
        Self::new(Weight::No, summary)
    }

    /// Nobody can say, for this reason.
    pub fn unclear(summary: impl Into<String>) -> Self {
        Self::new(Weight::Unknown, summary)
    }

    /// It does not stand in the way.
    pub fn note(summary: impl Into<String>) -> Self {
        Self::new(Weight::Note, summary)
    }

    /// A verdict as a reason: a failure stands in the way, a warning is a note.
    pub fn of(verdict: Verdict) -> Option<Self> {
        let weight = match verdict.status {
            Status::Fail => Weight::No,
            Status::Unknown => Weight::Unknown,
            Status::Warn => Weight::Note,
            Status::Pass | Status::NotApplicable => return None,
        };
        Some(Self {
            evidence: verdict.evidence,
            ..Self::new(weight, verdict.summary)
        })
    }

    /// Nobody can say, because the fact was not read; `None` of any other.
    pub fn not_read<T>(fact: &Fact<T>) -> Option<Self> {
        fact.gap().map(Self::unknown)
    }

    /// Nobody can say, because of this gap.
    pub fn unknown(gap: &Gap) -> Self {
        Self::unclear(gap.sentence()).with(Evidence::new("not read", &gap.what, gap.from.as_ref()))
    }

    /// With this evidence.
    pub fn with(mut self, evidence: Evidence) -> Self {
        self.evidence.push(evidence);
        self
    }

    /// With a way to mend it that holds here.
    pub fn mend(mut self, mend: impl Into<String>) -> Self {
        self.mend = Some(mend.into());
        self
    }
}

/// A reason with what it found.
#[derive(Debug, Clone)]
pub struct Struck {
    /// The reason.
    pub reason: &'static Reason,
    /// What it found.
    pub obstacle: Obstacle,
}

impl Struck {
    /// How to mend it.
    pub fn mend(&self) -> &str {
        let own = self.obstacle.mend.as_deref();
        own.unwrap_or(self.reason.explanation.mend)
    }
}
