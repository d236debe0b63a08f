//! nameresolver against a server that lies in every way, and lists that mean it harm.
//!
//! Every answer is bounded in time and memory, and nothing of it commands a terminal.

mod support;

use std::collections::BTreeMap;
use std::process::Command;

use support::dns_server::{Behaviour, DnsServer, answer, record};
use support::guarded::{assert_tame, run_guarded};
use support::lies::{LIES, Lie, POISON, liar};
use support::program::{Said, program};

/// What it may take of memory, whatever a server sends.
const MEGABYTES: u32 = 64;

fn nameresolver(words: &[&str]) -> Command {
    let mut command = program(env!("CARGO_BIN_EXE_nameresolver"));
    command.args(words).args(["--attempts", "1"]);
    command
}

fn ask(words: &[&str], input: &[u8]) -> Said {
    let said = run_guarded(&nameresolver(words), MEGABYTES, input);
    assert_tame(&said);
    assert!(!said.stdout.contains(POISON), "{said}");
    said
}

fn patience(lie: &Lie) -> &'static str {
    if lie.takes_all_the_time() {
        "0.5"
    } else {
        "20"
    }
}

/// What is typed to ask this server for the lie.
fn words(lie: &Lie, server: &DnsServer) -> Vec<String> {
    let (host, server) = (lie.host(), server.argument());
    [
        &*host,
        &*server,
        "--type",
        lie.kind,
        "--timeout",
        patience(lie),
    ]
    .map(str::to_owned)
    .to_vec()
}

#[test]
fn no_lie_is_believed_in_words() {
    let server = DnsServer::start(liar);
    for lie in LIES.iter() {
        let words = words(lie, &server);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let said = ask(&words, b"");
        let text = said.stdout.replace("\r\n", "\n");
        assert!(text.contains(lie.words), "'{}'{said}", lie.words);
        assert_eq!((said.code, &*said.stderr), (lie.code(), ""), "{said}");
        ask(&[&words[..], &["--verbose"]].concat(), b"");
    }
}

#[test]
fn each_lie_has_its_outcome() {
    let server = DnsServer::start(liar);
    for lie in LIES.iter() {
        let words = words(lie, &server);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let said = ask(&[&words[..], &["--json"]].concat(), b"");
        let line = &said.json_lines()[0];
        assert_eq!(line["outcome"], lie.outcome, "{said}");
        assert_eq!(said.code, lie.code(), "{said}");
        if lie.name == "ttl" {
            // RFC 2181, section 8: a TTL with the highest bit is none.
            assert_eq!(line["answers"][0]["ttl"], 0, "{said}");
        }
    }
}

#[test]
fn a_list_of_lies_ends_as_each_by_itself() {
    let server = DnsServer::start(liar);
    for kind in LIES
        .iter()
        .map(|lie| lie.kind)
        .collect::<std::collections::BTreeSet<_>>()
    {
        let all: BTreeMap<String, &Lie> = LIES
            .iter()
            .filter(|lie| lie.kind == kind)
            .map(|lie| (lie.host(), lie))
            .collect();
        let list: String = all.keys().map(|host| format!("{host}\n")).collect();
        let server = server.argument();
        let words = ["--names", "-", &*server, "--type", kind, "--timeout", "5"];
        let said = ask(&[&words[..], &["--json"]].concat(), list.as_bytes());
        let lines = said.json_lines();
        assert_eq!(lines.len(), all.len(), "{said}");
        let wrong: Vec<String> = lines
            .iter()
            .filter_map(|line| {
                let host = line["name"].as_str().unwrap_or_default();
                let expected = all.get(host)?.outcome;
                let seen = &line["outcome"];
                (*seen != expected)
                    .then(|| format!("{host}: {seen}, not {expected}: {}", line["attempts"]))
            })
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        ask(&words, list.as_bytes());
    }
}

