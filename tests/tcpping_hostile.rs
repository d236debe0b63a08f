//! tcpping against name servers that lie, peers that misbehave, and lists that mean it harm.

mod support;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::Command;
use std::thread;
use std::time::Duration;

use socket2::SockRef;
use support::dns_server::{DnsServer, closed_port};
use support::guarded::{assert_tame, run_guarded};
use support::lies::{LIES, POISON, RIGHT, liar};
use support::program::{Said, program};

/// What it may take of memory, whatever comes.
const MEGABYTES: u32 = 64;

fn probe(server: SocketAddr, patience: &str, line: &str, input: &[u8]) -> Said {
    let mut command: Command = program(env!("CARGO_BIN_EXE_tcpping"));
    command
        .env("WEBSITE_DNS_SERVER", server.to_string())
        .env("WEBSITE_DNS_ATTEMPTS", "1")
        .env("WEBSITE_DNS_TIMEOUT", patience)
        .args(line.split_whitespace());
    let said = run_guarded(&command, MEGABYTES, input);
    assert_tame(&said);
    assert!(!said.stdout.contains(POISON), "{said}");
    said
}

/// A listener at the address that the lies' names really have.
fn listen() -> u16 {
    peer(drop).port()
}

/// A listener there that does this with each connection.
fn peer(with: fn(TcpStream)) -> SocketAddr {
    let listener = TcpListener::bind((RIGHT, 0)).expect("a free port");
    let address = listener.local_addr().expect("bound");
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(move || with(stream));
        }
    });
    address
}

/// What a lie must come to for a target that listens at [`RIGHT`].
fn expected(outcome: &str, name: &str) -> &'static str {
    match outcome {
        "resolved" if name == "addresses4000" => "refused",
        "resolved" => "connected",
        "no_records" | "no_such_name" => "no_such_host",
        _ => "dns_failure",
    }
}

#[test]
fn no_lie_about_a_name_is_believed() {
    let server = DnsServer::start(liar);
    let port = listen();
    for lie in LIES.iter().filter(|lie| lie.kind == "A") {
        let patience = if lie.takes_all_the_time() { "1" } else { "20" };
        let target = format!("{}:{port} -n 1", lie.host());
        let said = probe(server.address, patience, &format!("{target} --json"), b"");
        let outcome = &said.json_lines()[0]["outcome"];
        assert_eq!(*outcome, expected(lie.outcome, lie.name), "{said}");
        assert_eq!(said.code, i32::from(outcome != "connected"), "{said}");
        assert_eq!(said.stderr, "", "{said}");
        probe(server.address, patience, &target, b"");
    }
}

#[test]
fn a_list_of_lies_ends_as_each_by_itself() {
    let server = DnsServer::start(liar);
    let port = listen();
    let lies = || LIES.iter().filter(|lie| lie.kind == "A");
    let list: String = lies()
        .map(|lie| format!("{}:{port}\n", lie.host()))
        .collect();
    let said = probe(
        server.address,
        "5",
        "--targets - -n 1 --json",
        list.as_bytes(),
    );
    let lines = said.json_lines();
    for lie in lies() {
        let target = format!("{}:{port}", lie.host());
        let attempt = lines
            .iter()
            .find(|line| line["event"] == "attempt" && line["target"] == *target)
            .unwrap_or_else(|| panic!("{target}{said}"));
        let expected = expected(lie.outcome, lie.name);
        assert_eq!(attempt["outcome"], expected, "{target}: {attempt}");
    }
    assert_eq!(said.code, 1);
    probe(server.address, "5", "--targets - -n 1", list.as_bytes());
}

#[test]
fn names_with_thousands_of_addresses_take_bounded_memory() {
    let server = DnsServer::start(|asked| {
        let lie = LIES.iter().find(|lie| lie.name == "addresses4000");
        (lie.expect("there").told)(asked)
    });
    let port = closed_port().port();
    let list: String = (0..500).map(|n| format!("n{n}.example:{port}\n")).collect();
    for form in ["", "--json"] {
        let line = format!("--targets - -n 1 {form}");
        let said = probe(server.address, "30", &line, list.as_bytes());
        assert_eq!(said.code, 1);
    }
    let line = format!("n1.example:{port} -n 1 --all-addresses");
    let said = probe(server.address, "30", &line, b"");
    assert!(said.stdout.contains("Complete: 0/4000 "), "{said}");
}

