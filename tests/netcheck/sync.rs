//! netcheck sync, add-route and disconnect: the real binary on exports, and against a stand-in for Azure
//! Resource Manager that takes changes. Nothing here ever met a subscription.
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;

use serde_json::{Value, json};

use crate::arm_stand_in::{Fault, Hold, Kind, StandIn, World, Writes};
use crate::netcheck_alone;
use crate::support::example;
use crate::support::program::{Said, run};

const ROOTS: &str = "/properties/vpnClientConfiguration/vpnClientRootCertificates";
const GATEWAY: &str = "/virtualnetworkgateways/nw-gw";
const PLAN_COPY: &str = "/serverfarms/nw-plan/virtualnetworkconnections/nw-net";

/// A stand-in that takes changes, and a folder for the journal.
struct Azure {
    stand_in: StandIn,
    folder: tempfile::TempDir,
    app: &'static str,
}

impl Azure {
    fn new(example: &str, writes: Writes) -> Self {
        let stand_in = StandIn::start(World::example(example));
        {
            let mut world = stand_in.world();
            if example != "regional" {
                world.get(GATEWAY)["properties"]["vpnClientConfiguration"]["radiusServerSecret"] =
                    json!("CANARY-radius");
                world.get(GATEWAY)["properties"]["inTheNextVersion"] = json!({"kept": [1, null]});
            }
        }
        stand_in.take_writes(writes);
        let folder = tempfile::tempdir().unwrap();
        let app = if example == "regional" {
            "nw-api"
        } else {
            "nw-shop"
        };
        Self {
            stand_in,
            folder,
            app,
        }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = netcheck_alone();
        command.current_dir(self.folder.path()).args(arguments);
        self.stand_in.sign_in(&mut command, self.app);
        command
    }

    /// Runs it; nothing secret may be in what it says or writes down.
    #[track_caller]
    fn run(&self, arguments: &[&str]) -> Said {
        let said = run(&mut self.command(arguments));
        assert!(
            !said.stdout.contains("CANARY") && !said.stderr.contains("CANARY"),
            "{said}"
        );
        assert!(!self.journal().contains("CANARY"), "{}", self.journal());
        said.assert_plain();
        said
    }

    fn sync(&self) -> Said {
        self.run(&["sync", "--apply", "--yes", "nw-net"])
    }

    fn journal(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("netcheck-journal-nw-net.jsonl"))
            .unwrap_or_default()
    }

    fn roots(&self) -> Vec<Value> {
        let mut world = self.stand_in.world();
        world
            .get(GATEWAY)
            .pointer(ROOTS)
            .unwrap()
            .as_array()
            .unwrap()
            .clone()
    }

    /// The end of a good sync of the broken example: every certificate once, the network's information
    /// new, and a package handed over that was made when the gateway knew App Service's certificate.
    #[track_caller]
    fn assert_synced(&self, others: usize) {
        let roots = self.roots();
        let own = self.stand_in.world().get(PLAN_COPY)["properties"]["certBlob"].clone();
        let data = |root: &Value| root["properties"]["publicCertData"].clone();
        assert_eq!(
            roots.iter().filter(|root| data(root) == own).count(),
            1,
            "{roots:?}"
        );
        assert_eq!(roots.len(), 3 + others, "{roots:?}");
        let names: Vec<&Value> = roots.iter().map(|root| &root["name"]).collect();
        assert_eq!(names[0], "AppServiceCertificate.cer");
        assert_eq!(names[1], "nw-laptops");
        let mut world = self.stand_in.world();
        let gateway = world.get(GATEWAY);
        assert_eq!(
            gateway["properties"]["vpnClientConfiguration"]["radiusServerSecret"],
            "CANARY-radius"
        );
        assert_eq!(
            gateway["properties"]["inTheNextVersion"],
            json!({"kept": [1, null]})
        );
        let copy = &world.get(PLAN_COPY)["properties"];
        assert_eq!(copy["dnsServers"], "10.61.0.10,10.61.0.5");
        let writes = self.stand_in.writes();
        let last = writes.handed.last().expect("a package was handed over");
        let known = writes.packages[*last].as_array().unwrap();
        assert!(known.iter().any(|root| data(root) == own));
    }
}

