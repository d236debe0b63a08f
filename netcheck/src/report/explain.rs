//! `netcheck explain` and `netcheck list`: the vocabulary, in words.

use std::io::{self, Write};

use netdiag::cli::{Exit, Out};
use netdiag::text::printable;
use serde::Serialize;

use super::text::wrap::{wrapped, wrapped_at};
use crate::check;
use crate::diagnose;
use crate::eligible::{migration, reason};
use crate::explanation::Explanation;
use crate::plan_network::rule;

/// The width of what is read as prose.
const NARROW: usize = 80;

/// One name of the vocabulary.
#[derive(Clone, Serialize)]
pub struct Entry {
    kind: &'static str,
    name: &'static str,
    title: &'static str,
    means: &'static str,
    matters: &'static str,
    reads: &'static str,
    mend: &'static str,
    /// The remedy with regional integration, where it is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    mend_regional: Option<&'static str>,
}

impl Entry {
    fn new(
        kind: &'static str,
        name: &'static str,
        title: &'static str,
        explanation: Explanation,
    ) -> Self {
        Self {
            kind,
            name,
            title,
            means: explanation.means,
            matters: explanation.matters,
            reads: explanation.reads,
            mend: explanation.mend,
            mend_regional: None,
        }
    }
}

/// The names of one kind.
struct Chapter {
    heading: &'static str,
    entries: Vec<Entry>,
}

/// The whole vocabulary.
fn chapters() -> [Chapter; 5] {
    [
        Chapter {
            heading: "Checks: what should be true, in the order of the checklist",
            entries: check::ALL
                .iter()
                .map(|it| Entry::new("check", it.name, it.title, it.explanation))
                .collect(),
        },
        Chapter {
            heading: "Causes: why a host and port cannot be reached",
            entries: diagnose::ALL
                .iter()
                .map(|it| Entry {
                    mend_regional: it.mend_regional,
                    ..Entry::new("cause", it.name, it.title, it.explanation)
                })
                .collect(),
        },
        Chapter {
            heading: "Rules: what plan-network judges of a network before it is made",
            entries: rule::ALL
                .iter()
                .map(|it| Entry::new("rule", it.name, it.title, it.explanation))
                .collect(),
        },
        Chapter {
            heading: "Reasons: why an app cannot be integrated with a network (netcheck eligible)",
            entries: reason::ALL
                .iter()
                .map(|it| Entry::new("reason", it.name, it.title, it.explanation))
                .collect(),
        },
        Chapter {
            heading: "Needs: what an app needs before it moves to regional integration",
            entries: needs(),
        },
    ]
}

fn needs() -> Vec<Entry> {
    let unjudged = migration::SUBNET_KNOWN;
    let mut needs = vec![Entry::new(
        "need",
        unjudged.name,
        unjudged.title,
        unjudged.explanation,
    )];
    let judged = migration::ALL.iter();
    needs.extend(judged.map(|it| Entry::new("need", it.name, it.title, it.explanation)));
    needs
}

fn all() -> impl Iterator<Item = Entry> {
    chapters().into_iter().flat_map(|chapter| chapter.entries)
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
    entries: Vec<Entry>,
}

fn write_json<W: Write>(out: &mut Out<W>, entries: Vec<Entry>) -> io::Result<Exit> {
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
        return write_json(out, all().collect());
    }
    let width = all().map(|entry| entry.name.len()).max().unwrap_or(0);
    for chapter in chapters() {
        out.line(chapter.heading)?;
        for entry in chapter.entries {
            let name = format!("  {:width$}  ", entry.name);
            wrapped(out, &name, &" ".repeat(name.len()), entry.title)?;
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
        return write_json(out, vec![entry.clone()]);
    }
    let title = format!("{} ({}): {}", entry.name, entry.kind, entry.title);
    wrapped_at(NARROW, out, "", "  ", &title)?;
    for (heading, text) in [
        ("What it means", entry.means),
        ("Why it matters", entry.matters),
        ("What is read", entry.reads),
        ("How to mend it", entry.mend),
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
        wrapped_at(NARROW, out, "  ", "  ", text)?;
    }
    out.flush()?;
    Ok(Exit::Good)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::check::{sstp_doubt, sync_costs};

    /// Whoever asks Azure as a remedy says asks as we do.
    #[test]
    fn remedies_name_the_api_version_that_is_asked_for() {
        let ours = format!("api-version={}", crate::arm::WEB);
        for entry in all().filter(|entry| entry.mend.contains("api-version=")) {
            assert!(entry.mend.contains(&ours), "{}", entry.name);
        }
    }

    #[test]
    fn who_is_told_to_sync_a_network_or_to_use_sstp_is_told_what_there_is_to_know() {
        for entry in all() {
            for mend in [Some(entry.mend), entry.mend_regional]
                .into_iter()
                .flatten()
            {
                for (word, sentence) in [("Sync Network", sync_costs!()), ("SSTP", sstp_doubt!())] {
                    let holds = mend.contains(sentence) || !mend.contains(word);
                    assert!(holds, "{}: {mend}", entry.name);
                }
            }
        }
    }

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
