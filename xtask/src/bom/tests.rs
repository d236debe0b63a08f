use std::collections::BTreeSet;

use super::*;
use crate::dependencies::parts;
use crate::system::System;

fn programs() -> Vec<Entry> {
    PROGRAMS.map(|name| Entry::program(name, name)).into()
}

fn runtime() -> [Runtime; 1] {
    [Runtime {
        name: "GNU C Library (glibc)",
        version: "2.36".to_owned(),
        licence: "LGPL-2.1-or-later",
        owner: "",
        source: "https://www.gnu.org/software/libc/",
        file: None,
    }]
}

#[test]
fn the_bill_is_valid_complete_and_the_same_each_time() {
    let release = Release::of_the_workspace(1_795_000_000).unwrap();
    for system in [System::Linux, System::Windows] {
        let parts = parts(&release, &system.triple().unwrap()).unwrap();
        let text = bill(&release, &parts, &runtime(), &programs()).unwrap();
        assert_eq!(
            text,
            bill(&release, &parts, &runtime(), &programs()).unwrap()
        );

        let bom = read(text.as_bytes()).unwrap();
        let metadata = bom.metadata.unwrap();
        let product = metadata.component.unwrap();
        let components = bom.components.unwrap().0;
        let mut listed: BTreeSet<String> = components
            .iter()
            .filter_map(|it| it.bom_ref.clone())
            .collect();
        // Crates, the project's own library, the C library.
        assert_eq!(listed.len(), components.len(), "two of one name");
        assert!(listed.contains(&format!("netdiag@{}", release.version)));
        assert!(listed.len() > parts.crates.len());
        for component in &components {
            assert!(
                component.licenses.is_some(),
                "{} names no licence",
                component.name
            );
            let crates = component
                .bom_ref
                .as_deref()
                .is_some_and(|it| it.starts_with("tokio@"));
            if crates {
                assert!(component.hashes.is_some() && component.purl.is_some());
            }
        }
        listed.extend(product.bom_ref);
        let made: Vec<Component> = product.components.unwrap().0;
        assert_eq!(made.len(), PROGRAMS.len());
        listed.extend(made.into_iter().filter_map(|it| it.bom_ref));
        for dependency in bom.dependencies.unwrap().0 {
            assert!(
                listed.contains(&dependency.dependency_ref),
                "{}",
                dependency.dependency_ref
            );
            for needed in dependency.dependencies {
                assert!(listed.contains(&needed), "{needed}");
            }
        }
    }
}

#[test]
fn a_bill_that_breaks_the_rules_is_refused() {
    let good = r#"{"bomFormat":"CycloneDX","specVersion":"1.5","version":1,
        "components":[{"type":"library","name":"a","version":"1","licenses":[{"expression":"MIT"}]}]}"#;
    assert!(read(good.as_bytes()).is_ok());
    for bad in [
        good.replace("\"MIT\"", "\"no such AND\""),
        good.replace("\"library\"", "\"a thing\""),
        good.replace("\"specVersion\":\"1.5\",", ""),
        good.replace("\"name\":\"a\",", ""),
    ] {
        assert!(read(bad.as_bytes()).is_err(), "{bad}");
    }
}
