//! What to ask Azure next, from what it has answered so far. Pure.
//!
//! It asks for everything that the answers name and that a judgement needs: the app leads to its
//! plan and network, the network to its gateway, groups, tables and neighbours. What nothing names is not
//! asked for, and nothing is asked twice.

use std::collections::{BTreeMap, BTreeSet};

use netdiag::fact::Fact;
use netdiag::model::{Gateway, Inventory, ResourceId, Subnet, Vnet, VnetConnection};

use super::app::AppPlace;
use super::request::{Key, Request};

/// More networks than these are not followed across peerings.
const MOST_PEERS: usize = 32;
/// Up to here network interfaces of a group are read one by one, from there on as the group's list.
const FEW_INTERFACES: usize = 8;

/// What a command needs beside the app's own integration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Needs {
    /// Of how many other apps of the plan the integration is read.
    pub apps_of_plan: usize,
    /// The routes that gateways learn and announce over BGP.
    pub bgp_routes: bool,
    /// All networks of the subscription, and the gateways that stand in them.
    pub subscription: bool,
}

impl Needs {
    /// The checklist: other apps' certificates must agree with this app's.
    pub const CHECK: Self = Self {
        apps_of_plan: 20,
        bgp_routes: false,
        subscription: false,
    };
    /// Which networks there are to integrate with.
    pub const ELIGIBLE: Self = Self {
        apps_of_plan: 200,
        bgp_routes: false,
        subscription: true,
    };
    /// A whole plan.
    pub const PLAN: Self = Self {
        apps_of_plan: 200,
        bgp_routes: false,
        subscription: false,
    };
    /// All that `netcheck collect` writes down.
    pub const EXPORT: Self = Self {
        apps_of_plan: 200,
        bgp_routes: true,
        subscription: false,
    };
}

/// The next requests, in a stable order; none when all is read or under way. `asked` are the keys of all
/// requests made before.
pub fn next(app: &AppPlace, needs: Needs, read: &Inventory, asked: &BTreeSet<Key>) -> Vec<Request> {
    let mut wanted = Wanted::default();
    let site = app.id();
    wanted.app(&site);
    wanted.plan(&site, needs, read);
    let networks = Networks::of(&site, read);
    wanted.networks(&networks, read);
    wanted.gateways(&networks, needs, read);
    if needs.subscription {
        wanted.subscription(app);
    }
    wanted
        .requests
        .into_iter()
        .filter(|(key, _)| !asked.contains(key))
        .map(|(_, request)| request)
        .collect()
}

#[derive(Default)]
struct Wanted {
    requests: BTreeMap<Key, Request>,
}

impl Wanted {
    fn add(&mut self, request: Request) {
        self.requests.entry(request.key()).or_insert(request);
    }

    fn app(&mut self, site: &ResourceId) {
        self.add(Request::site(site));
        self.add(Request::site_connections(site));
        self.add(Request::site_subnet(site));
        self.add(Request::site_configuration(site));
    }

    fn plan(&mut self, site: &ResourceId, needs: Needs, read: &Inventory) {
        let app = read.sites.get(site).and_then(Fact::value);
        let Some(plan) = app.and_then(|app| app.plan.value()) else {
            return;
        };
        self.add(Request::plan(plan));
        self.add(Request::plan_connections(plan));
        for connection in connections_below(read, plan) {
            let has_routes = !matches!(connection.routes, Fact::Unknown(_) | Fact::Absent { .. });
            let is_regional = connection.regional.value() == Some(&true);
            if !has_routes && !is_regional && shares_network(read, site, connection) {
                self.add(Request::plan_routes(&connection.id));
            }
        }
        self.add(Request::plan_sites(plan));
        let neighbours = read
            .sites
            .values()
            .filter_map(Fact::value)
            .filter(|other| other.id != *site && other.plan.value() == Some(plan))
            .take(needs.apps_of_plan);
        for other in neighbours {
            self.add(Request::site_connections(&other.id));
            if app.is_some_and(|app| app.subnet.value().is_some()) {
                self.add(Request::site_subnet(&other.id));
            }
        }
    }

