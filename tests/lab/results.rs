//! RESULTS.md: the matrix with its hits and misses, written by `tests/lab/results`.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

use crate::matrix::{self, Expected, Row};
use crate::play::Outcome;
use crate::tools::{TOOLS, Tool};
use crate::{AT_ONCE, build, played};

fn file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/lab/RESULTS.md")
}

/// Whether RESULTS.md holds the rows that there are, no more and no fewer, as they are now, and no miss.
///
/// # Errors
/// Says which is missing.
pub fn lists_every_row() -> Result<(), String> {
    let text = std::fs::read_to_string(file()).map_err(|e| format!("RESULTS.md: {e}"))?;
    compared(&text)
}

fn compared(text: &str) -> Result<(), String> {
    let listed: Vec<Listed> = text.lines().filter_map(listed).collect();
    let tools = TOOLS.iter().map(Listed::tool);
    let due: Vec<Listed> = matrix::all().iter().map(Listed::row).chain(tools).collect();
    let is_in = |one: &Listed, list: &[Listed]| list.iter().any(|other| other.fixed == one.fixed);
    let new: Vec<_> = due.iter().filter(|one| !is_in(one, &listed)).collect();
    let gone: Vec<_> = listed.iter().filter(|one| !is_in(one, &due)).collect();
    if !(new.is_empty() && gone.is_empty()) || listed.len() != due.len() {
        let names = |of: &[&Listed]| {
            of.iter()
                .map(|one| one.fixed[0].clone())
                .collect::<Vec<_>>()
        };
        return Err(format!(
            "RESULTS.md is not of this matrix (not in it: {:?}; no longer so: {:?}): run tests/lab/results",
            names(&new),
            names(&gone)
        ));
    }
    match listed.iter().find(|one| !one.hit) {
        Some(miss) => Err(format!("RESULTS.md holds a miss: {}", miss.fixed[0])),
        None => Ok(()),
    }
}

/// What RESULTS.md says of one row.
struct Listed {
    /// The cells that say the same whenever it is played: its name first.
    fixed: Vec<String>,
    hit: bool,
}

impl Listed {
    fn row(row: &Row) -> Self {
        let cells = [&row.name, row.target, &due(row), &row.what];
        Self {
            fixed: cells.map(str::to_owned).into(),
            hit: true,
        }
    }

    fn tool(tool: &Tool) -> Self {
        Self {
            fixed: vec![tool.name.to_owned(), tool.words.join(" ")],
            hit: true,
        }
    }
}

/// A line of one of the tables, as [`page`] writes it.
fn listed(line: &str) -> Option<Listed> {
    let (name, cells) = line.strip_prefix("| `")?.split_once("` | ")?;
    let cells: Vec<&str> = cells.strip_suffix(" |")?.split(" | ").collect();
    let rest = match cells[..] {
        [_, target, due, _, _, what] => vec![target, due, what],
        [_, _, typed] => vec![typed],
        _ => vec![line],
    };
    let fixed = std::iter::once(name).chain(rest).map(str::to_owned);
    Some(Listed {
        fixed: fixed.collect(),
        hit: cells.first() == Some(&"hit"),
    })
}

/// A row that is new, gone, or changed is noticed, and so is a miss, in every table.
pub fn nothing_is_overlooked() {
    let text = std::fs::read_to_string(file()).expect("RESULTS.md");
    let first_of = |kind: &str| {
        let mut lines = text.lines();
        let start = format!("| `{kind}/");
        lines.find(|line| line.starts_with(&start)).expect("a row")
    };
    for kind in ["fault", "pair", "healthy", "nameresolver", "tcpping"] {
        let line = first_of(kind);
        let without = text.replace(&format!("{line}\n"), "");
        let twice = text.replace(line, &format!("{line}\n{line}"));
        let missed = text.replace(line, &line.replacen("| hit |", "| **miss**: x |", 1));
        let (start, _) = line
            .trim_end_matches(" |")
            .rsplit_once(" | ")
            .expect("cells");
        let changed = text.replace(line, &format!("{start} | something else |"));
        for spoilt in [without, twice, missed, changed] {
            assert!(compared(&spoilt).is_err(), "{line}");
        }
    }
}

/// How many causes are provoked, of how many that there are.
pub fn the_readme_counts_the_causes() {
    let output = Command::new(env!("CARGO_BIN_EXE_netcheck"))
        .args(["list", "--json"])
        .output()
        .expect("netcheck runs");
    let document: Value = serde_json::from_slice(&output.stdout).expect("a document");
    let entries = document["entries"].as_array().expect("entries");
    let causes: BTreeSet<&str> = entries
        .iter()
        .filter(|entry| entry["kind"] == "cause")
        .filter_map(|entry| entry["name"].as_str())
        .collect();
    let firsts = matrix::all()
        .into_iter()
        .filter_map(|row| match row.expected {
            Expected::First { first, .. } => first.first().copied(),
            Expected::Both(_) | Expected::Reached => None,
        });
    let provoked = firsts.filter(|cause| causes.contains(cause));
    let provoked = provoked.collect::<BTreeSet<_>>().len();
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
    let readme = std::fs::read_to_string(readme).expect("README.md");
    let count = format!("{provoked} of the {} causes", causes.len());
    assert!(readme.contains(&count), "README.md does not say {count}");
}

