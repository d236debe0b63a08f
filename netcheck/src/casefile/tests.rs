//! Cases in folders of their own.

use std::fs;
use std::net::IpAddr;
use std::path::PathBuf;

use netdiag::fact::Origin;
use netdiag::model::{Integration, NameServerSource};
use serde_json::json;
use time::macros::datetime;

use super::*;
use crate::diagnose::observation::{Contact, NameSeen, Observation, Probe};
use crate::diagnose::witness::{Stand, Testimony};

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/broken")
}

fn example_environment() -> Environment {
    source::read_environment(Some(&example().join("environment.txt"))).unwrap()
}

fn address(text: &str) -> IpAddr {
    text.parse().unwrap()
}

/// A record with something in every member.
fn full() -> Record {
    let mut record = Record::at(datetime!(2026-11-22 16:04:05.123456789 UTC));
    record.app = Some("nw-shop/staging".to_owned());
    record.exported = false;
    record.environment_file = Some("set.txt".to_owned());
    record.targets = vec![
        "sql01:1433".parse().unwrap(),
        "[fd00::4]:443".parse().unwrap(),
    ];
    record.dependencies = vec![Dependency {
        setting: "SQLAZURECONNSTR_Shop".to_owned(),
        target: "sql01:1433".parse().unwrap(),
        kind: kind("SQL Server"),
    }];
    record.controls = vec!["web01:80".parse().unwrap()];
    record.extra_probes = false;
    record.app_servers = vec![NameServer {
        address: "10.61.8.4:53".parse().unwrap(),
        source: NameServerSource::Vnet,
        from: Origin::json("virtualNetworks.json", "/0/properties"),
    }];
    record.servers_that_matter = vec![
        NameServer {
            address: netdiag::model::AZURE_DNS,
            source: NameServerSource::PlatformDefault,
            from: Origin::PlatformDefault,
        },
        NameServer {
            address: "[fd00::53]:53".parse().unwrap(),
            source: NameServerSource::AppSetting,
            from: Origin::variable("WEBSITE_DNS_SERVER"),
        },
    ];
    record.observations.insert(
        Probe::Ask {
            name: "sql01".to_owned(),
            server: "10.61.8.4:53".parse().unwrap(),
        },
        Observation::Name(NameSeen {
            outcome: "resolved".to_owned(),
            server: Some("10.61.8.4".to_owned()),
            addresses: vec![address("10.61.8.9"), address("fd00::9")],
            canonical: None,
            aliases: Vec::new(),
            message: "sql01 has 2 records.".to_owned(),
            took_ms: 20.131,
        }),
    );
    record.observations.insert(
        Probe::Resolve {
            name: "b\u{fc}ro\n".to_owned(),
        },
        Observation::Name(NameSeen {
            outcome: "no_such_name".to_owned(),
            server: None,
            addresses: Vec::new(),
            canonical: Some("x".to_owned()),
            aliases: Vec::new(),
            message: String::new(),
            took_ms: 0.1 + 0.2,
        }),
    );
    record.observations.insert(
        Probe::Connect {
            address: address("10.61.8.9"),
            port: 1433,
        },
        Observation::Contact(Contact {
            outcome: "host_unreachable".to_owned(),
            rtt_ms: None,
            reported_by: Some(address("10.61.0.1")),
            message: Some("No route.".to_owned()),
            took_ms: 3100.0,
        }),
    );
    record.witnesses = Witnesses(vec![Testimony {
        stand: Stand::App,
        target: "sql01:1433".to_owned(),
        reached: true,
        outcome: "connected".to_owned(),
        file: "app.json".to_owned(),
    }]);
    record.notes = vec![Gap::new("the questions to the network", "were interrupted")];
    record.gaps = vec![
        Gap::new("a file", "is empty").at(Origin::json("x.json", "")),
        Gap::new("a file", "is gone"),
    ];
    record
}

fn kind(name: &str) -> &'static str {
    crate::dependencies::kind_named(name).unwrap()
}

fn files(dir: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            let inner = files(&path).into_iter();
            found.extend(inner.map(|(n, text)| (format!("{name}/{n}"), text)));
        } else {
            found.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
    found.sort();
    found
}

