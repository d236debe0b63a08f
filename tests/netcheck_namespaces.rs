//! `netcheck check HOST:PORT` where the healthy example's DNS servers, its database and 168.63.129.16 are
//! addresses of this machine ([`support::northwind_network`]).
//!
//! The scenarios are about the program: what it sends, saves, and says meanwhile. The cases are what a real
//! network is like in the lab, played with no more than nftables: the lab's tests are ignored where OpenVPN,
//! strongSwan or a name server is not installed.

#[path = "netcheck_namespaces/hostile.rs"]
mod hostile;
mod support;

use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{ExitCode, Stdio};
use std::time::{Duration, Instant};

use hickory_proto::op::ResponseCode;
use hostile::no_lie_of_a_dns_server_is_believed;
use serde_json::Value;
use support::dns_server::{Asked, Behaviour, nxdomain};
use support::example;
use support::northwind_network::*;
use support::program::{Said, run};
use support::tests;
use support::verdict::causes;

const TARGET: &str = "sql.northwind.example:1433";
const NAME: &str = "sql01.corp.northwind.example:1433";
const SILENT_SQL: &str = "ip daddr 10.61.8.9 tcp dport 1433 drop";
const SILENT_HOST: &str = "ip daddr 10.61.8.9 drop";
const SILENT_DNS: &str = "meta l4proto { tcp, udp } th dport 53 drop";
/// What would take half a minute and more has been ended before it: less than the 30 s that are given to
/// it, and far more than it takes.
const ENDED: Duration = Duration::from_secs(20);

/// What the network is like, and what must come of it.
struct Case {
    name: &'static str,
    target: &'static str,
    listens: &'static [&'static str],
    /// Firewall rules for what comes in.
    rules: &'static str,
    /// What the network's own DNS servers say; `None`: nobody listens there.
    dns: Option<fn(&Asked) -> Behaviour>,
    export: &'static [Change],
    reached: &'static str,
    /// The first causes with their confidence; none at all if empty.
    causes: &'static [(&'static str, &'static str)],
}

/// Nothing is in the way.
const CLEAR: Case = Case {
    name: "the_healthy_example_reaches_its_database",
    target: TARGET,
    listens: &["10.61.8.9:1433", "10.61.8.9:443"],
    rules: "",
    dns: Some(northwind),
    export: &[],
    reached: "yes",
    causes: &[],
};

const DENIED: &[(&str, &str)] = &[("security-group-denies", "certain")];
const NO_WAY_BACK: &[(&str, &str)] = &[("no-route-back", "certain")];

#[rustfmt::skip]
const CASES: &[Case] = &[
    CLEAR,
    Case { name: "an_address_is_reached_without_dns", target: "10.61.8.9:1433", dns: None, ..CLEAR },
    Case { name: "nobody_listens", listens: &[], reached: "no", causes: &[("nothing-listens", "likely")], ..CLEAR },
    Case { name: "the_hosts_firewall_drops", rules: SILENT_SQL, reached: "no", causes: &[("host-firewall", "likely")], ..CLEAR },
    Case { name: "the_host_is_down", rules: SILENT_HOST, reached: "no", causes: &[("host-down", "likely")], ..CLEAR },
    Case { name: "the_name_does_not_exist", target: NAME, dns: Some(|_| nxdomain()), reached: "no", causes: &[("name-does-not-exist", "certain")], ..CLEAR },
    Case { name: "the_dns_servers_are_dead", dns: None, reached: "no", causes: &[("dns-server-unreachable", "certain")], ..CLEAR },
    Case { name: "the_dns_servers_refuse", dns: Some(|_| Behaviour::Code(ResponseCode::Refused, vec![])), reached: "no", causes: &[("dns-server-refuses", "certain")], ..CLEAR },
    Case { name: "the_dns_servers_fail", dns: Some(|_| Behaviour::Code(ResponseCode::ServFail, vec![])), reached: "no", causes: &[("dns-server-fails", "certain")], ..CLEAR },
    Case { name: "a_security_group_denies", rules: SILENT_SQL, export: &[Change::DenyApp], reached: "no", causes: DENIED, ..CLEAR },
    Case { name: "no_route_leads_back", rules: SILENT_SQL, export: &[Change::NoPropagation], reached: "no", causes: NO_WAY_BACK, ..CLEAR },
];

