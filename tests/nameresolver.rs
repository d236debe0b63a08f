//! nameresolver end to end: the real program against real servers on loopback.
//!
//! No test asks the machine's own resolver: each names a server or sets WEBSITE_DNS_SERVER.

#[path = "support/dns_server.rs"]
mod dns_server;
mod support;

use std::process::Command;
use std::time::Duration;

use dns_server::{Asked, Behaviour, DnsServer, answer, closed_port, name, nxdomain, record};
use hickory_proto::op::ResponseCode;
use hickory_proto::rr::rdata::{A, CNAME, TXT};
use hickory_proto::rr::{Name, RData, Record};
use support::program::{Said, program, run, run_with_input};

fn nameresolver() -> Command {
    program(env!("CARGO_BIN_EXE_nameresolver"))
}

/// Asks `server` with one quick attempt unless the arguments say otherwise.
fn ask(server: &DnsServer, words: &[&str]) -> Said {
    let (host, options) = words.split_first().expect("a host");
    let mut command = nameresolver();
    command.arg(host).arg(server.argument()).args(options);
    if !options.contains(&"--attempts") {
        command.args(["--attempts", "1"]);
    }
    if !options.contains(&"--timeout") {
        command.args(["--timeout", "5"]);
    }
    run(&mut command)
}

/// The corporate zone of the examples.
fn corporate(asked: &Asked) -> Behaviour {
    match (asked.name.as_str(), asked.kind.as_str()) {
        ("sql01.corp.northwind.example", "A") => {
            answer(&["sql01.corp.northwind.example 300 A 10.61.8.9"])
        }
        ("sql.northwind.example", "A") => answer(&[
            "sql.northwind.example 300 CNAME sql01.corp.northwind.example",
            "sql01.corp.northwind.example 60 A 10.61.8.9",
        ]),
        ("web.northwind.example", "A") => answer(&[
            "web.northwind.example 300 CNAME web.cdn.example",
            "web.cdn.example 300 CNAME edge.cdn.example",
            "edge.cdn.example 60 A 10.61.8.20",
            "edge.cdn.example 60 A 10.61.8.21",
        ]),
        ("northwind.example", "MX") => {
            answer(&["northwind.example 60 MX 10 mail.northwind.example."])
        }
        ("9.8.61.10.in-addr.arpa", "PTR") => {
            answer(&["9.8.61.10.in-addr.arpa 60 PTR sql01.corp.northwind.example."])
        }
        (known, _) if known.ends_with("northwind.example") && !known.starts_with("nope") => {
            answer(&[])
        }
        _ => nxdomain(),
    }
}

#[test]
fn success_has_the_shape_of_the_original() {
    let server = DnsServer::start(corporate);
    for (host, rest) in [
        (
            "sql01.corp.northwind.example",
            "Name: sql01.corp.northwind.example\nAddresses: \n\t10.61.8.9\n",
        ),
        (
            "sql.northwind.example",
            "Name: sql01.corp.northwind.example\nAddresses: \n\t10.61.8.9\n\
             Aliases: \n\tsql.northwind.example\n",
        ),
        (
            "web.northwind.example.",
            "Name: edge.cdn.example\nAddresses: \n\t10.61.8.20\n\t10.61.8.21\n\
             Aliases: \n\tweb.northwind.example\n\tweb.cdn.example\n",
        ),
    ] {
        let said = ask(&server, &[host]);
        let expected = format!(
            "Server: {}\n\nNon-authoritative answer:\n{rest}",
            server.address
        );
        let expected = if cfg!(windows) {
            expected.replace('\n', "\r\n")
        } else {
            expected
        };
        assert_eq!(said.stdout, expected, "{said}");
        assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{said}");
    }
}

#[test]
fn the_portals_parser_reads_every_success() {
    let server = DnsServer::start(corporate);
    for options in [
        &[][..],
        &["--verbose"],
        &["--type", "A,AAAA"],
        &["--type", "A,MX"],
    ] {
        for host in ["sql01.corp.northwind.example", "sql.northwind.example"] {
            let said = ask(&server, &[&[host], options].concat());
            let read = support::portal::addresses(&said.stdout)
                .unwrap_or_else(|why| panic!("{why}{said}"));
            assert_eq!(read.addresses, ["10.61.8.9"], "{said}");
            assert_eq!(
                read.aliases.is_some(),
                host == "sql.northwind.example",
                "{said}"
            );
        }
    }
}

