//! The flags of `--names`.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};

use crate::support::dns_server::{Asked, Behaviour, DnsServer, answer, nxdomain};
use crate::support::program::{program, run_with_input};

pub fn nameresolver() -> Command {
    program(env!("CARGO_BIN_EXE_nameresolver"))
}

pub fn zone(asked: &Asked) -> Behaviour {
    match asked.name.starts_with('n') {
        true => answer(&[&format!("{} 60 A 10.61.8.9", asked.name)]),
        false => nxdomain(),
    }
}

pub fn list(count: usize) -> String {
    (0..count).map(|n| format!("n{n}.example\n")).collect()
}

#[test]
fn a_summary_counts_everything() {
    let server = DnsServer::start(zone);
    let input = format!("{}nope.example\nx.example\na..b\n", list(40));
    let mut command = nameresolver();
    command.args(["--names", "-", &server.argument(), "--summary"]);
    let said = run_with_input(&mut command, input.as_bytes());
    assert!(said.stdout.contains("\n\nSummary: 43 names in "), "{said}");
    assert!(
        said.stdout
            .contains(": 1 invalid, 41 resolved, 1 no such name")
            || said
                .stdout
                .contains(": 1 invalid, 1 no such name, 41 resolved"),
        "{said}"
    );
    let said = run_with_input(command.arg("--json"), input.as_bytes());
    let lines = said.json_lines();
    assert_eq!(lines.len(), 44, "{said}");
    let summary = &lines[43];
    assert_eq!(summary["event"], "summary", "{said}");
    assert_eq!(summary["schema"], "nameresolver/1", "{said}");
    assert_eq!(summary["names"], 43, "{said}");
    let outcomes = serde_json::json!({"resolved": 41, "no_such_name": 1, "invalid": 1});
    assert_eq!(summary["outcomes"], outcomes, "{said}");
    let first = &summary["servers"][0];
    assert_eq!(first["server"], server.argument(), "{said}");
    assert_eq!(first["questions"], 42, "{said}");
    assert_eq!(first["answers"], 42, "{said}");
    assert!(first["mean_ms"].is_number(), "{said}");
}

#[test]
fn every_limit_brings_every_name_in_order() {
    let server = DnsServer::start(zone);
    let expected: Vec<String> = (0..300).map(|n| format!("n{n}.example")).collect();
    for options in [
        &[][..],
        &["--concurrency", "1"],
        &["--concurrency", "7"],
        &["--rate", "3000"],
        &["--rate", "1000000", "--concurrency", "4096"],
        &["--tcp"],
    ] {
        let mut command = nameresolver();
        command.args(["--names", "-", &server.argument(), "--json"]);
        let said = run_with_input(command.args(options), list(300).as_bytes());
        let order: Vec<String> = said
            .json_lines()
            .iter()
            .map(|line| line["name"].as_str().expect("a name").to_owned())
            .collect();
        assert_eq!((said.code, &order), (0, &expected), "{options:?}");
    }
}

#[test]
fn each_name_of_a_slow_writer_is_answered_at_once() {
    let server = DnsServer::start(zone);
    let mut child = nameresolver()
        .args(["--names", "-", &server.argument(), "--json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("started");
    let mut stdin = child.stdin.take().expect("piped");
    let mut stdout = BufReader::new(child.stdout.take().expect("piped"));
    for n in 0..5 {
        // A comment behind the name must not hold it back.
        stdin
            .write_all(format!("n{n}.example\n# more to come\n\n").as_bytes())
            .expect("written");
        stdin.flush().expect("written");
        let mut line = String::new();
        // Waits for ever if the answer is held back.
        stdout.read_line(&mut line).expect("read");
        assert!(line.contains(&format!("\"n{n}.example\"")), "{line}");
    }
    drop(stdin);
    assert!(child.wait().expect("it ends").success());
}

#[test]
fn a_reader_that_goes_away_is_a_quiet_end() {
    let server = DnsServer::start(zone);
    let mut child = nameresolver()
        .args(["--names", "-", &server.argument(), "--json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("started");
    let mut stdin = child.stdin.take().expect("piped");
    let writer = std::thread::spawn(move || {
        // Endless, until nobody takes it.
        for n in 0.. {
            if stdin
                .write_all(format!("n{n}.example\n").as_bytes())
                .is_err()
            {
                return;
            }
        }
    });
    let mut stdout = child.stdout.take().expect("piped");
    stdout.read_exact(&mut [0; 100_000]).expect("read");
    drop(stdout);
    let status = child.wait().expect("it ends");
    writer.join().expect("the writer ends");
    let mut stderr = String::new();
    let _ = child
        .stderr
        .take()
        .expect("piped")
        .read_to_string(&mut stderr);
    assert_eq!((status.code(), stderr.as_str()), (Some(0), ""));
}

/// A hundred a second take half a second for fifty: so long that progress is drawn, and no shorter
/// unless the rate is not kept.
#[cfg(unix)]
#[test]
fn progress_is_drawn_on_a_terminal_that_shows_no_results() {
    use crate::terminal::run_on_terminal;
    let server = DnsServer::start(zone);
    let run = |both: bool| {
        let mut command = nameresolver();
        command.args(["--names", "-", &server.argument(), "--rate", "100"]);
        command.arg("--json");
        run_on_terminal(command, &list(50), both)
    };
    let shown = run(false);
    shown.assert_progress("names", 50);
    assert_eq!(shown.stdout.lines().count(), 50, "{shown:?}");
    let shown = run(true);
    assert_eq!(shown.terminal.lines().count(), 50, "{shown:?}");
    assert!(!shown.terminal.contains(" a second"), "{shown:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_list_that_breaks_off_is_told_up_to_there() {
    let server = DnsServer::start(zone);
    let mut command = nameresolver();
    command.args(["--names", "-", &server.argument(), "--json", "--summary"]);
    let said = crate::terminal::run_with_broken_input(&mut command, &list(20));
    let why = "error: standard input cannot be read to its end (";
    assert!(said.stderr.starts_with(why), "{said}");
    let lines = said.json_lines();
    assert_eq!(lines.len(), 21, "{said}");
    assert_eq!(
        (&lines[20]["event"], &lines[20]["names"]),
        (&"summary".into(), &20.into()),
        "{said}"
    );
    assert_eq!(said.code, 2, "{said}");
}