fn polls(polls: usize) -> Writes {
    Writes {
        polls,
        ..Writes::default()
    }
}

#[test]
fn the_dry_run_says_what_differs_what_would_be_called_and_whom_it_concerns() {
    let said = run(netcheck_alone()
        .args(["sync", "--from"])
        .arg(example::folder("broken")));
    assert_eq!((said.code, said.stderr.as_str()), (1, ""), "{said}");
    let text = said.flowing();
    for part in [
        "nw-shop: Sync Network for nw-net has something to do",
        "nw-gw does not know the certificate that the app presents",
        "App Service does not know the DNS server 10.61.0.10",
        "App Service still uses the DNS server 10.61.0.4",
        "App Service has no route to 10.62.0.0/16",
        "App Service itself asks for a sync (resyncRequired)",
        "1. PUT /subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/nw-rg/providers/Microsoft.Network/virtualNetworkGateways/nw-gw?api-version=2024-05-01",
        "added as AppServiceCertificate_1.cer beside AppServiceCertificate.cer, nw-laptops; If-Match its etag",
        "2. POST ",
        "3. PUT ",
        "not certain: that Sync Network in the portal makes this call",
        "briefly interrupts the connection of every app on this plan that uses the network",
        "- nw-shop",
        "- nw-admin, if it is on this plan, which was not read",
        "of 3 apps that the plan says it holds 2 more were not read",
        "Nothing was changed",
    ] {
        assert!(text.contains(part), "{part}{said}");
    }
    assert!(!said.stdout.contains("CANARY"), "{said}");
}

#[test]
fn in_sync_is_nothing_to_do_and_unread_is_not_in_sync() {
    let healthy = run(netcheck_alone()
        .args(["sync", "--from"])
        .arg(example::folder("healthy")));
    assert_eq!(healthy.code, 0, "{healthy}");
    assert!(healthy.stdout.contains("is in sync"), "{healthy}");
    let regional = run(netcheck_alone()
        .args(["sync", "--from"])
        .arg(example::folder("regional")));
    assert_eq!(regional.code, 0, "{regional}");
    assert!(
        regional
            .flowing()
            .contains("regional integration, which has nothing to sync"),
        "{regional}"
    );
    let part = example::folder("healthy").join("serverfarm-nw-plan-virtualNetworkConnections.json");
    let unread = run(netcheck_alone()
        .args(["sync", "--json", "--from"])
        .arg(part));
    assert_eq!(unread.code, 3, "{unread}");
    let document = unread.json();
    assert_eq!(
        (&document["schema"], &document["state"]),
        (&json!("netcheck-sync/1"), &json!("unknown"))
    );
}

#[test]
fn wrong_usage_says_what_to_type_and_changes_nothing() {
    run(netcheck_alone()
        .args(["sync", "--apply", "--yes", "nw-net", "--from"])
        .arg(example::folder("broken")))
    .assert_wrong_usage("leave --from away");
    run(netcheck_alone()
        .args(["add-route", "10.1.2.3/16", "--from"])
        .arg(example::folder("broken")))
    .assert_wrong_usage("type 10.1.0.0/16");
    run(netcheck_alone()
        .args(["sync", "--yes", "nw-net", "--from"])
        .arg(example::folder("broken")))
    .assert_wrong_usage("--apply");
    let azure = Azure::new("broken", polls(0));
    azure
        .run(&["sync", "--apply"])
        .assert_wrong_usage("--yes NETWORK");
    let said = azure.run(&["sync", "--apply", "--yes", "nw-other"]);
    assert_eq!(said.code, 2, "{said}");
    assert!(
        said.stderr
            .contains("'nw-other' is not the network's name, which is nw-net; nothing was changed"),
        "{said}"
    );
    let said = azure.run(&[
        "sync",
        "--apply",
        "--yes",
        "nw-net",
        "--journal",
        "no/such/folder/j",
    ]);
    assert_eq!(said.code, 2, "{said}");
    assert!(said.stderr.contains("nothing was changed"), "{said}");
    assert!(azure.stand_in.writes().made.is_empty());
}

