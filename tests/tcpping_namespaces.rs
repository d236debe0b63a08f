//! tcpping against routers and firewalls that say no in every way they can, in network namespaces
//! that this test makes for itself. Where the machine forbids that, the tests are ignored.

mod support;
#[path = "support/three_machines.rs"]
mod three_machines;

use std::process::ExitCode;
use std::sync::{Arc, LazyLock};

use libtest_mimic::{Arguments, Completion, Trial};
use serde_json::Value;

use support::portal::{Connection, connections};
use support::program::{Said, run, run_with_input};
use three_machines::{Missing, Network};

const TCPPING: &str = env!("CARGO_BIN_EXE_tcpping");
const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/healthy");

fn main() -> ExitCode {
    if std::env::args().nth(1).as_deref() == Some("--listen") {
        three_machines::listen();
        return ExitCode::SUCCESS;
    }
    let arguments = Arguments::from_args();
    let network: Shared = Arc::new(LazyLock::new(|| {
        Network::build(&std::env::current_exe().expect("this program has a path"))
    }));
    let mut trials: Vec<Trial> = CASES
        .iter()
        .map(|case| trial(&network, case.0, |network| check(network, case)))
        .collect();
    trials.extend(MORE.iter().map(|(name, test)| trial(&network, name, *test)));
    let conclusion = libtest_mimic::run(&arguments, trials);
    // Statics are not dropped; the network ends with this process's end of the pipe.
    conclusion.exit_code()
}

type Shared = Arc<LazyLock<Result<Network, Missing>>>;

fn trial(network: &Shared, name: &str, test: impl FnOnce(&Network) + Send + 'static) -> Trial {
    let network = Arc::clone(network);
    Trial::ignorable_test(name, move || match LazyLock::force(&network) {
        Ok(network) => {
            test(network);
            Ok(Completion::Completed)
        }
        Err(Missing::Machine(why)) => Ok(Completion::ignored_with(why)),
        Err(Missing::Broken(why)) => Err(why.into()),
    })
}

/// Name, target, outcome, who reports it, and a part of the message.
type Case = (
    &'static str,
    &'static str,
    &'static str,
    Option<&'static str>,
    &'static str,
);

const ROUTER: Option<&str> = Some("10.99.0.254");
const ROUTER6: Option<&str> = Some("fd99::fe");
const SERVER: Option<&str> = Some("10.98.0.2");
const SERVER6: Option<&str> = Some("fd98::2");

