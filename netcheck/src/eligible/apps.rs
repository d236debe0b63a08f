//! The other apps of a plan.

use std::sync::Arc;

use netdiag::model::{Environment, Integration, ResourceId};

use crate::check::Snapshot;

/// An app of a plan.
#[derive(Debug, Clone)]
pub struct AppOnPlan {
    /// Its name; a slot is `app/slot`.
    pub name: String,
    /// The app as it is.
    pub snapshot: Snapshot,
}

/// The plan's apps that were read, by name; each as of the same time as `now`.
pub fn apps_on(now: &Snapshot, plan: &ResourceId) -> Vec<AppOnPlan> {
    let inventory = &now.integration.inventory;
    let mut apps: Vec<(&str, &ResourceId)> = inventory
        .sites
        .iter()
        .filter_map(|(id, site)| Some((id, site.value()?)))
        .filter(|(_, site)| site.plan.value() == Some(plan))
        .map(|(id, site)| (site.name.as_str(), id))
        .collect();
    apps.sort();
    apps.into_iter()
        .map(|(name, id)| AppOnPlan {
            name: name.to_owned(),
            snapshot: Snapshot {
                integration: Integration::of_app(Arc::clone(inventory), Environment::empty(), id),
                time: now.time,
            },
        })
        .collect()
}