#[test]
fn aliases_may_go_in_a_circle_across_two_servers() {
    let one = DnsServer::start(|q| match &*q.name {
        "a.example" => answer(&["a.example 60 CNAME b.example"]),
        _ => Behaviour::Silent,
    });
    let other = DnsServer::start(|q| match &*q.name {
        "b.example" => answer(&["b.example 60 CNAME a.example"]),
        _ => Behaviour::Silent,
    });
    let servers = format!("{},{}", one.argument(), other.argument());
    for words in [&["a.example"][..], &["--names", "-"]] {
        let mut command = nameresolver(&[words, &["--timeout", "1", "--json"]].concat());
        command.env("WEBSITE_DNS_SERVER", one.argument());
        command.env("WEBSITE_DNS_ALT_SERVER", other.argument());
        let said = run_guarded(&command, MEGABYTES, b"a.example\n");
        assert_tame(&said);
        assert_eq!(
            said.json_lines()[0]["outcome"],
            "malformed",
            "{servers}{said}"
        );
        assert_eq!(said.code, 3, "{said}");
    }
}

#[test]
fn a_server_on_tcp_only_is_told_as_such() {
    let server = DnsServer::start_tcp_only(|q| {
        Behaviour::Records(vec![record(&format!("{} 60 A 10.61.8.9", q.name))])
    });
    let said = ask(&["a.example", &server.argument(), "--timeout", "5"], b"");
    if cfg!(unix) {
        // Wine does not tell of a closed UDP port.
        assert!(
            said.stdout.contains("nothing listens on UDP port"),
            "{said}"
        );
    }
    assert_eq!(said.code, 3, "{said}");
    let said = ask(
        &["a.example", &server.argument(), "--timeout", "5", "--tcp"],
        b"",
    );
    assert!(said.stdout.contains("10.61.8.9"), "{said}");
}

#[test]
fn large_answers_to_a_list_take_bounded_memory() {
    let server = DnsServer::start(|q| {
        let liar = LIES
            .iter()
            .find(|lie| lie.name == "addresses4000")
            .expect("there");
        (liar.told)(q)
    });
    let list: String = (0..300).map(|i| format!("n{i}.example\n")).collect();
    for more in [&["--json"][..], &["--unordered", "--summary"]] {
        let server = server.argument();
        let words = ["--names", "-", &*server, "--timeout", "30"];
        let said = ask(&[&words[..], more].concat(), list.as_bytes());
        assert_eq!(said.code, 0);
        assert_eq!(said.stdout.matches("127.62.15.159").count(), 300);
    }
}

#[test]
fn a_list_may_hold_anything() {
    let server = DnsServer::start(|q| answer(&[&format!("{} 60 A 10.61.8.9", q.name)]));
    let line = vec![b'x'; 10 << 20];
    for list in [
        &[&line[..], b"\ngood.example\n"].concat()[..],
        &[&b"#"[..], &line, b"\ngood.example\n"].concat(),
        &[&b"\0".repeat(10 << 20)[..], b"\ngood.example\n"].concat(),
        b"a\0b.example\ngood.example\n",
        b"\x1b]0;owned\x07.example>\r\n\x9b\xff\xfe>\ngood.example\n",
        "\u{202e}\u{feff}e.example\n\u{0}\ngood.example\n".as_bytes(),
        &[
            &b"\xff\xfe"[..],
            &b"x\0".repeat(5 << 20),
            b"\n\0g\0o\0o\0d\0.\0e\0x\0a\0m\0p\0l\0e\0\n\0",
        ]
        .concat(),
        &[
            &[&b"a."[..]; 127].concat()[..],
            b"\n",
            &b"a.".repeat(128)[..],
            b"\ngood.example\n",
        ]
        .concat(),
        &[&b"\n".repeat(2 << 20)[..], b"good.example"].concat(),
    ] {
        for form in [&[][..], &["--json"]] {
            let server = server.argument();
            let words = ["--names", "-", &*server, "--timeout", "20"];
            let said = ask(&[&words[..], form].concat(), list);
            assert!(said.stdout.contains("10.61.8.9"), "{said}");
            let longest = said.stdout.lines().map(str::len).max();
            assert!(longest < Some(40_000), "{longest:?}");
        }
    }
}
