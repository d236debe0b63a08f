//! `netcheck eligible` as its users run it: the real binary on the shipped examples.
use std::path::Path;

use serde_json::{Value, json};

use crate::netcheck;
use crate::support::example;
use crate::support::program::{Said, run};

fn eligible(folder: &Path, more: &[&str]) -> Said {
    run(netcheck()
        .arg("eligible")
        .arg("--from")
        .arg(folder)
        .args(more))
}

#[test]
fn each_network_is_answered_with_every_reason() {
    let said = eligible(&example::folder("healthy"), &[]);
    assert_eq!(said.code, 0, "{said}");
    let words = said.flowing();
    for part in [
        "nw-shop (plan nw-plan, Standard, 2 instances, West Europe)",
        "- there is no VPN gateway in nw-hub: it has no GatewaySubnet (gateway-missing)",
        "takes: about 30 minutes",
        "gateway-required: yes note: the app is integrated with this network in this way now",
        "--name integration --address-prefixes 10.61.1.0/26 --delegations Microsoft.Web/serverFarms takes: at once",
        "remedy: as above",
    ] {
        assert!(words.contains(part), "{part}{said}");
    }
    assert!(
        said.stdout
            .ends_with("\n2 networks: 1 eligible, 0 unclear, 1 not\n"),
        "{said}"
    );
    assert_eq!(said.stderr, "");
}

#[test]
fn the_exit_code_answers_for_the_network_that_was_asked_about() {
    let take = |gateway: &mut Value| {
        let properties = gateway["properties"].as_object_mut().unwrap();
        properties.remove("provisioningState");
    };
    let healthy = example::folder("healthy");
    let regional = example::folder("regional");
    let unread = example::changed("healthy", &[("virtualNetworkGateway-nw-gw.json", &take)]);
    for (folder, arguments, code) in [
        (healthy.as_path(), &["--vnet", "nw-net"][..], 0),
        (healthy.as_path(), &["--vnet", "NW-HUB"], 1),
        (regional.as_path(), &["--vnet", "nw-spoke"], 0),
        (regional.as_path(), &["--regional", "--vnet", "nw-hub"], 1),
        (unread.path(), &[], 3),
    ] {
        let said = eligible(folder, arguments);
        assert_eq!(said.code, code, "{arguments:?}{said}");
        assert_eq!(said.stderr, "");
    }
}

#[test]
fn wrong_usage_says_what_there_is() {
    for (arguments, part) in [
        (
            &["--vnet", "nw-nte"][..],
            "--vnet takes one of: nw-hub, nw-net",
        ),
        (&["--plan", "nw-paln"], "--plan takes one of: nw-plan"),
        (&["--app", "nw-shpo"], "--app takes one of: nw-shop"),
        (&["sql01"], "sql01"),
    ] {
        eligible(&example::folder("healthy"), arguments).assert_wrong_usage(part);
    }
    run(netcheck().args(["eligible", "--plan"])).assert_wrong_usage("--plan --from FOLDER");
}

#[test]
fn a_plan_is_answered_once_and_its_apps_where_they_differ() {
    let said = eligible(&example::folder("healthy"), &["--plan"]);
    assert_eq!(said.code, 0, "{said}");
    assert!(!said.stdout.contains("already-integrated"), "{said}");
    let words = said.flowing();
    assert!(
        words.contains("what differs for each (1 of 3 were read)"),
        "{said}"
    );
    assert!(
        words.contains("nw-shop gateway, nw-net disconnect it"),
        "{said}"
    );
    let document = eligible(
        &example::folder("healthy"),
        &["--plan", "nw-plan", "--json"],
    )
    .json();
    assert_eq!(document["app"], Value::Null);
    assert_eq!(document["plan"], "nw-plan");
    assert_eq!(document["integration"], Value::Null);
    assert_eq!(document["apps"][0]["name"], "nw-shop");
    assert_eq!(
        document["apps"][0]["reasons"][0]["name"],
        "already-integrated"
    );
}

#[test]
fn a_plan_that_was_not_read_is_neither_chosen_nor_judged() {
    // As az webapp list gives it: apps of other plans, too.
    let others = |plans: &mut Value| {
        let plans = plans["value"].as_array_mut().unwrap();
        let plan = plans[0]["id"].as_str().unwrap().to_owned();
        plans.push(json!({
            "id": plan.replace("serverfarms/nw-plan", "sites/other"),
            "type": "Microsoft.Web/sites", "name": "other",
            "properties": {"serverFarmId": plan.replace("nw-plan", "other-plan")},
        }));
    };
    let folder = example::changed("healthy", &[("serverfarms.json", &others)]);
    let document = eligible(folder.path(), &["--plan", "--json"]).json();
    assert_eq!(document["plan"], "nw-plan");
    eligible(folder.path(), &["--plan", "other-plan"])
        .assert_wrong_usage("--plan takes one of: nw-plan");
    // By its app it can be asked about: it has a name and an app, and all else is open.
    let said = eligible(folder.path(), &["--plan", "--app", "other", "--json"]);
    assert_eq!(said.code, 3, "{said}");
    let document = said.json();
    assert_eq!(document["plan"], "other-plan");
    assert_eq!(document["apps"][0]["name"], "other");
}

