//! `--report`: the page that netcheck writes beside what it prints.
use std::path::PathBuf;

use crate::support::example;
use crate::support::program::{Said, program, run};

const TARGET: &str = "10.61.8.9:1433";

fn example(name: &str) -> String {
    example::folder(name).to_string_lossy().into_owned()
}

fn netcheck(words: &[&str]) -> Said {
    run(program(env!("CARGO_BIN_EXE_netcheck")).args(words))
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
    for name in ["healthy", "broken", "regional"] {
        let (_folder, path, report) = place();
        let from = example(name);
        let many = [
            "check",
            TARGET,
            "10.70.4.5:443",
            "8.8.8.8:443",
            "[fd00::4]:80",
            "--offline",
        ];
        let flags = ["--from", &from, "--report", &report];
        for words in [&["check"][..], &[][..], &many] {
            let said = netcheck(&[words, &flags].concat());
            assert_ne!(said.code, 2, "{said}");
            let html = std::fs::read_to_string(&path).expect("a page");
            assert_sound(&html);
            let sections = html.matches("<section id=\"target-").count();
            assert_eq!(
                sections,
                if words.len() > 2 { 4 } else { 0 },
                "{name} {words:?}"
            );
        }
    }
}

#[test]
fn a_file_that_cannot_be_written_is_told_before_anything_is_done() {
    let from = example("healthy");
    for report in ["/no/such/folder/page.html", "."] {
        let said = netcheck(&[
            "check",
            TARGET,
            "--offline",
            "--from",
            &from,
            "--report",
            report,
        ]);
        assert_eq!(said.code, 2, "{said}");
        assert_eq!(said.stdout, "");
        let begin = format!("error: the report cannot be written to {report}: ");
        assert!(said.stderr.starts_with(&begin), "{said}");
    }
}

#[test]
fn a_page_stays_until_there_is_a_new_one_and_a_failure_leaves_nothing_behind() {
    let (folder, path, report) = place();
    let fail = [
        "check",
        TARGET,
        "--offline",
        "--from",
        "/no/such/export",
        "--report",
        &report,
    ];
    assert_eq!(netcheck(&fail).code, 2);
    assert!(!path.exists());
    std::fs::write(&path, "an older page").expect("written");
    assert_eq!(netcheck(&fail).code, 2);
    assert_eq!(
        std::fs::read_to_string(&path).expect("a page"),
        "an older page"
    );
    let from = example("healthy");
    assert_eq!(
        netcheck(&[
            "check",
            TARGET,
            "--offline",
            "--from",
            &from,
            "--report",
            &report
        ])
        .code,
        0
    );
    assert_sound(&std::fs::read_to_string(&path).expect("a page"));
    drop(folder);
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
