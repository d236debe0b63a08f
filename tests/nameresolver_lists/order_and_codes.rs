//! In which order answers come, what a line without a name does, and how a list ends.

use std::time::Duration;

use hickory_proto::op::ResponseCode;

use super::flags::nameresolver;
use crate::support::dns_server::{Behaviour, DnsServer, answer, nxdomain};
use crate::support::program::run_with_input;

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
    let server = DnsServer::start(|asked| match asked.kind.as_str() {
        "PTR" => answer(&["9.8.61.10.in-addr.arpa 60 PTR sql.northwind.example."]),
        _ => answer(&["sql.northwind.example 60 A 10.61.8.9"]),
    });
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
