//! The shipped examples for tests. The only place in `model` that reads them, by `source`, which stands
//! above: made by hand they would be long, and no export.

use std::path::Path;

use super::{Environment, Integration, Inventory};

/// What the healthy example holds.
pub fn healthy() -> Inventory {
    read("healthy")
}

/// The regional example's app, with what was read changed, and with these variables.
pub fn regional(change: impl Fn(&mut Inventory), variables: &[(&str, &str)]) -> Integration {
    let mut inventory = read("regional");
    change(&mut inventory);
    let variables = variables
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Integration::assemble(inventory, Environment::new(variables, None), Some("nw-api")).unwrap()
}

fn read(name: &str) -> Inventory {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    crate::source::read_export(&folder.join(name)).unwrap()
}