#[rustfmt::skip]
const CASES: &[Case] = &[
    ("an_open_port", "10.98.0.2:8000", "connected", None, ""),
    ("a_closed_port", "10.98.0.2:8001", "refused", None, "target machine actively refused it."),
    ("a_dropping_firewall", "10.98.0.2:8002", "timeout", None, "Connection timed out."),
    ("a_prohibiting_firewall", "10.98.0.2:8003", "prohibited", SERVER, "(ICMP administratively prohibited from 10.98.0.2)"),
    ("a_rejecting_firewall", "10.98.0.2:8004", "refused", SERVER, "a firewall actively rejected it (ICMP port unreachable from 10.98.0.2)"),
    ("a_resetting_firewall", "10.98.0.2:8005", "refused", None, "target machine actively refused it."),
    ("a_router_without_the_host", "10.97.1.9:80", "host_unreachable", ROUTER, "(ICMP host unreachable from 10.99.0.254)"),
    ("a_router_without_the_network", "10.97.2.9:80", "network_unreachable", ROUTER, "(ICMP network unreachable from 10.99.0.254)"),
    ("a_prohibiting_router", "10.97.3.9:80", "prohibited", ROUTER, "(ICMP administratively prohibited from 10.99.0.254)"),
    ("a_black_hole", "10.97.4.9:80", "timeout", None, "Connection timed out."),
    ("a_host_that_is_down_behind_a_router", "10.98.0.77:80", "host_unreachable", ROUTER, "(ICMP host unreachable from 10.99.0.254)"),
    ("a_host_that_is_down_next_door", "10.99.0.77:80", "host_unreachable", Some("10.99.0.1"), "(nobody answers to this address on the local network)"),
    ("a_local_unreachable_route", "10.96.1.9:80", "host_unreachable", None, "(by a route of this machine itself)"),
    ("a_local_prohibit_route", "10.96.2.9:80", "not_permitted", None, "forbidden by its access permissions"),
    ("a_local_black_hole", "10.96.3.9:80", "other", None, "Invalid argument"),
    ("no_local_route", "10.95.0.9:80", "network_unreachable", None, "(this machine has no route to it)"),
    ("ipv6_an_open_port", "[fd98::2]:8000", "connected", None, ""),
    ("ipv6_a_closed_port", "[fd98::2]:8001", "refused", None, "target machine actively refused it."),
    ("ipv6_a_dropping_firewall", "[fd98::2]:8002", "timeout", None, "Connection timed out."),
    ("ipv6_a_prohibiting_firewall", "[fd98::2]:8003", "prohibited", SERVER6, "administratively prohibited from fd98::2"),
    ("ipv6_a_rejecting_firewall", "[fd98::2]:8004", "refused", SERVER6, "a firewall actively rejected it (ICMP port unreachable from fd98::2)"),
    ("ipv6_a_router_without_the_host", "[fd97:1::9]:80", "network_unreachable", ROUTER6, "(ICMP no route to destination from fd99::fe)"),
    ("ipv6_a_router_without_the_network", "[fd97:2::9]:80", "network_unreachable", ROUTER6, "(ICMP no route to destination from fd99::fe)"),
    ("ipv6_a_prohibiting_router", "[fd97:3::9]:80", "prohibited", ROUTER6, "administratively prohibited from fd99::fe"),
    ("ipv6_a_local_unreachable_route", "[fd96:1::9]:80", "host_unreachable", None, "(by a route of this machine itself)"),
    ("ipv6_a_local_prohibit_route", "[fd96:2::9]:80", "not_permitted", None, "forbidden by its access permissions"),
];

type Test = fn(&Network);

const MORE: &[(&str, Test)] = &[
    ("no_port_stays_in_time_wait", leaves_no_time_wait),
    ("a_repeated_syn_is_told", tells_a_repeated_syn),
    ("no_privilege_is_needed", needs_no_privilege),
    ("the_portal_reads_silence", portal_reads_silence),
    ("the_portal_reads_a_local_refusal", portal_reads_refusal),
    ("a_blocked_port_is_explained", explains_a_blocked_port),
    ("the_route_is_told", tells_the_route),
    ("of_10000_targets_none_is_missed", misses_none),
    (
        "in_a_list_one_lost_packet_is_not_silence",
        is_patient_in_a_list,
    ),
];

fn check(network: &Network, case: &Case) {
    let (_, target, outcome, reported_by, message) = *case;
    let said = run(network
        .on_client(TCPPING)
        .args([target, "-n", "1", "--json"]));
    let lines = said.json_lines();
    assert_eq!(lines.len(), 2, "{said}");
    let attempt = &lines[0];
    assert_eq!(attempt["outcome"], outcome, "{said}");
    assert_eq!(attempt["reported_by"].as_str(), reported_by, "{said}");
    assert!(
        attempt["message"]
            .as_str()
            .unwrap_or_default()
            .contains(message),
        "{said}"
    );
    assert_eq!(
        attempt["rtt_ms"].is_number(),
        (outcome == "connected"),
        "{said}"
    );
    assert_eq!(said.code, i32::from(outcome != "connected"), "{said}");
}

