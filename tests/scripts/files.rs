//! The scripts of the repository, as files.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::ROOT;
use super::script::Cases;
use super::support::program::run;
use super::support::tests;

pub const CASES: Cases = &[
    (&["shellcheck"], tests![shellcheck_finds_nothing]),
    (&["bash"], tests![no_bash_is_too_old]),
];

fn shellcheck_finds_nothing() {
    let scripts = scripts(ROOT.as_ref());
    for known in ["scripts/kudu.sh", "tests/windows/common.sh", ".ci/run"] {
        let known = Path::new(ROOT).join(known);
        assert!(scripts.contains(&known), "{known:?} is not in {scripts:?}");
    }
    let said = run(Command::new("shellcheck")
        .args(["-x", "-P", "SCRIPTDIR"])
        .args(scripts)
        .current_dir(ROOT));
    assert_eq!((said.code, said.stdout.as_str()), (0, ""), "{said}");
}

/// Every shell script in this folder: what its first line says is to be run by a shell, or read by one.
fn scripts(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let entry = entry.expect("readable");
        let kind = entry.file_type().expect("a kind");
        let name = entry.file_name();
        if kind.is_dir() && !["target", ".git", "node_modules"].contains(&&*name.to_string_lossy())
        {
            all.extend(scripts(&entry.path()));
        } else if kind.is_file() {
            let mut start = [0; 80];
            let file = std::fs::File::open(entry.path()).and_then(|mut file| file.read(&mut start));
            let start = &start[..file.expect("readable")];
            let line = start
                .split(|byte| *byte == b'\n')
                .next()
                .unwrap_or_default();
            let is_run = line.starts_with(b"#!") && line.ends_with(b"sh");
            if is_run || line.starts_with(b"# shellcheck shell=") {
                all.push(entry.path());
            }
        }
    }
    all
}

/// macOS has bash 3.2, and so have build agents: nothing that came later is used.
fn no_bash_is_too_old() {
    let text = include_str!("../../scripts/kudu.sh");
    // Associative arrays and references, what reads lines into arrays, letter case and quoting in expansions, a
    // function's own options, and the descriptor that the shell chooses.
    let newer = [
        "declare -A",
        "local -A",
        "local -n",
        "declare -n",
        "mapfile",
        "readarray",
        "${!",
        ",,}",
        "^^}",
        "@Q}",
        "@E}",
        "local -\n",
        "{fd}",
        "|&",
        "&>>",
        "coproc",
        "$EPOCH",
        "printf -v",
        "wait -n",
        ";;&",
    ];
    for words in newer {
        assert!(!text.contains(words), "{words}");
    }
    let said = run(Command::new("bash")
        .args(["-n", "scripts/kudu.sh"])
        .current_dir(ROOT));
    assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{said}");
}
