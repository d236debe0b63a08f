//! `netcheck check` as its users run it: the real binary on the shipped examples and on slips.

use std::path::Path;

use serde_json::Value;

use crate::netcheck;
use crate::support::example;
use crate::support::program::{Said, run};
use crate::support::verdict::status_of;

fn check(folder: &Path, more: &[&str]) -> Said {
    run(netcheck().arg("--from").arg(folder).args(more))
}

#[test]
fn the_healthy_example_is_good() {
    let said = check(&example::folder("healthy"), &[]);
    assert_eq!(said.code, 0, "{said}");
    assert!(
        said.stdout
            .starts_with("nw-shop: gateway-required integration with nw-net\n"),
        "{said}"
    );
    assert!(
        said.stdout.contains("\n[ok]   the gateway is up\n"),
        "{said}"
    );
    assert!(
        said.stdout
            .ends_with("\n32 checks: 1 warning, 24 ok, 7 not applicable\n"),
        "{said}"
    );
    assert_eq!(said.stderr, "");
}

#[test]
fn the_regional_example_is_good() {
    let environment = example::folder("regional").join("environment.txt");
    let said = check(
        &example::folder("regional"),
        &["--json", "--env", environment.to_str().unwrap()],
    );
    assert_eq!(said.code, 0, "{said}");
    let document = said.json();
    assert_eq!(document["integration"], "regional");
    assert_eq!(status_of(&document, "instances-have-addresses"), "pass");
    let outside = check(&example::folder("regional"), &[]);
    assert_eq!(outside.code, 0, "{outside}");
    let folded = outside
        .stdout
        .lines()
        .filter(|line| line.starts_with("[ - ]"))
        .count();
    assert_eq!(folded, 1, "{outside}");
    for check in document["checks"].as_array().unwrap() {
        let status = check["status"].as_str().unwrap();
        assert!(["pass", "not_applicable"].contains(&status), "{check}");
    }
}

#[test]
fn the_broken_example_says_what_is_wrong_why_and_what_to_do() {
    let said = check(&example::folder("broken"), &["check"]);
    assert_eq!(said.code, 1, "{said}");
    for part in [
        "[FAIL] the certificates are in sync (certificates-in-sync)",
        "virtualNetworkGateway-nw-gw.json#/properties/vpnClientConfiguration/vpnClientRootCertificates/0",
        "remedy: Sync Network",
        "(rule no-p2s, priority 150)",
    ] {
        assert!(said.flowing().contains(part), "{part}{said}");
    }
    assert_eq!(said.stderr, "");
}

#[test]
fn json_holds_what_was_promised() {
    let said = check(&example::folder("broken"), &["--json"]);
    assert_eq!(said.code, 1, "{said}");
    let document = said.json();
    assert_eq!(document["schema"], "netcheck/1");
    assert_eq!(document["app"], "nw-shop");
    assert_eq!(document["integration"], "gateway");
    assert_eq!(document["targets"], serde_json::json!([]));
    assert_eq!(document["gaps"], serde_json::json!([]));
    assert_eq!(document["exit"], 1);
    let first = &document["checks"][0];
    assert_eq!(first["name"], "gateway-up");
    assert_eq!(first["title"], "the gateway is up");
    assert_eq!(first["status"], "pass");
    assert_eq!(first["follows_from"], Value::Null);
    let evidence = &document["checks"][1]["evidence"][0];
    for member in ["what", "value", "from"] {
        assert!(evidence[member].is_string(), "{member}: {evidence}");
    }
}

#[test]
fn equal_input_gives_equal_output() {
    let (a, b) = (
        check(&example::folder("broken"), &["--json"]),
        check(&example::folder("broken"), &["--json"]),
    );
    assert_eq!(a.timeless(), b.timeless());
    assert_eq!(
        check(&example::folder("broken"), &[]).stdout,
        check(&example::folder("broken"), &[]).stdout
    );
}

