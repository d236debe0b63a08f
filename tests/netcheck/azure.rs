//! netcheck reading Azure: the real binary against a stand-in for Azure Resource Manager over real HTTP
//! on loopback.
use std::process::Command;
use std::time::Duration;

use serde_json::Value;

use crate::arm_stand_in::{Fault, Kind, StandIn, TOKEN, World};
use crate::netcheck_alone;
use crate::support::example;
use crate::support::program::{Said, run};
use crate::support::verdict::status_of;

const APPS: [(&str, &str); 3] = [
    ("healthy", "nw-shop"),
    ("broken", "nw-shop"),
    ("regional", "nw-api"),
];

/// netcheck that reads the app from the stand-in, signed in as the app itself.
fn reading(stand_in: &StandIn, app: &str, arguments: &[&str]) -> Command {
    let mut command = netcheck_alone();
    stand_in.sign_in(&mut command, app).args(arguments);
    command
}

/// Runs `check --json` against the healthy example with this fault.
fn with_fault(fault: Fault) -> (Said, Value, StandIn) {
    let stand_in = StandIn::start(World::example("healthy"));
    stand_in.fault(fault);
    let said = run(&mut reading(&stand_in, "nw-shop", &["check", "--json"]));
    assert_eq!(said.stderr, "", "{said}");
    let document = said.json();
    (said, document, stand_in)
}

fn gaps(document: &Value) -> Vec<String> {
    let gaps = document["gaps"].as_array().unwrap();
    let text = |gap: &Value| {
        let part = |name: &str| gap[name].as_str().unwrap_or_default().to_owned();
        format!("{} {} ({})", part("what"), part("why"), part("from"))
    };
    gaps.iter().map(text).collect()
}

#[test]
fn whatever_azure_refuses_is_one_gap_and_the_rest_is_used() {
    const GATEWAY: &str = "/virtualnetworkgateways/nw-gw";
    for (kind, part) in [
        (Kind::Error(401, "ExpiredAuthenticationToken", "expired".into()), "401 Unauthorized (ExpiredAuthenticationToken)"),
        (Kind::Error(403, "AuthorizationFailed", "does not have authorization to perform action 'Microsoft.Network/virtualNetworkGateways/read' over".into()), "the action Microsoft.Network/virtualNetworkGateways/read is missing, which the role Reader on the resource group nw-rg has"),
        (Kind::Error(404, "ResourceNotFound", "gone".into()), "does not exist: 404 Not Found"),
        (Kind::Error(409, "AnotherOperationInProgress", "wait".into()), "409 Conflict (AnotherOperationInProgress)"),
        (Kind::Error(429, "TooManyRequests", "slowly".into()), "429 Too Many Requests"),
        (Kind::Error(500, "InternalServerError", "sorry".into()), "500 Internal Server Error (InternalServerError); the fault is Azure's"),
        (Kind::LoginPage, "a page for people came instead of JSON"),
        (Kind::NotJson, "the answer is no valid JSON"),
        (Kind::Cut, "could not be read: "),
        (Kind::Hangup, "could not be read: "),
    ] {
        let (said, document, _stand_in) = with_fault(Fault::always(GATEWAY, kind));
        let gaps = gaps(&document);
        assert_eq!(gaps.len(), 1, "{said}");
        assert!(gaps[0].starts_with("the gateway nw-gw ") && gaps[0].contains(part), "{part}{said}");
        assert!(gaps[0].ends_with("(virtualNetworkGateways-nw-gw.json)"), "{said}");
        assert_eq!(status_of(&document, "gateway-up"), "unknown", "{said}");
        assert_eq!(status_of(&document, "app-integrated"), "pass", "{said}");
        assert_eq!(status_of(&document, "dns-servers-routed"), "pass", "{said}");
    }
}

#[test]
fn a_throttled_request_succeeds_in_the_end() {
    let (said, document, stand_in) = with_fault(Fault::times("/nw-gw", Kind::Throttled(1), 1));
    assert_eq!((said.code, gaps(&document).len()), (0, 0), "{said}");
    let asked = stand_in.asked();
    let gateway = asked.iter().filter(|asked| asked.path.ends_with("/nw-gw"));
    assert_eq!(gateway.count(), 2, "{asked:?}");
}