#[test]
fn every_member_of_a_record_comes_back() {
    let dir = tempfile::tempdir().unwrap();
    let case = dir.path().join("new/case");
    let record = full();
    save(&case, &[], &Environment::empty(), &record).unwrap();
    assert_eq!(load(&case).unwrap(), Some(record.clone()));
    let first = files(&case);
    let environment = environment(&case, &record).unwrap();
    assert_eq!(environment.names().count(), 0);
    save(&case, &[], &environment, &record).unwrap();
    assert_eq!(files(&case), first, "saving again changes nothing");
    for (name, text) in &first {
        assert!(text.is_ascii(), "{name}: {text}");
    }
}

#[test]
fn an_example_is_judged_the_same_from_its_case_and_holds_no_secret() {
    let dir = tempfile::tempdir().unwrap();
    let mut documents = source::read(&example()).unwrap().documents;
    let last = documents.pop().unwrap();
    documents.push((format!("sub/{}", last.0), last.1));
    let environment = example_environment();
    let record = Record {
        environment_file: environment.file().map(str::to_owned),
        ..full()
    };
    let case = dir.path().join("case");
    save(&case, &documents, &environment, &record).unwrap();
    for (name, text) in files(&case) {
        assert!(!text.contains("CANARY"), "{name}: {text}");
    }
    let loaded = load(&case).unwrap().unwrap();
    let environment_again = super::environment(&case, &loaded).unwrap();
    let read = source::read(&case).unwrap().documents;
    let again = source::inventory(&read, loaded.gaps);
    let before = source::inventory(&documents, record.gaps.clone());
    assert_eq!(format!("{again:?}"), format!("{before:?}"));
    assert_eq!(environment_again.file(), environment.file());
    assert_eq!(
        environment_again.names().collect::<Vec<_>>(),
        environment.names().collect::<Vec<_>>()
    );
    let judged = |inventory, environment| {
        let integration = Integration::assemble(inventory, environment, None).unwrap();
        let snapshot = crate::check::Snapshot {
            integration,
            time: record.time,
        };
        let mut bytes = Vec::new();
        let mut out = netdiag::cli::Out::new(&mut bytes, "\n");
        let findings =
            crate::report::check::Findings::of(&snapshot, crate::check::judge_all(&snapshot));
        crate::report::check::json::write(&mut out, &findings).unwrap();

        bytes
    };
    assert_eq!(
        String::from_utf8(judged(again, environment_again)).unwrap(),
        String::from_utf8(judged(before, environment)).unwrap()
    );
}

#[test]
fn an_earlier_case_is_replaced_and_nothing_else_is_touched() {
    let dir = tempfile::tempdir().unwrap();
    let record = full();
    let nothing = Environment::empty();
    let documents = [
        ("a.json".to_owned(), json!([])),
        ("sub/b.json".to_owned(), json!({"id": "x"})),
    ];
    save(dir.path(), &documents, &nothing, &record).unwrap();
    fs::write(dir.path().join("notes.txt"), "mine").unwrap();
    let read = source::read(dir.path()).unwrap().documents;
    assert_eq!(read.len(), 3, "the observations are a document too");
    save(dir.path(), &read[..1], &nothing, &record).unwrap();
    let names: Vec<String> = files(dir.path())
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    assert_eq!(
        names,
        [
            "a.json",
            "environment.txt",
            "notes.txt",
            "observations.json"
        ]
    );

    for (name, text) in [("notes.txt", "mine"), ("observations.json", "{}")] {
        let taken = tempfile::tempdir().unwrap();
        fs::write(taken.path().join(name), text).unwrap();
        let said = save(taken.path(), &[], &nothing, &record).unwrap_err();
        assert!(
            said.contains("neither a new or empty folder nor a saved case"),
            "{said}"
        );
        let said = save(&taken.path().join(name), &[], &nothing, &record).unwrap_err();
        assert!(said.contains("--save takes a folder"), "{said}");
        assert_eq!(files(taken.path()), [(name.to_owned(), text.to_owned())]);
    }
}

