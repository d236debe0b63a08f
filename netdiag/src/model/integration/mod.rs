//! One app's integration, put together from everything that was read.

use std::sync::Arc;

use super::{Environment, Gateway, Inventory, Plan, ResourceId, Site, Vnet, VnetConnection};
use crate::fact::{Fact, Gap, Origin};

/// Which kind of integration an app has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Through a point-to-site connection to a gateway; ends 31 March 2027.
    Gateway,
    /// Through a delegated subnet.
    Regional,
    /// None at all.
    None,
}

/// Everything that is known about one app's integration.
#[derive(Debug, Clone)]
pub struct Integration {
    /// The app's name, if it is known, even when the app itself was not read.
    pub app_name: Option<String>,
    /// The app.
    pub app: Fact<Site>,
    /// Its plan.
    pub plan: Fact<Plan>,
    /// Which kind of integration.
    pub kind: Fact<Kind>,
    /// What the platform knows of the network: the plan's copy, else the app's.
    pub connection: Fact<VnetConnection>,
    /// Regional integration: the delegated subnet that the app, its networkConfig or its connection
    /// names.
    pub subnet: Fact<ResourceId>,
    /// The network.
    pub vnet: Fact<Vnet>,
    /// The VPN gateway in the network's GatewaySubnet.
    pub gateway: Fact<Gateway>,
    /// Everything else that was read, shared with the integrations of other apps.
    pub inventory: Arc<Inventory>,
    /// The app's environment.
    pub environment: Environment,
}

/// Which app is meant could not be decided; says what to type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppChoiceError(pub String);

impl Integration {
    /// Puts together the integration of the app named `app` (`NAME` or `NAME/SLOT`), else of the app
    /// that the environment names, else of the only app there is.
    ///
    /// # Errors
    /// If there are several apps and nothing chooses, or the named one is not among those read.
    pub fn assemble(
        inventory: impl Into<Arc<Inventory>>,
        environment: Environment,
        app: Option<&str>,
    ) -> Result<Self, AppChoiceError> {
        let inventory = inventory.into();
        let (app_name, app) = choose_app(&inventory, &environment, app)?;
        Ok(Self::around(inventory, environment, app_name, app))
    }

    /// Puts together the integration of the app or slot with this id, which runs in this environment.
    /// Several apps share one inventory.
    pub fn of_app(inventory: Arc<Inventory>, environment: Environment, id: &ResourceId) -> Self {
        let app = cloned(Inventory::find(&inventory.sites, "app", id));
        let name = app.value().map_or_else(
            || match (id.after("sites"), id.after("slots")) {
                (Some(app), Some(slot)) => format!("{app}/{slot}"),
                _ => id.name().to_owned(),
            },
            |app| app.name.clone(),
        );
        Self::around(inventory, environment, Some(name), app)
    }

    /// Puts together what the plan's own copy of a network's information tells, whichever app uses
    /// the network: the app is unknown.
    pub fn of_plan(inventory: Arc<Inventory>, plan: &ResourceId, copy: &VnetConnection) -> Self {
        let app = Fact::unknown(
            "an app of the plan that uses the network",
            "is not among what was read",
        );
        let environment = Environment::empty();
        let plan = cloned(Inventory::find(&inventory.plans, "plan", plan));
        let connection = Fact::known(copy.clone(), copy.from.clone());
        Self::with_connection(inventory, environment, None, app, plan, connection)
    }

    fn around(
        inventory: Arc<Inventory>,
        environment: Environment,
        app_name: Option<String>,
        app: Fact<Site>,
    ) -> Self {
        let plan = find_plan(&inventory, &app);
        let connection = find_connection(&inventory, &app, app_name.as_deref(), &plan);
        Self::with_connection(inventory, environment, app_name, app, plan, connection)
    }

    fn with_connection(
        inventory: Arc<Inventory>,
        environment: Environment,
        app_name: Option<String>,
        app: Fact<Site>,
        plan: Fact<Plan>,
        connection: Fact<VnetConnection>,
    ) -> Self {
        let subnet = find_subnet(&inventory, &app, app_name.as_deref(), &connection);
        let kind = kind(&app, &subnet, &connection, &environment);
        let vnet = find_vnet(&inventory, &app, &subnet, &connection, &kind, &environment);
        let gateway = find_gateway(&inventory, &vnet);
        Self {
            app_name,
            app,
            plan,
            kind,
            connection,
            subnet,
            vnet,
            gateway,
            inventory,
            environment,
        }
    }

