//! A saved case is for every command what it is for the checklist.

use std::path::Path;

use netdiag::cli::{Exit, Out};
use netdiag::fact::Gap;
use netdiag::model::Environment;
use netdiag::source;
use time::macros::datetime;

use crate::casefile::{self, Record};

/// A case of the broken example, saved long after its networks' end, with an environment that no other
/// process has and a gap.
fn case() -> tempfile::TempDir {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/broken");
    let documents = source::read(&example).unwrap().documents;
    let variables = [
        ("WEBSITE_SITE_NAME", "nw-shop"),
        ("WEBSITE_DNS_SERVER", "10.9.9.9"),
    ];
    let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let record = Record {
        app: Some("nw-shop".to_owned()),
        gaps: vec![Gap::new("the peerings", "were refused")],
        ..Record::at(datetime!(2033-11-22 16:04:05 UTC))
    };
    let case = tempfile::tempdir().unwrap();
    let environment = Environment::new(variables, None);
    casefile::save(case.path(), &documents, &environment, &record).unwrap();
    case
}

/// What is said of the case, in one line, and the exit code.
fn said(arguments: &[&str], from: &Path) -> (String, Exit) {
    let arguments = [arguments, &["--from", from.to_str().unwrap()]].concat();
    let mut text = Vec::new();
    let exit = crate::answer(&arguments, &mut Out::new(&mut text, "\n"));
    let exit = exit.unwrap().unwrap();
    let text = String::from_utf8(text).unwrap();
    (text.split_whitespace().collect::<Vec<_>>().join(" "), exit)
}

#[test]
fn its_app_environment_gaps_and_time_hold() {
    const GAP: &str = "were refused";
    const SERVER: &str = "10.9.9.9";
    const TIME: &str = "2033-11-22T16:04:05";
    const ENDED: &str = "ended on 2027-03-31";
    let case = case();
    for (arguments, parts) in [
        (&["check", "--json"][..], &[GAP, SERVER, TIME, ENDED][..]),
        (&["show"], &[GAP, SERVER, ENDED]),
        (&["show", "--plan"], &[GAP, SERVER, ENDED]),
        (&["eligible", "--json"], &[GAP, TIME]),
        (&["eligible", "--plan", "--json"], &[GAP, TIME]),
        (&["sync"], &["nw-shop"]),
    ] {
        let (text, _) = said(arguments, case.path());
        for part in parts {
            assert!(text.contains(part), "{arguments:?} {part}: {text}");
        }
    }
}

#[test]
fn a_file_of_it_that_broke_since_is_a_gap() {
    let case = case();
    std::fs::write(case.path().join("routeTables.json"), "{\"id\": ").unwrap();
    for arguments in [
        &["check"][..],
        &["show"],
        &["show", "--plan"],
        &["eligible"],
        &["eligible", "--plan"],
    ] {
        let (text, _) = said(arguments, case.path());
        for part in ["were refused", "cut off", "routeTables.json"] {
            assert!(text.contains(part), "{arguments:?} {part}: {text}");
        }
    }
}

#[test]
fn what_is_collected_from_it_is_an_export_and_no_case() {
    let case = case();
    let place = tempfile::tempdir().unwrap();
    for name in ["export", "export.zip"] {
        let to = place.path().join(name);
        let arguments = ["collect", "--json", "--out", to.to_str().unwrap()];
        let (text, exit) = said(&arguments, case.path());
        assert_eq!(exit, Exit::Unclear, "{text}");
        assert!(text.contains("the peerings were refused"), "{text}");
        assert!(!text.contains("observations.json"), "{text}");
        let read = super::gather::export(&to).unwrap();
        assert_eq!(read.app.as_deref(), Some("nw-shop"));
        assert_eq!(read.gaps, [Gap::new("the peerings", "were refused")]);
        assert!(casefile::load(&to).unwrap().is_none());
    }
}
