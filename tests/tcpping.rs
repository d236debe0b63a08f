//! tcpping end to end: the real program against real listeners and name servers on loopback.

#[path = "support/dns_server.rs"]
mod dns_server;
mod support;

use std::net::{SocketAddr, TcpListener};
use std::process::Command;
use std::thread;

use dns_server::{Behaviour, DnsServer, answer, closed_port, nxdomain};
use support::portal::{Connection, connections};
use support::program::{Said, program, run, run_with_input};

fn tcpping() -> Command {
    program(env!("CARGO_BIN_EXE_tcpping"))
}

/// Runs tcpping with the arguments in `line`.
fn said(line: &str) -> Said {
    run(tcpping().args(line.split_whitespace()))
}

/// Runs it where the app setting WEBSITE_DNS_SERVER names this server.
fn said_with_dns(server: SocketAddr, line: &str) -> Said {
    run(tcpping()
        .env("WEBSITE_DNS_SERVER", server.to_string())
        .env("WEBSITE_DNS_ATTEMPTS", "1")
        .env("WEBSITE_DNS_TIMEOUT", "1")
        .args(line.split_whitespace()))
}

/// A listener on a free port of this address; what connects is dropped.
fn listen(address: &str) -> SocketAddr {
    let listener = TcpListener::bind((address, 0)).expect("a free port");
    let address = listener.local_addr().expect("bound");
    thread::spawn(move || {
        for stream in listener.incoming() {
            drop(stream);
        }
    });
    address
}

/// A name server that knows `sql01.corp.example` (127.0.0.1), `both.corp.example` (two addresses),
/// `six.corp.example` (::1 only) and `empty.corp.example` (no address).
fn name_server() -> DnsServer {
    DnsServer::start(|asked| match (asked.name.as_str(), asked.kind.as_str()) {
        ("sql01.corp.example", "A") => answer(&[
            "sql01.corp.example 300 CNAME sql.corp.example",
            "sql.corp.example 300 A 127.0.0.1",
        ]),
        ("both.corp.example", "A") => answer(&[
            "both.corp.example 300 A 127.0.0.1",
            "both.corp.example 300 A 127.0.0.2",
        ]),
        ("six.corp.example", "AAAA") => answer(&["six.corp.example 300 AAAA ::1"]),
        (name, _) if name.starts_with("none") => nxdomain(),
        (name, _) if name.starts_with("silent") => Behaviour::Silent,
        (name, _) if name.starts_with("refused") => {
            Behaviour::Code(hickory_proto::op::ResponseCode::Refused, Vec::new())
        }
        _ => answer(&[]),
    })
}

const REFUSED: &str = "Connection attempt failed: No connection could be made because the target \
                       machine actively refused it.";

#[test]
fn an_open_port_is_told_as_the_original_tells_it() {
    let address = listen("127.0.0.1");
    let said = said(&address.to_string());
    let lines: Vec<&str> = said.stdout.lines().collect();
    assert_eq!(lines.len(), 5, "{said}");
    for line in &lines[..4] {
        let time = line
            .strip_prefix(&format!("Connected to {address}, time taken: "))
            .and_then(|rest| rest.strip_suffix("ms"))
            .unwrap_or_else(|| panic!("{line}{said}"));
        assert!(time == "<1" || time.parse::<u32>().is_ok(), "{said}");
    }
    assert!(
        lines[4].starts_with("Complete: 4/4 successful attempts (100%). Average success time: "),
        "{said}"
    );
    assert_eq!(connections(&said.stdout), Ok(vec![Connection::Success; 4]));
    assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{said}");
}

#[test]
fn a_closed_port_is_refused() {
    let address = closed_port();
    let said = said(&format!("-n 2 127.0.0.1 {}", address.port()));
    let expected = format!(
        "{REFUSED}\n{REFUSED}\nComplete: 0/2 successful attempts (0%). Average success time: 0ms\n"
    );
    assert_eq!(said.stdout.replace("\r\n", "\n"), expected, "{said}");
    assert_eq!((said.code, said.stderr.as_str()), (1, ""), "{said}");
}

#[test]
fn ipv6_stands_in_brackets() {
    if TcpListener::bind("[::1]:0").is_err() {
        return; // this machine has no IPv6
    }
    let address = listen("::1");
    let said = said(&format!("{address} -n 1"));
    assert!(
        said.stdout.starts_with(&format!("Connected to {address},")),
        "{said}"
    );
}

