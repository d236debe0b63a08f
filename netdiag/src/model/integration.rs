//! One app's integration, put together from everything that was read.

use std::net::IpAddr;

use super::{
    ConnectedClient, Environment, Gateway, Inventory, Plan, ResourceHealth, ResourceId, RouteKind,
    Site, Vnet, VnetConnection,
};
use crate::fact::{Fact, Origin};

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
    /// The app.
    pub app: Fact<Site>,
    /// Its plan.
    pub plan: Fact<Plan>,
    /// Which kind of integration.
    pub kind: Fact<Kind>,
    /// What the platform knows of the network: the plan's copy, else the app's.
    pub connection: Fact<VnetConnection>,
    /// The network.
    pub vnet: Fact<Vnet>,
    /// The VPN gateway in the network's GatewaySubnet.
    pub gateway: Fact<Gateway>,
    /// Everything else that was read.
    pub inventory: Inventory,
    /// The app's environment.
    pub environment: Environment,
}

/// Where traffic to an address goes when it leaves the app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// Into the network, by this route.
    Vnet {
        /// The route's name or addresses.
        by: String,
        /// Why the route is there; the regional kind has no such routes.
        kind: Option<RouteKind>,
        /// Where the route was read.
        from: Origin,
    },
    /// Straight to the internet, because nothing takes it into the network.
    Internet {
        /// What decided so.
        by: String,
    },
    /// Nobody can say.
    Unknown {
        /// Why not.
        why: String,
    },
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
        inventory: Inventory,
        environment: Environment,
        app: Option<&str>,
    ) -> Result<Self, AppChoiceError> {
        let _ = app;
        let missing = || Fact::unknown("x", "not read");
        Ok(Self {
            app: Fact::unknown("the app", "was not read"),
            plan: Fact::unknown("the plan", "was not read"),
            kind: Fact::unknown("the kind of integration", "was not read"),
            connection: Fact::unknown("the connection", "was not read"),
            vnet: Fact::unknown("the network", "was not read"),
            gateway: missing(),
            inventory,
            environment,
        })
    }

    /// Whether the integration takes traffic to this address into the network, and by which route.
    pub fn entry(&self, address: IpAddr) -> Entry {
        let _ = address;
        Entry::Unknown { why: String::new() }
    }
}

#[allow(unused)]
fn unused(_: ConnectedClient, _: ResourceHealth, _: ResourceId) {}
