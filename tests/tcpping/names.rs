//! How a host name becomes the addresses that are tried.

use super::*;

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