#[test]
fn apply_makes_exactly_the_calls_of_the_dry_run() {
    for (poll, operations) in [(0, false), (3, false), (2, true)] {
        let azure = Azure::new(
            "broken",
            Writes {
                polls: poll,
                operations,
                ..Writes::default()
            },
        );
        let dry = azure.run(&["sync", "--json"]);
        assert_eq!(dry.code, 1, "{dry}");
        assert!(azure.stand_in.writes().made.is_empty());
        let told: Vec<String> = dry.json()["calls"]
            .as_array()
            .unwrap()
            .iter()
            .map(|call| {
                let path = call["path"].as_str().unwrap().split('?').next().unwrap();
                format!("{} {path}", call["method"].as_str().unwrap())
            })
            .collect();
        let said = azure.sync();
        assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{said}");
        assert_eq!(azure.stand_in.writes().made, told, "{said}");
        azure.assert_synced(0);
        for part in [
            "certificates-in-sync: FAIL -> ok",
            "network-in-sync: FAIL -> ok",
            "\nDone.\n",
        ] {
            assert!(said.stdout.contains(part), "{part}{said}");
        }
        // And then there is nothing to do.
        let again = azure.sync();
        assert_eq!(again.code, 0, "{again}");
        assert_eq!(azure.stand_in.writes().made.len(), told.len(), "{again}");
        let lines: Vec<Value> = azure
            .journal()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert!(
            lines
                .iter()
                .all(|line| line["schema"] == "netcheck-journal/1")
        );
        assert_eq!(
            lines.iter().filter(|line| line["record"] == "call").count(),
            told.len()
        );
    }
}

/// Killed at each call, before Azure has done it and after: run again, it finishes.
#[test]
fn it_survives_being_killed_at_any_call() {
    for at in 0..3 {
        for after_effect in [false, true] {
            let (reached, here) = channel();
            let hold = Hold {
                at,
                after_effect,
                reached,
            };
            let azure = Azure::new(
                "broken",
                Writes {
                    polls: 2,
                    hold: Some(hold),
                    ..Writes::default()
                },
            );
            let mut child = azure
                .command(&["sync", "--apply", "--yes", "nw-net"])
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            let came = here.recv_timeout(Duration::from_secs(120));
            child.kill().unwrap();
            child.wait().unwrap();
            came.unwrap_or_else(|e| panic!("call {at} did not come: {e}"));
            let mut writes = azure.stand_in.writes();
            writes.hold = None;
            azure.stand_in.take_writes(writes);
            assert!(!azure.journal().contains("CANARY"));
            let said = azure.sync();
            assert_eq!(said.code, 0, "{at} {after_effect}{said}");
            azure.assert_synced(0);
            let again = azure.run(&["sync", "--json"]);
            assert_eq!(again.code, 0, "{at} {after_effect}{again}");
        }
    }
}

#[test]
fn somebody_elses_change_is_kept_and_told() {
    let others =
        std::fs::read_to_string(example::folder("certificates").join("app-service.pem")).unwrap();
    let azure = Azure::new(
        "broken",
        Writes {
            meddle_at: Some(0),
            others_certificate: others,
            ..polls(1)
        },
    );
    let said = azure.sync();
    assert_eq!(said.code, 0, "{said}");
    assert!(
        said.stdout
            .contains("Somebody else changed it meanwhile: it is read again."),
        "{said}"
    );
    azure.assert_synced(1);
    assert_eq!(azure.roots()[2]["name"], "somebody-elses");
}

