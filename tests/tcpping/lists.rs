//! `--targets`.

use super::*;

#[test]
fn a_list_is_probed_to_its_end_whatever_is_in_it() {
    let server = name_server();
    let open = listen("127.0.0.1");
    let closed = closed_port();
    let list = format!(
        "# what the app needs\r\n{open}\r\n\r\n127.0.0.1 {}\nshop:99999\nsql01.corp.example:{}\nhttps://shop.example/\nsql01.corp.example:{}\na b c\n",
        closed.port(),
        open.port(),
        closed.port(),
    );
    let with = |more: &str| {
        run_with_input(
            tcpping()
                .env("WEBSITE_DNS_SERVER", server.argument())
                .args(["--targets", "-", "-n", "1"])
                .args(more.split_whitespace()),
            list.as_bytes(),
        )
    };
    let said = with("");
    let has = |line: &str| {
        assert!(
            said.stdout.lines().any(|l| l.starts_with(line)),
            "{line}{said}"
        )
    };
    has(&format!("Connected to {open}, time taken: "));
    has(&format!(
        "Connected to sql01.corp.example:{}, time",
        open.port()
    ));
    has(&format!("{REFUSED} ({closed})"));
    has(&format!("{REFUSED} (sql01.corp.example:{})", closed.port()));
    has("Line 5 skipped: '99999' is no port; type a number from 1 to 65535");
    has(
        "Line 7 skipped: 'https://shop.example/' is a URL; type the host and port: shop.example:443",
    );
    has("Line 9 skipped: 'a b c' is more than a host and a port");
    has("Complete: 2/4 successful attempts (50%). Average success time: ");
    has("Targets: 2 of 4 connected, 3 lines skipped");
    assert_eq!((said.code, said.stderr.as_str()), (1, ""), "{said}");
    assert_eq!(server.asked().len(), 1, "one name, one question");

    let said = with("--json --concurrency 1");
    let lines = said.json_lines();
    let events = |event: &str| lines.iter().filter(|l| l["event"] == event).count();
    assert_eq!(
        (
            events("attempt"),
            events("summary"),
            events("skipped"),
            events("total")
        ),
        (4, 4, 3, 1),
        "{said}"
    );
    let total = lines.last().expect("a line");
    assert_eq!(total["targets"], 4, "{said}");
    assert_eq!(total["targets_connected"], 2, "{said}");
    assert_eq!(total["lines_skipped"], 3, "{said}");
}

#[test]
fn a_list_of_many_targets_is_read_from_a_file() {
    let open = listen("127.0.0.1");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("targets.txt");
    std::fs::write(&file, format!("{open}\n").repeat(500)).expect("written");
    let said = run(tcpping().arg("--targets").arg(&file).args(["-n", "1"]));
    assert!(said.stdout.contains("Complete: 500/500 "), "{said}");
    let last = said.stdout.lines().last();
    assert_eq!(last, Some("Targets: 500 of 500 connected"), "{said}");
    assert_eq!(said.code, 0, "{said}");
}

#[test]
fn a_list_without_targets_is_wrong_usage() {
    for input in ["", "# nothing\n", "shop:99999\n"] {
        let said = run_with_input(tcpping().args(["--targets", "-"]), input.as_bytes());
        assert_eq!(said.code, 2, "{said}");
        assert!(said.stderr.contains("type one host:port a line"), "{said}");
    }
    let said = said("--targets does-not-exist.txt");
    assert_eq!(said.code, 2, "{said}");
    assert!(
        said.stderr.contains("does-not-exist.txt cannot be read"),
        "{said}"
    );
}

