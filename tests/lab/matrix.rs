//! All rows: single faults, pairs, healthy variants.

use crate::faults;
use crate::pairs::PAIRS;
use crate::scenario::Worlds;
use crate::variants::VARIANTS;

/// What must come of a row.
#[derive(Debug, Clone)]
pub enum Expected {
    /// One of these first, and nothing else but these accused.
    First {
        /// Any of these.
        first: &'static [&'static str],
        /// What may be called likely or certain beside it.
        also: &'static [&'static str],
    },
    /// Of each of the two one of these.
    Both([&'static [&'static str]; 2]),
    /// The target is reached, and nothing is accused.
    Reached,
}

/// A row of the matrix.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its name, as `fault/host-down/stopped`.
    pub name: String,
    /// What differs from the healthy network.
    pub what: String,
    /// What is built and what is written.
    pub worlds: Worlds,
    /// What the user asks for.
    pub target: &'static str,
    /// The host on which tcpping runs first.
    pub witness: Option<&'static str>,
    /// What must come of it.
    pub expected: Expected,
}

/// The whole matrix.
pub fn all() -> Vec<Row> {
    let faults = faults::all().map(|fault| Row {
        name: format!("fault/{}", fault.name),
        what: fault.what.to_owned(),
        worlds: Worlds::with(&[fault.change]),
        target: fault.target,
        witness: fault.witness,
        expected: Expected::First {
            first: fault.first,
            also: fault.also,
        },
    });
    let pairs = PAIRS.iter().map(|pair| {
        let of = pair
            .of
            .map(|name| faults::named(name).unwrap_or_else(|| panic!("no fault is called {name}")));
        Row {
            name: format!("pair/{}+{}", pair.of[0], pair.of[1]),
            what: of.map(|fault| fault.what).join(" "),
            worlds: Worlds::with(&of.map(|fault| fault.change)),
            target: pair.target,
            witness: None,
            expected: Expected::Both(of.map(|fault| fault.first)),
        }
    });
    let variants = VARIANTS.iter().map(|variant| Row {
        name: format!("healthy/{}", variant.name),
        what: variant.what.to_owned(),
        worlds: Worlds::with(&[variant.change]),
        target: variant.target,
        witness: None,
        expected: Expected::Reached,
    });
    faults.chain(pairs).chain(variants).collect()
}

/// The row with this name; a fault's may leave `fault/` out.
pub fn named(name: &str) -> Option<Row> {
    let faults = format!("fault/{name}");
    all()
        .into_iter()
        .find(|row| row.name == name || row.name == faults)
}