const SCENARIOS: &[Scenario] = tests![
    two_faults_are_both_named,
    no_lie_of_a_dns_server_is_believed,
    offline_route_and_reach_send_nothing,
    a_saved_case_is_judged_again_the_same,
    a_saved_case_is_asked_anew_with_probe,
    progress_is_whole_lines,
    blank_progress_keeps_one_json_document,
    ctrl_c_prints_what_is_known,
    a_used_up_budget_is_told,
    without_extra_probes_only_the_target_is_tried,
    extra_probes_are_few_and_listed,
    dependencies_are_targets_without_their_secrets,
];

fn main() -> ExitCode {
    let cases = CASES.iter().map(|case| case.name);
    let others = SCENARIOS.iter().map(|(name, _)| *name);
    let names: Vec<&'static str> = cases.chain(others).collect();
    NORTHWIND.main(&names, |name| {
        if let Some(case) = CASES.iter().find(|case| case.name == name) {
            play(case);
        } else if let Some((_, scenario)) = SCENARIOS.iter().find(|(own, _)| *own == name) {
            scenario();
        }
    })
}

type Scenario = (&'static str, fn());

fn play(case: &Case) {
    let world = World::new(case.listens, case.rules, case.dns);
    let export = changed_example(case.export);
    let said = check(export.path(), &[case.target, "--json"]);
    assert_eq!(said.stderr, "", "{said}");
    let target = first_target(&said);
    assert_eq!(target["reached"], case.reached, "{said}");
    let found = causes(&target);
    let found: Vec<(&str, &str)> = found.iter().map(|(n, c)| (&**n, &**c)).collect();
    if case.causes.is_empty() {
        assert_eq!(found, [], "{said}");
    }
    assert!(found.starts_with(case.causes), "{found:?}{said}");
    assert_eq!(said.code, i32::from(case.reached != "yes"), "{said}");
    drop(world);
}

fn two_faults_are_both_named() {
    let _world = World::new(CLEAR.listens, SILENT_SQL, CLEAR.dns);
    let export = changed_example(&[Change::DenyApp, Change::NoPropagation]);
    let said = check(export.path(), &[TARGET, "--json"]);
    let found = causes(&first_target(&said));
    for expected in [DENIED[0], NO_WAY_BACK[0]] {
        let expected = (expected.0.to_owned(), expected.1.to_owned());
        assert!(found[..2].contains(&expected), "{found:?}{said}");
    }
}

fn offline_route_and_reach_send_nothing() {
    let _world = World::new(CLEAR.listens, "", CLEAR.dns);
    let before = sent();
    for words in [
        &["check", TARGET, "--offline"][..],
        &["check", "10.61.8.9:1433", "--offline", "--json"],
        &["route", "10.61.8.9:1433"],
        &["reach"],
        &["check"],
    ] {
        let said = netcheck(&healthy(), words);
        assert!([0, 3].contains(&said.code), "{said}");
        assert_eq!(said.stderr, "", "{said}");
        assert_eq!(sent(), before, "{said}");
    }
    // The counter counts.
    check(&healthy(), &[TARGET]);
    assert!(sent() > before);
}

fn environment() -> String {
    healthy().join("environment.txt").display().to_string()
}

fn a_saved_case_is_judged_again_the_same() {
    let _world = World::new(CLEAR.listens, SILENT_SQL, CLEAR.dns);
    let environment = environment();
    for more in [&[][..], &["--json"]] {
        let folder = tempfile::tempdir().expect("a folder");
        let case = folder.path().join("case");
        let name = case.to_str().expect("text");
        let words = [
            TARGET,
            "10.61.8.9:443",
            "--env",
            &environment,
            "--save",
            name,
        ];
        let live = check(&healthy(), &[&words[..], more].concat());
        assert_eq!((live.code, &*live.stderr), (1, ""), "{live}");
        for entry in std::fs::read_dir(&case).expect("saved") {
            let path = entry.expect("a file").path();
            let text = std::fs::read_to_string(&path).expect("text");
            assert!(!text.contains("CANARY"), "{}", path.display());
        }
        let before = sent();
        let first = check(&case, more);
        let second = check(&case, more);
        assert_eq!(sent(), before, "{first}");
        assert_eq!(first.stdout, second.stdout);
        assert_eq!((first.code, &*first.stderr), (1, ""), "{first}");
        // The live run wrote progress before.
        let verdict = live.stdout.strip_suffix(&first.stdout);
        let progress = verdict.unwrap_or_else(|| panic!("not the same{live}{first}"));
        assert!(!progress.contains("CANARY"), "{live}");
        assert_eq!(progress.trim().is_empty(), more == ["--json"], "{live}");
    }
}

fn a_saved_case_is_asked_anew_with_probe() {
    let world = World::new(CLEAR.listens, "", CLEAR.dns);
    let folder = tempfile::tempdir().expect("a folder");
    let case = folder.path().join("case");
    let name = case.to_str().expect("text");
    check(&healthy(), &[TARGET, "--save", name]);
    drop(world);
    let _world = World::new(&[], "", CLEAR.dns);
    let replayed = check(&case, &["--json"]);
    assert_eq!(first_target(&replayed)["reached"], "yes", "{replayed}");
    let anew = check(&case, &["--probe", "--json"]);
    assert_eq!(
        causes(&first_target(&anew))[0].0,
        "nothing-listens",
        "{anew}"
    );
}

fn progress_is_whole_lines() {
    let _world = World::new(CLEAR.listens, SILENT_SQL, CLEAR.dns);
    let said = check(&healthy(), &[TARGET]);
    assert_eq!((said.code, &*said.stderr), (1, ""), "{said}");
    for line in [
        "Asking 3 DNS servers for sql.northwind.example ...",
        "Connecting to 10.61.8.9:1433 ...",
    ] {
        assert!(said.stdout.lines().any(|own| own == line), "{line}{said}");
    }
    let tries = |line: &str| line.starts_with("Trying ") && line.ends_with(" apart ...");
    assert!(said.stdout.lines().any(tries), "{said}");
    said.assert_plain();
}

fn blank_progress_keeps_one_json_document() {
    // Three rounds of silence, longer than nothing may be said.
    let rules = "meta l4proto { tcp, udp } th dport 53 drop\nip daddr 10.61.8.9 drop";
    let _world = World::new(CLEAR.listens, rules, CLEAR.dns);
    let said = check(&healthy(), &[TARGET, "10.61.8.9:1433", "--json"]);
    assert!(said.stdout.starts_with('\n'), "{said}");
    assert_eq!(said.stderr, "", "{said}");
    assert_eq!(
        causes(&first_target(&said))[0].0,
        "dns-server-unreachable",
        "{said}"
    );
}

fn ctrl_c_prints_what_is_known() {
    let _world = World::new(CLEAR.listens, SILENT_DNS, CLEAR.dns);
    let before = sent();
    let mut command = command(&healthy(), &["check", TARGET, "--json", "--budget", "30"]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("netcheck starts");
    let began = Instant::now();
    while sent() == before && began.elapsed() < ENDED {
        std::thread::sleep(Duration::from_millis(20));
    }
    shell(&format!("kill -INT {}", child.id()));
    let asked_to_stop = Instant::now();
    let mut stdout = String::new();
    let out = child.stdout.as_mut().expect("piped");
    out.read_to_string(&mut stdout).expect("text");
    let code = child.wait().expect("it ends").code();
    assert_eq!(code, Some(3), "{stdout}");
    assert!(asked_to_stop.elapsed() < ENDED, "{stdout}");
    let document: Value = serde_json::from_str(&stdout).expect("one document");
    assert_eq!(document["targets"][0]["reached"], "unclear", "{stdout}");
    assert!(gaps(&document).contains("interrupted"), "{stdout}");
}

fn a_used_up_budget_is_told() {
    let _world = World::new(CLEAR.listens, SILENT_DNS, CLEAR.dns);
    let folder = tempfile::tempdir().expect("a folder");
    let case = folder.path().join("case");
    let name = case.to_str().expect("text");
    let began = Instant::now();
    let words = [TARGET, "--json", "--budget", "1", "--save", name];
    let said = check(&healthy(), &words);
    assert!(began.elapsed() < ENDED, "{said}");
    let document = said.json();
    assert_eq!(document["targets"][0]["reached"], "unclear", "{said}");
    assert!(gaps(&document).contains("ended with the budget"), "{said}");
    let again = check(&case, &["--json"]);
    assert_eq!(again.stdout, said.stdout.trim_start());
    assert_eq!((said.code, again.code), (3, 3), "{said}");
}

/// So many are tried beside a target, however many are asked for.
const MOST_EXTRAS: usize = 16;

/// Every address and port that a target's `probes` say were tried.
fn listed(target: &Value) -> BTreeSet<String> {
    let probes = target["probes"].as_array().expect("a list").iter();
    probes
        .filter(|probe| probe["ask"] == "connect")
        .map(|probe| {
            let address = probe["address"].as_str().expect("text");
            format!("{address}:{}", probe["port"])
        })
        .collect()
}

fn without_extra_probes_only_the_target_is_tried() {
    let _world = World::new(CLEAR.listens, SILENT_SQL, CLEAR.dns);
    let words = [
        TARGET,
        "--json",
        "--no-extra-probes",
        "--control",
        "10.61.0.4:53",
    ];
    let said = check(&healthy(), &words);
    let only = BTreeSet::from(["10.61.8.9:1433".to_owned()]);
    assert_eq!(listed(&first_target(&said)), only, "{said}");
    assert_eq!(tried(), only, "{said}");
}

fn extra_probes_are_few_and_listed() {
    let _world = World::new(CLEAR.listens, SILENT_HOST, CLEAR.dns);
    let controls: Vec<String> = (1..=20)
        .map(|n| format!("10.61.0.5:{}", 2000 + n))
        .collect();
    let mut words = vec![TARGET, "--json"];
    for control in &controls {
        words.extend(["--control", control]);
    }
    let said = check(&healthy(), &words);
    let tried = tried();
    assert_eq!(tried.len(), 1 + MOST_EXTRAS, "{tried:?}{said}");
    assert_eq!(listed(&first_target(&said)), tried, "{said}");
}

fn dependencies_are_targets_without_their_secrets() {
    let _world = World::new(CLEAR.listens, "", CLEAR.dns);
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("environment.txt");
    let setting =
        "SQLCONNSTR_Shop=Server=tcp:sql.northwind.example,1433;User ID=shop;Password=CANARY-1\n";
    std::fs::write(&file, format!("WEBSITE_SITE_NAME=nw-shop\n{setting}")).expect("written");
    let words = ["--dependencies", "--env", file.to_str().expect("text")];
    let text = check(&healthy(), &words);
    let said = check(&healthy(), &[&words[..], &["--json"]].concat());
    for said in [&text, &said] {
        assert!(
            said.stdout.contains("SQLCONNSTR_Shop (SQL Server)"),
            "{said}"
        );
        assert!(!said.stdout.contains("CANARY"), "{said}");
        assert_eq!((said.code, &*said.stderr), (0, ""), "{said}");
    }
    let target = first_target(&said);
    assert_eq!(target["target"], TARGET, "{said}");
    assert_eq!(target["reached"], "yes", "{said}");
}

fn healthy() -> PathBuf {
    example::folder("healthy")
}

fn netcheck(folder: &Path, words: &[&str]) -> Said {
    run(&mut command(folder, words))
}

fn check(folder: &Path, words: &[&str]) -> Said {
    netcheck(folder, &[&["check"], words].concat())
}

fn command(folder: &Path, words: &[&str]) -> std::process::Command {
    let mut command = support::program::program(env!("CARGO_BIN_EXE_netcheck"));
    command.args(words).arg("--from").arg(folder);
    command
}

fn first_target(said: &Said) -> Value {
    said.json()["targets"][0].clone()
}

fn gaps(document: &Value) -> String {
    document["gaps"].to_string()
}
