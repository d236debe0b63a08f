//! nameresolver end to end: the real program against real servers on loopback.
//!
//! No test asks the machine's own resolver: each names a server or sets WEBSITE_DNS_SERVER.

#[path = "nameresolver/outcomes.rs"]
mod outcomes;
#[path = "nameresolver/servers.rs"]
mod servers;
mod support;

use std::process::Command;
use std::time::Duration;

use hickory_proto::op::ResponseCode;
use hickory_proto::rr::rdata::{A, CNAME, TXT};
use hickory_proto::rr::{Name, RData, Record};
use support::dns_server::{
    Asked, Behaviour, DnsServer, answer, closed_port, name, nxdomain, record,
};
use support::program::{Said, program, run};

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
        said.assert_plain();
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
fn wrong_usage_says_what_to_type() {
    for (words, part) in [
        (&["sql01", "--type", "ANY"][..], "A, AAAA, CNAME"),
        (
            &[],
            "which name? type one, as in: nameresolver sql01.corp.example, or --names FILE; nameresolver --help",
        ),
        (&["sql01", "--from", "no/such/export"], "no/such/export"),
        (&["--names", "no/such/file"], "cannot be read"),
    ] {
        run(nameresolver().args(words)).assert_wrong_usage(part);
    }
}

#[test]
fn help_fits_80_columns() {
    run(nameresolver().arg("--help")).assert_help();
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[test]
fn it_runs_where_there_is_nothing_else() {
    support::static_program::assert_static(env!("CARGO_BIN_EXE_nameresolver"));
}