#[test]
fn a_list_that_goes_on_elsewhere_gets_no_token_there() {
    let (said, document, _stand_in) = with_fault(Fault::always(
        "/serverfarms/nw-plan/sites",
        Kind::NextElsewhere,
    ));
    let gaps = gaps(&document);
    assert!(
        gaps[0].contains("could not be read: it goes on at another server"),
        "{said}"
    );
}

#[test]
fn the_time_bounds_the_whole() {
    let stand_in = StandIn::start(World::example("healthy"));
    stand_in.fault(Fault::always(
        "/virtualnetworks/nw-net",
        Kind::Slow(Duration::from_secs(600)),
    ));
    let said = run(&mut reading(
        &stand_in,
        "nw-shop",
        &["check", "--json", "--azure-timeout", "5"],
    ));
    let document = said.json();
    let over = "the network nw-net was not read: the time of 5 s was over; --azure-timeout";
    let is_told = gaps(&document).iter().any(|gap| gap.starts_with(over));
    assert!(is_told, "{said}");
    assert_eq!(
        status_of(&document, "plan-tier-supported"),
        "pass",
        "{said}"
    );
}

#[test]
fn nothing_secret_is_printed() {
    for (example, app) in APPS {
        let stand_in = StandIn::start(World::example(example));
        for form in [
            &["check", "--json"][..],
            &["check", "--verbose"],
            &["reach"],
            &["route", "10.61.8.9:1433"],
        ] {
            let said = run(&mut reading(&stand_in, app, form));
            for secret in [TOKEN, "CANARY"] {
                assert!(
                    !format!("{}{}", said.stdout, said.stderr).contains(secret),
                    "{said}"
                );
            }
        }
    }
}

#[test]
fn wrong_credentials_say_what_was_tried_and_what_to_type() {
    let stand_in = StandIn::start(World::example("healthy"));
    let said = run(reading(&stand_in, "nw-shop", &["check"]).env("IDENTITY_HEADER", "wrong"));
    assert_eq!(said.code, 2, "{said}");
    for part in ["managed-identity: ", "az login", "--credential"] {
        assert!(said.stderr.contains(part), "{part}{said}");
    }
    assert!(!said.stderr.contains("CANARY"), "{said}");
    let said = run(reading(
        &stand_in,
        "nw-shop",
        &["check", "--credential", "azure-cli"],
    )
    .env_remove("IDENTITY_ENDPOINT"));
    assert_eq!(said.code, 2, "{said}");
    assert!(said.stderr.contains("azure-cli: "), "{said}");
    assert_eq!(stand_in.asked(), []);
}

#[test]
fn where_azure_gives_nothing_no_command_goes_on_without_it() {
    for command in [
        &["plan-network", "--vnet", "10.1.0.0/16"][..],
        &["show", "--plan"],
        &["eligible", "--plan"],
        &["collect", "--out", "nowhere"],
    ] {
        let stand_in = StandIn::start(World::example("healthy"));
        stand_in.fault(Fault::forbidden("", "Microsoft.Web/sites/read"));
        let said = run(&mut reading(&stand_in, "nw-shop", command));
        assert_eq!(said.code, 2, "{said}");
        let why = "nothing could be read";
        assert!(said.stderr.contains(why), "{said}");
        let why = "the app nw-shop may not be read: 403 Forbidden";
        assert!(said.stderr.contains(why), "{said}");
    }
}

#[test]
fn what_is_missing_is_asked_for() {
    run(netcheck_alone().args(["check", "--azure"]))
        .assert_wrong_usage("type --app NAME --resource-group NAME --subscription ID");
    let place = ["--app", "a", "--resource-group", "g", "--subscription", "s"];
    run(netcheck_alone().args(["check", "--azure"]).args(place)).assert_wrong_usage("az login");
    run(netcheck_alone()
        .args(["check", "--azure", "--arm-endpoint", "http://10.0.0.4"])
        .args(place))
    .assert_wrong_usage("in the clear");
    run(netcheck_alone().args(["check", "--azure", "--from", "x"]))
        .assert_wrong_usage("cannot be used with");
    run(netcheck_alone().args(["check"])).assert_wrong_usage("nothing to judge");
}