#[test]
fn the_portals_parser_finds_no_address_in_a_failure() {
    let server = DnsServer::start(|asked| match asked.name.as_str() {
        "refused.example" => Behaviour::Code(ResponseCode::Refused, Vec::new()),
        "empty.example" => answer(&[]),
        "alias.example" => Behaviour::Code(
            ResponseCode::NXDomain,
            vec![record("alias.example 60 CNAME gone.example")],
        ),
        _ => nxdomain(),
    });
    for host in [
        "refused.example",
        "empty.example",
        "alias.example",
        "nope.example",
    ] {
        let said = ask(&server, &[host, "--verbose"]);
        assert!(said.code != 0, "{said}");
        assert!(!said.stdout.contains("Addresses:"), "{said}");
        assert!(!said.stdout.contains("Aliases"), "{said}");
        assert!(support::portal::addresses(&said.stdout).is_err(), "{said}");
    }
}

/// Checks outcome, exit code and words of one question, in text and JSON.
fn check(server: &DnsServer, host: &str, options: &[&str], outcome: &str, code: i32, words: &str) {
    let said = ask(server, &[&[host], options].concat());
    assert_eq!(said.code, code, "{said}");
    assert!(said.stdout.contains(words), "expected '{words}'{said}");
    assert_eq!(said.stderr, "", "{said}");
    assert!(
        said.stdout.is_ascii() && said.stdout.ends_with('\n'),
        "{said}"
    );
    let said = ask(server, &[&[host, "--json"], options].concat());
    assert_eq!(said.code, code, "{said}");
    let lines = said.json_lines();
    assert_eq!(lines.len(), 1, "{said}");
    assert_eq!(lines[0]["schema"], "nameresolver/1", "{said}");
    assert_eq!(lines[0]["outcome"], outcome, "{said}");
    assert_eq!(lines[0]["server"], server.argument(), "{said}");
    assert_eq!(lines[0]["server_source"], "argument", "{said}");
    let attempts = lines[0]["attempts"].as_array().expect("a list");
    assert!(!attempts.is_empty(), "{said}");
    assert!(attempts.iter().all(|a| a["took_ms"].is_number()), "{said}");
}