    /// Whether an App Service app is meant at all: its environment, or something of App Service, was
    /// read.
    pub fn is_of_app_service(&self) -> bool {
        self.environment.is_app_service()
            || !self.inventory.sites.is_empty()
            || !self.inventory.plans.is_empty()
            || !self.inventory.vnet_connections.is_empty()
    }

    /// The plan's id: the plan's own, or the one that the app names though it was not read.
    pub fn plan_id(&self) -> Option<ResourceId> {
        plan_id(&self.app, &self.plan)
    }

    /// The other copies of the network's information that speak of the same network: those of the
    /// apps, beside the one in [`Integration::connection`].
    pub fn other_copies(&self) -> impl Iterator<Item = &VnetConnection> {
        let main = self.connection.value();
        self.inventory
            .vnet_connections
            .values()
            .filter_map(Fact::value)
            .filter(move |copy| {
                main.is_some_and(|main| {
                    copy.id != main.id
                        && copy.vnet.value().is_some()
                        && copy.vnet.value() == main.vnet.value()
                })
            })
    }
}

fn choose_app(
    inventory: &Inventory,
    environment: &Environment,
    wanted: Option<&str>,
) -> Result<(Option<String>, Fact<Site>), AppChoiceError> {
    let sites = &inventory.sites;
    let full = |id: &ResourceId| match id.after("slots") {
        Some(slot) => format!("{}/{slot}", id.after("sites").unwrap_or_default()),
        None => id.name().to_owned(),
    };
    let named = |name: &str| {
        sites
            .iter()
            .find(|(id, _)| full(id).eq_ignore_ascii_case(name))
    };
    let names = || -> String {
        // Of an app that was read twice with different content nothing is known but that there is one.
        let name = |(id, site): (&ResourceId, &Fact<Site>)| {
            let name = site.value().map_or(full(id), |site| site.name.clone());
            crate::text::printable(&name).into_owned()
        };
        sites.iter().map(name).collect::<Vec<_>>().join(", ")
    };
    let setting = environment.get("WEBSITE_SITE_NAME");
    if let Some(name) = wanted.or(setting.value().map(String::as_str)) {
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
            let name = app.value().map_or(id.name(), |site| site.name.as_str());
            Ok((Some(name.to_owned()), app.clone()))
        }
        _ => Err(AppChoiceError(format!(
            "several apps were read; choose one with --app: {}",
            names()
        ))),
    }
}

/// The app that connections hang on, if it is one.
fn only_app_of_connections(inventory: &Inventory) -> Option<String> {
    let mut names: Vec<&str> = inventory
        .vnet_connections
        .keys()
        .filter_map(|id| id.after("sites"))
        .collect();
    names.dedup();
    match names[..] {
        [name] => Some(name.to_owned()),
        _ => None,
    }
}

/// The only resource of its kind, when nothing names one: an export of a part is judged as far as it goes.
fn only<'a, T: Clone + 'a>(mut all: impl Iterator<Item = &'a Fact<T>>, what: &str) -> Fact<T> {
    match (all.next(), all.next()) {
        (Some(fact), None) => fact.clone(),
        (None, _) => Fact::unknown(what, "was not read"),
        (Some(_), Some(_)) => Fact::unknown(
            what,
            "is one of several that were read, and nothing says which",
        ),
    }
}

fn plan_id(app: &Fact<Site>, plan: &Fact<Plan>) -> Option<ResourceId> {
    let named = app.value().and_then(|app| app.plan.value());
    plan.value().map(|plan| &plan.id).or(named).cloned()
}

fn find_plan(inventory: &Inventory, app: &Fact<Site>) -> Fact<Plan> {
    match app.value().map(|app| &app.plan) {
        Some(Fact::Known { value: id, .. }) => {
            cloned(Inventory::find(&inventory.plans, "plan", id))
        }
        _ => only(inventory.plans.values(), "the plan"),
    }
}

fn cloned<T: Clone>(fact: Fact<&T>) -> Fact<T> {
    fact.map(Clone::clone)
}