/// A fault at each call ends the run with what was done, what not, and how to go on; then it goes on.
#[test]
fn a_fault_in_the_middle_says_where_it_stands() {
    for (ending, done) in [
        ("/virtualnetworkgateways/nw-gw", 0),
        ("/generatevpnclientpackage", 1),
        ("/gateways/primary", 1),
    ] {
        let azure = Azure::new("broken", polls(1));
        // The gateway is read first, by the checklist and by the run: refused is only what changes it.
        let kind = Kind::Error(403, "AuthorizationFailed", "The client 'x' does not have authorization to perform action 'Microsoft.Network/x/write' over scope '/s'.".to_owned());
        azure.stand_in.fault(Fault {
            writes_only: true,
            ..Fault::times(ending, kind, 1)
        });
        let said = azure.sync();
        assert_eq!(said.code, 1, "{ending}{said}");
        let text = said.flowing();
        for part in [
            "It did not finish: 403 Forbidden",
            "the action Microsoft.Network/x/write is missing",
            "What was not done:",
            "To finish: run the same command again",
            "Not finished.",
        ] {
            assert!(text.contains(part), "{part}{ending}{said}");
        }
        assert_eq!(
            text.contains("add the certificate of App Service to the gateway nw-gw: done"),
            done == 1,
            "{said}"
        );
        assert_eq!(
            text.contains("To undo: delete the root certificate AppServiceCertificate_1.cer"),
            done == 1,
            "{said}"
        );
        let again = azure.sync();
        assert_eq!(again.code, 0, "{ending}{again}");
        azure.assert_synced(0);
    }
}

/// What passes by itself is tried again, and nothing is done twice for it.
#[test]
fn a_fault_that_passes_does_not_end_it() {
    for kind in [
        Kind::Hangup,
        Kind::Throttled(0),
        Kind::Error(503, "ServiceUnavailable", "sorry".to_owned()),
    ] {
        let azure = Azure::new("broken", polls(1));
        for ending in [GATEWAY, "/generatevpnclientpackage", "/gateways/primary"] {
            azure.stand_in.fault(Fault {
                writes_only: true,
                ..Fault::times(ending, kind.clone(), 1)
            });
        }
        let said = azure.sync();
        assert_eq!(said.code, 0, "{kind:?}{said}");
        azure.assert_synced(0);
        assert_eq!(azure.stand_in.writes().made.len(), 3, "{kind:?}");
    }
}

#[test]
fn an_operation_that_fails_in_azure_is_told() {
    let azure = Azure::new(
        "broken",
        Writes {
            operations: true,
            fails: Some("GatewayBusted"),
            ..polls(1)
        },
    );
    let said = azure.sync();
    assert_eq!(said.code, 1, "{said}");
    assert!(
        said.flowing()
            .contains("it failed in Azure (GatewayBusted): It did not work."),
        "{said}"
    );
}

#[test]
fn json_of_an_apply_is_one_document() {
    let azure = Azure::new("broken", polls(1));
    let said = azure.run(&["sync", "--apply", "--yes", "NW-NET", "--json"]);
    assert_eq!(said.code, 0, "{said}");
    let document = said.json();
    let applied = &document["applied"];
    assert_eq!(
        (&applied["finished"], &applied["state_after"]),
        (&json!(true), &json!("in_sync")),
        "{said}"
    );
    assert_eq!(applied["calls"].as_array().unwrap().len(), 3);
    assert!(
        applied["calls"]
            .as_array()
            .unwrap()
            .iter()
            .all(|call| call["outcome"] == "done")
    );
}

#[test]
fn a_route_is_added_once() {
    let azure = Azure::new("broken", polls(0));
    {
        // 10.0.0.0/8 among the DEFAULT routes holds whatever could be added.
        let mut world = azure.stand_in.world();
        world.get(PLAN_COPY)["properties"]["routes"]
            .as_array_mut()
            .unwrap()
            .remove(0);
    }
    let dry = azure.run(&["add-route", "10.99.0.0/16"]);
    assert_eq!(dry.code, 1, "{dry}");
    assert!(azure.stand_in.writes().made.is_empty());
    let said = azure.run(&["add-route", "10.99.0.0/16", "--apply", "--yes", "nw-net"]);
    assert_eq!(said.code, 0, "{said}");
    let again = azure.run(&["add-route", "10.99.0.0/16", "--apply", "--yes", "nw-net"]);
    assert_eq!(again.code, 0, "{again}");
    assert!(
        again
            .flowing()
            .contains("is routed into the network already, by 10.99.0.0-10.99.255.255 (STATIC)"),
        "{again}"
    );
    assert_eq!(azure.stand_in.writes().made.len(), 1);
}

