use super::*;
use crate::dependencies::parts;
use crate::release::Release;
use crate::system::System;

fn part(name: &str, licence: Option<&str>, folder: &Path) -> Crate {
    Crate {
        key: (name.to_owned(), "1.0.0".to_owned()),
        licence: licence.map(str::to_owned),
        authors: vec!["Ada".to_owned()],
        description: None,
        repository: None,
        folder: folder.to_owned(),
        checksum: None,
    }
}

#[test]
fn everything_in_the_programs_has_a_licence_text() {
    let release = Release::of_the_workspace(0).unwrap();
    for system in [System::Linux, System::Windows] {
        let triple = system.triple().unwrap();
        let parts = parts(&release, &triple).unwrap();
        assert!(parts.crates.len() > 50, "{triple}: {}", parts.crates.len());
        for part in parts.crates.values() {
            let texts = texts(part).unwrap();
            let long = texts.iter().any(|text| text.len() > POINTER);
            assert!(long, "{:?} has no text of a licence: {texts:?}", part.key);
        }
        let page = file(&parts, &[]).unwrap();
        for (name, version) in parts.crates.keys() {
            assert!(page.contains(&format!("\n  {name} {version}, ")), "{name}");
        }
    }
}

#[test]
fn what_a_crate_ships_is_taken_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let mine = "mine ".repeat(200);
    for (name, text) in [
        ("LICENSE-MIT", mine.as_str()),
        ("NOTICE", "note"),
        ("license.rs", "fn main"),
    ] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let found = texts(&part("a", Some("Apache-2.0"), folder.path())).unwrap();
    assert_eq!(found, [mine.as_str(), "note"]);
}

#[test]
fn a_file_that_points_elsewhere_is_kept_and_the_licence_added() {
    let folder = tempfile::tempdir().unwrap();
    let pointer = "Dual-licensed; see LICENSE-MIT of the repository.";
    std::fs::write(folder.path().join("COPYRIGHT"), pointer).unwrap();
    let found = texts(&part("a", Some("MIT"), folder.path())).unwrap();
    assert_eq!((found.len(), found[0].as_str()), (2, pointer));
    assert!(found[1].contains("Permission is hereby granted"));
}

#[test]
fn a_crate_without_files_gets_the_texts_of_the_licences_that_it_names() {
    let folder = tempfile::tempdir().unwrap();
    for expression in ["MIT OR Apache-2.0", "MIT/Apache-2.0"] {
        let found = texts(&part("a", Some(expression), folder.path())).unwrap();
        assert_eq!(found.len(), 2, "{expression}");
        assert!(found[0].starts_with("Copyright (c) Ada\n"), "{}", found[0]);
        assert!(
            found
                .iter()
                .any(|text| text.contains("Permission is hereby granted"))
        );
        assert!(found.iter().any(|text| text.contains("Apache License")));
    }
    let with = texts(&part(
        "a",
        Some("Apache-2.0 WITH LLVM-exception"),
        folder.path(),
    ))
    .unwrap();
    assert_eq!(with.len(), 2, "the licence and the exception");
}

#[test]
fn a_crate_without_any_is_an_error_that_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let said = texts(&part("odd", None, folder.path())).unwrap_err();
    assert!(said.contains("odd 1.0.0"), "{said}");
    assert!(texts(&part("odd", Some("Nobody-Knows-1.0"), folder.path())).is_err());
}

#[test]
fn equal_texts_stand_there_once() {
    let work = |title: &str, texts: &[&str]| Work {
        title: title.to_owned(),
        texts: texts.iter().map(|&text| text.to_owned()).collect(),
    };
    let page = page(&[
        work("one", &["the text  \r\nof it\r\n", "own"]),
        work("two", &["the text\nof it"]),
    ]);
    assert_eq!(page.matches("the text\nof it").count(), 1, "{page}");
    assert!(
        page.contains("  one\n    text 1, 2\n  two\n    text 1\n"),
        "{page}"
    );
}