#[test]
fn a_summary_tells_what_a_list_came_to() {
    let open = listen("127.0.0.1");
    let closed = closed_port();
    let list = format!("{open}\n{closed}\n{open}\n");
    let with = |more: &str| {
        run_with_input(
            tcpping()
                .args(["--targets", "-", "-n", "1", "--rate", "1000", "--summary"])
                .args(more.split_whitespace()),
            list.as_bytes(),
        )
    };
    let said = with("");
    let last = said.stdout.lines().last().unwrap_or_default();
    assert!(
        last.starts_with("Outcomes: 2 connected, 1 refused. Took "),
        "{said}"
    );
    assert!(last.ends_with(" targets a second"), "{said}");
    let said = with("--json");
    let total = said.json_lines().pop().expect("a line");
    assert!(
        total["took_ms"].is_number() && total["per_second"].is_u64(),
        "{said}"
    );
    assert_eq!(
        total["outcomes"],
        serde_json::json!({"connected": 2, "refused": 1}),
        "{said}"
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_list_that_breaks_off_is_probed_up_to_there() {
    use crate::terminal::run_with_broken_input;
    let list = format!("{}\n", listen("127.0.0.1"));
    for (input, code) in [(list.as_str(), 1), ("", 2)] {
        let mut command = tcpping();
        command.args(["--targets", "-", "-n", "1", "--json"]);
        let said = run_with_broken_input(&mut command, input);
        let why = "error: standard input cannot be read to its end (";
        assert!(said.stderr.starts_with(why), "{said}");
        assert_eq!(said.stderr.lines().count(), 1, "{said}");
        let total = said.json_lines().pop().expect("a line");
        assert_eq!(total["targets_connected"], input.lines().count(), "{said}");
        assert_eq!(total["lines_skipped"], 0, "{said}");
        assert_eq!(said.code, code, "{said}");
    }
}

/// A list without end, and a reader that does not read: nothing piles up in between.
#[cfg(target_os = "linux")]
#[test]
fn an_endless_list_takes_no_more_memory_than_a_short_one() {
    use std::io::{BufRead, BufReader, Write};
    use std::process::Stdio;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::time::Duration;

    // Ten times what the program takes for a short list.
    const MOST_KIB: u64 = 48 * 1024;
    let mut child = tcpping()
        .args(["--targets", "-", "-n", "1", "--json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("tcpping starts");
    let status = format!("/proc/{}/status", child.id());
    let most_kib = || {
        let status = std::fs::read_to_string(&status);
        let status = status.expect("it is running");
        let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
        let number = line.and_then(|l| l.split_whitespace().next());
        number
            .and_then(|n| n.parse::<u64>().ok())
            .expect("a number")
    };
    let written = Arc::new(AtomicU64::new(0));
    let closed = closed_port();
    let mut stdin = child.stdin.take().expect("piped");
    let counter = Arc::clone(&written);
    // Ends when the program does.
    let writer = thread::spawn(move || {
        let lines = format!("{closed}\nno port\n").repeat(1_000);
        while stdin.write_all(lines.as_bytes()).is_ok() {
            counter.fetch_add(lines.len() as u64, Ordering::Relaxed);
        }
    });
    // Nobody reads: sooner or later nothing more is taken in.
    let mut last = u64::MAX;
    for _ in 0..100 {
        thread::sleep(Duration::from_millis(300));
        let now = written.load(Ordering::Relaxed);
        if now == last {
            break;
        }
        last = now;
    }
    assert_eq!(last, written.load(Ordering::Relaxed), "still reading on");
    assert!(last < 8 << 20, "{last} bytes were taken in");
    assert!(most_kib() < MOST_KIB, "{} KiB", most_kib());
    // Somebody reads: it goes on, in the same memory.
    let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
    for _ in 0..60_000 {
        lines.next().expect("no end").expect("text");
    }
    assert!(written.load(Ordering::Relaxed) > last);
    assert!(most_kib() < MOST_KIB, "{} KiB", most_kib());
    child.kill().expect("ours");
    child.wait().expect("ended");
    writer.join().expect("ended");
}

/// A hundred a second take half a second for fifty: so long that progress is drawn, and no shorter
/// unless the rate is not kept.
#[cfg(unix)]
#[test]
fn progress_is_drawn_on_a_terminal_that_shows_no_results() {
    use crate::terminal::run_on_terminal;
    let list = format!("{}\n", listen("127.0.0.1")).repeat(50);
    let run = |both: bool| {
        let mut command = tcpping();
        command.args(["--targets", "-", "-n", "1", "--rate", "100"]);
        run_on_terminal(command, &list, both)
    };
    let shown = run(false);
    shown.assert_progress("targets", 50);
    assert_eq!(
        shown.stdout.matches("Connected to").count(),
        50,
        "{shown:?}"
    );
    let shown = run(true);
    assert_eq!(
        shown.terminal.matches("Connected to").count(),
        50,
        "{shown:?}"
    );
    assert!(!shown.terminal.contains(" a second"), "{shown:?}");
}
