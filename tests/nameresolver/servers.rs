//! Which server is asked, which answer counts, and over what.

use super::*;

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