#[test]
fn without_a_terminal_output_is_plain_ascii_and_never_looks_like_a_prompt() {
    for more in [
        &["--verbose"][..],
        &["--json"],
        &["list"],
        &["explain", "gateway-up"],
        &["--help"],
    ] {
        let said = check(&example::folder("broken"), more);
        said.assert_plain();
        // A document is as wide as it is.
        if more[0] != "--json" {
            said.assert_columns(100);
        }
    }
}

#[test]
fn secrets_are_never_printed() {
    for name in ["healthy", "broken", "regional"] {
        let environment = example::folder(name).join("environment.txt");
        let planted = std::fs::read_to_string(&environment).unwrap();
        assert!(planted.contains("CANARY"), "the example plants canaries");
        for more in [&["--verbose"][..], &["--verbose", "--json"]] {
            let said = run(netcheck()
                .arg("--from")
                .arg(example::folder(name))
                .arg("--env")
                .arg(&environment)
                .args(more));
            assert!(
                !said.stdout.contains("CANARY") && !said.stderr.contains("CANARY"),
                "{said}"
            );
        }
    }
}

#[test]
fn a_bad_file_is_named_and_only_what_depends_on_it_is_unknown() {
    let folder = example::copy("healthy");
    std::fs::write(folder.path().join("routeTables.json"), "{\"value\": [").unwrap();
    let said = check(folder.path(), &["--json"]);
    assert_eq!(said.code, 3, "{said}");
    let document = said.json();
    assert_eq!(document["gaps"][0]["from"], "routeTables.json");
    assert_eq!(status_of(&document, "route-back-to-app"), "unknown");
    assert_eq!(status_of(&document, "security-groups-admit-app"), "pass");
    assert_eq!(status_of(&document, "gateway-up"), "pass");
    let text = check(folder.path(), &[]).stdout;
    assert!(
        text.contains("a file is cut off: the JSON ends too early"),
        "{text}"
    );
}

#[test]
fn two_resources_with_one_id_are_named_and_unknown() {
    let folder = example::copy("healthy");
    let path = folder.path().join("virtualNetworkGateway-nw-gw.json");
    let other = std::fs::read_to_string(&path)
        .unwrap()
        .replace("\"Succeeded\"", "\"Failed\"");
    std::fs::write(folder.path().join("zz.json"), other).unwrap();
    let said = check(folder.path(), &["--json"]);
    assert_eq!(said.code, 3, "{said}");
    let document = said.json();
    assert_eq!(status_of(&document, "gateway-up"), "unknown");
    let why = document["gaps"][0]["why"].as_str().unwrap();
    assert!(
        why.contains("read twice with different content") && why.contains("zz.json"),
        "{why}"
    );
}

#[test]
fn wrong_usage_says_what_to_type() {
    let empty = tempfile::tempdir().unwrap();
    let missing = empty.path().join("missing");
    let healthy = example::folder("healthy");
    for (arguments, part) in [
        (vec![], "netcheck --from FOLDER"),
        (
            vec!["--from", missing.to_str().unwrap()],
            "does not exist; --from takes a folder or file of JSON",
        ),
        (
            vec!["--from", empty.path().to_str().unwrap()],
            "holds no .json file",
        ),
        (vec!["--form", "x"], "--from"),
        (
            vec!["--from", healthy.to_str().unwrap(), "--app", "nw-shpo"],
            "--app takes one of: nw-shop",
        ),
    ] {
        run(netcheck().args(&arguments)).assert_wrong_usage(part);
    }
}

#[test]
fn inside_the_app_the_environment_alone_is_judged() {
    let said = run(netcheck()
        .env("WEBSITE_SITE_NAME", "nw-shop")
        .env("WEBSITE_VNETNAME", "nw-net")
        .env("WEBSITE_SKU", "Basic"));
    assert_eq!(said.code, 1, "{said}");
    assert!(
        said.stdout
            .contains("the pricing tier Basic does not support"),
        "{said}"
    );
    assert!(
        said.stdout.contains("[ ? ]  the certificates are in sync"),
        "{said}"
    );
}

#[test]
fn help_fits_80_columns_and_names_the_exit_codes() {
    let said = run(netcheck().arg("--help"));
    said.assert_help();
    assert!(said.stdout.contains("Exit codes:"), "{said}");
}
