//! `netcheck show` as its users run it: the real binary on the shipped examples, on a plan of 200
//! apps, and on slips.
use std::path::Path;

use serde_json::json;

use crate::support::example;
use crate::support::program::{Said, run};

fn show(folder: &Path, more: &[&str]) -> Said {
    let mut command = crate::netcheck();
    run(command.args(["show", "--from"]).arg(folder).args(more))
}

/// Everything that is printed is plain, in lines that fit a console and hold no secret.
#[track_caller]
fn assert_readable(said: &Said) {
    assert_eq!(said.stderr, "", "{said}");
    said.assert_plain();
    for line in said.stdout.lines() {
        assert!(line.len() <= 100 && !line.ends_with(' '), "{line}|{said}");
        assert!(!line.contains("CANARY"), "{line}{said}");
    }
}

/// The view of a shipped example, with its app's environment.
fn shown(name: &str, more: &[&str]) -> Said {
    let folder = example::folder(name);
    let environment = folder.join("environment.txt");
    let environment = ["--env", environment.to_str().unwrap()];
    show(&folder, &[&environment, more].concat())
}

#[test]
fn text_says_what_each_example_is_made_of() {
    for (name, app, parts) in [
        (
            "healthy",
            "nw-shop",
            &[
                "  certificate status           in sync\n",
                "  gateway status               up\n",
                "                                10.70.4.0/24 (STATIC)\n",
                "What it costs\n",
            ][..],
        ),
        (
            "broken",
            "nw-shop",
            &["  certificate status           not in sync\n"],
        ),
        (
            "regional",
            "nw-api",
            &[
                "  addresses routed to the VNET  all addresses (outboundVnetRouting",
                "  delegated to        Microsoft.Web/serverFarms\n",
                "  NAT gateway         nw-api-nat",
            ],
        ),
    ] {
        let said = shown(name, &[]);
        assert_eq!(said.code, 0, "{said}");
        assert_readable(&said);
        assert!(said.stdout.starts_with(app), "{said}");
        for part in parts {
            assert!(said.stdout.contains(part), "{part}{said}");
        }
    }
}

#[test]
fn a_network_of_another_region_is_marked_alike_for_either_kind() {
    let elsewhere = |networks: &mut serde_json::Value| {
        networks["value"][0]["location"] = json!("northeurope");
    };
    for name in ["healthy", "regional"] {
        let folder = example::changed(name, &[("virtualNetworks.json", &elsewhere)]);
        let said = show(folder.path(), &["--plan"]);
        assert!(
            said.stdout.contains("northeurope (not the plan's) "),
            "{said}"
        );
    }
}

#[test]
fn with_every_place_told_text_stays_readable() {
    for name in ["healthy", "broken", "regional"] {
        let said = shown(name, &["-v"]);
        assert_eq!(said.code, 0, "{said}");
        assert_readable(&said);
    }
}

#[test]
fn json_names_the_view_and_says_of_each_value_where_it_was_read() {
    for (name, app, kind) in [
        ("healthy", "nw-shop", "gateway"),
        ("broken", "nw-shop", "gateway"),
        ("regional", "nw-api", "regional"),
    ] {
        let said = shown(name, &["--json"]);
        assert!(!said.stdout.contains("CANARY"), "{said}");
        let document = said.json();
        assert_eq!(document["schema"], "netcheck-show/1");
        assert_eq!(document["view"], "app");
        assert_eq!(document["app"], app);
        assert_eq!(document["integration"], kind);
        assert_eq!(document["exit"], 0);
        let sections = &document["sections"];
        assert_eq!(sections["network"]["address_space"]["state"], "known");
        let servers = &sections["network"]["dns_servers"]["values"];
        for member in ["value", "kind", "note", "from"] {
            assert!(servers[0][member].is_string(), "{member}: {servers}");
        }
    }
}

#[test]
fn where_everything_was_read_is_told_on_request() {
    let said = show(&example::folder("healthy"), &["--verbose"]);
    let place = "[virtualNetworks.json#/value/0/properties/addressSpace";
    assert!(said.stdout.contains(place), "{said}");
    assert!(
        !show(&example::folder("healthy"), &[])
            .stdout
            .contains(place)
    );
}

#[test]
fn a_hybrid_connection_is_shown_without_its_key() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("environment.txt");
    let text =
        "WEBSITE_SITE_NAME=nw-shop\nWEBSITE_RELAYS=[{\"host\":\"erp:8080\",\"key\":\"CANARY\"}]\n";
    std::fs::write(&file, text).unwrap();
    let said = show(
        &example::folder("healthy"),
        &["--env", file.to_str().unwrap()],
    );
    assert!(
        said.stdout.contains("  hybrid connections  erp:8080\n"),
        "{said}"
    );
    assert_readable(&said);
}

