//! How many networks a plan may be integrated with.

use std::collections::{BTreeMap, BTreeSet};

use netdiag::fact::{Fact, Origin};
use netdiag::model::{Inventory, Kind, ResourceId};
use netdiag::text::{counted, listed};

use super::{Check, Explanation, Findings, Judgement, Scope, Snapshot, Verdict};
use crate::platform::{MOST_NETWORKS, MOST_SUBNETS};

pub const CHECK: Check = Check {
    name: "plan-within-limits",
    title: "the plan is within its integration limits",
    explanation: Explanation {
        means: "With gateway-required integration a plan is integrated with at most 5 networks, with regional integration with at most 2 subnets (for Linux plans an older page says 1, which is not certain), and an app with 1.",
        matters: "A further integration is refused, and an app that appears in two networks uses one nobody chose.",
        reads: "virtualNetworkConnections of the plan and of the app; for the regional kind also virtualNetworkSubnetId of the plan's apps and the links of the network's subnets.",
        mend: "Disconnect networks that no app uses any more (portal: the plan, Networking, VNet integration), or move apps to another plan.",
    },
    scope: Scope::Integrated,
    after: &["app-integrated"],
    judge,
};

/// The networks that this plan or app is integrated with through gateways, by name in lower case, as
/// far as its `virtualNetworkConnections` were read. The regional kind has limits of its own.
pub fn networks_below<'a>(
    inventory: &'a Inventory,
    parent: &'a ResourceId,
) -> BTreeMap<String, Option<&'a Origin>> {
    inventory
        .connections_of(parent)
        .filter(|(_, fact)| {
            fact.value()
                .is_none_or(|c| c.regional.value() != Some(&true))
        })
        .map(|(id, fact)| (id.name().to_ascii_lowercase(), fact.origin()))
        .collect()
}

fn judge(snapshot: &Snapshot) -> Judgement {
    if snapshot.integration.kind.value() == Some(&Kind::Regional) {
        return judge_subnets(snapshot);
    }
    let integration = &snapshot.integration;
    let plan = snapshot.plan_id()?;
    let networks = networks_below(&integration.inventory, &plan);
    if networks.is_empty() {
        return Err(Verdict::cannot_tell(
            "the plan's virtualNetworkConnections were not read",
        ));
    }
    let mut found = Findings::default();
    found.evidence(
        "networks of the plan",
        listed(networks.keys()),
        networks.values().copied().flatten().next(),
    );
    if networks.len() > MOST_NETWORKS {
        found.fail(format!(
            "{} is integrated with {} networks; at most {MOST_NETWORKS} are allowed",
            plan.name(),
            networks.len()
        ));
    }
    if let Fact::Known { value: app, .. } = &integration.app {
        let own = networks_below(&integration.inventory, &app.id);
        if own.len() > 1 {
            let from = own.values().copied().flatten().next();
            found.evidence("networks of the app", listed(own.keys()), from);
            found.fail(format!(
                "{} is integrated with {} networks; one is allowed",
                app.name,
                own.len()
            ));
        }
    }
    Ok(found.verdict(format!("{} of {MOST_NETWORKS} networks", networks.len())))
}

fn judge_subnets(snapshot: &Snapshot) -> Judgement {
    let plan = snapshot.plan_id()?;
    let subnets = subnets_of_plan(snapshot, &plan);
    let mut found = Findings::default();
    for (subnet, by) in &subnets {
        found.evidence(format!("subnet {}", subnet.name()), &by.0, Some(&by.1));
    }
    let n = subnets.len();
    let linux = snapshot.integration.plan.as_ref();
    let linux = linux.and_then(|plan, _| plan.linux.clone());
    let linux = linux.or(snapshot
        .integration
        .app
        .as_ref()
        .and_then(|app, _| app.linux.clone()));
    let used = counted(n, "subnet", "subnets");
    let name = plan.name();
    if n > MOST_SUBNETS {
        found.fail(format!(
            "{name} uses {used}; at most {MOST_SUBNETS} can be used"
        ));
    } else if n > 1 {
        found.warn(format!(
            "the apps of {name} use {used}: addresses, routes and security groups differ between them"
        ));
        if linux.value() != Some(&false) {
            found.warn("a Linux plan may have room for one subnet only; that is not certain");
        }
    }
    Ok(found.verdict(format!("{n} of {MOST_SUBNETS} subnets")))
}

/// The subnets that a plan's apps use, or that are linked to it, each with what shows it.
pub fn subnets_of_plan(
    snapshot: &Snapshot,
    plan: &ResourceId,
) -> BTreeMap<ResourceId, (String, Origin)> {
    let integration = &snapshot.integration;
    let inventory = &integration.inventory;
    let mut subnets = BTreeMap::new();
    let mut add = |subnet: &Fact<ResourceId>, by: String| {
        if let Fact::Known { value, from } = subnet {
            subnets
                .entry(value.clone())
                .or_insert_with(|| (by, from.clone()));
        }
    };
    let sites = || inventory.sites.values().filter_map(Fact::value);
    let sites = || sites().filter(|site| site.plan.value() == Some(plan));
    for site in sites() {
        add(&site.subnet, format!("used by the app {}", site.name));
    }
    let holders: BTreeSet<&ResourceId> = sites().map(|site| &site.id).chain([plan]).collect();
    let of_plan = |id: &ResourceId| id.parent().is_some_and(|parent| holders.contains(&parent));
    for (id, connection) in &inventory.vnet_connections {
        if of_plan(id)
            && let Some(connection) = connection.value()
            && connection.regional.value() == Some(&true)
        {
            add(&connection.vnet, "a connection of the plan".to_owned());
        }
    }
    for (id, of_app) in &inventory.subnet_integrations {
        // Its id is .../sites/APP/networkConfig/virtualNetwork.
        if of_plan(id)
            && let Some(of_app) = of_app.value()
        {
            add(&of_app.subnet, "networkConfig of an app".to_owned());
        }
    }
    for vnet in inventory.vnets.values().filter_map(Fact::value) {
        for subnet in vnet.subnets.value().into_iter().flatten() {
            let mut links = subnet.service_links.value().into_iter().flatten();
            if let Some(link) = links.find(|link| link.link.value() == Some(plan)) {
                let linked = link.link.as_ref().map(|_| subnet.id.clone());
                add(&linked, "linked to the plan".to_owned());
            }
        }
    }
    subnets
}
