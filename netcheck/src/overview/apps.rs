//! A plan's apps, grouped by the network that they use.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use netdiag::fact::Fact;
use netdiag::model::{
    AppDns, Environment, Integration, Inventory, Kind, NameServers, ResourceId, Site,
};
use serde::Serialize;
use time::OffsetDateTime;

use super::choose::plans_of;
use super::differing::{Differing, differ};
use super::line::Line;
use super::{network, traffic};
use crate::check::Snapshot;

/// What the apps of one network have in common, and where they differ.
pub struct Group {
    /// Of the first app, else of the plan's own copy.
    pub integration: Integration,
    /// Those that use it.
    pub apps: Vec<String>,
    /// Those that were not read, and have a copy of its information.
    pub perhaps: BTreeSet<String>,
    /// The DNS servers that they ask.
    pub dns: Differing,
    /// What of their traffic enters it.
    pub traffic: Differing,
}

/// The network that an app uses: two apps with the same key use the same one.
pub type Key = (&'static str, ResourceId);

/// The plan's apps in the making.
#[derive(Default)]
pub struct Apps {
    /// By kind and network.
    pub groups: BTreeMap<Key, Group>,
    /// Those without integration.
    pub without: Vec<String>,
    /// Those of which that is not known.
    pub unknown: Vec<Unclear>,
    /// How many of the plan were read.
    pub read: usize,
}

impl Apps {
    /// The apps of this plan, grouped.
    pub fn of(
        inventory: &Arc<Inventory>,
        environment: &Environment,
        plan: &ResourceId,
        time: OffsetDateTime,
    ) -> Self {
        let mut apps = Self::default();
        for (id, fact) in &inventory.sites {
            match is_on(fact, plan) {
                Ok(false) => {}
                Ok(true) => {
                    apps.read += 1;
                    let environment = of_this_app(environment, id);
                    apps.add(
                        Integration::of_app(inventory.clone(), environment, id),
                        time,
                    );
                }
                Err(why) => apps.unclear(id, why),
            }
        }
        apps.add_copies_of_plan(inventory, plan);
        apps.add_unread(inventory, plans_of(inventory).len() == 1);
        apps
    }

    fn add(&mut self, integration: Integration, time: OffsetDateTime) {
        let name = integration.app_name.clone().unwrap_or_default();
        match &integration.kind {
            Fact::Known {
                value: Kind::None, ..
            } => self.without.push(name),
            Fact::Known { .. } => {
                let key = key(&integration);
                let snapshot = Snapshot { integration, time };
                let dns = dns(&snapshot);
                let traffic = traffic::line(&snapshot.integration);
                let group = self
                    .groups
                    .entry(key)
                    .or_insert_with(|| Group::of(snapshot.integration));
                differ(&mut group.dns, dns, &name);
                differ(&mut group.traffic, traffic, &name);
                group.apps.push(name);
            }
            Fact::Absent { .. } | Fact::Unknown(_) => {
                let why = integration.kind.gap().map_or_else(
                    || "the kind of integration was not read".to_owned(),
                    ToString::to_string,
                );
                self.unknown.push(Unclear { app: name, why });
            }
        }
    }

    fn unclear(&mut self, id: &ResourceId, why: String) {
        let app = id.app_name().unwrap_or_default();
        self.unknown.push(Unclear { app, why });
    }

    /// Networks that the plan is integrated with though no app that was read uses them.
    fn add_copies_of_plan(&mut self, inventory: &Arc<Inventory>, plan: &ResourceId) {
        for (_, copy) in inventory.connections_of(plan) {
            let Some(copy) = copy.value() else { continue };
            let integration = Integration::of_plan(inventory.clone(), plan, copy);
            self.groups
                .entry(key(&integration))
                .or_insert_with(|| Group::of(integration));
        }
    }

    /// Apps that were not read, but whose copies of a network's information were. Of which plan they
    /// are is told nowhere, unless there is but one.
    fn add_unread(&mut self, inventory: &Inventory, only_plan: bool) {
        let copies = inventory.vnet_connections.iter().map(|(id, fact)| {
            let network = fact.value().and_then(|copy| copy.vnet.value());
            (id, network)
        });
        let subnets = inventory.subnet_integrations.iter().map(|(id, fact)| {
            let subnet = fact.value().and_then(|used| used.subnet.value());
            (id, subnet)
        });
        for (id, network) in copies.chain(subnets) {
            let Some(app) = id
                .parent()
                .filter(|app| app.after("sites").is_some() && !inventory.sites.contains_key(app))
            else {
                continue;
            };
            let keys = ["gateway", "regional"].map(|kind| Some((kind, network?.clone())));
            let name = app.app_name().unwrap_or_default();
            let known = keys
                .into_iter()
                .flatten()
                .find(|key| self.groups.contains_key(key));
            if let Some(group) = known.and_then(|key| self.groups.get_mut(&key)) {
                group.perhaps.insert(name);
            } else if only_plan && self.unknown.iter().all(|unclear| unclear.app != name) {
                self.unclear(&app, "the app itself was not read".to_owned());
            }
        }
    }
}

impl Group {
    fn of(integration: Integration) -> Self {
        Self {
            integration,
            apps: Vec::new(),
            perhaps: BTreeSet::new(),
            dns: Differing::new(),
            traffic: Differing::new(),
        }
    }
}

/// An app of which something decisive is not known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unclear {
    /// The app.
    pub app: String,
    /// Why it is not known.
    pub why: String,
}

