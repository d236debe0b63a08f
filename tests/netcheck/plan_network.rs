//! `netcheck plan-network` as its users run it.
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::example;
use crate::support::program::{Said, run};

/// A proposal that fails no rule beside the healthy example.
const GOOD: &[&str] = &[
    "--vnet",
    "10.1.0.0/16",
    "--subnet",
    "data=10.1.2.0/24",
    "--gateway-subnet",
    "10.1.255.0/27",
    "--point-to-site",
    "172.29.9.0/24",
    "--integration-subnet",
    "10.1.3.0/26",
    "--instances",
    "10",
    "--dns",
    "10.1.2.4",
];

fn plan(arguments: &[&str]) -> Said {
    run(crate::netcheck().arg("plan-network").args(arguments))
}

fn plan_beside(export: &Path, arguments: &[&str]) -> Said {
    run(crate::netcheck()
        .arg("plan-network")
        .args(arguments)
        .arg("--from")
        .arg(export))
}

fn healthy() -> PathBuf {
    example::folder("healthy")
}

/// The good arguments with one pair changed.
fn with<'a>(flag: &'a str, value: &'a str) -> Vec<&'a str> {
    let mut arguments = GOOD.to_vec();
    match arguments.iter().position(|a| *a == flag) {
        Some(i) => arguments[i + 1] = value,
        None => arguments.extend([flag, value]),
    }
    arguments
}

/// Names and statuses.
fn statuses(rules: &Value) -> Vec<(&str, &str)> {
    let rules = rules.as_array().unwrap().iter();
    rules
        .map(|rule| {
            (
                rule["name"].as_str().unwrap(),
                rule["status"].as_str().unwrap(),
            )
        })
        .collect()
}

fn assert_console(said: &Said) {
    said.assert_plain();
    said.assert_columns(100);
    assert_eq!(said.stderr, "", "{said}");
}

#[test]
fn a_good_network_is_good_and_says_what_each_prefix_holds() {
    let said = plan_beside(&healthy(), GOOD);
    assert_eq!(said.code, 0, "{said}");
    assert_console(&said);
    assert!(
        said.stdout
            .contains("10.1.2.0 - 10.1.2.255      256 addresses, 251 usable"),
        "{said}"
    );
    assert!(said.stdout.contains("192.168.40.0/22"), "{said}");
    assert!(
        said.stdout.ends_with("18 rules: 1 warning, 17 ok\n"),
        "{said}"
    );
}

#[test]
fn every_fault_is_told_not_only_the_first() {
    let said = plan_beside(
        &healthy(),
        &[
            "--vnet",
            "10.61.0.0/16",
            "--subnet",
            "data=10.61.2.5/24",
            "--gateway-subnet",
            "10.61.2.0/27",
            "--point-to-site",
            "172.29.7.0/25",
            "--integration-subnet",
            "10.61.3.0/28",
            "--instances",
            "10",
            "--dns",
            "10.61.2.2",
            "--json",
        ],
    );
    assert_eq!(said.code, 1, "{said}");
    let document = said.json();
    assert_eq!(document["schema"], "netcheck-plan-network/1");
    assert_eq!(document["exit"], 1);
    let failed: Vec<&str> = statuses(&document["rules"])
        .into_iter()
        .filter(|(_, status)| *status == "fail")
        .map(|(name, _)| name)
        .collect();
    assert_eq!(
        failed,
        [
            "prefixes-valid",
            "network-disjoint",
            "subnets-disjoint",
            "pool-disjoint",
            "integration-subnet-holds-instances",
            "dns-servers-placed",
        ]
    );
    let data = &document["blocks"][1];
    assert_eq!(data["typed"], "10.61.2.5/24");
    assert_eq!(data["prefix"], "10.61.2.0/24");
    assert_eq!(data["usable"], 251);
}

#[test]
fn no_export_and_no_app_are_needed() {
    let said = plan(&["--vnet", "10.1.0.0/16"]);
    assert_eq!(said.code, 0, "{said}");
    assert!(said.stdout.contains("Nothing around it is known"), "{said}");
}

#[test]
fn an_export_without_an_app_will_do() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(
        healthy().join("virtualNetworks.json"),
        folder.path().join("networks.json"),
    )
    .unwrap();
    let said = plan_beside(folder.path(), &with("--vnet", "10.70.0.0/16"));
    assert_eq!(said.code, 1, "{said}");
    assert!(
        said.stdout
            .contains("10.70.0.0/16 is in the network nw-hub"),
        "{said}"
    );
}

