//! Sources made up for the purpose.

use super::*;

/// A crate of these files.
fn house(files: &[(&str, &str)]) -> House {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    read("hut", &folder.path().join("lib.rs")).expect("sources that can be read")
}

fn uses(house: &House, room: &str) -> Vec<String> {
    house.rooms[room].uses.iter().cloned().collect()
}

#[test]
fn a_room_uses_what_its_files_name_in_whatever_way() {
    let house = house(&[
        ("lib.rs", "mod a; mod b; mod c; mod d; mod e;"),
        ("a/mod.rs", "mod deep; use crate::{b::{X, Y}, c};"),
        (
            "a/deep.rs",
            "use super::super::d; fn f() { println!(\"{}\", crate::e::g()); }",
        ),
        ("b.rs", "pub type X = crate::c::Z; pub struct Y;"),
        ("c.rs", "pub struct Z;"),
        ("d.rs", ""),
        ("e.rs", "pub fn g() -> u8 { let it = vec![super::c::Z]; 0 }"),
    ]);
    assert_eq!(uses(&house, "a"), ["b", "c", "d", "e"]);
    assert_eq!(uses(&house, "b"), ["c"]);
    assert_eq!(uses(&house, "e"), ["c"]);
    assert_eq!(uses(&house, "d"), [""; 0]);
}

#[test]
fn what_is_there_for_tests_only_does_not_count() {
    let house = house(&[
        ("lib.rs", "mod a; mod b; #[cfg(test)] mod example;"),
        (
            "a.rs",
            "#[cfg(test)] use crate::b; #[cfg(test)] mod tests { use crate::b; }
             #[cfg(all(test, unix))] mod more_tests { use crate::b; }
             #[cfg(test)] impl A { fn f() { crate::b::g() } } struct A;",
        ),
        ("b.rs", ""),
    ]);
    assert_eq!(uses(&house, "a"), [""; 0]);
    assert!(!house.rooms.contains_key("example"));
}

#[test]
fn what_stands_at_the_root_is_told_by_its_name() {
    let house = house(&[
        ("lib.rs", "mod a; fn all() {}"),
        ("a.rs", "use crate::all;"),
    ]);
    assert_eq!(uses(&house, "a"), ["all"]);
}

#[test]
fn the_purpose_is_the_first_sentence_of_the_documentation() {
    let house = house(&[
        ("lib.rs", "mod a; mod b;"),
        ("a.rs", "//! What [`A`] is,\n//! in short. And more."),
        ("b.rs", "//! All of it."),
    ]);
    assert_eq!(house.rooms["a"].purpose, "What `A` is, in short");
    assert_eq!(house.rooms["b"].purpose, "All of it");
}
