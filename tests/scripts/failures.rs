//! Where there is no answer of the tool: which status, and which sentence.

use std::time::Duration;

use super::kudu::{Fault, Kudu, Reader, Settings};
use super::script::{Cases, NEEDED, folder_with, programs, script};
use super::support::program::{Said, run};
use super::support::tests;

pub const CASES: Cases = &[(
    NEEDED,
    tests![
        each_failure_has_its_status_and_one_sentence,
        nobody_there,
        wrong_credentials,
        silent_for_too_long,
        not_installed,
        what_is_missing_here_is_named
    ],
)];

const LINES: &str = r#"kudu_tcpping "$1" 127.0.0.1:1 -n 1"#;

fn with_fault(fault: Fault) -> Said {
    let tools = programs();
    let kudu = Kudu::start(Settings {
        fault: Some(fault),
        ..Settings::healthy(Reader::Starter, &tools)
    });
    let mut command = script(LINES, Reader::Starter, &tools);
    run(command.arg(kudu.url()).env("KUDU_TIMEOUT", "2"))
}

/// No JSON, the status, and one sentence with this part.
#[track_caller]
fn assert_failed(said: &Said, code: i32, part: &str) {
    assert_eq!((said.code, said.stdout.as_str()), (code, ""), "{said}");
    assert!(said.stderr.contains(part), "expected '{part}'{said}");
    assert!(said.stderr.starts_with("kudu: "), "{said}");
    assert_eq!(said.stderr.lines().count(), 1, "{said}");
    assert!(said.stderr.is_ascii(), "{said}");
    assert!(!said.stderr.contains('<'), "{said}");
}

fn each_failure_has_its_status_and_one_sentence() {
    const IDLE: &str = "Command 'starter.cmd tcpping ...' was aborted due to no output nor CPU activity for 61 seconds. You can increase the SCM_COMMAND_IDLE_TIMEOUT app setting";
    const EXCEPTION: &str =
        "System.ComponentModel.Win32Exception (0x80004005): The directory name is invalid";
    let cases = [
        (
            Fault::Status(401, "Unauthorized"),
            72,
            "does not accept the credentials (401)",
        ),
        (
            Fault::Status(302, "Found"),
            72,
            "does not accept the credentials (302)",
        ),
        (
            Fault::Status(403, "403 - This web app is stopped."),
            73,
            "It says: 403 - This web app is stopped.",
        ),
        (Fault::Status(404, "Not Found"), 74, "there is no such app"),
        (Fault::Status(429, "Too many"), 75, "failed by itself (429)"),
        (
            Fault::Status(500, "The request timed out."),
            75,
            "ask for less at a time. It says: The request timed out.",
        ),
        (
            Fault::Status(503, "Service Unavailable"),
            75,
            "failed by itself (503)",
        ),
        (
            Fault::Status(418, "Teapot"),
            75,
            "answered 418, which is not expected",
        ),
        (Fault::Page, 72, "a page for people instead of JSON"),
        (Fault::NotJson, 77, "is no JSON, or was cut"),
        (Fault::Cut, 77, "before the whole answer was there"),
        (Fault::Hangup, 77, "before the whole answer was there"),
        (Fault::HalfOutput, 77, "the JSON of tcpping ends too early"),
        (
            Fault::Silent(Duration::from_secs(8)),
            71,
            "no answer within 2 s",
        ),
        (
            Fault::Answer("", IDLE, -1),
            76,
            "Kudu ended tcpping because it was silent for too long",
        ),
        (
            Fault::Answer("", EXCEPTION, -1),
            79,
            "The directory name is invalid",
        ),
        (
            Fault::Answer(
                "",
                "'tcpping' is not recognized as an internal or external command,\r\noperable program or batch file.\r\n",
                9009,
            ),
            78,
            "tcpping is not there",
        ),
        (
            Fault::Answer("", "", 101),
            79,
            "tcpping ended with exit code 101",
        ),
        (Fault::Answer("", "", 0), 78, "tcpping printed nothing"),
        (
            Fault::Answer("{\"schema\":\"netcheck/1\"}", "", 0),
            77,
            "the JSON of tcpping",
        ),
    ];
    for (fault, code, part) in cases {
        assert_failed(&with_fault(fault), code, part);
    }
}

fn nobody_there() {
    let tools = programs();
    let mut command = script(LINES, Reader::Starter, &tools);
    assert_failed(
        &run(command.arg("http://127.0.0.1:1")),
        71,
        "cannot be reached",
    );
}

fn wrong_credentials() {
    let tools = programs();
    let kudu = Kudu::healthy(Reader::Starter, &tools);
    let mut command = script(LINES, Reader::Starter, &tools);
    let said = run(command.arg(kudu.url()).env("KUDU_TOKEN", "another"));
    assert_failed(&said, 72, "It says: 401 - Unauthorized");
    assert_eq!(kudu.asked(), [""; 0]);
}

fn silent_for_too_long() {
    let tools = folder_with("tcpping", "echo the first line\nexec sleep 60");
    for reader in [Reader::Starter, Reader::Evaluated] {
        let kudu = Kudu::start(Settings {
            idle: Duration::from_millis(300),
            ..Settings::healthy(reader, tools.path())
        });
        let said = run(script(LINES, reader, tools.path()).arg(kudu.url()));
        assert_failed(
            &said,
            76,
            "Kudu ended tcpping because it was silent for too long",
        );
    }
}

fn not_installed() {
    let empty = tempfile::tempdir().expect("a folder");
    for reader in [
        Reader::Starter,
        Reader::Bash,
        Reader::Evaluated,
        Reader::Direct,
    ] {
        let kudu = Kudu::healthy(reader, empty.path());
        let said = run(script(LINES, reader, empty.path()).arg(kudu.url()));
        assert_failed(&said, 78, "tcpping is not there");
    }
}

/// A machine that has little installed.
fn what_is_missing_here_is_named() {
    let little = tempfile::tempdir().expect("a folder");
    let path = std::env::var_os("PATH").unwrap_or_default();
    let link = |name: &str| {
        let file = std::env::split_paths(&path)
            .map(|folder| folder.join(name))
            .find(|file| file.is_file())
            .expect("it is there");
        std::os::unix::fs::symlink(file, little.path().join(name)).expect("linked");
    };
    for name in ["bash", "tr", "sed"] {
        link(name);
    }
    let said = |lines: &str| {
        let mut command = script(lines, Reader::Starter, "/".as_ref());
        run(command.arg("shop").env("PATH", little.path()))
    };
    assert_failed(&said(LINES), 70, "curl is missing here");
    link("curl");
    assert_failed(&said(LINES), 70, "jq is missing here");
    link("jq");
    let lines = format!("unset KUDU_TOKEN; {LINES}");
    assert_failed(&said(&lines), 70, "nothing to sign in with");
    let lines = format!("unset KUDU_TOKEN; KUDU_TOKEN_FILE=/dev/null; {LINES}");
    assert_failed(&said(&lines), 70, "there is no token in the file");
}