#[test]
fn the_network_of_that_name_in_the_export_is_the_one_that_is_planned() {
    let arguments = ["--vnet", "10.61.0.0/16", "--name", "NW-net"];
    let said = plan_beside(&healthy(), &arguments);
    assert_eq!(said.code, 0, "{said}");
    assert!(
        said.stdout
            .contains("The network nw-net of the export is taken for this one"),
        "{said}"
    );
    // Its peer and its on-premises site stay around it.
    assert!(said.stdout.contains("the network nw-hub "), "{said}");
    let said = plan_beside(&healthy(), &["--vnet", "10.61.0.0/16", "--name", "other"]);
    assert_eq!(said.code, 1, "{said}");
}

#[test]
fn what_could_not_be_read_is_not_passed() {
    let folder = example::copy("healthy");
    std::fs::write(
        folder.path().join("localNetworkGateways.json"),
        "{\"value\": [",
    )
    .unwrap();
    let said = plan_beside(folder.path(), GOOD);
    assert_eq!(said.code, 3, "{said}");
    assert_console(&said);
    assert!(said.stdout.contains("cut off"), "{said}");
    assert!(
        said.stdout
            .contains("Not known, and may hold further addresses:"),
        "{said}"
    );
    // A failure is worse.
    let said = plan_beside(folder.path(), &with("--gateway-subnet", "10.2.0.0/27"));
    assert_eq!(said.code, 1, "{said}");
}

#[test]
fn what_is_suggested_passes_when_it_is_typed() {
    let said = plan_beside(
        &healthy(),
        &[
            "--suggest",
            "--json",
            "--plans",
            "2",
            "--avoid",
            "10.0.0.0/12",
            "172.16.0.0/16",
            "--resource-group",
            "shop's",
            "--location",
            "westeurope",
            // Else it would overlap with the network of that name in the export.
            "--name",
            "nw-hub",
            "--vnet",
            "10.70.0.0/16",
        ],
    );
    assert_eq!(said.code, 0, "{said}");
    let document = said.json();
    let arguments = document["suggestion"]["arguments"].as_array().unwrap();
    let arguments: Vec<&str> = arguments.iter().map(|a| a.as_str().unwrap()).collect();
    assert_eq!(arguments[..2], ["netcheck", "plan-network"]);
    let from = healthy().to_string_lossy().into_owned();
    for given in [
        ["--name", "nw-hub"],
        ["--resource-group", "shop's"],
        ["--location", "westeurope"],
        ["--from", &from],
    ] {
        assert!(arguments.windows(2).any(|pair| pair == given), "{given:?}");
    }
    let again = plan(&[&arguments[2..], &["--json"]].concat());
    assert_eq!(again.code, 0, "{again}");
    assert_eq!(again.json()["rules"], document["suggestion"]["rules"]);
    let said = plan_beside(&healthy(), &["--suggest", "--vnet", "10.70.0.0/16"]);
    assert_eq!(said.code, 0, "{said}");
    assert_console(&said);
    assert!(
        said.stdout
            .contains("instead of 10.70.0.0/16: it overlaps with the network nw-hub"),
        "{said}"
    );
    let twice = plan_beside(&healthy(), &["--suggest", "--vnet", "10.70.0.0/16"]);
    assert_eq!(said.stdout, twice.stdout);
}

#[test]
fn where_nothing_fits_that_is_said() {
    let all = [
        "--suggest",
        "--avoid",
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
    ];
    let said = plan(&all);
    assert_eq!(said.code, 1, "{said}");
    assert!(said.stdout.contains("Nothing fits"), "{said}");
    let document = plan(&[&all[..], &["--json"]].concat()).json();
    assert_eq!(document["suggestion"], Value::Null);
    assert_eq!(document["no_room"], "the network, not even a /28");
}

