//! The apps of a plan, each as an app by itself.

use std::sync::Arc;

use netdiag::model::{Environment, Integration, ResourceId};

use super::Way;
use super::answer::{Asked, answers};
use super::reason::Concern;
use super::struck::{Struck, Weight};
use crate::check::Snapshot;

/// An app of a plan.
#[derive(Debug, Clone)]
pub struct AppOnPlan {
    /// Its name; a slot is `app/slot`.
    pub name: String,
    /// The app as it is.
    pub snapshot: Snapshot,
}

impl AppOnPlan {
    /// What its own state adds to the answers for its plan, each reason once.
    pub fn differs(&self, vnet: Option<&str>, ways: &[Way]) -> Vec<Struck> {
        let asked = Asked {
            vnet,
            ways,
            concerns: &[Concern::App],
            moving: false,
        };
        let mut differs: Vec<Struck> = Vec::new();
        let struck = answers(&self.snapshot, &asked)
            .flat_map(|(_, _, answers)| answers)
            .flat_map(|answer| answer.struck);
        for struck in struck.filter(|struck| struck.weight != Weight::Note) {
            if !differs
                .iter()
                .any(|known| known.reason.name == struck.reason.name)
            {
                differs.push(struck);
            }
        }
        differs
    }
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