#[test]
fn every_outcome_has_its_own_word_and_exit_code() {
    let server = DnsServer::start(|asked| {
        let one = || vec![record(&format!("{} 60 A 10.61.8.9", asked.name))];
        match asked.name.as_str() {
            "good.example" => Behaviour::Records(one()),
            "empty.example" => answer(&[]),
            "refused.example" => Behaviour::Code(ResponseCode::Refused, Vec::new()),
            "servfail.example" => Behaviour::Code(ResponseCode::ServFail, Vec::new()),
            "notimp.example" => Behaviour::Code(ResponseCode::NotImp, Vec::new()),
            "silent.example" => Behaviour::Silent,
            "wrongid.example" => Behaviour::WrongId(one()),
            "other.question.example" => Behaviour::OtherQuestion(one()),
            "echo.example" => Behaviour::Echo,
            "short.example" => Behaviour::Bytes(vec![0x81]),
            "header.example" => {
                // One question, one answer, and then nothing.
                Behaviour::Bytes(vec![0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0])
            }
            "pointer.example" => {
                // The question's name points at itself.
                Behaviour::Bytes(vec![
                    0x81, 0x80, 0, 1, 0, 0, 0, 0, 0, 0, 0xc0, 12, 0, 1, 0, 1,
                ])
            }
            "huge.example" => Behaviour::Bytes([&[0x81, 0x80][..], &[0xaa; 10_000]].concat()),
            "garbage.example" => Behaviour::Garbage(b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec()),
            "circle.example" => answer(&[
                "circle.example 60 CNAME b.example",
                "b.example 60 CNAME circle.example",
            ]),
            "step1.example" => answer(&["step1.example 60 CNAME step2.example"]),
            "step2.example" => answer(&["step2.example 60 CNAME step1.example"]),
            "cut.example" => Behaviour::Truncated(one()),
            name if name.starts_with("endless") => {
                let n: u32 = name["endless".len()..name.len() - ".example".len()]
                    .parse()
                    .unwrap_or(0);
                answer(&[&format!("{name} 60 CNAME endless{}.example", n + 1)])
            }
            _ => nxdomain(),
        }
    });
    let short = &["--timeout", "0.3"][..];
    for (host, options, outcome, code, words) in [
        ("good.example", &[][..], "resolved", 0, "10.61.8.9"),
        (
            "nope.example",
            &[],
            "no_such_name",
            1,
            "nope.example does not exist: 127.0.0.1:",
        ),
        (
            "empty.example",
            &[],
            "no_records",
            1,
            "empty.example exists but has no A record: 127.0.0.1:",
        ),
        (
            "empty.example",
            &["--type", "A,TXT"],
            "no_records",
            1,
            "no A or TXT record",
        ),
        (
            "refused.example",
            &[],
            "refused",
            3,
            "refused to answer (REFUSED)",
        ),
        (
            "servfail.example",
            &[],
            "server_failure",
            3,
            "could not answer (SERVFAIL)",
        ),
        ("notimp.example", &[], "server_failure", 3, "NOTIMP"),
        (
            "silent.example",
            short,
            "timeout",
            3,
            "was silent for 0.3 s",
        ),
        (
            "wrongid.example",
            short,
            "malformed",
            3,
            "nothing but answers to other questions",
        ),
        (
            "garbage.example",
            short,
            "malformed",
            3,
            "nothing but answers to other questions",
        ),
        (
            "other.question.example",
            &[],
            "malformed",
            3,
            "answered another question",
        ),
        ("echo.example", &[], "malformed", 3, "sent a question back"),
        ("short.example", &[], "malformed", 3, "cannot be read"),
        ("header.example", &[], "malformed", 3, "cannot be read"),
        ("pointer.example", &[], "malformed", 3, "cannot be read"),
        ("huge.example", &[], "malformed", 3, "cannot be read"),
        ("circle.example", &[], "malformed", 3, "lead in a circle"),
        ("step1.example", &[], "malformed", 3, "lead in a circle"),
        ("endless0.example", &[], "malformed", 3, "one by one"),
        ("cut.example", &[], "resolved", 0, "10.61.8.9"),
    ] {
        check(&server, host, options, outcome, code, words);
    }
}

#[test]
fn a_server_where_nothing_listens_is_told_from_a_silent_one() {
    let closed = closed_port().to_string();
    for tcp in [&[][..], &["--tcp"]] {
        let said = run(nameresolver()
            .args(["sql.example", &closed, "--timeout", "20", "--attempts", "1"])
            .args(tcp));
        assert_eq!(said.code, 3, "{said}");
        assert!(
            said.stdout.contains("is unreachable: nothing listens on"),
            "{said}"
        );
        let said = run(nameresolver()
            .args(["sql.example", &closed, "--timeout", "20", "--json"])
            .args(tcp));
        let line = &said.json_lines()[0];
        assert_eq!(line["outcome"], "unreachable", "{said}");
        // Milliseconds, not the 20 s: a bound that only silence would break.
        assert!(
            line["took_ms"].as_f64().expect("a number") < 10_000.0,
            "{said}"
        );
    }
}

#[test]
fn tcp_is_asked_on_demand_and_when_a_datagram_is_too_small() {
    let server = DnsServer::start(|asked| match asked.name.as_str() {
        "cut.example" => Behaviour::Truncated(
            (0..400)
                .map(|n| record(&format!("cut.example 60 A 10.62.{}.{}", n / 250, n % 250)))
                .collect(),
        ),
        "hangup.example" if asked.tcp => Behaviour::Close,
        "hangup.example" => Behaviour::Truncated(Vec::new()),
        _ => answer(&[&format!("{} 60 A 10.61.8.9", asked.name)]),
    });
    let said = ask(&server, &["cut.example", "--json"]);
    let line = &said.json_lines()[0];
    assert_eq!(
        line["answers"].as_array().map(Vec::len),
        Some(400),
        "{said}"
    );
    assert_eq!(line["attempts"][0]["transport"], "tcp", "{said}");
    let said = ask(&server, &["plain.example", "--tcp", "--json"]);
    assert_eq!(said.json_lines()[0]["outcome"], "resolved", "{said}");
    assert!(
        server
            .asked()
            .iter()
            .all(|a| a.name != "plain.example" || a.tcp),
        "{:?}",
        server.asked()
    );
    let said = ask(&server, &["hangup.example"]);
    assert_eq!(said.code, 3, "{said}");
    assert!(
        said.stdout.contains("over TCP closed the connection"),
        "{said}"
    );
}

