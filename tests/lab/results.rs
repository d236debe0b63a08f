//! RESULTS.md: the matrix with its hits and misses, written by `tests/lab/results`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::matrix::{self, Expected, Row};
use crate::play::Outcome;
use crate::tools::TOOLS;
use crate::{AT_ONCE, build, played};

fn file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/lab/RESULTS.md")
}

/// Whether RESULTS.md holds the rows that there are, no more and no fewer, and no miss.
///
/// # Errors
/// Says which is missing.
pub fn lists_every_row() -> Result<(), String> {
    let text = std::fs::read_to_string(file()).map_err(|e| format!("RESULTS.md: {e}"))?;
    let rows = text.lines().filter_map(|line| {
        let mut cells = line.strip_prefix("| `")?.splitn(2, "` | ");
        Some((cells.next()?.to_owned(), cells.next()?.to_owned()))
    });
    let rows: Vec<(String, String)> = rows.collect();
    let names: Vec<&str> = rows.iter().map(|(name, _)| name.as_str()).collect();
    let due = matrix::all();
    let due: Vec<&str> = due.iter().map(|row| row.name.as_str()).collect();
    if names != due {
        let new: Vec<_> = due.iter().filter(|name| !names.contains(name)).collect();
        let gone: Vec<_> = names.iter().filter(|name| !due.contains(name)).collect();
        return Err(format!(
            "RESULTS.md is not of this matrix (not in it: {new:?}; no longer there: {gone:?}): run tests/lab/results"
        ));
    }
    match rows.iter().find(|(_, rest)| !rest.starts_with("hit ")) {
        Some((name, _)) => Err(format!("RESULTS.md holds a miss: {name}")),
        None => Ok(()),
    }
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
            let due = match &row.expected {
                Expected::First { first, .. } => first.join(" or "),
                Expected::Both(both) => both.map(|any| any.join(" or ")).join("; "),
                Expected::Reached => "reached".to_owned(),
            };
            let _ = writeln!(
                page,
                "| `{}` | {hit} | {} | {due} | {said} | {seconds} | {} |",
                row.name, row.target, row.what
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
        let _ = writeln!(page, "| {} | {hit} | {said} | {typed} |", tool.name);
    }
    page
}
