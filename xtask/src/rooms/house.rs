//! A crate as rooms and arrows between them.

use std::collections::{BTreeMap, BTreeSet};

/// A crate.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct House {
    /// The crate's name.
    pub name: String,
    /// Its rooms by name.
    pub rooms: BTreeMap<String, Room>,
}

/// A module at the top of a crate.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Room {
    /// The first sentence of its documentation.
    pub purpose: String,
    /// The rooms of the same crate that it names. A function or type at the crate's root counts as a room
    /// of that name, so that it stands out.
    pub uses: BTreeSet<String>,
}

impl House {
    /// All that a room uses, itself or through others.
    fn beneath(&self, room: &str) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let mut open = vec![room.to_owned()];
        while let Some(next) = open.pop() {
            for other in self.rooms.get(&next).into_iter().flat_map(|it| &it.uses) {
                if found.insert(other.clone()) {
                    open.push(other.clone());
                }
            }
        }
        found
    }

    /// The rooms that use themselves through others: a circle, which must not be.
    pub fn in_a_circle(&self) -> Vec<&str> {
        let rooms = self.rooms.keys().map(String::as_str);
        rooms
            .filter(|room| self.beneath(room).contains(*room))
            .collect()
    }

    /// What a room uses that no other room it uses would bring: the arrows of a picture.
    pub(super) fn arrows(&self, room: &str) -> Vec<&str> {
        let Some(it) = self.rooms.get(room) else {
            return Vec::new();
        };
        let others = it.uses.iter();
        others
            .filter(|other| !it.uses.iter().any(|by| self.beneath(by).contains(*other)))
            .map(String::as_str)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn house(arrows: &[(&str, &[&str])]) -> House {
        let rooms = arrows.iter().map(|(room, uses)| {
            let uses = uses.iter().map(|it| (*it).to_owned()).collect();
            let purpose = String::new();
            ((*room).to_owned(), Room { purpose, uses })
        });
        House {
            name: "house".to_owned(),
            rooms: rooms.collect(),
        }
    }

    #[test]
    fn a_circle_is_found_however_long() {
        let line = house(&[("a", &["b"]), ("b", &["c"]), ("c", &[])]);
        assert!(line.in_a_circle().is_empty());
        let circle = house(&[("a", &["b"]), ("b", &["c"]), ("c", &["b"])]);
        assert_eq!(circle.in_a_circle(), ["b", "c"]);
    }

    #[test]
    fn an_arrow_that_follows_from_others_is_not_drawn() {
        let house = house(&[("a", &["b", "c"]), ("b", &["c"]), ("c", &[])]);
        assert_eq!(house.arrows("a"), ["b"]);
        assert_eq!(house.arrows("b"), ["c"]);
    }
}