fn leaves_no_time_wait(network: &Network) {
    let said = run(network
        .on_client(TCPPING)
        .args(["10.98.0.2:8000", "-n", "200", "--json"]));
    let lines = said.json_lines();
    assert_eq!(lines[200]["connected"], 200, "{said}");
    let sockets = run(network.on_client("cat").args(["/proc/net/tcp"]));
    // Remote port 8000 is 1F40; state 06 is TIME_WAIT.
    let waiting = sockets.stdout.lines().filter(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        matches!(words[..], [_, _, remote, "06", ..] if remote.ends_with(":1F40"))
    });
    assert_eq!(waiting.count(), 0, "{sockets}");
}

/// Every other SYN to 8006 is lost: the kernel's time of the one that came through would be a lie.
fn tells_a_repeated_syn(network: &Network) {
    let said = run(network
        .on_client(TCPPING)
        .args(["10.98.0.2:8006", "-n", "1", "--json"]));
    let lines = said.json_lines();
    let attempt = &lines[0];
    assert_eq!(attempt["outcome"], "connected", "{said}");
    assert_eq!(attempt["repeated_syns"], 1, "{said}");
    assert_eq!(attempt["rtt_source"], "clock", "{said}");
    assert!(attempt["rtt_ms"].as_f64() > Some(900.0), "{said}");
    let hint = lines[1]["hint"].as_str().unwrap_or_default();
    assert!(
        hint.starts_with("1 of 1 connection needed a repeated SYN"),
        "{said}"
    );
}

fn needs_no_privilege(network: &Network) {
    let said = run(network.on_client("setpriv").args([
        "--bounding-set=-all",
        "--inh-caps=-all",
        "--no-new-privs",
        TCPPING,
        "10.97.3.9:80",
        "-n",
        "1",
        "--json",
    ]));
    let lines = said.json_lines();
    let attempt = lines.first().unwrap_or(&Value::Null);
    assert_eq!(attempt["reported_by"], "10.99.0.254", "{said}");
}

fn portal_reads_silence(network: &Network) {
    let said = run(network
        .on_client(TCPPING)
        .args(["-n", "2", "-w", "1", "10.98.0.2:8002"]));
    assert_eq!(
        connections(&said.stdout),
        Ok(vec![Connection::Timeout; 2]),
        "{said}"
    );
    assert!(
        said.stdout
            .contains("\nHint: what is sent is repeated after 1 and 3 s"),
        "{said}"
    );
    assert_eq!(said.code, 1, "{said}");
}

fn portal_reads_refusal(network: &Network) {
    let said = run(network
        .on_client(TCPPING)
        .args(["10.96.2.9:1433", "-n", "1"]));
    assert_eq!(
        connections(&said.stdout),
        Ok(vec![Connection::Blocked]),
        "{said}"
    );
    assert!(
        said.stdout.contains("\nHint: this machine itself refused"),
        "{said}"
    );
    let said = run(network
        .on_client(TCPPING)
        .env("WEBSITE_SITE_NAME", "nw-shop")
        .args(["10.96.2.9:1433", "-n", "1"]));
    assert!(
        said.stdout.contains("it is not integrated, or not in sync"),
        "{said}"
    );
}

fn explains_a_blocked_port(network: &Network) {
    let arguments = ["10.98.0.2:445", "-n", "1", "-w", "0.5"];
    let said = run(network.on_client(TCPPING).args(arguments));
    assert_eq!(
        connections(&said.stdout),
        Ok(vec![Connection::Timeout]),
        "{said}"
    );
    assert!(
        said.stdout
            .contains("\nHint: inside an App Service app port 445"),
        "{said}"
    );
    // A dropping firewall, a host that is down, a refusal of this machine itself.
    for (target, wait) in [
        ("10.98.0.2:445", "0.5"),
        ("10.98.0.77:445", "10"),
        ("10.96.2.9:445", "10"),
    ] {
        let ask = || {
            let mut command = network.on_client(TCPPING);
            command.args([target, "-n", "1", "-w", wait]);
            command
        };
        for said in [
            run(ask().env("WEBSITE_SITE_NAME", "nw-shop")),
            run(ask().args(["--from", EXAMPLE])),
        ] {
            let hint =
                "\nHint: App Service blocks port 445 (mounting a file share) for every address";
            assert!(said.stdout.contains(hint), "{said}");
        }
    }
}