#[test]
fn the_first_servers_answer_wins_even_if_it_is_slower() {
    let first = DnsServer::start(|asked| {
        Behaviour::Later(
            Duration::from_millis(300),
            Box::new(answer(&[&format!("{} 60 A 10.0.0.1", asked.name)])),
        )
    });
    let second = DnsServer::start(|asked| answer(&[&format!("{} 60 A 10.0.0.2", asked.name)]));
    let said = run(nameresolver()
        .env(
            "WEBSITE_DNS_SERVER",
            format!("{},{}", first.address, second.address),
        )
        .args(["sql.example.", "--timeout", "20", "--json"]));
    let line = &said.json_lines()[0];
    assert_eq!(line["answers"][0]["data"], "10.0.0.1", "{said}");
    assert_eq!(line["server"], first.argument(), "{said}");
    assert_eq!(line["server_source"], "app_setting", "{said}");
    assert_eq!(second.asked().len(), 1, "both are asked side by side");
}

#[test]
fn the_next_server_answers_in_order_when_the_first_does_not() {
    for (behaviour, outcome) in [
        (Behaviour::Silent, "timeout"),
        (
            Behaviour::Code(ResponseCode::Refused, Vec::new()),
            "refused",
        ),
        (
            Behaviour::Code(ResponseCode::ServFail, Vec::new()),
            "server_failure",
        ),
        (Behaviour::Echo, "malformed"),
    ] {
        let first = DnsServer::start(move |_| behaviour.clone());
        let second = DnsServer::start(corporate);
        let mut command = nameresolver();
        command
            .env("WEBSITE_DNS_SERVER", first.argument())
            .env("WEBSITE_DNS_ALT_SERVER", second.argument())
            .args(["sql.northwind.example.", "--timeout", "0.5"]);
        let said = run(command.arg("--json"));
        let line = &said.json_lines()[0];
        assert_eq!(line["server_source"], "alt_server", "{said}");
        assert_eq!(line["attempts"][0]["outcome"], outcome, "{said}");
        assert_eq!(line["attempts"][1]["outcome"], "resolved", "{said}");
        let said = run(nameresolver()
            .env("WEBSITE_DNS_SERVER", first.argument())
            .env("WEBSITE_DNS_ALT_SERVER", second.argument())
            .args(["sql.northwind.example.", "--timeout", "0.5"]));
        assert_eq!(said.code, 0, "{said}");
        assert!(
            said.stdout
                .contains(&format!("; {} answered instead", second.address)),
            "{said}"
        );
        let read = support::portal::addresses(&said.stdout).expect("addresses");
        assert_eq!(read.addresses, ["10.61.8.9"], "{said}");
    }
}

#[test]
fn no_such_name_is_an_answer_and_ends_the_search() {
    let first = DnsServer::start(|_| nxdomain());
    let second = DnsServer::start(corporate);
    let said = run(nameresolver()
        .env(
            "WEBSITE_DNS_SERVER",
            format!("{},{}", first.address, second.address),
        )
        .args(["sql.northwind.example."]));
    assert_eq!(said.code, 1, "{said}");
    assert!(
        said.stdout.contains(&format!("{} says so", first.address)),
        "{said}"
    );
}

#[test]
fn when_all_fail_the_first_that_said_something_decides() {
    let silent = DnsServer::start(|_| Behaviour::Silent);
    let refusing = DnsServer::start(|_| Behaviour::Code(ResponseCode::Refused, Vec::new()));
    let said = run(nameresolver()
        .env(
            "WEBSITE_DNS_SERVER",
            format!("{},{},{}", silent.address, closed_port(), refusing.address),
        )
        .args([
            "sql.example.",
            "--timeout",
            "0.3",
            "--attempts",
            "2",
            "--json",
        ]));
    let line = &said.json_lines()[0];
    assert_eq!(line["outcome"], "refused", "{said}");
    assert_eq!(line["server"], refusing.argument(), "{said}");
    assert_eq!(line["attempts"].as_array().map(Vec::len), Some(6), "{said}");
    assert_eq!(silent.asked().len(), 2, "asked once in each attempt");
    let message = line["message"].as_str().expect("a sentence");
    for part in ["was silent", "nothing listens", "refused to answer"] {
        assert!(message.contains(part), "{said}");
    }
}

