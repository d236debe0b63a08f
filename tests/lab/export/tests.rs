//! The healthy world is the example, member by member; and whatever changes in the world, netcheck
//! says so of its export.

mod checks;
mod members;

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use checks::{
    netcheck_says_of_the_healthy_world_what_it_says_of_the_example,
    what_changes_in_the_world_changes_the_checklist,
};
use members::{
    what_changes_in_the_world_changes_its_member, what_only_reality_knows_is_not_exported,
};

use super::app::COPIES;
use super::gateway::GATEWAY;
use super::{Documents, ENVIRONMENT, documents, example, example_folder, write};
use crate::certificates::Certificates;
use crate::healthy::healthy;
use crate::support::tests;
use crate::world::Certificate;

/// The tests of the export; they need no namespaces.
pub const TESTS: &[(&str, fn())] = tests![
    the_healthy_world_is_the_example,
    the_certificates_are_those_that_were_made,
    netcheck_says_of_the_healthy_world_what_it_says_of_the_example,
    what_changes_in_the_world_changes_the_checklist,
    what_changes_in_the_world_changes_its_member,
    what_only_reality_knows_is_not_exported,
];

const ROOT: &str =
    "/properties/vpnClientConfiguration/vpnClientRootCertificates/0/properties/publicCertData";

/// The certificates of the example have been made at another time: they are put aside.
fn without_certificates(mut export: Documents) -> Documents {
    let mut hide = |file: &str, pointer: &str| {
        let document = export.get_mut(file).expect("the file");
        *document.pointer_mut(pointer).expect("a certificate") = json!("put aside");
    };
    for file in COPIES {
        hide(file, "/0/properties/certThumbprint");
        hide(file, "/0/properties/certBlob");
    }
    hide(GATEWAY, ROOT);
    export
}

fn the_healthy_world_is_the_example() {
    let world = healthy();
    let exported = without_certificates(documents(&world, &Certificates::make()));
    let expected = without_certificates(example(&world));
    let mut found = Vec::new();
    let files: Vec<&String> = exported.keys().chain(expected.keys()).collect();
    for file in files {
        let of = |export: &Documents| export.get(file).cloned().unwrap_or_default();
        differences(&of(&exported), &of(&expected), file, &mut found);
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));

    let folder = tempfile::tempdir().expect("a folder");
    write(&world, &Certificates::make(), folder.path());
    let read = |folder: &Path| std::fs::read_to_string(folder.join(ENVIRONMENT)).expect("written");
    assert_eq!(
        read(folder.path()),
        read(&example_folder()),
        "line ends count"
    );
}

/// Where two values differ, and in what.
fn differences(one: &Value, other: &Value, place: &str, found: &mut Vec<String>) {
    match (one, other) {
        (Value::Object(a), Value::Object(b)) => {
            for name in a
                .keys()
                .chain(b.keys().filter(|name| !a.contains_key(*name)))
            {
                match (a.get(name), b.get(name)) {
                    (Some(a), Some(b)) => differences(a, b, &format!("{place}/{name}"), found),
                    (has, _) => found.push(format!(
                        "{place}/{name} is {}",
                        if has.is_some() { "new" } else { "missing" }
                    )),
                }
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (index, (a, b)) in a.iter().zip(b).enumerate() {
                differences(a, b, &format!("{place}/{index}"), found);
            }
        }
        _ if one == other => {}
        _ => found.push(format!("{place} is {one}, in the example {other}")),
    }
}

fn the_certificates_are_those_that_were_made() {
    let made = Certificates::make();
    let current = made.of(Certificate::Current);
    let export = documents(&healthy(), &made);
    for file in COPIES {
        let copy = &export[file][0]["properties"];
        assert_eq!(copy["certThumbprint"], json!(current.thumbprint), "{file}");
        let blob = copy["certBlob"].as_str().expect("text");
        assert_eq!(STANDARD.decode(blob), Ok(current.der.clone()), "{file}");
    }
    let data = export[GATEWAY].pointer(ROOT).and_then(Value::as_str);
    let lines: Vec<&str> = data.expect("text").split_terminator("\r\n").collect();
    assert!(lines.iter().all(|line| line.len() <= 64), "{lines:?}");
    assert_eq!(STANDARD.decode(lines.concat()), Ok(current.der.clone()));
}