#[test]
fn a_name_is_resolved_once_and_as_the_app_would() {
    let server = name_server();
    let address = listen("127.0.0.1");
    let said = said_with_dns(
        server.address,
        &format!("sql01.corp.example:{}", address.port()),
    );
    assert_eq!(connections(&said.stdout), Ok(vec![Connection::Success; 4]));
    let last = said.stdout.lines().last().unwrap_or_default();
    assert!(
        last.starts_with(&format!("Name resolved by {} in ", server.address))
            && last.ends_with(" ms: 127.0.0.1"),
        "{said}"
    );
    let asked = server.asked();
    assert_eq!(asked.len(), 1, "{asked:?}");
    assert_eq!(
        (asked[0].name.as_str(), asked[0].kind.as_str()),
        ("sql01.corp.example", "A")
    );
    assert_eq!(said.code, 0, "{said}");
}

#[test]
fn names_that_fail_are_told_as_the_original_tells_them() {
    let server = name_server();
    let none = "Connection attempt failed: No such host is known";
    let database =
        "Connection attempt failed: A non-recoverable error occurred during a database lookup";
    for (name, line, outcome, lookup) in [
        ("none.corp.example", none, "no_such_host", "no_such_name"),
        ("empty.corp.example", none, "no_such_host", "no_records"),
        ("silent.corp.example", database, "dns_failure", "timeout"),
        ("refused.corp.example", database, "dns_failure", "refused"),
    ] {
        let said = said_with_dns(server.address, &format!("{name}:1433 -n 2"));
        let lines: Vec<&str> = said.stdout.lines().collect();
        assert_eq!(lines[..2], [line, line], "{said}");
        assert!(lines[2].starts_with("Complete: 0/2 "), "{said}");
        assert!(lines[3].starts_with("Name not resolved: "), "{said}");
        assert_eq!((said.code, said.stderr.as_str()), (1, ""), "{said}");

        let said = said_with_dns(server.address, &format!("{name}:1433 -n 1 --json"));
        let lines = said.json_lines();
        assert_eq!(lines[0]["outcome"], outcome, "{said}");
        assert!(lines[0]["address"].is_null(), "{said}");
        assert_eq!(lines[1]["resolution"]["outcome"], lookup, "{said}");
    }
    let said = said_with_dns(closed_port(), "sql01.corp.example:1433 -n 1 --json");
    let lines = said.json_lines();
    assert_eq!(lines[0]["outcome"], "dns_failure", "{said}");
    if cfg!(unix) {
        // Wine does not tell of a closed UDP port.
        assert_eq!(lines[1]["resolution"]["outcome"], "unreachable", "{said}");
    }
}

#[test]
fn the_portal_reads_a_name_that_does_not_exist() {
    let server = name_server();
    let said = said_with_dns(server.address, "-n 1 -w 10 none.corp.example:443");
    assert_eq!(
        connections(&said.stdout),
        Ok(vec![Connection::HostNotFound]),
        "{said}"
    );
}

#[test]
fn a_name_with_ipv6_alone_is_tried_all_the_same() {
    if TcpListener::bind("[::1]:0").is_err() {
        return; // this machine has no IPv6
    }
    let server = name_server();
    let address = listen("::1");
    let said = said_with_dns(
        server.address,
        &format!("six.corp.example:{} -n 1 --json", address.port()),
    );
    assert_eq!(said.json_lines()[0]["address"], "::1", "{said}");
    assert_eq!(said.code, 0, "{said}");
}

#[test]
fn every_address_of_a_name_is_tried_on_request() {
    let server = name_server();
    let address = listen("127.0.0.1");
    let target = format!("both.corp.example:{}", address.port());
    let said = said_with_dns(server.address, &format!("{target} -n 2 --all-addresses"));
    let lines: Vec<&str> = said.stdout.lines().collect();
    let connected = format!("Connected to {target} (127.0.0.1), time taken: ");
    assert!(lines[0].starts_with(&connected), "{said}");
    assert_eq!(lines[1], format!("{REFUSED} (127.0.0.2)"), "{said}");
    assert!(lines[2].starts_with(&connected), "{said}");
    assert!(
        lines[4].starts_with("Complete: 2/4 successful attempts (50%)."),
        "{said}"
    );
    assert_eq!(said.code, 0, "{said}");
    let one = said_with_dns(server.address, &format!("{target} -n 1 --json"));
    assert_eq!(one.json_lines().len(), 2, "{one}");
}

