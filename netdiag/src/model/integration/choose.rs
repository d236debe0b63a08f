//! Which app is meant.

use super::AppChoiceError;
use crate::fact::Fact;
use crate::model::{Environment, Inventory, ResourceId, Site};

/// The app named `wanted`, else the one that the environment names, else the only one there is; and its
/// name, even if it was not read.
pub(super) fn choose_app(
    inventory: &Inventory,
    environment: &Environment,
    wanted: Option<&str>,
) -> Result<(Option<String>, Fact<Site>), AppChoiceError> {
    let sites = &inventory.sites;
    let full = |id: &ResourceId| id.app_name().unwrap_or_else(|| id.name().to_owned());
    let named = |name: &str| sites.iter().find(|(id, _)| id.is_of_app(name));
    let names = || -> String {
        // Of an app that was read twice with different content nothing is known but that there is one.
        let name = |(id, site): (&ResourceId, &Fact<Site>)| {
            let name = site.value().map_or(full(id), |site| site.name.clone());
            crate::text::printable(&name).into_owned()
        };
        sites.iter().map(name).collect::<Vec<_>>().join(", ")
    };
    let own = environment.app_name();
    if let Some(name) = wanted.or(own.as_deref()) {
        return match named(name) {
            Some((_, app)) => Ok((Some(name.to_owned()), app.clone())),
            None if wanted.is_some() && !sites.is_empty() => Err(AppChoiceError(format!(
                "no app '{}' was read; --app takes one of: {}",
                crate::text::printable(name),
                names()
            ))),
            None => Ok((
                Some(name.to_owned()),
                Fact::unknown(format!("the app {name}"), "was not read"),
            )),
        };
    }
    match sites.len() {
        0 => Ok((
            only_app_of_connections(inventory),
            Fact::unknown("the app", "was not read"),
        )),
        1 => {
            let (id, app) = sites.iter().next().expect("one");
            let name = app
                .value()
                .map_or_else(|| full(id), |site| site.name.clone());
            Ok((Some(name), app.clone()))
        }
        _ => Err(AppChoiceError(format!(
            "several apps were read; choose one with --app: {}",
            names()
        ))),
    }
}

/// The app that connections hang on, if it is one.
fn only_app_of_connections(inventory: &Inventory) -> Option<String> {
    let mut names = inventory
        .vnet_connections
        .keys()
        .filter_map(ResourceId::app_name);
    let first = names.next()?;
    names
        .all(|name| name.eq_ignore_ascii_case(&first))
        .then_some(first)
}
