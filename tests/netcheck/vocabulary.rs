//! `netcheck list` and `netcheck explain`: every name that netcheck's findings have.

use crate::netcheck;
use crate::support::program::run;

#[test]
fn every_name_that_is_listed_is_explained() {
    let listed = run(netcheck().args(["list", "--json"])).json();
    let entries = listed["entries"].as_array().unwrap();
    let count = |kind: &str| entries.iter().filter(|entry| entry["kind"] == kind).count();
    let kinds = ["check", "cause", "rule", "reason", "need"];
    assert_eq!(kinds.map(count), [32, 30, 18, 16, 7], "{kinds:?}");
    for entry in entries {
        let [name, kind] = ["name", "kind"].map(|member| entry[member].as_str().unwrap());
        let said = run(netcheck().args(["explain", name]));
        assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{said}");
        let title = format!("{name} ({kind}): ");
        assert!(said.stdout.starts_with(&title), "{said}");
        for heading in [
            "What it means",
            "Why it matters",
            "What is read",
            "How to mend it",
        ] {
            assert!(said.stdout.contains(heading), "{said}");
        }
        said.assert_columns(80);
    }
}

#[test]
fn a_name_that_there_is_not_is_answered_with_those_like_it() {
    for (name, part) in [
        (
            "gateway",
            "there is nothing named 'gateway' (perhaps gateway-up",
        ),
        ("zzz", "netcheck list shows all"),
    ] {
        run(netcheck().args(["explain", name])).assert_wrong_usage(part);
    }
}