#[test]
fn a_name_that_leads_elsewhere_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let case = dir.path().join("case");
    for name in [
        "../a.json",
        "/a.json",
        "",
        "Observations.json",
        "environment.TXT",
    ] {
        let documents = [(name.to_owned(), json!({}))];
        let said = save(&case, &documents, &Environment::empty(), &full()).unwrap_err();
        assert!(
            said.contains("cannot be saved under its name"),
            "{name}: {said}"
        );
    }
    assert!(!case.exists());
}

#[cfg(unix)]
#[test]
fn only_this_user_may_read_a_case() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let dir = tempfile::tempdir().unwrap();
    let elsewhere = dir.path().join("elsewhere");
    fs::write(&elsewhere, "mine").unwrap();
    let case = dir.path().join("case");
    let documents = [("sub/a.json".to_owned(), json!({}))];
    save(&case, &documents, &Environment::empty(), &full()).unwrap();
    fs::remove_file(case.join(ENVIRONMENT)).unwrap();
    symlink(&elsewhere, case.join(ENVIRONMENT)).unwrap();
    save(&case, &documents, &Environment::empty(), &full()).unwrap();
    assert_eq!(fs::read_to_string(&elsewhere).unwrap(), "mine");
    for (name, expected) in [
        ("", 0o700),
        ("sub", 0o700),
        ("sub/a.json", 0o600),
        (ENVIRONMENT, 0o600),
        (OBSERVATIONS, 0o600),
    ] {
        let mode = fs::symlink_metadata(case.join(name))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, expected, "{name}");
    }
}

#[test]
fn what_is_no_case_is_none_and_what_is_broken_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(OBSERVATIONS);
    assert_eq!(load(dir.path()).unwrap(), None);
    assert_eq!(load(&example()).unwrap(), None);
    assert_eq!(load(&dir.path().join("missing")).unwrap(), None);
    for text in ["{}", "[]", "x", r#"{"schema":"other/1"}"#] {
        fs::write(&path, text).unwrap();
        assert_eq!(load(dir.path()).unwrap(), None, "{text}");
    }
    for (text, part) in [
        (r#"{"schema":"netcheck-observations/2"}"#, "newer netcheck"),
        (
            r#"{"schema":"netcheck-observations/1"}"#,
            "missing field `time`",
        ),
        (
            r#"{"schema":"netcheck-observations/1","time":"x"}"#,
            "has no time as",
        ),
        (r#"{"schema":"netcheck-observations/1","#, "line 1, column"),
        (
            r#"{"schema":"netcheck-observations/1","time":"2026-11-22T16:04:05Z","targets":["x"]}"#,
            "a target that is none",
        ),
        (
            r#"{"schema":"netcheck-observations/1","time":"2026-11-22T16:04:05Z",
                "app_servers":[{"address":"10.0.0.4:53","source":"vnet","from":"\u001b[31m>"}]}"#,
            r"unknown variant `\u{1b}[31m>`",
        ),
    ] {
        fs::write(&path, text).unwrap();
        let said = load(dir.path()).unwrap_err();
        assert!(
            said.contains(part) && said.contains(OBSERVATIONS),
            "{text}: {said}"
        );
    }
    // By hand, as short as can be.
    fs::write(
        &path,
        r#"{"schema":"netcheck-observations/1","time":"2026-11-22T16:04:05Z"}"#,
    )
    .unwrap();
    let expected = Record::at(datetime!(2026-11-22 16:04:05 UTC));
    assert_eq!(load(dir.path()).unwrap(), Some(expected));
}

#[test]
fn an_environment_that_is_there_and_cannot_be_read_is_not_an_empty_one() {
    let dir = tempfile::tempdir().unwrap();
    let record = full();
    let is_empty = |environment: Environment| environment.names().count() == 0;
    assert!(is_empty(environment(dir.path(), &record).unwrap()));
    fs::write(dir.path().join(ENVIRONMENT), "\n").unwrap();
    assert!(is_empty(environment(dir.path(), &record).unwrap()));
    fs::remove_file(dir.path().join(ENVIRONMENT)).unwrap();
    fs::create_dir(dir.path().join(ENVIRONMENT)).unwrap();
    let said = environment(dir.path(), &record).unwrap_err();
    // What it is instead, systems tell in words of their own.
    assert!(said.contains("environment.txt' "), "{said}");
}
