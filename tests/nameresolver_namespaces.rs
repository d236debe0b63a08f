//! nameresolver where 168.63.129.16 and the example's DNS servers are addresses of this machine and
//! /etc/resolv.conf is ours ([`support::scenario_network`]).

mod support;

use std::path::PathBuf;
use std::process::ExitCode;

use hickory_proto::op::ResponseCode;
use support::dns_server::{Asked, Behaviour, DnsServer, answer, nxdomain};
use support::program::{Said, program, run};
use support::scenario_network::OwnNetwork;
use support::{example, tests};

const AZURE: &str = "168.63.129.16";
const FIRST: &str = "10.61.0.4";
const SECOND: &str = "10.61.0.5";
const SYSTEM: &str = "10.9.0.53";
/// No server, and no route leads there.
const NOWHERE: &str = "192.0.2.53";

const NETWORK: OwnNetwork<'_> = OwnNetwork {
    addresses: &[AZURE, FIRST, SECOND, SYSTEM],
    resolv_conf: "nameserver 10.9.0.53\nsearch corp.northwind.example northwind.example\n\
                  options ndots:2 timeout:7 attempts:3\n",
    hosts: "127.0.0.1 localhost\n10.61.8.99 pinned.northwind.example pinned\n",
    setup: "ip route add unreachable 198.51.100.1\nip route add prohibit 198.51.100.2",
};

const SCENARIOS: &[(&str, fn())] = tests![
    the_networks_own_servers_are_asked_from_an_export,
    azures_resolver_is_asked_if_the_network_has_none,
    an_integration_that_was_not_read_falls_back_with_a_warning,
    azures_resolver_is_asked_only_if_the_app_would,
    the_search_list_holds_inside_the_app_only,
    the_systems_attempts_and_timeout_hold_with_its_servers,
    the_hosts_file_answers_first_inside_the_app_only,
    all_servers_are_asked_by_themselves,
    an_unreachable_server_is_told_by_its_reason,
];

fn main() -> ExitCode {
    let names: Vec<&'static str> = SCENARIOS.iter().map(|(name, _)| *name).collect();
    NETWORK.main(&names, |name| {
        let scenario = SCENARIOS.iter().find(|(own, _)| *own == name);
        let (_, play) = scenario.expect("a scenario of ours");
        play();
    })
}

fn ask(words: &[&str], variables: &[(&str, &str)]) -> Said {
    let mut command = program(env!("CARGO_BIN_EXE_nameresolver"));
    command.args(words).envs(variables.iter().copied());
    run(&mut command)
}

/// The outcome, the server and why it was asked, and the answers of one JSON line.
fn told(said: &Said) -> (String, String, String, Vec<String>) {
    let line = &said.json_lines()[0];
    let text = |name: &str| line[name].as_str().unwrap_or_default().to_owned();
    let answers = line["answers"]
        .as_array()
        .map(|answers| {
            answers
                .iter()
                .map(|a| a["data"].as_str().unwrap_or_default().to_owned())
                .collect()
        })
        .unwrap_or_default();
    (
        text("outcome"),
        text("server"),
        text("server_source"),
        answers,
    )
}

fn serve(address: &str, script: impl Fn(&Asked) -> Behaviour + Send + Sync + 'static) -> DnsServer {
    DnsServer::start_at(&format!("{address}:53"), script)
}