#[test]
fn commands_are_printed_only_if_nothing_fails() {
    let names = [
        "--as",
        "az",
        "--name",
        "shop-net",
        "--resource-group",
        "shop",
    ];
    let said = plan(&[&with("--subnet", "data=10.2.2.0/24")[..], &names].concat());
    assert_eq!(said.code, 1, "{said}");
    assert!(said.stdout.contains("is outside the network"), "{said}");
    assert!(!said.stdout.contains("az network"), "{said}");
    let document = plan(
        &[
            &with("--subnet", "data=10.2.2.0/24")[..],
            &names,
            &["--json"],
        ]
        .concat(),
    )
    .json();
    assert_eq!(document["commands"], serde_json::json!([]));
    let document = plan(&[GOOD, &names, &["--json"]].concat()).json();
    let commands = document["commands"].as_array().unwrap();
    assert_eq!(
        commands[0],
        "az network vnet create --resource-group shop --name shop-net --address-prefixes 10.1.0.0/16 --dns-servers 10.1.2.4"
    );
    assert_eq!(commands.len(), 6);
    assert_console(&plan(&[GOOD, &names].concat()));
}

/// Runs the printed script with an `az` that says what it was given, one word a line, and nothing else.
#[cfg(unix)]
#[test]
fn bash_reads_the_commands_as_they_are_meant() {
    let group = "it's \"my\" $(group) `x` \\ * gr\u{fc}n;1";
    let names = [
        "--as",
        "az",
        "--name",
        "shop-net",
        "--location",
        "west europe",
    ];
    let said = plan(&[GOOD, &names, &["--resource-group", group]].concat());
    assert_eq!(said.code, 0, "{said}");
    assert!(said.stdout.is_ascii(), "{said}");
    let script = format!("az() {{ printf '%s\\n' az \"$@\"; }}\n{}", said.stdout);
    let heard = run(std::process::Command::new("bash")
        .args(["--norc", "-c", &script])
        .env("LC_ALL", "C.UTF-8"));
    assert_eq!((heard.code, heard.stderr.as_str()), (0, ""), "{heard}");
    let words: Vec<&str> = heard.stdout.lines().collect();
    let commands: Vec<&[&str]> = words
        .split(|word| *word == "az")
        .filter(|command| !command.is_empty())
        .collect();
    assert_eq!(commands.len(), 6, "{heard}");
    for command in &commands {
        let i = command
            .iter()
            .position(|w| *w == "--resource-group")
            .unwrap();
        assert_eq!(command[i + 1], group, "{heard}");
    }
    assert_eq!(
        commands[3],
        [
            "network",
            "vnet",
            "subnet",
            "create",
            "--resource-group",
            group,
            "--vnet-name",
            "shop-net",
            "--name",
            "integration",
            "--address-prefixes",
            "10.1.3.0/26",
            "--delegations",
            "Microsoft.Web/serverFarms",
        ]
    );
    assert_eq!(
        commands[5],
        [
            "network",
            "vnet-gateway",
            "create",
            "--resource-group",
            group,
            "--name",
            "shop-net-gw",
            "--location",
            "west europe",
            "--vnet",
            "shop-net",
            "--public-ip-addresses",
            "shop-net-gw-ip",
            "--gateway-type",
            "Vpn",
            "--vpn-type",
            "RouteBased",
            "--sku",
            "VpnGw1AZ",
            "--client-protocol",
            "SSTP",
            "--address-prefixes",
            "172.29.9.0/24",
        ]
    );
}

#[test]
fn a_slip_says_what_to_type() {
    for (arguments, hint) in [
        (
            &["--subnet", "data=10.1.2.0/24"][..],
            "--vnet 10.1.0.0/16, or let --suggest",
        ),
        (
            &["--vnet", "10.1.0/16"],
            "--vnet: '10.1.0' is not an address",
        ),
        (
            &["--vnet", "10.1.0.0/16", "--subnet", "10.1.2.0/24"],
            "type NAME=PREFIX, as data=10.1.2.0/24",
        ),
        (
            &["--vnet", "10.1.0.0/16", "--avoid", "x"],
            "--avoid: 'x' is not a prefix",
        ),
        (&["--vnet", "10.1.0.0/16", "--dns", "x"], "--dns"),
        (
            &["--vnet", "10.1.0.0/16", "--instances", "0"],
            "--instances",
        ),
        (
            &["--vnet", "10.1.0.0/16", "--as", "az"],
            "give --name NETWORK and --resource-group GROUP",
        ),
        (
            &["--vnet", "10.1.0.0/16", "--from", "/nowhere"],
            "does not exist",
        ),
    ] {
        plan(arguments).assert_wrong_usage(hint);
    }
}
