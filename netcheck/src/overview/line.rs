//! One line of a view.

use ipnet::IpNet;
use netdiag::fact::{Fact, Origin};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::check::{self, Check, Snapshot, Status, Verdict};

/// Whether something is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It is known: the values say it.
    Known,
    /// It is known that there is none.
    None,
    /// It could not be read; `why` says why.
    Unknown,
    /// It has no meaning for this kind of integration.
    NotApplicable,
}

/// One of the things that a line says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Value {
    /// What it says, for people.
    pub value: String,
    /// Of which kind it is, in a word that does not change: a route's type, where a DNS server comes
    /// from, a check's verdict.
    pub kind: Option<String>,
    /// What has to be said about it.
    pub note: Option<String>,
    /// Where it was read.
    pub from: Option<String>,
}

impl Value {
    /// What was read there.
    pub fn new(value: impl Into<String>, from: Option<&Origin>) -> Self {
        Self {
            value: value.into(),
            kind: None,
            note: None,
            from: from.map(Origin::to_string),
        }
    }

    /// Of this kind.
    pub fn of_kind(mut self, kind: impl Into<String>) -> Self {
        self.kind = Some(kind.into());
        self
    }

    /// With this remark.
    pub fn noted(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }
}

/// What a view says under one name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Its public name, a member in JSON.
    #[serde(skip)]
    pub name: &'static str,
    /// What it is called in text.
    #[serde(skip)]
    pub label: &'static str,
    /// The view is there to show this line; if it is unknown, the exit code is 3.
    #[serde(skip)]
    pub is_main: bool,
    /// Whether it is known.
    pub state: State,
    /// What is known.
    pub values: Vec<Value>,
    /// Why it is not known, or a remark about the whole line.
    pub why: Option<String>,
}

impl Line {
    fn new(name: &'static str, label: &'static str, state: State) -> Self {
        Self {
            name,
            label,
            is_main: false,
            state,
            values: Vec::new(),
            why: None,
        }
    }

    /// These values; without any there is none.
    pub fn known(
        name: &'static str,
        label: &'static str,
        values: impl IntoIterator<Item = Value>,
    ) -> Self {
        let mut line = Self::new(name, label, State::Known);
        line.values.extend(values);
        if line.values.is_empty() {
            line.state = State::None;
        }
        line
    }

    /// It is known that there is none, for this reason.
    pub fn none(name: &'static str, label: &'static str, why: impl Into<String>) -> Self {
        Self::new(name, label, State::None).because(why)
    }

    /// Nobody knows.
    pub fn unknown(name: &'static str, label: &'static str, why: impl Into<String>) -> Self {
        Self::new(name, label, State::Unknown).because(why)
    }

    /// It has no meaning here.
    pub fn not_applicable(name: &'static str, label: &'static str, why: impl Into<String>) -> Self {
        Self::new(name, label, State::NotApplicable).because(why)
    }

    /// What a fact says: `show` makes values of what is known; that nothing is there is said in the
    /// words of `none`.
    pub fn of<T>(
        name: &'static str,
        label: &'static str,
        fact: &Fact<T>,
        none: &str,
        show: impl FnOnce(&T, &Origin) -> Vec<Value>,
    ) -> Self {
        match fact {
            Fact::Known { value, from } => match show(value, from) {
                values if values.is_empty() => Self::none(name, label, none),
                values => Self::known(name, label, values),
            },
            Fact::Absent { .. } => Self::none(name, label, none),
            Fact::Unknown(gap) => Self::unknown(name, label, gap.to_string()),
        }
    }

    /// A fact that is text already.
    pub fn text(name: &'static str, label: &'static str, fact: &Fact<String>, none: &str) -> Self {
        Self::of(name, label, fact, none, |text, from| {
            vec![Value::new(text, Some(from))]
        })
    }

    /// A check's verdict, in the words of this line: what is good and what is not.
    pub fn judged(
        name: &'static str,
        label: &'static str,
        check: &Check,
        snapshot: &Snapshot,
        (good, bad): (&str, &str),
    ) -> Self {
        let verdict = check.verdict(snapshot);
        let why = shortened(said(&verdict));
        let word = match verdict.status {
            Status::Unknown => return Self::unknown(name, label, why),
            Status::NotApplicable => return Self::not_applicable(name, label, why),
            Status::Fail => bad,
            Status::Pass | Status::Warn => good,
        };
        let from = verdict.evidence.iter().find_map(|seen| seen.from.as_ref());
        let value = Value::new(word, from).of_kind(verdict.status.word());
        Self::known(name, label, [value]).because(why)
    }

    /// The same line, without which the view does not say what it is for.
    pub fn main(mut self) -> Self {
        self.is_main = true;
        self
    }

    /// With this reason or remark.
    pub fn because(mut self, why: impl Into<String>) -> Self {
        self.why = Some(why.into());
        self
    }

    /// With a further remark, if there is one.
    pub fn and(mut self, more: Option<String>) -> Self {
        if let Some(more) = more {
            self.why = Some(match self.why.take() {
                Some(why) => format!("{why}; {more}"),
                None => more,
            });
        }
        self
    }

    /// Whether it is one that the view is for, and nobody knows it.
    pub fn is_missed(&self) -> bool {
        self.is_main && self.state == State::Unknown
    }
}

/// A verdict's summary where it stands behind the word unknown.
pub fn said(verdict: &Verdict) -> &str {
    let summary = verdict.summary.as_str();
    summary
        .strip_prefix("cannot be judged: ")
        .unwrap_or(summary)
}

/// A verdict's summary with its first findings: of two hundred apps each may have one.
pub fn shortened(summary: &str) -> String {
    const MOST: usize = 3;
    let parts: Vec<&str> = summary.split("; ").collect();
    if parts.len() <= MOST + 1 {
        return summary.to_owned();
    }
    format!(
        "{}; and {} more of that kind (netcheck check names them)",
        parts[..MOST].join("; "),
        parts.len() - MOST
    )
}

/// What a check finds wrong.
pub fn problem(name: &str, snapshot: &Snapshot) -> Option<String> {
    let verdict = check::named(name)?.verdict(snapshot);
    verdict.is_problem().then(|| shortened(&verdict.summary))
}

/// Each prefix as a value.
pub fn prefixes(list: &[IpNet], from: &Origin) -> Vec<Value> {
    let shown = list.iter().map(ToString::to_string);
    shown.map(|prefix| Value::new(prefix, Some(from))).collect()
}

/// The operating system, of which is known whether it is Linux.
pub fn platform(is_linux: &Fact<bool>, none: &str) -> Line {
    Line::of("platform", "platform", is_linux, none, |is_linux, from| {
        let name = if *is_linux { "Linux" } else { "Windows" };
        vec![Value::new(name, Some(from))]
    })
}

/// Lines under one title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its public name, a member in JSON.
    pub name: &'static str,
    /// What it is called in text.
    pub title: &'static str,
    /// Its lines.
    pub lines: Vec<Line>,
}

impl Serialize for Section {
    /// An object of the lines by name, in their order.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.lines.len()))?;
        for line in &self.lines {
            map.serialize_entry(line.name, line)?;
        }
        map.end()
    }
}

/// The line of this name, wherever it stands.
#[cfg(test)]
pub fn line<'a>(sections: &'a [Section], name: &str) -> &'a Line {
    sections
        .iter()
        .flat_map(|section| &section.lines)
        .find(|line| line.name == name)
        .unwrap_or_else(|| panic!("there is no line {name}"))
}
