//! The lab: a point-to-site tunnel, a virtual network, a site behind a second tunnel, real DNS servers
//! and a real firewall, made of namespaces. Each thing that can go wrong is made to go wrong, and
//! netcheck must name it.
//!
//! Where the kernel forbids it, or a tool is missing, the tests are reported as *ignored*. Beside the
//! usual arguments of a test program: `--results` writes RESULTS.md (use `tests/lab/results`), `--shell FAULT`
//! opens a shell in the app's namespace (use `tests/lab/shell`; without FAULT it lists what there is), `--missing` names
//! the packages that are not installed here.

mod build;
mod certificates;
mod export;
mod faults;
mod healthy;
mod matrix;
mod pairs;
mod play;
mod results;
mod scenario;
mod shell;
#[path = "../support/mod.rs"]
mod support;
mod tools;
mod variants;
mod world;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use libtest_mimic::{Arguments, Failed, Trial};
use play::Outcome;
use support::program::run;

/// How many labs stand side by side, if nobody says otherwise: they mostly wait.
const AT_ONCE: usize = 6;

fn main() -> ExitCode {
    let typed: Vec<String> = std::env::args().skip(1).collect();
    if let Some(code) = build::tests::part(&typed) {
        return code;
    }
    let words: Vec<&str> = typed.iter().map(String::as_str).collect();
    match words[..] {
        ["--inside", "play", name] => inside(matrix::named(name).map(|row| play::play(&row))),
        ["--inside", "tool", name] => inside(tools::named(name).map(tools::ask)),
        ["--inside", "shell", name] => shell::inside(name),
        ["--serve" | "--play-server", ..] => build::serve(&typed),
        ["--shell", name] => shell::open(name),
        ["--shell"] => shell::list(),
        ["--missing"] => missing(),
        ["--results"] => results::write(),
        _ => test(),
    }
}

/// Names the packages of Debian's that a lab needs and this machine does not have.
fn missing() -> ExitCode {
    let packages: BTreeSet<&str> = build::missing()
        .into_iter()
        .map(|(_, package)| package)
        .collect();
    println!("{}", packages.into_iter().collect::<Vec<_>>().join(" "));
    ExitCode::SUCCESS
}

/// The path of this program.
pub fn own() -> PathBuf {
    std::env::current_exe().expect("this program has a path")
}

/// Plays one row, or asks one tool, in a lab of its own and returns what came of it.
fn played(kind: &str, name: &str) -> Result<Outcome, String> {
    let mut command: Command = build::inside(&own());
    command.args(["--inside", kind, name]);
    let said = run(&mut command);
    let line = said.stdout.lines().last().unwrap_or("");
    serde_json::from_str(line).map_err(|_| said.to_string())
}

/// What the lab's first process says in the end.
fn inside(outcome: Option<Result<Outcome, String>>) -> ExitCode {
    match outcome {
        Some(Ok(outcome)) => {
            println!("{}", serde_json::to_string(&outcome).expect("plain data"));
            ExitCode::SUCCESS
        }
        Some(Err(error)) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
        None => {
            eprintln!("there is no such row");
            ExitCode::from(2)
        }
    }
}

fn test() -> ExitCode {
    let mut arguments = Arguments::from_args();
    arguments.test_threads = arguments.test_threads.or(Some(AT_ONCE));
    let possible = build::possible();
    if let Err(why) = &possible {
        eprintln!("there can be no lab here, so its tests are ignored: {why}");
    }
    for name in ["netcheck", "nameresolver", "tcpping"] {
        let path = play::ours(name);
        assert!(
            path.exists(),
            "{} is missing: cargo build first",
            path.display()
        );
    }
    let rows = matrix::all().into_iter().map(|row| {
        let name = row.name.clone();
        Trial::test(row.name, move || holds("play", &name)).with_ignored_flag(possible.is_err())
    });
    let tools = tools::TOOLS.iter().map(|tool| {
        Trial::test(tool.name, || holds("tool", tool.name)).with_ignored_flag(possible.is_err())
    });
    let pure = export::tests::TESTS.iter().map(|(name, test)| {
        let test = *test;
        Trial::test(format!("export/{name}"), move || {
            test();
            Ok(())
        })
    });
    let listed = Trial::test("results/list_every_row", || Ok(results::lists_every_row()?));
    let overlooked = Trial::test("results/nothing_is_overlooked", || {
        results::nothing_is_overlooked();
        Ok(())
    });
    let counted = Trial::test("results/the_readme_counts_the_causes", || {
        results::the_readme_counts_the_causes();
        Ok(())
    });
    let trials = pure
        .chain(build::tests::trials())
        .chain([listed, overlooked, counted])
        .chain(tools)
        .chain(rows)
        .collect();
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn holds(kind: &str, name: &str) -> Result<(), Failed> {
    let outcome = played(kind, name)?;
    match outcome.wrong {
        None => Ok(()),
        Some(wrong) => Err(format!("{wrong}\n{}", outcome.said).into()),
    }
}
