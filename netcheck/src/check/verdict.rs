//! What a check finds.

use netdiag::fact::{Fact, Gap, Origin};

/// The outcome of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The statement is true.
    Pass,
    /// It is true, but something is odd or will not stay so.
    Warn,
    /// It is false.
    Fail,
    /// A fact that it depends on could not be read.
    Unknown,
    /// It has no meaning for this integration.
    NotApplicable,
}

/// Something that was seen, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// What it is.
    pub what: String,
    /// What it says.
    pub value: String,
    /// Where it was read.
    pub from: Option<Origin>,
}

/// A status with its reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The outcome.
    pub status: Status,
    /// One sentence that says what was found.
    pub summary: String,
    /// What the sentence rests on.
    pub evidence: Vec<Evidence>,
    /// What to do, where something is wrong or odd.
    pub remedy: Option<String>,
}

impl Verdict {
    fn new(status: Status, summary: impl Into<String>) -> Self {
        Self {
            status,
            summary: summary.into(),
            evidence: Vec::new(),
            remedy: None,
        }
    }

    /// The statement is true.
    pub fn pass(summary: impl Into<String>) -> Self {
        Self::new(Status::Pass, summary)
    }

    /// The statement is true, but.
    pub fn warn(summary: impl Into<String>) -> Self {
        Self::new(Status::Warn, summary)
    }

    /// The statement is false.
    pub fn fail(summary: impl Into<String>) -> Self {
        Self::new(Status::Fail, summary)
    }

    /// Nobody can say, because of this gap.
    pub fn unknown(gap: &Gap) -> Self {
        Self::cannot_tell(format!("cannot be judged: {} {}", gap.what, gap.why)).because(
            "not read",
            &gap.what,
            gap.from.as_ref(),
        )
    }

    /// Nobody can say, in words.
    pub fn cannot_tell(summary: impl Into<String>) -> Self {
        Self::new(Status::Unknown, summary)
    }

    /// The statement has no meaning here.
    pub fn not_applicable(summary: impl Into<String>) -> Self {
        Self::new(Status::NotApplicable, summary)
    }

    /// With this evidence.
    pub fn because(
        mut self,
        what: impl Into<String>,
        value: impl ToString,
        from: Option<&Origin>,
    ) -> Self {
        self.evidence.push(Evidence {
            what: what.into(),
            value: value.to_string(),
            from: from.cloned(),
        });
        self
    }

    /// With this fact as evidence, if it is known.
    pub fn because_of<T>(
        self,
        what: impl Into<String>,
        fact: &Fact<T>,
        show: impl FnOnce(&T) -> String,
    ) -> Self {
        match fact {
            Fact::Known { value, from } => self.because(what, show(value), Some(from)),
            _ => self,
        }
    }

    /// With these pieces of evidence.
    pub fn with(mut self, evidence: Vec<Evidence>) -> Self {
        self.evidence.extend(evidence);
        self
    }

    /// With this remedy, if something is wrong or odd and no other remedy was named before. Without
    /// any the check's own holds, [`Explanation::mend`](super::Explanation::mend).
    pub fn remedy(mut self, remedy: &str) -> Self {
        if self.is_problem() && self.remedy.is_none() {
            self.remedy = Some(remedy.to_owned());
        }
        self
    }

    /// Whether something is wrong or odd.
    pub fn is_problem(&self) -> bool {
        matches!(self.status, Status::Fail | Status::Warn)
    }
}

/// Gathers what several parts of a check found; the gravest decides.
#[derive(Debug, Default)]
pub struct Findings {
    failures: Vec<String>,
    warnings: Vec<String>,
    unknowns: Vec<String>,
    evidence: Vec<Evidence>,
}

impl Findings {
    /// Something that is wrong.
    pub fn fail(&mut self, what: impl Into<String>) {
        self.failures.push(what.into());
    }

    /// Something that is odd.
    pub fn warn(&mut self, what: impl Into<String>) {
        self.warnings.push(what.into());
    }

    /// Something that could not be judged.
    pub fn unknown(&mut self, gap: &Gap) {
        self.unknowns.push(format!("{} {}", gap.what, gap.why));
        self.evidence("not read", &gap.what, gap.from.as_ref());
    }

    /// Something that could not be judged, in words.
    pub fn cannot_tell(&mut self, what: impl Into<String>) {
        self.unknowns.push(what.into());
    }

    /// Something that was seen.
    pub fn evidence(
        &mut self,
        what: impl Into<String>,
        value: impl ToString,
        from: Option<&Origin>,
    ) {
        self.evidence.push(Evidence {
            what: what.into(),
            value: value.to_string(),
            from: from.cloned(),
        });
    }

    /// True if nothing was found wrong, odd or unknown.
    pub fn is_clean(&self) -> bool {
        self.failures.is_empty() && self.warnings.is_empty() && self.unknowns.is_empty()
    }

    /// The verdict: failures before what is unknown, that before warnings; `good` if there is none
    /// of them.
    pub fn verdict(self, good: impl Into<String>) -> Verdict {
        let all = |mut first: Vec<String>, second: Vec<String>| {
            first.extend(second);
            first.join("; ")
        };
        let verdict = if !self.failures.is_empty() {
            Verdict::fail(all(self.failures, self.warnings))
        } else if !self.unknowns.is_empty() {
            Verdict::cannot_tell(format!("cannot be judged: {}", self.unknowns.join("; ")))
        } else if !self.warnings.is_empty() {
            Verdict::warn(self.warnings.join("; "))
        } else {
            Verdict::pass(good)
        };
        verdict.with(self.evidence)
    }
}