#[test]
fn a_later_attempt_may_succeed() {
    let asked_before = std::sync::atomic::AtomicU32::new(0);
    let server = DnsServer::start(move |asked| {
        if asked_before.fetch_add(1, std::sync::atomic::Ordering::SeqCst) == 0 {
            Behaviour::Silent
        } else {
            corporate(asked)
        }
    });
    let said = ask(
        &server,
        &[
            "sql.northwind.example",
            "--timeout",
            "0.5",
            "--attempts",
            "3",
        ],
    );
    assert_eq!(said.code, 0, "{said}");
    assert!(
        said.stdout.contains("and answered when asked again"),
        "{said}"
    );
}

#[test]
fn a_chain_that_the_server_leaves_unfinished_is_followed() {
    let server = DnsServer::start(|asked| match asked.name.as_str() {
        "a.example" => answer(&["a.example 60 CNAME b.example"]),
        "b.example" => answer(&["b.example 60 CNAME c.example"]),
        "c.example" => answer(&["c.example 60 A 10.61.8.9"]),
        "dangling.example" => answer(&["dangling.example 60 CNAME nowhere.example"]),
        _ => nxdomain(),
    });
    let said = ask(&server, &["a.example", "--json"]);
    let line = &said.json_lines()[0];
    assert_eq!(line["canonical"], "c.example", "{said}");
    assert_eq!(
        line["aliases"],
        serde_json::json!(["a.example", "b.example"]),
        "{said}"
    );
    let said = ask(&server, &["dangling.example"]);
    assert_eq!(said.code, 1, "{said}");
    assert!(
        said.stdout
            .contains("is an alias of nowhere.example, which does not exist"),
        "{said}"
    );
}

#[test]
fn records_of_other_types_have_their_own_block() {
    let server = DnsServer::start(corporate);
    let said = ask(&server, &["northwind.example", "--type", "mx"]);
    assert!(
        said.stdout
            .replace("\r\n", "\n")
            .ends_with("Name: northwind.example\nRecords: \n\tMX 10 mail.northwind.example\n"),
        "{said}"
    );
    let said = ask(&server, &["10.61.8.9"]);
    assert_eq!(said.code, 0, "{said}");
    assert!(
        said.stdout
            .lines()
            .any(|line| line == "\tPTR sql01.corp.northwind.example"),
        "{said}"
    );
    let said = ask(&server, &["10.61.8.10", "--json"]);
    assert_eq!(said.code, 1, "{said}");
    assert_eq!(said.json_lines()[0]["name"], "10.61.8.10", "{said}");
}

#[test]
fn what_a_server_sends_cannot_command_a_terminal() {
    let evil = Name::from_labels([&b"\x1b[31m evil\r\n>"[..], b"example"]).expect("a name");
    let target = evil.clone();
    let server = DnsServer::start(move |asked| {
        if asked.kind == "TXT" {
            let txt = TXT::from_bytes(vec![b"\x1b]0;owned\x07", b"\xff\xfe\r\n>"]);
            return Behaviour::Records(vec![Record::from_rdata(
                name(&asked.name),
                60,
                RData::TXT(txt),
            )]);
        }
        Behaviour::Records(vec![
            Record::from_rdata(name(&asked.name), 60, RData::CNAME(CNAME(target.clone()))),
            Record::from_rdata(target.clone(), 60, RData::A(A::new(10, 61, 8, 9))),
        ])
    });
    for options in [
        &["--type", "A"][..],
        &["--type", "TXT"],
        &["--json"],
        &["--verbose"],
    ] {
        let said = ask(&server, &[&["sql.example"], options].concat());
        assert_eq!(said.code, 0, "{said}");
        assert!(
            said.stdout
                .bytes()
                .all(|b| matches!(b, b'\n' | b'\r' | b'\t' | 0x20..=0x7e)),
            "{said}"
        );
        assert!(
            said.stdout.lines().all(|line| !line.ends_with('>')),
            "{said}"
        );
    }
}