/// The apps that a change of one network's copy on a plan concerns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Users {
    /// Apps of the plan that use the network.
    pub apps: Vec<String>,
    /// Apps that use it, of which no plan was read.
    pub perhaps: Vec<String>,
    /// Apps of which it is not known whether they are of the plan, or use the network.
    pub unknown: Vec<Unclear>,
    /// How many apps of the plan were read.
    pub read: usize,
}

impl Users {
    /// The apps of the plan that use the network with gateway-required integration.
    pub fn of(
        inventory: &Arc<Inventory>,
        environment: &Environment,
        plan: &ResourceId,
        network: &ResourceId,
        time: OffsetDateTime,
    ) -> Self {
        let mut apps = Apps::of(inventory, environment, plan, time);
        let group = apps.groups.remove(&("gateway", network.clone()));
        let (using, perhaps) = group.map(|g| (g.apps, g.perhaps)).unwrap_or_default();
        Self {
            apps: using,
            perhaps: perhaps.into_iter().collect(),
            unknown: apps.unknown,
            read: apps.read,
        }
    }
}

/// Whether an app runs on the plan.
///
/// # Errors
/// Says why nobody knows.
fn is_on(site: &Fact<Site>, plan: &ResourceId) -> Result<bool, String> {
    match site {
        Fact::Known { value, .. } => match &value.plan {
            Fact::Known { value, .. } => Ok(value == plan),
            Fact::Absent { .. } => Err("the app does not say its plan".to_owned()),
            Fact::Unknown(gap) => Err(gap.to_string()),
        },
        Fact::Absent { .. } => Ok(false),
        Fact::Unknown(gap) => Err(gap.to_string()),
    }
}

/// The environment, if it is this app's; of the others nothing is known.
fn of_this_app(environment: &Environment, id: &ResourceId) -> Environment {
    if environment.is_of(&id.app_name().unwrap_or_default()) {
        environment.clone()
    } else {
        Environment::empty()
    }
}

/// The network or subnet that an integration uses, by its id; by its name if that is all there is.
pub fn key(integration: &Integration) -> Key {
    let app = integration.app.value();
    let connection = integration.connection.value();
    let id = integration
        .subnet
        .value()
        .or_else(|| connection?.vnet.value())
        .or_else(|| integration.vnet.value().map(|vnet| &vnet.id))
        .cloned();
    let named = || {
        let name = app.and_then(|app| app.vnet_name.value());
        ResourceId::new(name.map_or("a network that is not named", String::as_str))
    };
    (integration.kind_word(), id.unwrap_or_else(named))
}

/// The DNS servers of an app as an export tells them: this machine's are not the app's.
pub fn dns(snapshot: &Snapshot) -> Line {
    let servers = NameServers::as_exported(&AppDns::of(&snapshot.integration));
    network::dns_servers(snapshot, &servers)
}
