//! Which plan is meant.

use std::collections::BTreeSet;

use netdiag::fact::Fact;
use netdiag::model::{Inventory, ResourceId};
use netdiag::text::{printable, some_of};

/// Every plan that something speaks of: read, or named by an app or a copy.
pub fn plans_of(inventory: &Inventory) -> BTreeSet<ResourceId> {
    let read = inventory.plans.keys().cloned();
    let sites = inventory.sites.values().filter_map(Fact::value);
    let named = sites.filter_map(|site| site.plan.value().cloned());
    let copies = inventory
        .vnet_connections
        .keys()
        .filter(|id| id.after("serverfarms").is_some());
    let parents = copies.filter_map(ResourceId::parent);
    read.chain(named).chain(parents).collect()
}

/// The plan that is meant: a name, `GROUP/NAME` or an id, else the only one.
///
/// # Errors
/// Says what to type.
pub fn choose_plan(inventory: &Inventory, wanted: Option<&str>) -> Result<ResourceId, String> {
    const MOST: usize = 20;
    let plans = plans_of(inventory);
    let listed = |plans: &[&ResourceId], full: bool| {
        let names: Vec<String> = plans
            .iter()
            .map(|plan| match plan.resource_group() {
                Some(group) if full => printable(&format!("{group}/{}", plan.name())).into_owned(),
                _ => printable(plan.name()).into_owned(),
            })
            .collect();
        some_of(&names, MOST)
    };
    let all: Vec<&ResourceId> = plans.iter().collect();
    let fits = |plan: &&&ResourceId| {
        wanted.is_none_or(|wanted| match wanted.split_once('/') {
            // An id begins with a slash.
            Some(("", _)) => ***plan == ResourceId::new(wanted),
            Some((group, name)) => {
                plan.name().eq_ignore_ascii_case(name)
                    && plan
                        .resource_group()
                        .is_some_and(|is| is.eq_ignore_ascii_case(group))
            }
            None => plan.name().eq_ignore_ascii_case(wanted),
        })
    };
    let found: Vec<&ResourceId> = all.iter().filter(fits).copied().collect();
    match (&found[..], wanted) {
        ([one], _) => Ok((*one).clone()),
        _ if all.is_empty() => Err(
            "no App Service plan was read; put its JSON (az appservice plan show) into the folder \
             of --from"
                .to_owned(),
        ),
        ([], Some(wanted)) => Err(format!(
            "no plan '{}' was read; --plan takes one of: {}",
            printable(wanted),
            listed(&all, false)
        )),
        (several, Some(_)) => Err(format!(
            "several plans have that name; --plan takes one of: {}",
            listed(several, true)
        )),
        (several, None) => Err(format!(
            "several plans were read; choose one with --plan: {}",
            listed(several, false)
        )),
    }
}