/// Every name has this address.
fn always(address: &'static str) -> impl Fn(&Asked) -> Behaviour + Send + Sync + 'static {
    move |asked| answer(&[&format!("{} 60 A {address}", asked.name)])
}

fn example() -> PathBuf {
    example::folder("healthy")
}

/// A copy of the healthy example with one file's text changed.
fn changed_example(file: &str, change: impl Fn(&str) -> String) -> tempfile::TempDir {
    let copy = example::copy("healthy");
    let path = copy.path().join(file);
    let text = std::fs::read_to_string(&path).expect("text");
    std::fs::write(path, change(&text)).expect("written");
    copy
}

fn the_networks_own_servers_are_asked_from_an_export() {
    let first = serve(FIRST, always("10.61.8.9"));
    let second = serve(SECOND, always("10.61.8.10"));
    let system = serve(SYSTEM, always("10.0.0.1"));
    let example = example();
    let example = example.to_str().expect("text");
    let name = "sql01.corp.northwind.example";
    let said = ask(
        &[name, "--from", example, "--app", "nw-shop", "--json"],
        &[],
    );
    assert_eq!(
        told(&said),
        (
            "resolved".into(),
            FIRST.into(),
            "vnet".into(),
            vec!["10.61.8.9".into()]
        ),
        "{said}"
    );
    let route = &said.json_lines()[0]["answers"][0]["route"];
    assert_eq!(route["enters"], "vnet", "{said}");
    assert_eq!(route["kind"], "INHERITED", "{said}");
    let said = ask(
        &[name, "--from", example, "--app", "nw-shop", "--verbose"],
        &[],
    );
    assert!(
        said.stdout.contains("10.61.8.9 enters the VNET by"),
        "{said}"
    );
    assert!(
        said.stdout
            .contains("asked: 10.61.0.4 (the VNET's own server, from virtualNetworks.json#"),
        "{said}"
    );
    drop(first);
    let said = ask(
        &[name, "--from", example, "--app", "nw-shop", "--json"],
        &[],
    );
    assert_eq!(told(&said).1, SECOND, "{said}");
    drop(second);
    let said = ask(
        &[name, "--from", example, "--app", "nw-shop", "--json"],
        &[],
    );
    assert_eq!(told(&said).0, "unreachable", "{said}");
    assert_eq!(said.code, 3, "{said}");
    assert_eq!(system.asked(), [], "the app would not ask it");
}

fn azures_resolver_is_asked_if_the_network_has_none() {
    let _azure = serve(AZURE, always("20.1.2.3"));
    let system = serve(SYSTEM, always("10.0.0.1"));
    let export = changed_example("virtualNetworks.json", |text| {
        let mut json: serde_json::Value = serde_json::from_str(text).expect("JSON");
        let networks = json["value"].as_array_mut().expect("a list");
        networks[0]["properties"]["dhcpOptions"]["dnsServers"] = serde_json::json!([]);
        json.to_string()
    });
    // And it was synced: until then the app asks the servers of the platform's copy.
    for entry in std::fs::read_dir(export.path()).expect("the copy") {
        let path = entry.expect("a file").path();
        if path
            .to_string_lossy()
            .ends_with("virtualNetworkConnections.json")
        {
            let text = std::fs::read_to_string(&path).expect("text");
            let synced = text.replace("\"10.61.0.4,10.61.0.5\"", "\"\"");
            assert_ne!(synced, text, "{}", path.display());
            std::fs::write(&path, synced).expect("written");
        }
    }
    let from = export.path().to_str().expect("text");
    let said = ask(
        &["shop.example", "--from", from, "--app", "nw-shop", "--json"],
        &[],
    );
    assert_eq!(
        told(&said),
        (
            "resolved".into(),
            AZURE.into(),
            "platform_default".into(),
            vec!["20.1.2.3".into()]
        ),
        "{said}"
    );
    let answer = &said.json_lines()[0]["answers"][0];
    assert_eq!(answer["private"], false, "{said}");
    assert_eq!(answer["route"]["enters"], "internet", "{said}");
    let said = ask(&["shop.example", "--from", from, "--app", "nw-shop"], &[]);
    assert!(
        said.stdout
            .contains("warning: 20.1.2.3 is public and does not enter the VNET"),
        "{said}"
    );
    assert_eq!(system.asked(), [], "the app would not ask it");
}

fn an_integration_that_was_not_read_falls_back_with_a_warning() {
    let _system = serve(SYSTEM, always("10.0.0.1"));
    let export = tempfile::tempdir().expect("a folder");
    std::fs::copy(
        example().join("serverfarms.json"),
        export.path().join("serverfarms.json"),
    )
    .expect("copied");
    let from = export.path().to_str().expect("text");
    let said = ask(&["shop.example", "--from", from, "--json"], &[]);
    assert_eq!(told(&said).2, "system", "{said}");
    let said = ask(&["shop.example", "--from", from], &[]);
    assert!(
        said.stdout
            .contains("warning: which DNS servers the VNET has is not known"),
        "{said}"
    );
}

fn azures_resolver_is_asked_only_if_the_app_would() {
    let azure = serve(AZURE, always("20.1.2.3"));
    let system = serve(SYSTEM, always("10.0.0.1"));
    let setting = [("WEBSITE_DNS_SERVER", NOWHERE)];
    let said = ask(&["shop.example.", "--json"], &setting);
    assert_eq!(told(&said).0, "unreachable", "{said}");
    assert_eq!(said.code, 3, "{said}");
    assert_eq!((azure.asked(), system.asked()), (vec![], vec![]), "{said}");
    let setting = [
        ("WEBSITE_DNS_SERVER", NOWHERE),
        ("WEBSITE_ALWAYS_FALLBACK_TO_PUBLIC_DNS", "1"),
    ];
    let said = ask(&["shop.example.", "--json"], &setting);
    assert_eq!(
        told(&said),
        (
            "resolved".into(),
            AZURE.into(),
            "public_fallback".into(),
            vec!["20.1.2.3".into()]
        ),
        "{said}"
    );
}

fn the_search_list_holds_inside_the_app_only() {
    let system = serve(SYSTEM, |asked| match asked.name.as_str() {
        "sql01.northwind.example" => answer(&["sql01.northwind.example 60 A 10.61.8.9"]),
        "shop.test" => answer(&["shop.test 60 A 10.61.8.10"]),
        _ => nxdomain(),
    });
    let names = |server: &DnsServer| -> Vec<String> {
        server.asked().into_iter().map(|a| a.name).collect()
    };
    let said = ask(&["sql01", "--json"], &[]);
    assert_eq!(told(&said).0, "resolved", "{said}");
    assert_eq!(
        said.json_lines()[0]["canonical"],
        "sql01.northwind.example",
        "{said}"
    );
    assert_eq!(
        names(&system),
        ["sql01.corp.northwind.example", "sql01.northwind.example"]
    );
    // ndots:2, so one dot is few.
    let said = ask(&["shop.test", "--json"], &[]);
    assert_eq!(told(&said).0, "resolved", "{said}");
    assert_eq!(
        names(&system)[2..],
        [
            "shop.test.corp.northwind.example",
            "shop.test.northwind.example",
            "shop.test"
        ]
    );
    let said = ask(&["nope"], &[]);
    assert_eq!(said.code, 1, "{said}");
    assert!(
        said.stdout.contains(
            "nope does not exist, nor does nope.corp.northwind.example or nope.northwind.example"
        ),
        "{said}"
    );
    let before = system.asked().len();
    let said = ask(&["sql01", SYSTEM, "--json"], &[]);
    assert_eq!(told(&said).0, "no_such_name", "{said}");
    let said = ask(&["sql01.", "--json"], &[]);
    assert_eq!(told(&said).0, "no_such_name", "{said}");
    assert_eq!(names(&system)[before..], ["sql01", "sql01"]);
}

fn the_systems_attempts_and_timeout_hold_with_its_servers() {
    let _system = serve(SYSTEM, always("10.0.0.1"));
    let said = ask(&["shop.example.", "--verbose"], &[]);
    assert!(
        said.stdout
            .contains("attempts: 3, from /etc/resolv.conf; 7 s each, from /etc/resolv.conf"),
        "{said}"
    );
    assert!(
        said.stdout
            .contains("asked: 10.9.0.53 (this machine's configuration"),
        "{said}"
    );
    let said = ask(
        &["shop.example.", "--verbose"],
        &[("WEBSITE_DNS_ATTEMPTS", "2"), ("WEBSITE_DNS_TIMEOUT", "4")],
    );
    assert!(
        said.stdout
            .contains("attempts: 2, from WEBSITE_DNS_ATTEMPTS"),
        "{said}"
    );
}

fn the_hosts_file_answers_first_inside_the_app_only() {
    let system = serve(SYSTEM, always("10.0.0.1"));
    let said = ask(&["pinned.northwind.example", "--json"], &[]);
    assert_eq!(
        told(&said),
        (
            "resolved".into(),
            "/etc/hosts".into(),
            "hosts_file".into(),
            vec!["10.61.8.99".into()]
        ),
        "{said}"
    );
    assert_eq!(system.asked(), [], "{said}");
    let said = ask(&["pinned.northwind.example", SYSTEM, "--json"], &[]);
    assert_eq!(told(&said).3, ["10.0.0.1"], "{said}");
}

fn all_servers_are_asked_by_themselves() {
    let _first = serve(FIRST, always("10.61.8.9"));
    let _second = serve(SECOND, always("10.61.8.9"));
    let _azure = serve(AZURE, |_| nxdomain());
    let _system = serve(SYSTEM, |_| {
        Behaviour::Code(ResponseCode::Refused, Vec::new())
    });
    let example = example();
    let example = example.to_str().expect("text");
    let words = [
        "sql01.corp.northwind.example",
        "--from",
        example,
        "--app",
        "nw-shop",
        "--all-servers",
    ];
    let said = ask(&words, &[]);
    assert_eq!(said.code, 0, "{said}");
    for line in [
        "  10.61.0.4 (the VNET's own server): 10.61.8.9\n",
        "  10.61.0.5 (the VNET's own server): 10.61.8.9\n",
        "  168.63.129.16 (the platform's default): no such name\n",
        "  10.9.0.53 (this machine's configuration): refused\n",
        "warning: the servers that answer do not agree\n",
    ] {
        assert!(said.stdout.contains(line), "{line}{said}");
    }
    let read = support::portal::addresses(&said.stdout).expect("addresses");
    assert_eq!(read.addresses, ["10.61.8.9"], "{said}");
    let said = ask(&[&words[..], &["--json"]].concat(), &[]);
    let line = &said.json_lines()[0];
    assert_eq!(line["differ"], true, "{said}");
    assert_eq!(line["servers"].as_array().map(Vec::len), Some(4), "{said}");
}

fn an_unreachable_server_is_told_by_its_reason() {
    for (server, reason) in [
        (NOWHERE, "network unreachable"),
        ("198.51.100.1", "host unreachable"),
        ("198.51.100.2", "permission denied"),
        (FIRST, "nothing listens on UDP port 53"),
    ] {
        for options in [&[][..], &["--tcp"]] {
            let words = [&["shop.example", server][..], options].concat();
            let said = ask(&words, &[]);
            assert_eq!(said.code, 3, "{said}");
            let reason = match options {
                [] => reason.to_owned(),
                _ => reason.replace("UDP", "TCP"),
            };
            assert!(said.stdout.contains(&reason), "expected '{reason}'{said}");
        }
    }
}
