//! Which room of a crate uses which, read from its sources, and the picture of that in
//! `docs/architecture.md`: `cargo xtask rooms` draws it anew, and a test finds one that is not true any
//! more.
//!
//! A room is a module at the top of a crate. What is there for tests only does not count.

mod house;
mod picture;
mod source;

use std::path::Path;

use house::House;

use crate::outcome::{Result, told};

/// The crates that the page has a picture of.
const DRAWN: [&str; 6] = [
    "netdiag",
    "page",
    "nameresolver",
    "tcpping",
    "netcheck",
    "xtask",
];

/// The page.
const PAGE: &str = "docs/architecture.md";

/// The project's folder.
fn root() -> &'static Path {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask)
}

fn houses() -> Result<Vec<House>> {
    DRAWN
        .into_iter()
        .map(|name| source::read(name, &root().join(name).join("src/lib.rs")))
        .collect()
}

/// Draws the pictures of the page anew.
pub(crate) fn draw() -> Result<()> {
    let path = root().join(PAGE);
    let page = std::fs::read_to_string(&path).map_err(told(path.display()))?;
    let houses = houses()?;
    for house in &houses {
        let circle = house.in_a_circle();
        if !circle.is_empty() {
            let rooms = circle.join(", ");
            eprintln!("note: in {} these use each other: {rooms}", house.name);
        }
    }
    let page = picture::redrawn(&page, &houses)?;
    std::fs::write(&path, page).map_err(told(path.display()))
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;

    /// Read once for all tests: it is the sources of the whole project.
    static HOUSES: LazyLock<Vec<House>> =
        LazyLock::new(|| houses().expect("sources that can be read"));

    #[test]
    fn the_picture_is_that_of_the_sources() {
        let page = std::fs::read_to_string(root().join(PAGE)).expect(PAGE);
        // A checkout may have made line ends of its own.
        let page = page.replace("\r\n", "\n");
        let now = picture::redrawn(&page, &HOUSES).expect("a place for each");
        assert!(
            now == page,
            "{PAGE} is not true any more: 'cargo xtask rooms' draws it anew"
        );
    }

    #[test]
    fn arrows_lead_one_way() {
        for house in HOUSES.iter() {
            let circle = house.in_a_circle();
            assert!(circle.is_empty(), "{}: {circle:?}", house.name);
        }
    }

    #[test]
    fn nothing_stands_at_the_root_that_rooms_use() {
        for house in HOUSES.iter() {
            for (name, room) in &house.rooms {
                for other in &room.uses {
                    let is_room = house.rooms.contains_key(other);
                    assert!(is_room, "{}: {name} uses {other}", house.name);
                }
            }
        }
    }

    #[test]
    fn every_room_says_what_it_is_in_a_line_that_fits_a_table() {
        for house in HOUSES.iter() {
            for (name, room) in &house.rooms {
                let fits = !room.purpose.is_empty() && !room.purpose.contains('|');
                assert!(fits, "{}: {name}: {}", house.name, room.purpose);
            }
        }
    }
}