#[test]
fn an_app_is_disconnected_and_its_certificate_stays() {
    for (example, network) in [("broken", "nw-net"), ("regional", "nw-spoke")] {
        let azure = Azure::new(example, polls(0));
        let dry = azure.run(&["disconnect"]);
        assert_eq!(dry.code, 1, "{dry}");
        assert!(dry.stdout.contains("Nothing was changed"), "{dry}");
        assert!(azure.stand_in.writes().made.is_empty());
        let said = azure.run(&["disconnect", "--apply", "--yes", network]);
        assert_eq!(said.code, 0, "{said}");
        assert_eq!(azure.stand_in.writes().made.len(), 1);
        let again = azure.run(&["disconnect"]);
        assert_eq!(again.code, 0, "{again}");
        if example == "broken" {
            assert_eq!(azure.roots().len(), 2);
        }
    }
}

/// Asked to stop while Azure works on: it says where it stands, and the next run goes on.
#[cfg(unix)]
#[test]
fn asked_to_stop_it_says_where_it_stands() {
    let azure = Azure::new("broken", polls(1_000_000));
    let child = azure
        .command(&["sync", "--apply", "--yes", "nw-net"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let began = std::time::Instant::now();
    while azure.stand_in.writes().made.is_empty() {
        assert!(began.elapsed() < Duration::from_secs(120), "no call came");
        std::thread::sleep(Duration::from_millis(20));
    }
    let interrupted = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(interrupted.unwrap().success());
    let output = child.wait_with_output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(
        text.contains("It did not finish: it was asked to stop"),
        "{text}"
    );
    assert!(
        text.contains("add the certificate of App Service to the gateway nw-gw: done"),
        "{text}"
    );
    let mut writes = azure.stand_in.writes();
    writes.left = 0;
    azure.stand_in.take_writes(writes);
    let said = azure.sync();
    assert_eq!(said.code, 0, "{said}");
    azure.assert_synced(0);
}

/// What a sync handles in clear (a RADIUS secret, a package's link) stands in nothing that is saved.
#[test]
fn what_is_collected_afterwards_holds_no_secret() {
    let azure = Azure::new("broken", polls(0));
    assert_eq!(azure.sync().code, 0);
    azure.run(&["collect", "--out", "export"]);
    let mut files = 0;
    for entry in std::fs::read_dir(azure.folder.path().join("export")).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        assert!(!text.contains("CANARY"), "{text}");
        files += 1;
    }
    assert!(files > 10, "{files}");
    let said = run(netcheck_alone()
        .args(["sync", "--from"])
        .arg(azure.folder.path().join("export")));
    assert_eq!(said.code, 0, "{said}");
}

#[test]
fn across_subscriptions_nothing_is_called() {
    let azure = Azure::new("broken", polls(0));
    {
        let mut world = azure.stand_in.world();
        let other = "/subscriptions/99999999-2222-3333-4444-555555555555/resourceGroups/nw-rg/providers/Microsoft.Network/virtualNetworks/nw-net";
        for copy in ["/sites/nw-shop/virtualnetworkconnections/nw-net", PLAN_COPY] {
            world.get(copy)["properties"]["vnetResourceId"] = json!(other);
        }
        let mut network = world.get("/virtualnetworks/nw-net").clone();
        network["id"] = json!(other);
        world.put(network);
    }
    let said = azure.sync();
    assert_eq!(said.code, 1, "{said}");
    assert!(
        said.flowing()
            .contains("Sync Network does not work across subscriptions"),
        "{said}"
    );
    assert!(azure.stand_in.writes().made.is_empty());
}
