//! Kudu ends what is silent: long diagnoses write a whole line often enough, with --json too.

use std::time::Duration;

use super::ROOT;
use super::kudu::{Kudu, Reader, Settings};
use super::script::{Cases, NEEDED_IN_SILENCE, add, programs, script};
use super::support::program::{Said, program, run};
use super::support::tests;

pub const CASES: Cases = &[(
    NEEDED_IN_SILENCE,
    tests![
        tcpping_is_never_silent_for_long,
        nameresolver_is_never_silent_for_long,
        netcheck_is_never_silent_for_long,
        the_stand_in_ends_what_is_silent_that_long
    ],
)];

/// A third of what Kudu waits, and a bit more than the 15 s that the tools promise.
const IDLE: Duration = Duration::from_secs(20);

/// In a network of its own, where every address is this machine and nothing that is sent arrives.
const NOWHERE: &str = r#"exec unshare -Urn bash -c '
    PATH=$PATH:/usr/sbin:/sbin
    ip link set lo up && ip route add local default dev lo && nft -f - <<N && exec "$@"
table inet silent { chain input { type filter hook input priority 0; policy drop; }; }
N
' sh"#;

/// The text of a shell script that runs this program in such a network.
pub fn nowhere(program: &std::path::Path) -> String {
    format!("{NOWHERE} '{}' \"$@\"", program.display())
}

/// Whether there can be such a network here.
pub fn is_possible() -> bool {
    run(program("bash").args(["-c", &format!("{NOWHERE} true")])).code == 0
}

/// Runs these lines with our programs in a network that is silent.
fn in_silence(lines: &str, arguments: &[&str]) -> Said {
    let tools = tempfile::tempdir().expect("a folder");
    for name in ["nameresolver", "tcpping", "netcheck"] {
        let own = programs().join(name);
        add(tools.path(), name, &nowhere(&own));
    }
    let kudu = Kudu::start(Settings {
        idle: IDLE,
        ..Settings::healthy(Reader::Evaluated, tools.path())
    });
    let mut command = script(lines, Reader::Evaluated, tools.path());
    run(command.arg(kudu.url()).args(arguments))
}

/// Fifty seconds between two attempts.
fn tcpping_is_never_silent_for_long() {
    let lines = r#"kudu_tcpping "$1" 10.61.8.9:1433 -n 2 -w 1 -i 50"#;
    let said = in_silence(lines, &[]);
    assert_eq!((said.code, said.stderr.as_str()), (1, ""), "{said}");
    let summary = said.json_lines().pop().expect("lines");
    assert_eq!(summary["outcomes"]["timeout"], 2, "{said}");
}

/// A server that is given 50 s and says nothing.
fn nameresolver_is_never_silent_for_long() {
    let lines = r#"kudu_nameresolver "$1" sql01.example 10.61.0.4 --timeout 50 --attempts 1"#;
    let said = in_silence(lines, &[]);
    assert_eq!((said.code, said.stderr.as_str()), (3, ""), "{said}");
    assert_eq!(said.json_lines()[0]["outcome"], "timeout", "{said}");
}

/// Many targets of which nothing is heard, neither of their names nor of themselves.
fn netcheck_is_never_silent_for_long() {
    let targets: Vec<String> = (1..=40)
        .map(|n| format!("h{n}.northwind.example:{n}"))
        .chain((1..=40).map(|n| format!("10.61.8.{n}:1433")))
        .collect();
    let folder = format!("{ROOT}/examples/healthy");
    let environment = format!("{folder}/environment.txt");
    let mut arguments: Vec<&str> = targets.iter().map(String::as_str).collect();
    arguments.extend(["--from", &folder, "--env", &environment, "--budget", "50"]);
    let lines = r#"app=$1; shift; kudu_netcheck "$app" check "$@""#;
    let said = in_silence(lines, &arguments);
    assert_eq!((said.code, said.stderr.as_str()), (1, ""), "{said}");
    assert_eq!(said.json()["targets"].as_array().map(Vec::len), Some(80));
}

/// The stand-in does end what is silent for as long as these tests last.
fn the_stand_in_ends_what_is_silent_that_long() {
    let tools = tempfile::tempdir().expect("a folder");
    add(tools.path(), "tcpping", "exec sleep 50");
    let kudu = Kudu::start(Settings {
        idle: IDLE,
        ..Settings::healthy(Reader::Starter, tools.path())
    });
    let lines = r#"kudu_tcpping "$1" 10.61.8.9:1433"#;
    let said = run(script(lines, Reader::Starter, tools.path()).arg(kudu.url()));
    assert_eq!(said.code, 76, "{said}");
}