#[test]
fn json_holds_every_member_of_the_schema() {
    let server = DnsServer::start(corporate);
    let said = ask(&server, &["sql.northwind.example", "--json"]);
    let line = &said.json_lines()[0];
    assert_eq!(line["name"], "sql.northwind.example", "{said}");
    assert_eq!(line["canonical"], "sql01.corp.northwind.example", "{said}");
    assert_eq!(
        line["aliases"],
        serde_json::json!(["sql.northwind.example"]),
        "{said}"
    );
    let first = &line["answers"][0];
    assert_eq!(
        (
            &first["type"],
            &first["data"],
            &first["ttl"],
            &first["private"]
        ),
        (&"A".into(), &"10.61.8.9".into(), &60.into(), &true.into()),
        "{said}"
    );
    assert!(line["took_ms"].is_number(), "{said}");
    let time = line["time"].as_str().expect("a time");
    assert!(time.starts_with("20") && time.ends_with('Z'), "{said}");
}

#[test]
fn settings_decide_how_often_and_how_long() {
    let server = DnsServer::start(|_| Behaviour::Silent);
    let said = run(nameresolver()
        .env("WEBSITE_DNS_SERVER", server.argument())
        .env("WEBSITE_DNS_ATTEMPTS", "2")
        .env("WEBSITE_DNS_TIMEOUT", "1")
        .args(["sql.example."]));
    assert_eq!(said.code, 3, "{said}");
    assert!(
        said.stdout
            .contains("was silent in 2 attempts, the last for 1 s"),
        "{said}"
    );
    assert_eq!(server.asked().len(), 2, "{said}");
}

#[test]
fn a_slip_in_a_setting_is_named_above_the_answer() {
    let server = DnsServer::start(corporate);
    let said = run(nameresolver()
        .env(
            "WEBSITE_DNS_SERVER",
            format!("dns01.corp, {}", server.address),
        )
        .env("WEBSITE_DNS_ATTEMPTS", "99")
        .args(["sql.northwind.example."]));
    assert_eq!(said.code, 0, "{said}");
    let (above, _) = said
        .stdout
        .split_once("Non-authoritative answer:")
        .expect("an answer");
    for part in [
        "warning: WEBSITE_DNS_SERVER: 'dns01.corp' is a name",
        "warning: WEBSITE_DNS_SERVER: a blank beside",
        "warning: WEBSITE_DNS_ATTEMPTS is 99, outside 1 to 5; using 5",
    ] {
        assert!(above.contains(part), "{part}{said}");
    }
}

#[test]
fn a_server_named_by_hand_is_the_only_one_asked() {
    let named = DnsServer::start(|_| Behaviour::Code(ResponseCode::Refused, Vec::new()));
    let setting = DnsServer::start(corporate);
    let said = run(nameresolver()
        .env("WEBSITE_DNS_SERVER", setting.argument())
        .env("WEBSITE_DNS_ALT_SERVER", setting.argument())
        .args(["sql.northwind.example", &named.argument()]));
    assert_eq!(said.code, 3, "{said}");
    assert_eq!(setting.asked(), [], "{said}");
}

#[test]
fn localhost_and_the_hosts_file_answer_before_the_servers() {
    let server = DnsServer::start(|_| nxdomain());
    let said = run(nameresolver()
        .env("WEBSITE_DNS_SERVER", server.argument())
        .args(["localhost", "--json"]));
    let line = &said.json_lines()[0];
    assert_eq!(line["server_source"], "hosts_file", "{said}");
    assert_eq!(line["answers"][0]["data"], "127.0.0.1", "{said}");
    assert_eq!(server.asked(), [], "{said}");
}