#[test]
fn what_azure_says_is_judged_like_an_export_of_it() {
    for (example, app) in APPS {
        let stand_in = StandIn::start(World::example(example));
        let said = run(&mut reading(&stand_in, app, &["check", "--json"]));
        let folder = example::folder(example);
        let exported = run(netcheck_alone()
            .args(["check", "--json", "--app", app, "--from"])
            .arg(folder));
        assert_eq!(
            (said.code, said.stderr.as_str()),
            (exported.code, ""),
            "{said}"
        );
        let (live, exported) = (said.json(), exported.json());
        assert_eq!(live["gaps"], serde_json::json!([]), "{said}");
        for check in exported["checks"].as_array().unwrap() {
            let name = check["name"].as_str().unwrap();
            assert_eq!(
                status_of(&live, name),
                check["status"],
                "{example}: {name}{said}"
            );
        }
    }
}

#[test]
fn findings_are_byte_for_byte_those_of_the_collected_folder_and_archive() {
    let no_fault: &[Fault] = &[];
    let faults = [
        Fault::forbidden(
            "/virtualnetworks/nw-net",
            "Microsoft.Network/virtualNetworks/read",
        ),
        Fault::always(
            "/availabilitystatuses/current",
            Kind::Error(404, "NotFound", "x".into()),
        ),
        Fault::always(
            "/sites/nw-shop",
            Kind::Error(401, "InvalidToken", "\u{1b}x".into()),
        ),
        Fault::always("/getvpnclientconnectionhealth", Kind::LoginPage),
    ];
    for (example, app) in APPS {
        for faults in [no_fault, &faults, &faults[1..2]] {
            let stand_in = StandIn::start(World::example(example));
            for fault in faults {
                stand_in.fault(fault.clone());
            }
            let place = tempfile::tempdir().unwrap();
            let folder = place.path().join("export");
            let archive = place.path().join("export.zip");
            for to in [&folder, &archive] {
                let said = run(reading(&stand_in, app, &["collect", "--out"]).arg(to));
                let expected = if faults.is_empty() { 0 } else { 3 };
                assert_eq!((said.code, said.stderr.as_str()), (expected, ""), "{said}");
            }
            let live = run(&mut reading(&stand_in, app, &["check", "--json"]));
            for from in [&folder, &archive] {
                let saved = run(netcheck_alone()
                    .args(["check", "--json", "--from"])
                    .arg(from));
                assert_eq!(live.timeless(), saved.timeless(), "{live}{saved}");
                assert_eq!(live.code, saved.code);
            }
            let live = run(&mut reading(&stand_in, app, &["reach"]));
            let saved = run(netcheck_alone().args(["reach", "--from"]).arg(&folder));
            assert!(live.stdout.ends_with(&saved.stdout), "{live}{saved}");
        }
    }
}

#[test]
fn an_export_holds_no_secret_and_is_only_its_owners() {
    let stand_in = StandIn::start(World::example("broken"));
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("export");
    let case = place.path().join("case");
    let said = run(reading(&stand_in, "nw-shop", &["collect", "--out"]).arg(&folder));
    assert_eq!(said.code, 0, "{said}");
    let said = run(reading(&stand_in, "nw-shop", &["check", "--save"]).arg(&case));
    assert_eq!(said.code, 1, "{said}");
    for dir in [&folder, &case] {
        let mut files = 0;
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            assert!(!text.contains("CANARY"), "{}", path.display());
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt;
                let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode();
                assert_eq!(mode(&path) & 0o777, 0o600, "{}", path.display());
                assert_eq!(mode(dir) & 0o777, 0o700);
            }
            files += 1;
        }
        assert!(files > 10);
    }
    // The saved case is judged again without Azure.
    let again = run(netcheck_alone()
        .args(["check", "--json", "--from"])
        .arg(&case));
    assert_eq!(again.code, 1, "{again}");
    // A second export replaces the first; a folder of somebody else's is left alone.
    let said = run(reading(&stand_in, "nw-shop", &["collect", "--out"]).arg(&folder));
    assert_eq!(said.code, 0, "{said}");
    let said = run(reading(&stand_in, "nw-shop", &["collect", "--json", "--out"]).arg(&case));
    said.assert_wrong_usage("nor an earlier export");
}