fn tells_the_route(network: &Network) {
    let with = |target: &str, more: &[&str]| {
        run(network
            .on_client(TCPPING)
            .args([target, "-n", "1", "-w", "0.2", "--from", EXAMPLE])
            .args(more))
    };
    let said = with("10.98.0.2:8000", &[]);
    let route = "\nRoute: 10.98.0.2 enters the VNET by 10.0.0.0/8 (DEFAULT, ";
    assert!(said.stdout.contains(route), "{said}");
    let said = with("10.98.0.2:8000", &["--json"]);
    let route = said.json_lines()[1]["route"].clone();
    assert!(
        route["enters"] == "vnet" && route["kind"] == "DEFAULT",
        "{said}"
    );
    let said = with("198.51.100.7:80", &[]);
    assert!(
        said.stdout
            .contains("\nRoute: 198.51.100.7 does not enter the VNET: "),
        "{said}"
    );
}

/// Open, closed, silent and prohibited ones, mixed: each is told for what it is. (Of the prohibited
/// ones no more than a kernel sends ICMP errors for at once.)
fn misses_none(network: &Network) {
    let targets: Vec<&str> = (0..10_000)
        .map(|i| match i {
            _ if i % 500 == 7 => "10.98.0.2:8003",
            _ if i % 10 == 3 => "10.98.0.2:8002",
            _ if i % 2 == 0 => "10.98.0.2:8000",
            _ => "10.98.0.2:8001",
        })
        .collect();
    let count = |target: &str| targets.iter().filter(|t| **t == target).count();
    let list = targets.join("\n");
    let said = run_with_input(
        network
            .on_client(TCPPING)
            .args(["--targets", "-", "-n", "1", "--concurrency", "1000"])
            .args(["--json", "--summary"]),
        list.as_bytes(),
    );
    let lines = said.json_lines();
    // The whole output is too long for a message.
    let brief = Said {
        stdout: said.stdout.lines().last().unwrap_or_default().to_owned(),
        ..said.clone()
    };
    let told = |target: &str, outcome: &str| {
        let attempts = lines.iter().filter(|line| line["event"] == "attempt");
        let right = attempts.filter(|a| a["target"] == target && a["outcome"] == outcome);
        right.count()
    };
    for (target, outcome) in [
        ("10.98.0.2:8000", "connected"),
        ("10.98.0.2:8001", "refused"),
        ("10.98.0.2:8002", "timeout"),
        ("10.98.0.2:8003", "prohibited"),
    ] {
        assert_eq!(told(target, outcome), count(target), "{brief}");
    }
    let total = lines.last().unwrap_or(&Value::Null);
    assert_eq!(total["targets"], 10_000, "{brief}");
    assert_eq!(
        total["targets_connected"],
        count("10.98.0.2:8000"),
        "{brief}"
    );
    assert!(
        total["took_ms"].is_number() && total["per_second"].is_u64(),
        "{brief}"
    );
    assert_eq!(said.code, 1, "{brief}");
}

/// The first SYN to 8007 is lost, the repeated one is not: even with less patience than that takes
/// the port is open.
fn is_patient_in_a_list(network: &Network) {
    let said = run_with_input(
        network
            .on_client(TCPPING)
            .args(["--targets", "-", "-n", "1", "-w", "0.2", "--json"]),
        b"10.98.0.2:8007\n",
    );
    let attempt = said.json_lines()[0].clone();
    assert_eq!(attempt["outcome"], "connected", "{said}");
    assert_eq!(attempt["repeated_syns"], 1, "{said}");
}
