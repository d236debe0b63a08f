//! netcheck on exports and files that mean it harm: rules that cross in every way, names without end,
//! control characters. Bounded in time and memory, and a limit that is met is told and never a pass.

mod support;

use serde_json::{Value, json};
use support::example::{self, Change};
use support::guarded::{assert_tame, run_guarded};
use support::program::{Said, program};

/// What it may take of memory, whatever it reads.
const MEGABYTES: u32 = 256;

const GROUPS: &str = "networkSecurityGroups.json";
const TABLES: &str = "routeTables.json";

/// A copy of an example, some files of which are changed.
struct Export(tempfile::TempDir);

impl Export {
    fn healthy(changes: &[Change<'_>]) -> Self {
        Self(example::changed("healthy", changes))
    }

    fn ask(&self, words: &[&str]) -> Said {
        netcheck(&[words, &["--from", self.0.path().to_str().expect("text")]].concat())
    }

    /// The page of these targets, which is well-formed and leads nowhere else.
    fn page(&self, targets: &[&str]) -> String {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("page.html");
        let report = ["--offline", "--report", path.to_str().expect("text")];
        self.ask(&[&["check"], targets, &report].concat());
        let html = std::fs::read_to_string(&path).expect("a page");
        assert_eq!(page::check::faults(&html), [""; 0]);
        let xml = page::check::as_xml(&html);
        let document = roxmltree::Document::parse(&xml).expect("well-formed");
        let scripts = document.descendants().filter(|n| n.has_tag_name("script"));
        assert_eq!(scripts.count(), 1);
        html
    }
}

fn netcheck(words: &[&str]) -> Said {
    let mut command = program(env!("CARGO_BIN_EXE_netcheck"));
    command.args(words);
    let said = run_guarded(&command, MEGABYTES, b"");
    assert_tame(&said);
    said
}

/// A rule of the database's security group that lets in, or every third time does not.
fn rule(i: usize, from: Value, to: Value, ports: Value) -> Value {
    json!({"name": format!("r{i}"), "properties": {
        "protocol": "Tcp", "sourcePortRange": "*", "destinationPortRanges": ports,
        "sourceAddressPrefixes": from, "destinationAddressPrefixes": to,
        "access": if i.is_multiple_of(3) { "Deny" } else { "Allow" },
        "priority": 100 + i, "direction": "Inbound",
    }})
}

fn set_rules(document: &mut Value, rules: Vec<Value>) {
    document["value"][0]["properties"]["securityRules"] = Value::Array(rules);
}

/// The i-th address of 10.61.8.0/24 and of the pool 172.29.7.0/24.
fn target(i: usize) -> String {
    format!("10.61.8.{}", i % 256)
}

fn client(i: usize) -> String {
    format!("172.29.7.{}", i % 256)
}

/// A prefix of /16 to /32 around a place among the 65,536 addresses of `base`, so that many lie inside
/// one another.
fn nested(base: [u8; 2], i: usize) -> String {
    let length = 16 + i % 17;
    let place = i.wrapping_mul(2_654_435_761) % 65_536;
    let address = [base[0], base[1], (place / 256) as u8, (place % 256) as u8].into();
    ipnet::Ipv4Net::new_assert(address, length as u8)
        .trunc()
        .to_string()
}

/// Rules that are a product: every source with every destination and every port.
fn crossing(many: usize) -> Vec<Value> {
    let all = |of: fn(usize) -> String| -> Value { (0..256).step_by(2).map(of).collect() };
    (0..many)
        .map(|i| {
            let ports: Value = (0..40)
                .map(|p| format!("{}-{}", i + p * 100, i + p * 150))
                .collect();
            match i % 4 {
                0 => rule(i, all(client), json!([target(i)]), ports),
                1 => rule(i, json!([client(i)]), all(target), ports),
                2 => rule(
                    i,
                    json!([nested([172, 29], i)]),
                    json!([nested([10, 61], i)]),
                    json!(["*"]),
                ),
                _ => rule(
                    i,
                    json!(["Sql", client(i)]),
                    json!([nested([10, 61], i * 7)]),
                    ports,
                ),
            }
        })
        .collect()
}

/// Every rule has a port of its own, and senders and receivers of its own.
fn shattering(many: usize) -> Vec<Value> {
    let own = |i: usize| {
        rule(
            i,
            json!([client(i)]),
            json!([target(i / 3)]),
            json!([(i * 16).to_string()]),
        )
    };
    (0..many).map(own).collect()
}

/// So many routes inside one another, to several places.
fn routes(many: usize, base: [u8; 2]) -> Vec<Value> {
    let hops = [
        "None",
        "VnetLocal",
        "Internet",
        "VirtualNetworkGateway",
        "VirtualAppliance",
    ];
    let route = |i: usize| {
        json!({"name": format!("route-{i}"), "properties": {
            "addressPrefix": nested(base, i), "nextHopType": hops[i % 5], "nextHopIpAddress": "10.61.0.200",
        }})
    };
    (0..many).map(route).collect()
}

#[test]
fn rules_may_cross_in_every_way() {
    for (what, rules) in [
        ("crossing", crossing(4000)),
        ("a few that cross", crossing(60)),
        ("shattering", shattering(4000)),
    ] {
        let export = Export::healthy(&[
            (GROUPS, &|groups| set_rules(groups, rules.clone())),
            (TABLES, &|tables| {
                tables["value"][0]["properties"]["routes"] = Value::Array(routes(4000, [172, 29]));
            }),
        ]);
        for words in [
            &["reach"][..],
            &["reach", "--json"],
            &["reach", "--to", "10.61.8.0/28"],
            &["route", "10.61.8.9:1433"],
            &["route", "10.61.8.9", "--json"],
            &["check", "10.61.8.9:1433", "--offline"],
        ] {
            let said = export.ask(words);
            assert!(
                said.code == 0 || said.code == 1 || said.code == 3,
                "{what}{said}"
            );
        }
        let html = export.page(&["10.61.8.9:1433"]);
        assert!(html.len() < 2_000_000, "{what}: {}", html.len());
    }
}

/// Beyond the limit nothing is said to be open or closed, and the limit is named.
#[test]
fn a_limit_that_is_met_is_told() {
    let export = Export::healthy(&[(GROUPS, &|groups| set_rules(groups, crossing(4000)))]);
    let said = export.ask(&["reach", "--json", "--to", "10.61.8.0/24"]);
    let document = said.json();
    let unknown = document["unknown"].to_string();
    assert!(
        unknown.contains("where netcheck stops"),
        "{}",
        &unknown[..unknown.len().min(2000)]
    );
    assert_eq!(document["reach"], json!([]));
    let said = export.ask(&["reach", "--to", "10.61.8.0/24"]);
    assert!(said.flowing().contains("where netcheck stops"));
}

/// What a name in an export may be.
const NAMES: [&str; 3] = [
    "\u{1b}]0;owned\u{7}\r\n\u{9b}31m>",
    "\u{202e}C:\\Windows>",
    "\0",
];

/// Every name (or all text but ids) in all documents is another.
fn renamed(document: &mut Value, name: &str, all: bool) {
    match document {
        Value::Array(items) => items.iter_mut().for_each(|item| renamed(item, name, all)),
        Value::Object(members) => {
            for (member, value) in members {
                let named = member.to_ascii_lowercase().ends_with("name") || all && member != "id";
                match value {
                    Value::String(text) if named => *text = name.to_owned(),
                    other => renamed(other, name, all),
                }
            }
        }
        _ => {}
    }
}

#[test]
fn an_export_may_hold_any_text() {
    let long = "x ".repeat(5_000);
    for name in NAMES.iter().copied().chain([&*long]) {
        for (example, all) in [("healthy", false), ("healthy", true), ("regional", false)] {
            let export = Export(example::copy(example));
            for entry in std::fs::read_dir(export.0.path()).expect("the copy") {
                let path = entry.expect("a file").path();
                let text = std::fs::read_to_string(&path).expect("text");
                let Ok(mut document) = serde_json::from_str(&text) else {
                    continue;
                };
                renamed(&mut document, name, all);
                std::fs::write(&path, document.to_string()).expect("written");
            }
            for words in [
                &["check"][..],
                &["check", "10.61.8.9:1433", "--offline"],
                &["check", "--json"],
                &["reach"],
                &["route", "10.61.8.9:1433"],
                &["show"],
            ] {
                export.ask(words);
            }
            export.page(&["10.61.8.9:1433", "192.168.41.7:80"]);
        }
    }
}

#[test]
fn a_witness_may_say_anything() {
    let export = Export::healthy(&[]);
    let folder = tempfile::tempdir().expect("a folder");
    // Windows allows no such name.
    let name = match cfg!(windows) {
        true => "witness.json",
        false => "witness\u{1b}[31m.json",
    };
    let file = folder.path().join(name);
    let line = |target: &str, outcome: &str| {
        let said = json!({"schema": "tcpping/1", "event": "attempt", "target": target, "outcome": outcome});
        format!("{said}\n")
    };
    let good = line("10.61.8.9:1433", "timeout");
    let many: String = (0..50_000)
        .map(|i| line(&format!("h{i}:1"), "refused"))
        .collect();
    for said in [
        format!("{}\n{good}", "x".repeat(10 << 20)),
        format!("{}\n{good}", "\0".repeat(10 << 20)),
        format!("{}\n{good}", "[".repeat(1 << 20)),
        format!("{}{good}", line(&"x".repeat(10_000), &"y".repeat(10_000))),
        format!("{}{good}", line(&format!("{}:1", NAMES[0]), NAMES[0])),
        format!("{}{good}", line(NAMES[1], NAMES[1])),
        line("10.61.8.9:1433", NAMES[0]),
        line("10.61.8.9:1433", &"y>".repeat(5_000)),
        format!("{many}{good}"),
        NAMES.join("\n"),
        String::new(),
    ] {
        std::fs::write(&file, &said).expect("written");
        let witness = format!("vm={}", file.display());
        for form in [&[][..], &["--json"]] {
            let words = [
                "check",
                "10.61.8.9:1433",
                "--offline",
                "--witness",
                &witness,
            ];
            export.ask(&[&words[..], form].concat());
        }
    }
}