    fn networks(&mut self, networks: &Networks, read: &Inventory) {
        for id in networks.home.iter().chain(&networks.peers) {
            self.add(Request::network(id));
        }
        // Whoever may not read the network may still read the subnet that the app is in.
        for subnet in &networks.subnets {
            let parent = subnet.parent();
            let refused = parent.is_some_and(|vnet| {
                read.vnets
                    .get(&vnet)
                    .is_some_and(|vnet| vnet.gap().is_some())
            });
            if refused {
                self.add(Request::network(subnet));
            }
        }
        let mut interfaces: BTreeMap<String, BTreeSet<ResourceId>> = BTreeMap::new();
        for subnet in networks.all_subnets(read) {
            for reference in [&subnet.security_group, &subnet.route_table] {
                if let Some(id) = reference.value() {
                    self.add(Request::network(id));
                }
            }
            for configuration in subnet.ip_configurations.value().into_iter().flatten() {
                let Some(interface) = owner(configuration, "networkinterfaces") else {
                    continue;
                };
                if let (Some(subscription), Some(group)) =
                    (interface.subscription(), interface.resource_group())
                {
                    let scope = format!("/subscriptions/{subscription}/resourceGroups/{group}");
                    let found = interfaces
                        .iter()
                        .find(|(known, _)| known.eq_ignore_ascii_case(&scope))
                        .map(|(known, _)| known.clone());
                    interfaces
                        .entry(found.unwrap_or(scope))
                        .or_default()
                        .insert(interface);
                }
            }
        }
        for (scope, ids) in interfaces {
            if ids.len() <= FEW_INTERFACES {
                ids.iter().for_each(|id| self.add(Request::network(id)));
            } else {
                let group = ResourceId::new(scope.as_str()).name().to_owned();
                let what = format!("the network interfaces of the group {group}");
                self.add(Request::all_networks(&scope, "networkInterfaces", &what));
            }
        }
        for fact in read.network_interfaces.values() {
            if let Some(id) = fact.value().and_then(|nic| nic.security_group.value()) {
                self.add(Request::network(id));
            }
        }
    }

    fn gateways(&mut self, networks: &Networks, needs: Needs, read: &Inventory) {
        let all = read.vnets.values().filter_map(Fact::value);
        let all = all.filter(|_| needs.subscription);
        for vnet in networks.with_gateway(read).chain(all) {
            for id in gateways_in(vnet) {
                self.add(Request::network(&id));
                let gateway = read.gateways.get(&id).and_then(Fact::value);
                let is_vpn = gateway.is_some_and(is_vpn);
                if is_vpn {
                    self.one_gateway(&id, gateway, needs, read);
                }
            }
        }
    }

    fn one_gateway(
        &mut self,
        id: &ResourceId,
        gateway: Option<&Gateway>,
        needs: Needs,
        read: &Inventory,
    ) {
        self.add(Request::health(id));
        self.add(Request::gateway_connections(id));
        if gateway.is_some_and(|gateway| gateway.point_to_site.value().is_some()) {
            self.add(Request::clients(id));
        }
        let mut bgp = false;
        let mut peers: BTreeSet<std::net::IpAddr> = BTreeSet::new();
        for connection in read.gateway_connections.values().filter_map(Fact::value) {
            let ends = [&connection.gateway, &connection.other_gateway];
            if !ends.iter().any(|end| end.value() == Some(id)) {
                continue;
            }
            // Lists leave the status out.
            if connection.status.value().is_none() {
                self.add(Request::network(&connection.id));
            }
            bgp |= connection.bgp.value() == Some(&true);
            if let Some(local) = connection.local_gateway.value() {
                self.add(Request::network(local));
                let local = read.local_gateways.get(local).and_then(Fact::value);
                peers.extend(local.and_then(|l| l.bgp_peer.value()).into_iter().flatten());
            }
            // A network at the other end: its gateway tells which one, and that one its prefixes.
            for end in ends
                .into_iter()
                .filter_map(Fact::value)
                .filter(|end| *end != id)
            {
                self.add(Request::network(end));
                let far = read.gateways.get(end).and_then(Fact::value);
                let subnets = far.and_then(|far| far.subnets.value());
                for vnet in subnets.into_iter().flatten().filter_map(ResourceId::parent) {
                    self.add(Request::network(&vnet));
                }
            }
        }
        if needs.bgp_routes && bgp {
            self.add(Request::learned_routes(id));
            for peer in peers {
                self.add(Request::advertised_routes(id, peer));
            }
        }
    }

    fn subscription(&mut self, app: &AppPlace) {
        let scope = format!("/subscriptions/{}", app.subscription);
        let what = "the networks of the subscription";
        self.add(Request::all_networks(&scope, "virtualNetworks", what));
    }
}

/// Which networks matter: the app's own, and those beside it.
struct Networks {
    home: BTreeSet<ResourceId>,
    /// The subnets that the app is in, with regional integration.
    subnets: BTreeSet<ResourceId>,
    peers: Vec<ResourceId>,
    /// Those whose gateway the app's network uses.
    with_gateway: BTreeSet<ResourceId>,
}

