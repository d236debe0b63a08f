//! One app's integration, put together from everything that was read.

mod choose;
mod elsewhere;
mod find;
mod gateways;

use std::sync::Arc;

use self::choose::choose_app;
use self::find::{find_connection, find_plan, find_subnet, find_vnet, kind, plan_id};
use self::gateways::find_gateway;
use super::{Environment, Gateway, Inventory, Plan, ResourceId, Site, Vnet, VnetConnection};
use crate::fact::Fact;

pub(super) use self::gateways::gateways_in;

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
    /// Everything that was read, shared with the integrations of other apps.
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
        let app = Inventory::find(&inventory.sites, "app", id).cloned();
        let name = app.value().map_or_else(
            || id.app_name().unwrap_or_else(|| id.name().to_owned()),
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
        let plan = Inventory::find(&inventory.plans, "plan", plan).cloned();
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

    /// The app's id: its own, or where the app itself was not read, but was named by name and id, the
    /// one that was named.
    pub fn app_id(&self) -> Option<&ResourceId> {
        if let Some(app) = self.app.value() {
            return Some(&app.id);
        }
        let name = self.app_name.as_deref()?;
        let mut named = self.inventory.sites.keys().filter(|id| id.is_of_app(name));
        named.next().filter(|_| named.next().is_none())
    }

    /// Which kind of integration it is: `gateway`, `regional`, `none` or `unknown`, the word for JSON.
    pub fn kind_word(&self) -> &'static str {
        match self.kind.value() {
            Some(Kind::Gateway) => "gateway",
            Some(Kind::Regional) => "regional",
            Some(Kind::None) => "none",
            None => "unknown",
        }
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

#[cfg(test)]
mod tests;
