//! `--resume`: a second run loses and repeats nothing.

use std::fs::{self, File, OpenOptions};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::flags::{list, nameresolver, zone};
use crate::support::dns_server::DnsServer;
use crate::support::program::{Said, run};

struct Place {
    folder: tempfile::TempDir,
    server: DnsServer,
}

impl Place {
    fn new(count: usize) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("names"), list(count)).expect("written");
        Self {
            folder,
            server: DnsServer::start(zone),
        }
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, options: &[&str]) -> Command {
        let mut command = nameresolver();
        command
            .arg("--names")
            .arg(self.path("names"))
            .arg(self.server.argument())
            .arg("--resume")
            .arg(self.path("state"))
            .args(options);
        command
    }

    /// As `>>` does.
    fn append(&self) -> File {
        OpenOptions::new()
            .append(true)
            .create(true)
            .open(self.path("out"))
            .expect("opened")
    }

    fn output(&self) -> String {
        fs::read_to_string(self.path("out")).expect("read")
    }

    fn names(&self) -> Vec<String> {
        self.output()
            .lines()
            .map(|line| {
                let line: serde_json::Value =
                    serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"));
                line["name"].as_str().expect("a name").to_owned()
            })
            .collect()
    }
}

fn expected(count: usize) -> Vec<String> {
    (0..count).map(|n| format!("n{n}.example")).collect()
}

#[test]
fn ended_at_any_moment_nothing_is_lost_and_nothing_comes_twice() {
    const COUNT: usize = 20_000;
    let place = Place::new(COUNT);
    let mut ended = 0;
    for i in 0..200 {
        let mut child = place
            .command(&["--json"])
            .stdin(Stdio::null())
            .stdout(place.append())
            .spawn()
            .expect("started");
        // At some moment: before, while and after it writes.
        std::thread::sleep(Duration::from_millis(1 + i * 37 % 150));
        if let Some(status) = child.try_wait().expect("asked") {
            assert!(status.success());
            break;
        }
        child.kill().expect("killed");
        child.wait().expect("it ends");
        ended += 1;
    }
    // If it was never left alone for long enough.
    let status = place
        .command(&["--json"])
        .stdout(place.append())
        .status()
        .expect("started");
    assert!(status.success(), "after {ended} ends");
    assert!(ended > 0, "it was never ended");
    assert!(place.names() == expected(COUNT), "after {ended} ends");
}

/// Who asks to stop gets whole lines, and the next run goes on after the last of them.
#[cfg(unix)]
#[test]
fn asked_to_stop_it_ends_orderly_and_the_next_run_goes_on() {
    use nix::sys::signal::{Signal, kill};
    const COUNT: usize = 20_000;
    for signal in [Signal::SIGINT, Signal::SIGTERM] {
        let place = Place::new(COUNT);
        // So slow that it is still at it when the first results are there.
        let mut child = place
            .command(&["--json", "--rate", "200"])
            .stdin(Stdio::null())
            .stdout(place.append())
            .spawn()
            .expect("started");
        while place.output().is_empty() {
            assert!(child.try_wait().expect("asked").is_none(), "it ended");
            std::thread::sleep(Duration::from_millis(5));
        }
        let id = i32::try_from(child.id()).expect("a process");
        kill(nix::unistd::Pid::from_raw(id), signal).expect("asked to stop");
        let status = child.wait().expect("it ends");
        assert_eq!(status.code(), Some(0), "{signal}: an orderly end");
        let done = place.names().len();
        assert!(0 < done && done < COUNT, "{signal}: {done}");
        let status = place
            .command(&["--json"])
            .stdout(place.append())
            .status()
            .expect("started");
        assert!(status.success());
        assert!(place.names() == expected(COUNT), "{signal} after {done}");
    }
}

#[test]
fn a_run_after_the_end_does_nothing_and_ends_the_same() {
    let place = Place::new(30);
    fs::write(place.path("names"), format!("{}x.example\n", list(30))).expect("written");
    for _ in 0..3 {
        let status = place
            .command(&[])
            .stdout(place.append())
            .status()
            .expect("started");
        assert_eq!(status.code(), Some(1), "a name does not exist");
    }
    let text = place.output();
    assert_eq!(text.matches("Name: ").count(), 30, "{text}");
    assert_eq!(text.matches("does not exist").count(), 1, "{text}");
    assert!(!text.contains("\n\n\n"), "{text}");
}

#[test]
fn what_was_written_and_not_recorded_is_cut_off() {
    let place = Place::new(10);
    let status = place.command(&["--json"]).stdout(place.append()).status();
    assert!(status.expect("started").success());
    let whole = place.output();
    // The list grows, and the last run died amid a line.
    fs::write(place.path("names"), list(12)).expect("written");
    fs::write(place.path("out"), format!("{whole}{{\"schema\":\"nameres")).expect("written");
    let status = place.command(&["--json"]).stdout(place.append()).status();
    assert!(status.expect("started").success());
    assert!(place.output().starts_with(&whole));
    assert_eq!(place.names(), expected(12));
}

#[test]
fn a_list_or_an_output_that_does_not_fit_is_refused_and_left_as_it_is() {
    let place = Place::new(10);
    let status = place.command(&["--json"]).stdout(place.append()).status();
    assert!(status.expect("started").success());
    let whole = place.output();
    let refused = |said: &Said, part: &str| {
        assert_eq!(said.code, 2, "{said}");
        assert!(said.stderr.contains(part), "{said}");
    };

    let other = list(10).replace("n3.", "m3.");
    for names in [other.as_str(), "n0.example\n"] {
        fs::write(place.path("names"), names).expect("written");
        refused(&ask(&place, &place.path("out")), "the list is not the one");
        assert_eq!(place.output(), whole);
    }
    fs::write(place.path("names"), list(10)).expect("written");

    fs::write(place.path("out2"), format!("{whole}{whole}")).expect("written");
    if cfg!(unix) {
        refused(&ask(&place, &place.path("out2")), "is another file");
    }
    fs::write(place.path("out"), &whole[1..]).expect("written");
    refused(&ask(&place, &place.path("out")), "holds less than");
    fs::write(place.path("state"), "n0.example\n").expect("written");
    refused(
        &ask(&place, &place.path("out")),
        "was not written by --resume",
    );
}

fn ask(place: &Place, output: &Path) -> Said {
    let before = OpenOptions::new().append(true).open(output).expect("there");
    let child = place
        .command(&["--json"])
        .stdout(before)
        .stderr(Stdio::piped())
        .spawn()
        .expect("started");
    let ended = child.wait_with_output().expect("it ends");
    Said::of("nameresolver --resume".to_owned(), &ended)
}

#[test]
fn into_a_pipe_a_second_run_goes_on_too() {
    let place = Place::new(10);
    let first = run(&mut place.command(&["--json"]));
    assert_eq!(first.json_lines().len(), 10, "{first}");
    fs::write(place.path("names"), list(15)).expect("written");
    let second = run(&mut place.command(&["--json"]));
    let lines = second.json_lines();
    assert_eq!(lines.len(), 5, "{second}");
    assert_eq!(lines[0]["name"], "n10.example", "{second}");
}
