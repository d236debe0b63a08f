//! The parts that belong to an app: its plan, its copy of the network's information, subnet, kind and
//! network.

use super::Kind;
use crate::fact::{Fact, Origin};
use crate::model::{Environment, Inventory, Plan, ResourceId, Site, Vnet, VnetConnection};

/// The only resource of its kind, when nothing names one: an export of a part is judged as far as it goes.
pub(super) fn only<'a, T: Clone + 'a>(
    mut all: impl Iterator<Item = &'a Fact<T>>,
    what: &str,
) -> Fact<T> {
    match (all.next(), all.next()) {
        (Some(fact), None) => fact.clone(),
        (None, _) => Fact::unknown(what, "was not read"),
        (Some(_), Some(_)) => Fact::unknown(
            what,
            "is one of several that were read, and nothing says which",
        ),
    }
}

pub(super) fn plan_id(app: &Fact<Site>, plan: &Fact<Plan>) -> Option<ResourceId> {
    let named = app.value().and_then(|app| app.plan.value());
    plan.value().map(|plan| &plan.id).or(named).cloned()
}

pub(super) fn find_plan(inventory: &Inventory, app: &Fact<Site>) -> Fact<Plan> {
    match app.value().map(|app| &app.plan) {
        Some(Fact::Known { value: id, .. }) => {
            Inventory::find(&inventory.plans, "plan", id).cloned()
        }
        _ => only(inventory.plans.values(), "the plan"),
    }
}

/// The plan's copy of the app's network, else the app's own copy, else the only one there is.
pub(super) fn find_connection(
    inventory: &Inventory,
    app: &Fact<Site>,
    app_name: Option<&str>,
    plan: &Fact<Plan>,
) -> Fact<VnetConnection> {
    let all = &inventory.vnet_connections;
    let own = match app.value() {
        Some(app) => inventory.connections_of(&app.id).next(),
        None => all
            .iter()
            .find(|(id, _)| app_name.is_some_and(|name| id.is_of_app(name))),
    };
    let plan = plan_id(app, plan);
    let of_plan: Vec<_> = plan
        .iter()
        .flat_map(|plan| inventory.connections_of(plan))
        .collect();
    // The name of the app's network: from its own copy, else from its configuration.
    let vnet = own.and_then(|(_, fact)| fact.value()?.vnet.value());
    let name = own
        .and_then(|(_, fact)| fact.value().map(|c| c.name.as_str()))
        .or_else(|| app.value()?.vnet_name.value().map(String::as_str));
    let shared = of_plan.iter().find(|(id, fact)| {
        let same_vnet = vnet.is_some() && fact.value().and_then(|c| c.vnet.value()) == vnet;
        same_vnet || name.is_some_and(|name| id.name().eq_ignore_ascii_case(name))
    });
    match (shared, own) {
        (Some((_, fact)), _) => (*fact).clone(),
        (None, Some((_, fact))) => fact.clone(),
        // An app that was read and names no network is not integrated through any plan's network.
        (None, None) if app.value().is_some_and(|app| app.vnet_name.is_absent()) => Fact::Absent {
            from: app.origin().cloned().unwrap_or(Origin::Everything),
        },
        (None, None) => {
            // A copy of a network that the app names otherwise is another app's.
            let fits = |id: &ResourceId| name.is_none_or(|n| id.name().eq_ignore_ascii_case(n));
            match &of_plan[..] {
                [(id, fact)] if fits(id) => (*fact).clone(),
                _ => only(
                    all.iter().filter(|(id, _)| fits(id)).map(|(_, fact)| fact),
                    "the app's copy of the network's information",
                ),
            }
        }
    }
}

