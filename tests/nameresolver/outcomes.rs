//! What becomes of a question, in words, JSON and exit codes.

use super::*;

/// Checks outcome, exit code and words of one question, in text and JSON.
fn check(server: &DnsServer, host: &str, options: &[&str], outcome: &str, code: i32, words: &str) {
    let said = ask(server, &[&[host], options].concat());
    assert_eq!(said.code, code, "{said}");
    assert!(said.stdout.contains(words), "expected '{words}'{said}");
    assert_eq!(said.stderr, "", "{said}");
    said.assert_plain();
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