#[test]
fn inside_the_app_azure_is_read_unless_that_is_not_wanted() {
    let stand_in = StandIn::start(World::example("healthy"));
    let inside = |more: &[&str]| {
        let mut command = netcheck_alone();
        command.args(["check", "--json"]).args(more);
        stand_in.identify(&mut command);
        command
            .env("WEBSITE_SITE_NAME", "nw-shop")
            .env("WEBSITE_VNETNAME", "nw-net")
            .env("WEBSITE_RESOURCE_GROUP", "nw-rg")
            .env(
                "WEBSITE_OWNER_NAME",
                "11111111-2222-3333-4444-555555555555+nw-rg-WestEuropewebspace",
            );
        command
    };
    let said = run(&mut inside(&[]));
    assert_eq!(status_of(&said.json(), "gateway-up"), "pass", "{said}");
    let before = stand_in.asked().len();
    let said = run(&mut inside(&["--no-azure"]));
    assert_eq!(status_of(&said.json(), "gateway-up"), "unknown", "{said}");
    assert_eq!(stand_in.asked().len(), before);
    // Nobody asked for Azure by name: that it lets nobody in is a gap.
    let said = run(inside(&[]).env("IDENTITY_HEADER", "wrong"));
    assert!(
        gaps(&said.json())[0].starts_with("Azure was not read: signing in"),
        "{said}"
    );
}

#[test]
fn only_what_reads_is_asked_and_nothing_twice() {
    let stand_in = StandIn::start(World::example("regional"));
    let said = run(reading(&stand_in, "nw-api", &["check"]).arg("--json"));
    assert_eq!(said.code, 0, "{said}");
    let asked = stand_in.asked();
    for one in &asked {
        assert!(
            one.method == "GET" || one.path.ends_with("/getVpnClientConnectionHealth"),
            "{one:?}"
        );
    }
    let mut all: Vec<String> = asked
        .iter()
        .filter(|one| !one.path.contains("/operationResults/"))
        .map(|one| format!("{} {}?{}", one.method, one.path.to_lowercase(), one.query))
        .collect();
    let before = all.len();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), before, "{asked:#?}");
}

#[test]
fn an_anonymized_export_is_judged_the_same_and_tells_nobodys_name() {
    for (example, app) in APPS {
        let stand_in = StandIn::start(World::example(example));
        stand_in.fault(Fault::forbidden(
            "/localnetworkgateways/nw-onprem",
            "Microsoft.Network/localNetworkGateways/read",
        ));
        let place = tempfile::tempdir().unwrap();
        let (plain, masked) = (place.path().join("plain"), place.path().join("masked.zip"));
        run(reading(&stand_in, app, &["collect", "--out"]).arg(&plain));
        let said = run(reading(
            &stand_in,
            app,
            &["collect", "--anonymize", "--json", "--out"],
        )
        .arg(&masked));
        assert_eq!((said.code, said.stderr.as_str()), (3, ""), "{said}");
        assert!(!said.stdout.contains("/nw-"), "{said}");
        let judged = |from: &std::path::Path| {
            let said = run(netcheck_alone()
                .args(["check", "--json", "--from"])
                .arg(from));
            let document = said.json();
            let checks = document["checks"].as_array().unwrap().clone();
            let statuses: Vec<(Value, Value)> = checks
                .iter()
                .map(|check| (check["name"].clone(), check["status"].clone()))
                .collect();
            (said.code, statuses, said)
        };
        let (before, after) = (judged(&plain), judged(&masked));
        assert_eq!(
            (before.0, &before.1),
            (after.0, &after.1),
            "{}{}",
            before.2,
            after.2
        );
        for part in ["nw-", "northwind", "11111111-2222", "198.51.100."] {
            assert!(!after.2.stdout.contains(part), "{part}{}", after.2);
        }
    }
}