/// The subnet that the app itself names, else its networkConfig (older answers of the app lack the
/// subnet), else the connection.
pub(super) fn find_subnet(
    inventory: &Inventory,
    app: &Fact<Site>,
    app_name: Option<&str>,
    connection: &Fact<VnetConnection>,
) -> Fact<ResourceId> {
    let of_app = app.as_ref().and_then(|app, _| app.subnet.as_ref()).cloned();
    if of_app.value().is_some() {
        return of_app;
    }
    let is_of_app = |id: &ResourceId| match (app.value(), app_name) {
        (Some(app), _) => id.parent().as_ref() == Some(&app.id),
        (None, Some(name)) => id.is_of_app(name),
        (None, None) => false,
    };
    let configured = inventory
        .subnet_integrations
        .iter()
        .filter(|(id, _)| is_of_app(id))
        .find_map(|(_, fact)| Some(&fact.value()?.subnet).filter(|s| s.value().is_some()));
    let connected = || {
        let vnet = &connection.value()?.vnet;
        let is_subnet = vnet
            .value()?
            .resource_type()
            .is_some_and(|kind| kind.ends_with("/subnets"));
        is_subnet.then_some(vnet)
    };
    configured.or_else(connected).cloned().unwrap_or(of_app)
}

pub(super) fn kind(
    app: &Fact<Site>,
    subnet: &Fact<ResourceId>,
    connection: &Fact<VnetConnection>,
    environment: &Environment,
) -> Fact<Kind> {
    if let Fact::Known { from, .. } = subnet {
        return Fact::known(Kind::Regional, from.clone());
    }
    if let Fact::Known {
        value: connection,
        from,
    } = connection
    {
        let regional = connection.regional.value().copied().unwrap_or(false);
        let kind = if regional {
            Kind::Regional
        } else {
            Kind::Gateway
        };
        let from = connection.regional.origin().unwrap_or(from).clone();
        return Fact::known(kind, from);
    }
    if let Some(app) = app.value() {
        match &app.vnet_name {
            Fact::Known { from, .. } => return Fact::known(Kind::Gateway, from.clone()),
            Fact::Absent { from } => return Fact::known(Kind::None, from.clone()),
            Fact::Unknown(_) => {}
        }
    }
    if environment.is_app_service() {
        // Present while gateway-required integration is up. Source: Microsoft's
        // app-service-vnet-integration-powershell page.
        if let Fact::Known { from, .. } = environment.get("WEBSITE_VNETNAME") {
            return Fact::known(Kind::Gateway, from);
        }
        // Both kinds have an address in the network: without the name it is taken for the regional
        // one. Inferred; no source says that this kind never has WEBSITE_VNETNAME.
        if let Fact::Known { from, .. } = environment.get("WEBSITE_PRIVATE_IP") {
            return Fact::known(Kind::Regional, from);
        }
    }
    Fact::unknown(
        "the kind of integration",
        "cannot be told from what was read",
    )
}

pub(super) fn find_vnet(
    inventory: &Inventory,
    app: &Fact<Site>,
    subnet: &Fact<ResourceId>,
    connection: &Fact<VnetConnection>,
    kind: &Fact<Kind>,
    environment: &Environment,
) -> Fact<Vnet> {
    if kind.value() == Some(&Kind::None) {
        return Fact::Absent {
            from: kind.origin().cloned().unwrap_or(Origin::Everything),
        };
    }
    let find = |id: &ResourceId| Inventory::find(&inventory.vnets, "network", id).cloned();
    if let Some(subnet) = subnet.value() {
        return subnet.parent().map_or_else(
            || Fact::unknown("the network", "cannot be told from the subnet's id"),
            |vnet| find(&vnet),
        );
    }
    if let Some(connection) = connection.value() {
        match &connection.vnet {
            Fact::Known { value: id, .. } => return find(id),
            Fact::Unknown(gap) => return Fact::Unknown(gap.clone()),
            Fact::Absent { .. } => {}
        }
    }
    let name = app
        .value()
        .and_then(|app| app.vnet_name.value().cloned())
        .or_else(|| environment.get("WEBSITE_VNETNAME").value().cloned());
    let Some(name) = name else {
        return only(inventory.vnets.values(), "the network");
    };
    let mut same = inventory
        .vnets
        .iter()
        .filter(|(id, _)| id.name().eq_ignore_ascii_case(&name));
    match (same.next(), same.next()) {
        (Some((_, fact)), None) => fact.clone(),
        (Some(_), Some(_)) => Fact::unknown(
            format!("the network {name}"),
            "is one of several of that name that were read",
        ),
        (None, _) => Fact::unknown(format!("the network {name}"), "is named but was not read"),
    }
}
