//! How a run without a set number of attempts ends.

use super::*;

#[test]
fn seconds_end_a_run() {
    let address = listen("127.0.0.1");
    let said = said(&format!("{address} -s 0.5 -i 0.1"));
    assert!((2..=8).contains(&said.stdout.lines().count()), "{said}");
    assert!(said.stdout.contains("\nComplete: "), "{said}");
    assert_eq!(said.code, 0, "{said}");
}

#[cfg(unix)]
#[test]
fn ctrl_c_prints_the_summary() {
    use std::io::{BufRead, BufReader, Read};
    use std::process::Stdio;

    let address = listen("127.0.0.1");
    for pause in ["0.05", "0", "1000"] {
        let mut child = tcpping()
            .args(["-t", "-i", pause, &address.to_string()])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("tcpping starts");
        let mut stdout = BufReader::new(child.stdout.take().expect("piped"));
        let mut said = String::new();
        stdout.read_line(&mut said).expect("a first line");
        let interrupted = Command::new("kill")
            .args(["-INT", &child.id().to_string()])
            .status()
            .expect("kill runs");
        assert!(interrupted.success());
        stdout.read_to_string(&mut said).expect("the rest");
        let ended = child.wait().expect("it ends");
        assert_eq!(ended.code(), Some(0), "-i {pause}\n{said}");
        let last = said.lines().last().unwrap_or_default();
        assert!(last.starts_with("Complete: "), "-i {pause}\n{said}");
        assert!(last.contains("(100%)"), "-i {pause}\n{said}");
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_a_quiet_end() {
    use std::io::{BufRead, BufReader, Read};
    use std::process::Stdio;

    let address = listen("127.0.0.1");
    let mut child = tcpping()
        .args([address.to_string().as_str(), "-t", "-i", "0.01"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("tcpping starts");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("piped"))
        .read_line(&mut line)
        .expect("a first line");
    // The pipe is closed now.
    let ended = child.wait().expect("it ends");
    let mut stderr = String::new();
    child
        .stderr
        .take()
        .expect("piped")
        .read_to_string(&mut stderr)
        .expect("text");
    assert_eq!((ended.code(), stderr.as_str()), (Some(0), ""));
}