#[test]
fn a_classic_network_is_marked_and_comes_last() {
    let add = |networks: &mut Value| {
        let classic = networks["value"][1]
            .to_string()
            .replace(
                "Microsoft.Network/virtualNetworks",
                "Microsoft.ClassicNetwork/virtualNetworks",
            )
            .replace("nw-hub", "a-classic");
        networks["value"]
            .as_array_mut()
            .unwrap()
            .insert(0, serde_json::from_str(&classic).unwrap());
    };
    let folder = example::changed("healthy", &[("virtualNetworks.json", &add)]);
    let said = eligible(folder.path(), &[]);
    let at = |part: &str| {
        said.stdout
            .find(part)
            .unwrap_or_else(|| panic!("{part}{said}"))
    };
    assert!(at("\nnw-net: ") < at("\na-classic (Classic): "), "{said}");
    let document = eligible(folder.path(), &["--json"]).json();
    assert_eq!(document["networks"][2]["classic"], true);
    assert_eq!(document["networks"][2]["shown"], "a-classic (Classic)");
}

#[test]
fn the_move_to_the_regional_kind_is_listed_with_its_steps() {
    let said = eligible(&example::folder("healthy"), &["--regional"]);
    assert_eq!(said.code, 1, "{said}");
    let words = said.flowing();
    for part in [
        "The move to regional integration, to a new subnet of nw-net.",
        "[FAIL] a subnet is there for the plan (no-subnet-free)",
        "[ ? ] on-premises routes the new subnet back, and lets it in (on-premises-way-back)",
        "[ok] everything that the app reaches now it reaches from the new subnet",
        "1. Create a subnet 10.61.1.0/26 in nw-net, delegated to Microsoft.Web/serverFarms. interrupts: none",
        "az webapp vnet-integration add --resource-group nw-rg --name nw-shop",
    ] {
        assert!(words.contains(part), "{part}{said}");
    }
    // An app of the regional kind has nothing to move.
    let said = eligible(&example::folder("regional"), &["--regional"]);
    assert_eq!(said.code, 0, "{said}");
    assert!(!said.stdout.contains("The move"), "{said}");
}

#[test]
fn what_no_integration_does_is_said_without_the_values_of_settings() {
    let folder = example::folder("healthy");
    let environment = folder.join("environment.txt");
    let said = eligible(
        &folder,
        &[
            "--env",
            environment.to_str().unwrap(),
            "files01:445",
            "dc01:389",
            "sql01:1433",
        ],
    );
    let words = said.flowing();
    assert!(
        words.contains("- files01:445: an app cannot mount a drive"),
        "{said}"
    );
    assert!(
        words.contains("- dc01:389: an app cannot join a domain"),
        "{said}"
    );
    assert!(!words.contains("- sql01:1433"), "{said}");
    assert!(
        words.contains("Hybrid Connections: yes 25 on a Standard plan"),
        "{said}"
    );
    assert!(!said.stdout.contains("CANARY"), "{said}");
}

#[test]
fn json_holds_what_was_promised() {
    let said = eligible(&example::folder("healthy"), &["--regional", "--json"]);
    assert_eq!(said.code, 1, "{said}");
    let document = said.json();
    assert_eq!(document["schema"], "netcheck-eligible/1");
    assert_eq!(document["app"], "nw-shop");
    assert_eq!(document["integration"], "gateway");
    assert_eq!(document["eligible"], "no");
    assert_eq!(document["exit"], 1);
    let way = &document["networks"][1]["ways"][0];
    assert_eq!(
        (&way["way"], &way["eligible"]),
        (&"regional".into(), &"no".into())
    );
    let reason = &way["reasons"][0];
    for member in ["name", "title", "weight", "summary", "mend", "time"] {
        assert!(reason[member].is_string(), "{member}: {reason}");
    }
    assert_eq!(way["subnets"][1]["name"], "dns");
    assert!(way["subnets"][1]["why"][0].is_string(), "{way}");
    let migration = &document["migration"];
    assert_eq!(migration["ready"], "no");
    assert_eq!(migration["subnet_exists"], false);
    assert!(migration["needs"][0]["status"].is_string());
    assert!(migration["steps"][0]["outage"].is_string());
}

#[test]
fn output_is_plain_fits_the_console_and_is_the_same_again() {
    for name in ["healthy", "broken", "regional"] {
        for more in [&[][..], &["--regional"], &["--plan"], &["--verbose"]] {
            let said = eligible(&example::folder(name), more);
            said.assert_plain();
            said.assert_columns(100);
            assert_eq!(said.stdout, eligible(&example::folder(name), more).stdout);
        }
    }
}

#[test]
fn inside_the_app_without_an_export_no_network_is_known() {
    let said = run(netcheck()
        .arg("eligible")
        .env("WEBSITE_SITE_NAME", "nw-shop"));
    assert_eq!(said.code, 3, "{said}");
    assert!(said.stdout.contains("No network was read."), "{said}");
}
