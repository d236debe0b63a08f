//! The scripts of the repository, as files.

use std::process::Command;

use super::ROOT;
use super::support::program::run;
use crate::Case;

pub const CASES: &[Case] = &[
    (
        "files::shellcheck_finds_nothing",
        &["shellcheck"],
        shellcheck_finds_nothing,
    ),
    ("files::no_bash_is_too_old", &["bash"], no_bash_is_too_old),
];

fn shellcheck_finds_nothing() {
    let scripts = [
        ".ci/run",
        "examples/make-certificates.sh",
        "examples/pipeline/network-check.sh",
        "fuzz/run",
        "scripts/kudu.sh",
        "tests/lab/results",
        "tests/lab/shell",
        "tests/run",
    ];
    let said = run(Command::new("shellcheck")
        .arg("-x")
        .args(scripts)
        .current_dir(ROOT));
    assert_eq!((said.code, said.stdout.as_str()), (0, ""), "{said}");
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
