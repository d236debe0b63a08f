//! tcpping end to end: the real program against real listeners and name servers on loopback.

#[path = "tcpping/arguments.rs"]
mod arguments;
#[path = "tcpping/ends.rs"]
mod ends;
#[path = "tcpping/lists.rs"]
mod lists;
#[path = "tcpping/names.rs"]
mod names;
#[path = "tcpping/plot.rs"]
mod plot;
#[path = "tcpping/report.rs"]
mod report;
mod support;
#[cfg(unix)]
#[path = "support/terminal.rs"]
mod terminal;

use std::net::{SocketAddr, TcpListener};
use std::process::Command;
use std::thread;

use support::dns_server::{Behaviour, DnsServer, answer, closed_port, nxdomain};
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
        // Elsewhere it depends on the system's version.
        let clock = !cfg!(target_os = "linux") && attempt["rtt_source"] == "clock";
        assert!(clock || attempt["rtt_source"] == "kernel", "{said}");
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
fn wrong_usage_says_what_to_type() {
    for (line, part) in [
        ("sql01 -n 3 -t", "cannot be used with"),
        (
            "",
            "whom? type a host and port, as in: tcpping sql01:1433, or --targets FILE; tcpping --help",
        ),
        ("sql01 --from does-not-exist", "does-not-exist"),
    ] {
        said(line).assert_wrong_usage(part);
    }
}

#[test]
fn help_fits_80_columns() {
    said("--help").assert_help();
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[test]
fn it_runs_where_there_is_nothing_else() {
    support::static_program::assert_static(env!("CARGO_BIN_EXE_tcpping"));
}
