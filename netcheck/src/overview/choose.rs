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
    choose(&plans_of(inventory), wanted)
}

/// The same of the plans that were read. What a plan can do rests on its tier and region: those that an
/// app only names have neither, and are no choice to be made.
///
/// # Errors
/// Says what to type.
pub fn choose_plan_to_judge(
    inventory: &Inventory,
    wanted: Option<&str>,
) -> Result<ResourceId, String> {
    choose(&inventory.plans.keys().cloned().collect(), wanted)
}

fn choose(plans: &BTreeSet<ResourceId>, wanted: Option<&str>) -> Result<ResourceId, String> {
    const MOST: usize = 20;
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::example::Example;

    #[test]
    fn a_plan_that_an_app_only_names_is_shown_and_not_judged() {
        let id = "/subscriptions/s/resourceGroups/nw-rg/providers/Microsoft.Web";
        let other = json!({
            "id": format!("{id}/sites/other"), "type": "Microsoft.Web/sites", "name": "other",
            "properties": {"serverFarmId": format!("{id}/serverfarms/other-plan")}
        });
        let example = Example::healthy()
            .with_file("other.json", other)
            .variable("WEBSITE_SITE_NAME", "nw-shop");
        let inventory = example.snapshot().integration.inventory;
        let name = |id: ResourceId| id.name().to_owned();
        for (wanted, shown, judged) in [
            (None, Err("several plans"), Ok("nw-plan")),
            (
                Some("other-plan"),
                Ok("other-plan"),
                Err("--plan takes one of: nw-plan"),
            ),
        ] {
            for (chosen, expected) in [
                (choose_plan(&inventory, wanted), shown),
                (choose_plan_to_judge(&inventory, wanted), judged),
            ] {
                match (chosen.map(name), expected) {
                    (Ok(plan), expected) => assert_eq!(Ok(&*plan), expected),
                    (Err(why), Err(part)) => assert!(why.contains(part), "{why}"),
                    (Err(why), Ok(plan)) => panic!("{plan}: {why}"),
                }
            }
        }
    }
}