/// The plan's copy of the app's network, else the app's own copy, else the only one there is.
fn find_connection(
    inventory: &Inventory,
    app: &Fact<Site>,
    app_name: Option<&str>,
    plan: &Fact<Plan>,
) -> Fact<VnetConnection> {
    let all = &inventory.vnet_connections;
    let own = match app.value() {
        Some(app) => inventory.connections_of(&app.id).next(),
        None => all.iter().find(|(id, _)| {
            app_name.is_some_and(|name| {
                id.after("sites")
                    .is_some_and(|site| site.eq_ignore_ascii_case(name))
            })
        }),
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
fn find_subnet(
    inventory: &Inventory,
    app: &Fact<Site>,
    app_name: Option<&str>,
    connection: &Fact<VnetConnection>,
) -> Fact<ResourceId> {
    let of_app = app
        .as_ref()
        .and_then(|app, _| app.subnet.as_ref())
        .map(Clone::clone);
    if of_app.value().is_some() {
        return of_app;
    }
    let is_of_app = |id: &ResourceId| match (app.value(), app_name) {
        (Some(app), _) => id.parent().as_ref() == Some(&app.id),
        (None, Some(name)) => id
            .after("sites")
            .is_some_and(|site| site.eq_ignore_ascii_case(name)),
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

fn kind(
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

fn find_vnet(
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
    let find = |id: &ResourceId| cloned(Inventory::find(&inventory.vnets, "network", id));
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

/// The VPN gateway that stands in the network's GatewaySubnet.
///
/// Absent if there is no GatewaySubnet, or nothing stands in it; unknown if something stands in it
/// that was not read.
fn find_gateway(inventory: &Inventory, vnet: &Fact<Vnet>) -> Fact<Gateway> {
    let vnet = match vnet {
        Fact::Known { value, .. } => value,
        Fact::Absent { from } => return Fact::Absent { from: from.clone() },
        Fact::Unknown(_) => return only(inventory.gateways.values(), "the gateway"),
    };
    let standing: Vec<&Fact<Gateway>> = gateways_in(inventory, vnet).collect();
    let is_vpn = |fact: &&&Fact<Gateway>| {
        fact.value().is_none_or(|g| {
            g.gateway_type
                .value()
                .is_none_or(|t| t.eq_ignore_ascii_case("Vpn"))
        })
    };
    if let Some(fact) = standing.iter().find(is_vpn) {
        return (*fact).clone();
    }
    let subnet = match vnet.gateway_subnet() {
        Fact::Known { value, .. } => value,
        Fact::Absent { from } => return Fact::Absent { from },
        Fact::Unknown(gap) => return Fact::Unknown(gap),
    };
    match &subnet.ip_configurations {
        Fact::Known { value, from } if !value.is_empty() => {
            let unread = value.iter().find(|id| {
                !standing
                    .iter()
                    .any(|g| g.value().is_some_and(|g| id.is_within(&g.id)))
            });
            match unread {
                Some(id) => Fact::Unknown(
                    Gap::new(
                        format!("the gateway {}", gateway_of(id).name()),
                        "stands in the GatewaySubnet but was not read",
                    )
                    .at(from.clone()),
                ),
                // Only an ExpressRoute gateway stands there.
                None => Fact::Absent { from: from.clone() },
            }
        }
        Fact::Known { from, .. } | Fact::Absent { from } => Fact::Absent { from: from.clone() },
        Fact::Unknown(gap) => Fact::Unknown(gap.clone()),
    }
}

/// The gateway that an IP configuration belongs to: its id without the last two segments.
fn gateway_of(ip_configuration: &ResourceId) -> ResourceId {
    ip_configuration
        .parent()
        .unwrap_or_else(|| ip_configuration.clone())
}

/// All gateways that stand in the network, of every type.
pub(super) fn gateways_in<'a>(
    inventory: &'a Inventory,
    vnet: &'a Vnet,
) -> impl Iterator<Item = &'a Fact<Gateway>> {
    inventory.gateways.iter().filter_map(move |(id, fact)| {
        let stands = id.is_within(&vnet.id)
            || fact.value().is_some_and(|gateway| {
                gateway.subnets.value().is_some_and(|subnets| {
                    subnets.iter().any(|subnet| subnet.is_within(&vnet.id))
                })
            })
            // A gateway that was read twice with different content: its id is all that is left, and
            // the subnet may name it.
            || (fact.value().is_none()
                && vnet.gateway_subnet().value().is_some_and(|subnet| {
                    subnet.ip_configurations.value().is_some_and(|ids| {
                        ids.iter().any(|configuration| configuration.is_within(id))
                    })
                }));
        stands.then_some(fact)
    })
}

impl Integration {
    /// All gateways that were read and stand in the network, of every type.
    pub fn gateways(&self) -> Vec<&Fact<Gateway>> {
        match self.vnet.value() {
            Some(vnet) => gateways_in(&self.inventory, vnet).collect(),
            None => self.inventory.gateways.values().collect(),
        }
    }
}

mod elsewhere;
#[cfg(test)]
mod tests;
