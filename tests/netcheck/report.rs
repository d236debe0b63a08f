//! `--report`: the page that netcheck writes beside what it prints.
use std::path::PathBuf;

use crate::support::example;
use crate::support::program::{Said, run};

const TARGET: &str = "10.61.8.9:1433";

fn example(name: &str) -> String {
    example::folder(name).to_string_lossy().into_owned()
}

fn netcheck(words: &[&str]) -> Said {
    run(crate::netcheck().args(words))
}

/// A place for a page in a folder of its own.
fn place() -> (tempfile::TempDir, PathBuf, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("page.html");
    let text = path.to_string_lossy().into_owned();
    (folder, path, text)
}

fn assert_sound(html: &str) {
    assert_eq!(page::check::faults(html), [""; 0]);
    let xml = page::check::as_xml(html);
    roxmltree::Document::parse(&xml).unwrap_or_else(|error| panic!("{error}"));
    // An ordinary case is small.
    assert!(html.len() < 500_000, "{}", html.len());
}

#[test]
fn a_page_is_written_beside_the_json_which_stays_the_same() {
    let (_folder, path, report) = place();
    let from = example("broken");
    let words = ["check", TARGET, "--offline", "--json", "--from", &from];
    let alone = netcheck(&words);
    let with_page = netcheck(&[&words[..], &["--report", &report]].concat());
    assert_eq!(with_page.code, 1, "{with_page}");
    assert_eq!(alone.timeless(), with_page.timeless());
    let html = std::fs::read_to_string(path).expect("a page");
    assert_sound(&html);
    assert!(html.contains("rule no-p2s, priority 150"));
    assert!(!html.contains("CANARY"), "a secret");
    // The command is there to be repeated as it was typed.
    assert!(html.contains(&format!("netcheck check {TARGET} --offline --json --from ")));
}

#[test]
fn several_targets_and_the_checklist_alone_have_pages_too() {
    let (_folder, path, report) = place();
    let many = ["check", TARGET, "8.8.8.8:443", "[fd00::4]:80", "--offline"];
    let peered = ["check", "10.70.4.5:443", "--offline"];
    for (name, words, sections) in [
        ("broken", &["check"][..], 0),
        ("broken", &[], 0),
        ("broken", &many, 3),
        ("regional", &peered, 0),
    ] {
        let from = example(name);
        let said = netcheck(&[words, &["--from", &from, "--report", &report]].concat());
        assert_ne!(said.code, 2, "{said}");
        let html = std::fs::read_to_string(&path).expect("a page");
        assert_sound(&html);
        let found = html.matches("<section id=\"target-").count();
        assert_eq!(found, sections, "{name} {words:?}");
        for target in words.iter().filter(|word| word.contains(':')) {
            assert!(html.contains(target), "{name} {target}");
        }
    }
}

/// Checks one target of an export, and writes a page.
fn check(from: &str, report: &str) -> Said {
    netcheck(&[
        "check",
        TARGET,
        "--offline",
        "--from",
        from,
        "--report",
        report,
    ])
}

#[test]
fn a_file_that_cannot_be_written_is_told_before_anything_is_done() {
    for report in ["/no/such/folder/page.html", "."] {
        let said = check(&example("healthy"), report);
        assert_eq!(said.code, 2, "{said}");
        assert_eq!(said.stdout, "");
        let begin = format!("error: the report cannot be written to {report}: ");
        assert!(said.stderr.starts_with(&begin), "{said}");
    }
}

#[test]
fn a_failure_leaves_no_page_behind() {
    let (_folder, path, report) = place();
    assert_eq!(check("/no/such/export", &report).code, 2);
    assert!(!path.exists());
}

#[test]
fn an_older_page_stays_until_there_is_a_new_one() {
    let (_folder, path, report) = place();
    std::fs::write(&path, "an older page").expect("written");
    let page = || std::fs::read_to_string(&path).expect("a page");
    assert_eq!(check("/no/such/export", &report).code, 2);
    assert_eq!(page(), "an older page");
    assert_eq!(check(&example("healthy"), &report).code, 0);
    assert_sound(&page());
}

#[test]
fn other_commands_have_no_page() {
    let (_folder, path, report) = place();
    let from = example("healthy");
    let said = netcheck(&["--report", &report, "show", "--from", &from]);
    assert_eq!(said.code, 2, "{said}");
    assert!(
        said.stderr.contains("--report belongs to netcheck check"),
        "{said}"
    );
    assert!(!path.exists());
}