#[test]
fn what_was_not_read_is_unknown_and_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let site = "site-nw-shop.json";
    std::fs::copy(
        example::folder("healthy").join(site),
        folder.path().join(site),
    )
    .unwrap();
    let said = show(folder.path(), &[]);
    assert_eq!(said.code, 3, "{said}");
    assert_readable(&said);
    let part = "unknown: the network nw-net is named but was not read";
    assert!(said.stdout.contains(part), "{said}");
    let said = show(folder.path(), &["--json"]);
    assert_eq!(said.code, 3, "{said}");
    let document = said.json();
    assert_eq!(document["exit"], 3);
    let gateway = &document["sections"]["gateway"]["gateway_status"];
    assert_eq!(gateway["state"], "unknown");
    assert_eq!(gateway["why"], "the gateway was not read");
}

#[test]
fn a_slip_says_what_to_type() {
    let healthy = example::folder("healthy");
    show(&healthy, &["--plan", "shop"])
        .assert_wrong_usage("no plan 'shop' was read; --plan takes one of: nw-plan");
    show(&healthy, &["--plan", "--app", "nw-shop"]).assert_wrong_usage("give one of them");
    show(&healthy, &["--app", "shop"]).assert_wrong_usage("--app takes one of: nw-shop");
    let mut command = crate::netcheck();
    run(command.args(["show", "--plan"])).assert_wrong_usage("netcheck show --plan --from FOLDER");
    let mut command = crate::netcheck();
    run(command.arg("show")).assert_wrong_usage("nothing to judge");

    let folder = tempfile::tempdir().unwrap();
    crate::plan_export::write(folder.path(), 1, 1, 0);
    let other = json!({
        "id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Web/serverfarms/other",
        "type": "Microsoft.Web/serverfarms", "name": "other", "properties": {}
    });
    std::fs::write(folder.path().join("other.json"), other.to_string()).unwrap();
    show(folder.path(), &["--plan"])
        .assert_wrong_usage("several plans were read; choose one with --plan: nw-plan, other");
    let said = show(folder.path(), &["--plan", "nw-plan"]);
    assert_eq!(said.code, 0, "{said}");
}

#[test]
fn a_plan_of_200_apps_5_networks_and_50_security_groups_stays_readable() {
    let folder = tempfile::tempdir().unwrap();
    let (apps, networks) = (200, 5);
    crate::plan_export::write(folder.path(), apps, networks, 50);
    let said = show(folder.path(), &["--plan"]);
    assert_eq!(said.code, 0, "{said}");
    assert_readable(&said);
    assert!(
        said.stdout
            .starts_with("nw-plan: 5 networks, 180 integrated apps\n"),
        "{said}"
    );
    // Each app is named where it belongs; beside that only those that differ are.
    let lines = said.stdout.lines().count();
    assert!(lines < 200, "{lines} lines{said}");
    for app in 0..apps {
        let name = format!("app-{app:04}");
        assert!(said.stdout.contains(&name), "{name}{said}");
    }

    let document = show(folder.path(), &["--plan", "--json"]).json();
    assert_eq!(document["view"], "plan");
    assert_eq!(document["plan"], "nw-plan");
    let of = |network: usize| -> usize {
        (0..apps)
            .filter(|app| crate::plan_export::network_of(*app, networks) == Some(network))
            .count()
    };
    let shown = document["networks"].as_array().unwrap();
    assert_eq!(shown.len(), networks);
    for view in shown {
        let name = view["name"].as_str().unwrap();
        let number: usize = name["nw-net-".len()..]
            .trim_end_matches("/apps")
            .parse()
            .unwrap();
        assert_eq!(view["apps"].as_array().unwrap().len(), of(number), "{name}");
        let regional = crate::plan_export::is_regional(number, networks);
        assert_eq!(view["integration"] == "regional", regional, "{name}");
        assert_eq!(view["perhaps"], json!([]));
    }
    assert_eq!(
        document["without_integration"].as_array().unwrap().len(),
        20
    );
    assert_eq!(document["unknown"], json!([]));
    assert_eq!(document["unsupported"], json!([]));
}

#[test]
fn equal_input_gives_equal_output() {
    let folder = tempfile::tempdir().unwrap();
    crate::plan_export::write(folder.path(), 30, 3, 0);
    let once = show(folder.path(), &["--plan", "--json"]).stdout;
    assert_eq!(once, show(folder.path(), &["--plan", "--json"]).stdout);
}