#[test]
fn no_peer_keeps_it() {
    // Whether a reset comes before we look is for the scheduler to say.
    let made = &["connected"][..];
    let either = &["connected", "reset"][..];
    for (what, peer, outcomes) in [
        (
            "accepts and stalls",
            peer(|mut stream| drop(stream.read(&mut [0]))),
            made,
        ),
        ("closes at once", peer(drop), made),
        ("resets after accepting", peer(reset), either),
        ("closes its half", peer(half_close), made),
        ("floods", peer(flood), made),
        ("resets at once", closed_port(), &["refused"]),
    ] {
        let list = format!("{peer}\n").repeat(20);
        for graceful in ["", "--graceful"] {
            for (line, input) in [
                (format!("{peer} -n 3 -i 0 --json {graceful}"), ""),
                (format!("--targets - -n 1 --json {graceful}"), &*list),
            ] {
                let said = probe(closed_port(), "1", &line, input.as_bytes());
                let lines = said.json_lines();
                let attempts: Vec<&str> = lines
                    .iter()
                    .filter(|line| line["event"] == "attempt")
                    .filter_map(|line| line["outcome"].as_str())
                    .collect();
                assert!(
                    attempts.iter().all(|o| outcomes.contains(o)),
                    "{what}{said}"
                );
                assert_eq!(
                    attempts.len(),
                    if input.is_empty() { 3 } else { 20 },
                    "{said}"
                );
                let all = attempts.iter().all(|outcome| *outcome == "connected");
                let some = input.is_empty() && attempts.contains(&"connected");
                assert_eq!(said.code, i32::from(!all && !some), "{what}{said}");
                assert_eq!(said.stderr, "", "{said}");
            }
        }
    }
}

fn reset(stream: TcpStream) {
    let _ = SockRef::from(&stream).set_linger(Some(Duration::ZERO));
}

fn half_close(mut stream: TcpStream) {
    let _ = stream.shutdown(std::net::Shutdown::Write);
    let _ = stream.read(&mut [0]);
}

fn flood(mut stream: TcpStream) {
    let _ = stream.set_write_timeout(Some(Duration::from_secs(60)));
    while stream.write_all(&[b'>'; 65_536]).is_ok() {}
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_backlog_is_silence() {
    use socket2::{Domain, Socket, Type};

    let listener = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket");
    let any: SocketAddr = "127.0.0.1:0".parse().expect("an address");
    listener.bind(&any.into()).expect("a free port");
    listener.listen(0).expect("listens");
    let address = listener.local_addr().expect("bound").as_socket();
    let address = address.expect("IPv4");
    // One waits to be accepted, and nobody accepts.
    let _waiting = TcpStream::connect(address).expect("room for one");
    for (line, input) in [
        (format!("{address} -n 1 -w 0.3 --json"), String::new()),
        (
            "--targets - -n 1 -w 0.3 --json".to_owned(),
            format!("{address}\n").repeat(20),
        ),
    ] {
        let said = probe(closed_port(), "1", &line, input.as_bytes());
        let attempts = said.json_lines();
        let attempts = attempts.iter().filter(|line| line["event"] == "attempt");
        assert!(attempts.clone().count() > 0, "{said}");
        for attempt in attempts {
            assert_eq!(attempt["outcome"], "timeout", "{said}");
        }
        assert_eq!(said.code, 1, "{said}");
    }
}

#[test]
fn a_list_may_hold_anything() {
    let open = peer(drop);
    let line = vec![b'x'; 10 << 20];
    let good = format!("\n{open}\n");
    let wide: Vec<u8> = good.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for list in [
        &[&line[..], good.as_bytes()].concat()[..],
        &[&b"#"[..], &line, good.as_bytes()].concat(),
        &[&b"\0".repeat(10 << 20)[..], good.as_bytes()].concat(),
        &[
            &b"a\0b.example:443\n\0:1\n:1\n:\n[::1\n"[..],
            good.as_bytes(),
        ]
        .concat(),
        &[
            &b"\x1b]0;owned\x07:1>\r\n\x9b\xff\xfe>:443\na b>\n"[..],
            good.as_bytes(),
        ]
        .concat(),
        &["\u{202e}e:1\n\u{202e}\n".as_bytes(), good.as_bytes()].concat(),
        &[&b"\xff\xfe"[..], &b"x\0".repeat(5 << 20), &wide].concat(),
        &[&b"\n".repeat(2 << 20)[..], good.as_bytes()].concat(),
    ] {
        for form in ["", "--json"] {
            let line = format!("--targets - -n 1 {form}");
            let said = probe(closed_port(), "1", &line, list);
            let end = said
                .stdout
                .trim_end()
                .rsplit('\n')
                .next()
                .unwrap_or_default()
                .to_owned();
            let one = ["Targets: 1 of ", "\"targets_connected\":1,"];
            assert!(one.iter().any(|part| end.contains(part)), "{end}");
            let longest = said.stdout.lines().map(str::len).max();
            assert!(longest < Some(40_000), "{longest:?}");
        }
    }
}