impl Networks {
    fn of(site: &ResourceId, read: &Inventory) -> Self {
        let mut networks = Self {
            home: BTreeSet::new(),
            subnets: BTreeSet::new(),
            peers: Vec::new(),
            with_gateway: BTreeSet::new(),
        };
        let app = read.sites.get(site).and_then(Fact::value);
        let integration = read
            .subnet_integrations
            .iter()
            .find(|(id, _)| id.is_within(site))
            .and_then(|(_, fact)| fact.value());
        let named = [
            app.and_then(|app| app.subnet.value()),
            integration.and_then(|integration| integration.subnet.value()),
        ];
        let plan = app.and_then(|app| app.plan.value());
        let connected = read
            .vnet_connections
            .values()
            .filter_map(Fact::value)
            .filter(|connection| {
                connection.id.parent().as_ref() == Some(site)
                    || (plan.is_some()
                        && connection.id.parent().as_ref() == plan
                        && shares_network(read, site, connection))
            });
        for id in named
            .into_iter()
            .flatten()
            .chain(connected.filter_map(|connection| connection.vnet.value()))
        {
            networks.add_home(id);
        }
        let mut peers = BTreeSet::new();
        for vnet in networks
            .home
            .iter()
            .filter_map(|id| read.vnets.get(id)?.value())
        {
            for peering in vnet.peerings.value().into_iter().flatten() {
                let Some(remote) = peering.remote.value() else {
                    continue;
                };
                peers.insert(remote.clone());
                if peering.uses_remote_gateways.value() == Some(&true) {
                    networks.with_gateway.insert(remote.clone());
                }
            }
        }
        networks.peers = peers
            .into_iter()
            .filter(|id| !networks.home.contains(id))
            .take(MOST_PEERS)
            .collect();
        networks
    }

    /// A network's id, or that of a subnet in it.
    fn add_home(&mut self, id: &ResourceId) {
        let is_subnet = id
            .resource_type()
            .is_some_and(|kind| kind.ends_with("/subnets"));
        match id.parent() {
            Some(vnet) if is_subnet => {
                self.subnets.insert(id.clone());
                self.home.insert(vnet);
            }
            _ => {
                self.home.insert(id.clone());
            }
        }
    }

    fn all_subnets<'a>(&'a self, read: &'a Inventory) -> impl Iterator<Item = &'a Subnet> {
        let inside = self
            .home
            .iter()
            .chain(&self.peers)
            .filter_map(|id| read.vnets.get(id)?.value())
            .flat_map(|vnet| vnet.subnets.value().into_iter().flatten());
        let alone = self
            .subnets
            .iter()
            .filter_map(|id| read.subnets.get(id)?.value());
        inside.chain(alone)
    }

    fn with_gateway<'a>(&'a self, read: &'a Inventory) -> impl Iterator<Item = &'a Vnet> {
        self.home
            .iter()
            .chain(&self.with_gateway)
            .filter_map(|id| read.vnets.get(id)?.value())
    }
}

/// Whether a plan's copy is that of the app's network, as far as that is known.
fn shares_network(read: &Inventory, site: &ResourceId, copy: &VnetConnection) -> bool {
    let mut own = connections_below(read, site).peekable();
    let named = read.sites.get(site).and_then(Fact::value);
    match own.peek() {
        Some(_) => own.any(|own| {
            own.vnet.value() == copy.vnet.value()
                || own.id.name().eq_ignore_ascii_case(copy.id.name())
        }),
        None => named
            .and_then(|app| app.vnet_name.value())
            .is_none_or(|name| name.eq_ignore_ascii_case(copy.id.name())),
    }
}

fn connections_below<'a>(
    read: &'a Inventory,
    parent: &'a ResourceId,
) -> impl Iterator<Item = &'a VnetConnection> {
    let below = read.connections_of(parent);
    below.filter_map(|(_, connection)| connection.value())
}

/// The gateways that stand in a network: what its GatewaySubnet names.
fn gateways_in(vnet: &Vnet) -> BTreeSet<ResourceId> {
    if vnet.generation == netdiag::model::Generation::V1 {
        return BTreeSet::from([vnet.id.child("gateways", "primary")]);
    }
    let subnet = vnet.gateway_subnet();
    let configurations = subnet
        .value()
        .and_then(|subnet| subnet.ip_configurations.value());
    configurations
        .into_iter()
        .flatten()
        .filter_map(|id| owner(id, "virtualnetworkgateways"))
        .collect()
}

/// The resource of this kind that an IP configuration belongs to.
fn owner(configuration: &ResourceId, kind: &str) -> Option<ResourceId> {
    let parent = configuration.parent()?;
    (parent.resource_type()? == format!("microsoft.network/{kind}")).then_some(parent)
}

fn is_vpn(gateway: &Gateway) -> bool {
    gateway.generation == netdiag::model::Generation::V2 && gateway.is_vpn()
}

#[cfg(test)]
mod tests;