#[test]
fn json_has_a_line_an_attempt_and_a_summary() {
    let address = listen("127.0.0.1");
    let said = said(&format!("{address} -n 3 --json"));
    let lines = said.json_lines();
    assert_eq!(lines.len(), 4, "{said}");
    for (at, attempt) in lines[..3].iter().enumerate() {
        assert_eq!(attempt["schema"], "tcpping/1", "{said}");
        assert_eq!(attempt["event"], "attempt", "{said}");
        assert_eq!(attempt["target"], address.to_string(), "{said}");
        assert_eq!(attempt["host"], "127.0.0.1", "{said}");
        assert_eq!(attempt["port"], address.port(), "{said}");
        assert_eq!(attempt["address"], "127.0.0.1", "{said}");
        assert_eq!(attempt["n"], at + 1, "{said}");
        assert_eq!(attempt["outcome"], "connected", "{said}");
        assert!(attempt["rtt_ms"].as_f64() >= Some(0.0), "{said}");
        let source = if cfg!(target_os = "linux") {
            "kernel"
        } else {
            "clock"
        };
        assert_eq!(attempt["rtt_source"], source, "{said}");
        assert!(attempt["reported_by"].is_null(), "{said}");
        assert!(attempt["message"].is_null(), "{said}");
        let time = attempt["time"].as_str().unwrap_or_default();
        assert!(time.starts_with("20") && time.ends_with('Z'), "{said}");
    }
    let summary = &lines[3];
    assert_eq!(summary["event"], "summary", "{said}");
    assert_eq!(summary["sent"], 3, "{said}");
    assert_eq!(summary["connected"], 3, "{said}");
    assert_eq!(
        summary["outcomes"],
        serde_json::json!({"connected": 3}),
        "{said}"
    );
    let ms = |name: &str| {
        summary[name]
            .as_f64()
            .unwrap_or_else(|| panic!("{name}{said}"))
    };
    assert!(
        ms("min_ms") <= ms("median_ms") && ms("median_ms") <= ms("p95_ms"),
        "{said}"
    );
    assert!(
        ms("p95_ms") <= ms("max_ms") && ms("stddev_ms") >= 0.0,
        "{said}"
    );
    assert!(
        ms("min_ms") <= ms("avg_ms") && ms("avg_ms") <= ms("max_ms"),
        "{said}"
    );
}

#[test]
fn json_has_nulls_where_nothing_connected() {
    let said = said(&format!("{} -n 1 --json", closed_port()));
    let lines = said.json_lines();
    assert_eq!(lines[0]["outcome"], "refused", "{said}");
    assert!(
        lines[0]["rtt_ms"].is_null() && lines[0]["rtt_source"].is_null(),
        "{said}"
    );
    for name in [
        "min_ms",
        "avg_ms",
        "median_ms",
        "p95_ms",
        "max_ms",
        "stddev_ms",
    ] {
        assert!(
            lines[1].get(name).is_some_and(serde_json::Value::is_null),
            "{said}"
        );
    }
    assert_eq!(
        lines[1]["outcomes"],
        serde_json::json!({"refused": 1}),
        "{said}"
    );
}

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
fn wrong_usage_says_what_to_type() {
    for (line, part) in [
        ("", "type a host and port, as in tcpping sql01:1433"),
        ("sql01:0", "type a number from 1 to 65535"),
        ("sql01:99999", "type a number from 1 to 65535"),
        ("sql01 http", "'http' is no port"),
        ("https://shop.example/cart", "shop.example:443"),
        ("10.0.0.256:80", "is no IPv4 address"),
        ("sql01 -w soon", "type a number of seconds"),
        ("sql01 -n 3 -t", "cannot be used with"),
        ("sql01 --from does-not-exist", "does-not-exist"),
    ] {
        let said = said(line);
        assert_eq!(said.code, 2, "{said}");
        assert!(said.stdout.is_empty(), "{said}");
        assert!(said.stderr.contains(part), "{part}{said}");
    }
}

#[test]
fn help_fits_the_console() {
    let said = said("--help");
    assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{said}");
    for line in said.stdout.lines() {
        assert!(line.len() <= 80 && line.is_ascii(), "{line}");
    }
}

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
    for arguments in [
        vec![
            "-t".to_owned(),
            "-i".to_owned(),
            "0.05".to_owned(),
            address.to_string(),
        ],
        vec![
            "-t".to_owned(),
            "-i".to_owned(),
            "0".to_owned(),
            address.to_string(),
        ],
        vec![
            "-t".to_owned(),
            "-i".to_owned(),
            "1000".to_owned(),
            address.to_string(),
        ],
    ] {
        let mut child = tcpping()
            .args(&arguments)
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
        assert_eq!(ended.code(), Some(0), "{arguments:?}\n{said}");
        let last = said.lines().last().unwrap_or_default();
        assert!(last.starts_with("Complete: "), "{arguments:?}\n{said}");
        assert!(last.contains("(100%)"), "{arguments:?}\n{said}");
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