/// Plays everything and writes the file.
pub fn write() -> ExitCode {
    if let Err(why) = build::possible() {
        eprintln!("there can be no lab here: {why}");
        return ExitCode::FAILURE;
    }
    let rows = matrix::all();
    let outcomes = all(
        &rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(),
        "play",
    );
    let tools = all(&TOOLS.map(|tool| tool.name), "tool");
    let text = page(&rows, &outcomes, &tools);
    if let Err(error) = std::fs::write(file(), text) {
        eprintln!("{}: {error}", file().display());
        return ExitCode::FAILURE;
    }
    let both = outcomes.iter().chain(&tools);
    let missed = both.filter(|o| !o.as_ref().is_ok_and(|o| o.wrong.is_none()));
    match missed.count() {
        0 => ExitCode::SUCCESS,
        n => {
            println!("{n} missed");
            ExitCode::FAILURE
        }
    }
}

/// The outcomes in the order of the rows.
fn all(names: &[&str], kind: &str) -> Vec<Result<Outcome, String>> {
    let next = AtomicUsize::new(0);
    let mut all: Vec<(usize, Result<Outcome, String>)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..AT_ONCE)
            .map(|_| {
                scope.spawn(|| {
                    let mut own = Vec::new();
                    loop {
                        let n = next.fetch_add(1, Ordering::SeqCst);
                        let Some(name) = names.get(n) else { return own };
                        let outcome = played(kind, name);
                        let wrong = match &outcome {
                            Ok(outcome) => outcome.wrong.clone(),
                            Err(error) => Some(error.clone()),
                        };
                        println!("{name:<90} {}", wrong.as_deref().unwrap_or("hit"));
                        own.push((n, outcome));
                    }
                })
            })
            .collect();
        let joined = workers
            .into_iter()
            .flat_map(|worker| worker.join().expect("no panic"));
        joined.collect()
    });
    all.sort_by_key(|(n, _)| *n);
    all.into_iter().map(|(_, outcome)| outcome).collect()
}

/// What must come of a row, in a cell.
fn due(row: &Row) -> String {
    match &row.expected {
        Expected::First { first, .. } => first.join(" or "),
        Expected::Both(both) => both.map(|any| any.join(" or ")).join("; "),
        Expected::Reached => "reached".to_owned(),
    }
}

fn page(
    rows: &[Row],
    outcomes: &[Result<Outcome, String>],
    tools: &[Result<Outcome, String>],
) -> String {
    let mut seconds: Vec<f64> = outcomes.iter().flatten().map(|o| o.verdict_s).collect();
    seconds.sort_by(f64::total_cmp);
    let median = seconds.get(seconds.len() / 2).copied().unwrap_or_default();
    let longest = seconds.last().copied().unwrap_or_default();
    let hits = |kind: &str| {
        let of: Vec<_> = rows
            .iter()
            .zip(outcomes)
            .filter(|(row, _)| row.name.starts_with(kind))
            .collect();
        let hits = of
            .iter()
            .filter(|(_, o)| o.as_ref().is_ok_and(|o| o.wrong.is_none()));
        format!("{} of {}", hits.count(), of.len())
    };
    let mut page = format!(
        "# What netcheck says of each fault\n\n\
         Written by `tests/lab/results`; each row is a test of its own (`cargo test -p netcheck --test lab`). In every row the network\n\
         is built anew in namespaces, and `netcheck check TARGET --from EXPORT --env FILE --json` runs on the app's machine.\n\n\
         | | hits |\n| --- | --- |\n\
         | single faults: the right cause first, and no other called likely or certain | {} |\n\
         | pairs: both causes named | {} |\n\
         | healthy variants: reached, and nothing accused | {} |\n\
         | seconds until the verdict, {AT_ONCE} labs side by side: median, longest | {median:.1}, {longest:.1} |\n",
        hits("fault/"),
        hits("pair/"),
        hits("healthy/")
    );
    for (kind, title) in [
        ("fault/", "Single faults"),
        ("pair/", "Pairs"),
        ("healthy/", "Healthy variants"),
    ] {
        let _ = write!(
            page,
            "\n## {title}\n\n| row | | asked | due | said | s | what differs |\n| --- | --- | --- | --- | --- | --- | --- |\n"
        );
        for (row, outcome) in rows
            .iter()
            .zip(outcomes)
            .filter(|(row, _)| row.name.starts_with(kind))
        {
            let (hit, said, seconds) = match outcome {
                Ok(outcome) => {
                    let said = match outcome.causes.len() {
                        0 => "reached".to_owned(),
                        _ => outcome.causes.join(", "),
                    };
                    let hit = match &outcome.wrong {
                        None => "hit".to_owned(),
                        Some(wrong) => format!("**miss**: {wrong}"),
                    };
                    (hit, said, format!("{:.1}", outcome.verdict_s))
                }
                Err(error) => (
                    format!("**not played**: {}", error.lines().next().unwrap_or("")),
                    String::new(),
                    String::new(),
                ),
            };
            let _ = writeln!(
                page,
                "| `{}` | {hit} | {} | {} | {said} | {seconds} | {} |",
                row.name,
                row.target,
                due(row),
                row.what
            );
        }
    }
    page.push_str("\n## nameresolver and tcpping\n\n| asked | | outcome | typed |\n| --- | --- | --- | --- |\n");
    for (tool, outcome) in TOOLS.iter().zip(tools) {
        let (hit, said) = match outcome {
            Ok(Outcome {
                wrong: None,
                causes,
                ..
            }) => ("hit", causes.join(", ")),
            Ok(Outcome {
                wrong: Some(wrong), ..
            }) => ("**miss**", wrong.clone()),
            Err(_) => ("**not played**", String::new()),
        };
        let typed = tool.words.join(" ");
        let _ = writeln!(page, "| `{}` | {hit} | {said} | {typed} |", tool.name);
    }
    page
}
