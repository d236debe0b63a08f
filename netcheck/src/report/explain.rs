//! `netcheck explain` and `netcheck list`: the vocabulary, in words.

use std::io::{self, Write};

use netdiag::cli::{Exit, Out};
use netdiag::text::printable;
use serde::Serialize;

use crate::check;
use crate::diagnose;
use crate::eligible::{migration, reason};
use crate::explanation::Explanation;
use crate::plan_network::rule;

/// One name of the vocabulary.
pub struct Entry {
    kind: &'static str,
    name: &'static str,
    title: &'static str,
    explanation: Explanation,
    /// The remedy with regional integration, where it is another.
    mend_regional: Option<&'static str>,
}

fn all() -> impl Iterator<Item = Entry> {
    let checks = check::ALL.iter().map(|check| Entry {
        kind: "check",
        name: check.name,
        title: check.title,
        explanation: check.explanation,
        mend_regional: None,
    });
    let causes = diagnose::ALL.iter().map(|cause| Entry {
        kind: "cause",
        name: cause.name,
        title: cause.title,
        explanation: cause.explanation,
        mend_regional: cause.mend_regional,
    });
    let rules = rule::ALL.iter().map(|rule| Entry {
        kind: "rule",
        name: rule.name,
        title: rule.title,
        explanation: rule.explanation,
        mend_regional: None,
    });
    let reasons = reason::ALL.iter().map(|reason| Entry {
        kind: "reason",
        name: reason.name,
        title: reason.title,
        explanation: reason.explanation,
        mend_regional: None,
    });
    let needs = migration::ALL.iter().map(|need| Entry {
        kind: "need",
        name: need.name,
        title: need.title,
        explanation: need.explanation,
        mend_regional: None,
    });
    let unjudged = [migration::SUBNET_KNOWN].into_iter().map(|need| Entry {
        kind: "need",
        name: need.name,
        title: need.title,
        explanation: need.explanation,
        mend_regional: None,
    });
    let more = rules.chain(reasons).chain(unjudged).chain(needs);
    checks.chain(causes).chain(more)
}

/// The check, cause, rule, reason or need of this name, in any letter case.
pub fn find(name: &str) -> Option<Entry> {
    all().find(|entry| entry.name.eq_ignore_ascii_case(name.trim()))
}

/// What to type instead of a name that there is not.
pub fn no_such(name: &str) -> String {
    let wanted = name.to_ascii_lowercase();
    let near: Vec<&str> = all()
        .map(|entry| entry.name)
        .filter(|known| {
            known
                .split('-')
                .any(|word| word.len() > 3 && wanted.contains(word))
        })
        .take(5)
        .collect();
    let hint = if near.is_empty() {
        String::new()
    } else {
        format!(" (perhaps {})", near.join(", "))
    };
    format!(
        "there is nothing named '{}'{hint}; netcheck list shows all",
        printable(name)
    )
}

#[derive(Serialize)]
struct Document {
    schema: &'static str,
    entries: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    kind: &'static str,
    name: &'static str,
    title: &'static str,
    means: &'static str,
    matters: &'static str,
    reads: &'static str,
    mend: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    mend_regional: Option<&'static str>,
}

impl From<&Entry> for Row {
    fn from(entry: &Entry) -> Self {
        Self {
            kind: entry.kind,
            name: entry.name,
            title: entry.title,
            means: entry.explanation.means,
            matters: entry.explanation.matters,
            reads: entry.explanation.reads,
            mend: entry.explanation.mend,
            mend_regional: entry.mend_regional,
        }
    }
}

fn write_json<W: Write>(out: &mut Out<W>, entries: Vec<Row>) -> io::Result<Exit> {
    let document = Document {
        schema: "netcheck-explain/1",
        entries,
    };
    out.line(netdiag::text::json_pretty(&document))?;
    out.flush()?;
    Ok(Exit::Good)
}

/// Writes all names with their titles.
pub fn list<W: Write>(out: &mut Out<W>, json: bool) -> io::Result<Exit> {
    if json {
        return write_json(out, all().map(|entry| Row::from(&entry)).collect());
    }
    let width = all().map(|entry| entry.name.len()).max().unwrap_or(0);
    for (kind, heading) in [
        (
            "check",
            "Checks: what should be true, in the order of the checklist",
        ),
        ("cause", "Causes: why a host and port cannot be reached"),
        (
            "rule",
            "Rules: what plan-network judges of a network before it is made",
        ),
        (
            "reason",
            "Reasons: why an app cannot be integrated with a network (netcheck eligible)",
        ),
        (
            "need",
            "Needs: what an app needs before it moves to regional integration",
        ),
    ] {
        out.line(heading)?;
        for entry in all().filter(|entry| entry.kind == kind) {
            out.line(format!("  {:width$}  {}", entry.name, entry.title))?;
        }
        out.line("")?;
    }
    out.line("netcheck explain NAME says more.")?;
    out.flush()?;
    Ok(Exit::Good)
}

/// Writes everything about one name.
pub fn one<W: Write>(out: &mut Out<W>, entry: &Entry, json: bool) -> io::Result<Exit> {
    if json {
        return write_json(out, vec![Row::from(entry)]);
    }
    out.line(format!("{} ({}): {}", entry.name, entry.kind, entry.title))?;
    let explanation = &entry.explanation;
    for (heading, text) in [
        ("What it means", explanation.means),
        ("Why it matters", explanation.matters),
        ("What is read", explanation.reads),
        ("How to mend it", explanation.mend),
        (
            "How to mend it with regional integration",
            entry.mend_regional.unwrap_or_default(),
        ),
    ] {
        if text.is_empty() {
            continue;
        }
        out.line("")?;
        out.line(heading)?;
        let options = textwrap::Options::new(80)
            .initial_indent("  ")
            .subsequent_indent("  ")
            .break_words(false)
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        for line in textwrap::wrap(text, options) {
            out.line(line)?;
        }
    }
    out.flush()?;
    Ok(Exit::Good)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// `explain` knows an entry by its name alone, whatever its kind and letter case.
    #[test]
    fn no_name_stands_twice() {
        let mut seen = BTreeSet::new();
        for entry in all() {
            assert!(
                seen.insert(entry.name.to_ascii_lowercase()),
                "{} ({}) has another's name",
                entry.name,
                entry.kind
            );
        }
    }
}