#[test]
fn many_names_come_in_input_order() {
    let server = DnsServer::start(|asked| {
        let number: u64 = asked.name[1..asked.name.len() - ".example".len()]
            .parse()
            .unwrap_or(0);
        if asked.name.starts_with('x') {
            return nxdomain();
        }
        let reply = answer(&[&format!("{} 60 A 10.61.8.9", asked.name)]);
        // The first ones are the slowest.
        Behaviour::Later(
            Duration::from_millis(200_u64.saturating_sub(number * 10)),
            Box::new(reply),
        )
    });
    let names: String = (0..40).map(|n| format!("n{n}.example\r\n")).collect();
    let input = format!("# names\n\n{names}");
    let mut command = nameresolver();
    command.args(["--names", "-", &server.argument(), "--json"]);
    let said = run_with_input(&mut command, input.as_bytes());
    assert_eq!(said.code, 0, "{said}");
    let order: Vec<String> = said
        .json_lines()
        .iter()
        .map(|line| line["name"].as_str().expect("a name").to_owned())
        .collect();
    let expected: Vec<String> = (0..40).map(|n| format!("n{n}.example")).collect();
    assert_eq!(order, expected);

    let said = run_with_input(command.arg("--unordered"), input.as_bytes());
    let mut unordered: Vec<String> = said
        .json_lines()
        .iter()
        .map(|line| line["name"].as_str().expect("a name").to_owned())
        .collect();
    unordered.sort();
    let mut expected = expected;
    expected.sort();
    assert_eq!(unordered, expected, "each name once");
}

#[test]
fn a_bad_line_does_not_stop_the_others() {
    let server = DnsServer::start(corporate);
    let input = "https://shop.example/\nsql.northwind.example\na..b\n10.61.8.9\n";
    let mut command = nameresolver();
    command.args(["--names", "-", &server.argument()]);
    let said = run_with_input(&mut command, input.as_bytes());
    assert_eq!(said.code, 1, "{said}");
    assert!(
        said.stdout.contains("is a URL; type the host alone"),
        "{said}"
    );
    assert!(
        said.stdout.lines().any(|line| line == "\t10.61.8.9"),
        "{said}"
    );
    let said = run_with_input(command.arg("--json"), input.as_bytes());
    let outcomes: Vec<_> = said
        .json_lines()
        .iter()
        .map(|line| line["outcome"].as_str().expect("a word").to_owned())
        .collect();
    assert_eq!(
        outcomes,
        ["invalid", "resolved", "invalid", "resolved"],
        "{said}"
    );
}

#[test]
fn the_exit_code_of_many_names_is_the_worst() {
    let server = DnsServer::start(|asked| match asked.name.as_str() {
        "nope.example" => nxdomain(),
        "refused.example" => Behaviour::Code(ResponseCode::Refused, Vec::new()),
        _ => answer(&[&format!("{} 60 A 10.61.8.9", asked.name)]),
    });
    for (names, code) in [
        ("a.example\nb.example\n", 0),
        ("a.example\nrefused.example\n", 3),
        ("refused.example\nnope.example\na.example\n", 1),
        ("# nothing\n", 2),
    ] {
        let mut command = nameresolver();
        command.args(["--names", "-", &server.argument(), "--attempts", "1"]);
        let said = run_with_input(&mut command, names.as_bytes());
        assert_eq!(said.code, code, "{names}{said}");
    }
}

#[test]
fn wrong_usage_says_what_to_type() {
    for (words, part) in [
        (&["sql01", "dns01.corp"][..], "type it as 10.0.0.4"),
        (&["sql01", "10.0.0.4:0"], "port 0"),
        (&["https://sql01/", "127.0.0.1"], "type the host alone"),
        (&["sql01", "--type", "ANY"], "A, AAAA, CNAME"),
        (&["sql01", "--timeout", "0"], "0.05 to 60"),
        (&["sql01", "--attempts", "0"], "1..=20"),
        (&["10.0.0.4", "--type", "MX"], "looked up backwards"),
        (&["--names", "no/such/file"], "cannot be read"),
        (&["sql01", "--from", "no/such/export"], "no/such/export"),
        (&["--names", "-", "--all-servers"], "cannot be used with"),
        (&["--unordered"], "HOSTNAME"),
        (&[], "Usage"),
    ] {
        let said = run(nameresolver().args(words));
        assert_eq!(said.code, 2, "{said}");
        assert_eq!(said.stdout, "", "{said}");
        assert!(said.stderr.contains(part), "expected '{part}'{said}");
    }
}

#[test]
fn help_fits_80_columns_and_comes_with_exit_0() {
    let said = run(nameresolver().arg("--help"));
    assert_eq!(said.code, 0, "{said}");
    assert!(said.stdout.lines().all(|line| line.len() <= 80), "{said}");
    assert!(said.stdout.contains("Examples:"), "{said}");
}
