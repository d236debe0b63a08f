//! What a check finds.

use std::fmt;

use netdiag::cli::Exit;
use netdiag::fact::{Fact, Gap, Origin};
use serde::{Serialize, Serializer};

/// The outcome of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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

impl Status {
    /// The word for it, in JSON too.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Warn => "warn",
            Self::Fail => "fail",
            Self::Unknown => "unknown",
            Self::NotApplicable => "not_applicable",
        }
    }

    /// What it adds to the exit code: a warning is good.
    pub fn exit(self) -> Exit {
        match self {
            Self::Fail => Exit::Problem,
            Self::Unknown => Exit::Unclear,
            Self::Pass | Self::Warn | Self::NotApplicable => Exit::Good,
        }
    }
}

impl Serialize for Status {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
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

impl Evidence {
    /// This was seen, and where.
    pub fn new(what: impl Into<String>, value: impl ToString, from: Option<&Origin>) -> Self {
        Self {
            what: what.into(),
            value: value.to_string(),
            from: from.cloned(),
        }
    }
}

/// How a check ends. Where a need of it is not met it ends early, with `?`; that is a verdict too.
pub type Judgement = Result<Verdict, Verdict>;

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
        Self::cannot_tell(gap.sentence()).because("not read", &gap.what, gap.from.as_ref())
    }

    /// Nobody can say, for this reason.
    pub fn cannot_tell(why: impl fmt::Display) -> Self {
        Self::new(Status::Unknown, format!("cannot be judged: {why}"))
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
        self.evidence.push(Evidence::new(what, value, from));
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
        self.unknowns.push(gap.sentence());
        self.evidence("not read", &gap.what, gap.from.as_ref());
    }

    /// Something that could not be judged, for this reason.
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
        self.evidence.push(Evidence::new(what, value, from));
    }

    /// A fact that the statement depends on if there is one: its value and where it was read. That
    /// it could not be read is found.
    pub fn known<'a, T>(&mut self, fact: &'a Fact<T>) -> Option<(&'a T, &'a Origin)> {
        match fact {
            Fact::Known { value, from } => Some((value, from)),
            Fact::Absent { .. } => None,
            Fact::Unknown(gap) => {
                self.unknown(gap);
                None
            }
        }
    }

    /// A fact that the statement depends on and that should be there. What it says is evidence, and
    /// that it is not there leaves the statement open, in the words of `missing`.
    pub fn stated<'a, T: fmt::Display>(
        &mut self,
        what: &str,
        fact: &'a Fact<T>,
        missing: impl Into<String>,
    ) -> Option<&'a T> {
        if let Fact::Absent { from } = fact {
            self.cannot_tell(missing);
            self.evidence(what, "missing", Some(from));
        }
        let (value, from) = self.known(fact)?;
        self.evidence(what, value, Some(from));
        Some(value)
    }

    /// True if nothing was found wrong, odd or unknown.
    pub fn is_clean(&self) -> bool {
        self.failures.is_empty() && self.warnings.is_empty() && self.unknowns.is_empty()
    }

    /// What was found wrong or odd, a sentence each; what is wrong comes first.
    pub fn problems(&self) -> impl Iterator<Item = &str> {
        self.failures
            .iter()
            .chain(&self.warnings)
            .map(String::as_str)
    }

    /// What could not be judged, a sentence each.
    pub fn unknowns(&self) -> &[String] {
        &self.unknowns
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
            Verdict::cannot_tell(self.unknowns.join("; "))
        } else if !self.warnings.is_empty() {
            Verdict::warn(self.warnings.join("; "))
        } else {
            Verdict::pass(good)
        };
        verdict.with(self.evidence)
    }
}
