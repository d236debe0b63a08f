//! Where a subnet sends what leaves it.

use std::net::Ipv4Addr;

use ipnet::{IpNet, Ipv4Net};
use netdiag::fact::{Fact, Gap, Origin};
use netdiag::model::{Gateway, Integration, NextHop, RoutePrefix, Subnet, Vnet};
use netdiag::space::{AddressSet, Remainder, private_ranges, shared_range};

/// Why a subnet has a route. At equal prefix length the first of these wins.
/// Source: Microsoft's virtual-networks-udr-overview page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RouteSource {
    /// A user-defined route.
    User,
    /// Brought by the gateway: on-premises ranges, the point-to-site pool.
    Gateway,
    /// Azure's own.
    System,
}

/// Where a route leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Leads {
    /// As a route table says it.
    Table(NextHop),
    /// Into a peered network.
    Peering(String),
}

impl Leads {
    /// What a route that leads there does to something, as "drops it".
    pub fn does_to(&self, what: &str) -> String {
        match self {
            Self::Table(NextHop::None) => format!("drops {what}"),
            Self::Table(NextHop::Internet) => format!("sends {what} to the internet"),
            Self::Table(NextHop::VnetLocal) => format!("keeps {what} inside the network"),
            Self::Table(NextHop::VirtualNetworkGateway) => format!("sends {what} to the gateway"),
            Self::Table(NextHop::VirtualAppliance(address)) => {
                let appliance = address.map_or_else(String::new, |a| format!(" {a}"));
                format!("sends {what} to the appliance{appliance}")
            }
            Self::Table(NextHop::Other(hop)) => format!("sends {what} to '{hop}'"),
            Self::Peering(name) => format!("sends {what} into the peering {name}"),
        }
    }

    /// Whether answers that go there come to the app: its pool lies behind the gateway, its subnet in
    /// its own network, which from others is a peered one.
    pub fn is_home(&self, regional: bool, own_network: bool) -> bool {
        match self {
            Self::Table(NextHop::VirtualNetworkGateway) => !regional,
            Self::Table(NextHop::VnetLocal) => regional && own_network,
            Self::Peering(_) => regional && !own_network,
            Self::Table(_) => false,
        }
    }
}

/// A route that holds in a subnet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EffectiveRoute {
    /// What it is for.
    pub prefix: Ipv4Net,
    /// Why it is there.
    pub source: RouteSource,
    /// Where it leads.
    pub leads: Leads,
    /// The user-defined route's name, or what brought it.
    pub name: String,
    /// Where it was read.
    pub from: Option<Origin>,
}

impl EffectiveRoute {
    /// The route in words, as "route odd for 172.29.7.0/24".
    pub fn shown(&self) -> String {
        match self.source {
            RouteSource::User => format!("route {} for {}", self.name, self.prefix),
            RouteSource::Gateway => format!("gateway route for {}", self.prefix),
            RouteSource::System => format!("system route for {}", self.prefix),
        }
    }

    /// Why nobody can say what becomes of something that this route takes, as "sends it to the appliance
    /// 10.0.0.4 (route out); whether that forwards it cannot be told"; `None` where the route decides.
    pub fn unclear(&self, what: &str, them: &str) -> Option<String> {
        let leads = self.leads.does_to(what);
        let name = &self.name;
        match &self.leads {
            Leads::Table(NextHop::VirtualAppliance(_)) => Some(format!(
                "{leads} (route {name}); whether that forwards {them} cannot be told"
            )),
            Leads::Table(NextHop::Other(_)) => {
                Some(format!("{leads}, which is not known here (route {name})"))
            }
            _ => None,
        }
    }
}

/// The routes of a subnet.
#[derive(Debug, Clone)]
pub struct EffectiveRoutes {
    /// Best first: longest prefix, then by source.
    routes: Vec<EffectiveRoute>,
    /// User-defined routes for service tags: which addresses they take is not known.
    pub for_tags: Vec<String>,
    /// What of the gateways was not read, or nobody can read, and may bring more routes: a sentence each.
    unread_gateways: Vec<String>,
    /// The same of the peerings.
    unread_peerings: Vec<String>,
    /// The route table that keeps the gateway's routes out, and where it says so.
    pub kept_out_by: Option<(String, Origin)>,
}

impl EffectiveRoutes {
    /// The routes that hold in `subnet` of `vnet`: the integration's network, or one peered with it.
    ///
    /// # Errors
    /// If its route table, or the network's address space, was not read.
    pub fn of(subnet: &Subnet, vnet: &Vnet, integration: &Integration) -> Result<Self, Gap> {
        let mut routes = Vec::new();
        let mut for_tags = Vec::new();
        let mut kept_out_by = None;
        match integration.inventory.route_table_of(subnet) {
            Fact::Known { value: table, .. } => {
                match &table.propagation_disabled {
                    Fact::Known { value: true, from } => {
                        kept_out_by = Some((table.name.clone(), from.clone()));
                    }
                    Fact::Known { .. } => {}
                    Fact::Absent { .. } => {}
                    Fact::Unknown(gap) => return Err(gap.clone()),
                }
                match &table.routes {
                    Fact::Known { value, .. } => {
                        for route in value {
                            match &route.prefix {
                                RoutePrefix::Net(IpNet::V4(net)) => routes.push(EffectiveRoute {
                                    prefix: *net,
                                    source: RouteSource::User,
                                    leads: Leads::Table(route.next_hop.clone()),
                                    name: route.name.clone(),
                                    from: Some(route.from.clone()),
                                }),
                                RoutePrefix::Net(IpNet::V6(_)) => {}
                                RoutePrefix::Other(tag) => for_tags.push(tag.clone()),
                            }
                        }
                    }
                    Fact::Absent { .. } => {}
                    Fact::Unknown(gap) => return Err(gap.clone()),
                }
            }
            Fact::Absent { .. } => {}
            Fact::Unknown(gap) => return Err(gap),
        }
        let mut unread_gateways = Vec::new();
        if kept_out_by.is_none() {
            let (gateways, gaps) = integration.gateways_serving(vnet);
            unread_gateways.extend(gaps.iter().map(Gap::sentence));
            for gateway in gateways {
                gateway_routes(integration, gateway, &mut routes, &mut unread_gateways);
            }
        }
        let mut unread_peerings = Vec::new();
        routes.extend(system_routes(vnet, &mut unread_peerings)?);
        routes.sort_by(|a, b| {
            (b.prefix.prefix_len(), a.source, a.prefix).cmp(&(
                a.prefix.prefix_len(),
                b.source,
                b.prefix,
            ))
        });
        Ok(Self {
            routes,
            for_tags,
            unread_gateways,
            unread_peerings,
            kept_out_by,
        })
    }

    /// What was not read and may bring a route home, where of those that were read only Azure's own last
    /// one takes it, which drops it. Only what brings such routes counts, as [`Leads::is_home`] has it:
    /// what a gateway may learn leads no answer to a peered network, and no peering leads to the pool.
    pub fn unread_home(
        &self,
        route: &EffectiveRoute,
        regional: bool,
        own_network: bool,
    ) -> Option<String> {
        let dropped =
            route.source == RouteSource::System && route.leads == Leads::Table(NextHop::None);
        let unread = match (regional, own_network) {
            (false, _) => &self.unread_gateways,
            (true, false) => &self.unread_peerings,
            // The network's own address space was read, or there would be no routes.
            (true, true) => return None,
        };
        (dropped && !unread.is_empty()).then(|| unread.join("; "))
    }

    /// What was not read of the gateways, and may bring a route to what lies behind one.
    pub fn unread_gateways(&self) -> &[String] {
        &self.unread_gateways
    }

    /// What was not read, and may bring a route to what lies nowhere else.
    pub fn unread(&self) -> Vec<String> {
        let peerings = self.unread_peerings.iter();
        let more = peerings.filter(|why| !self.unread_gateways.contains(why));
        self.unread_gateways.iter().chain(more).cloned().collect()
    }

    /// Which route takes which part of `destinations`, best route first.
    pub fn choose(&self, destinations: &AddressSet) -> Vec<(AddressSet, &EffectiveRoute)> {
        let mut rest = Remainder::of(destinations);
        let mut chosen = Vec::new();
        for route in &self.routes {
            let taken = rest.take(route.prefix.network(), route.prefix.broadcast());
            if !taken.is_empty() {
                chosen.push((taken, route));
            }
            if rest.is_empty() {
                break;
            }
        }
        chosen
    }

    /// The user-defined route that takes traffic to a private endpoint, which brings a route of its own
    /// for its one address: another route for just that address, or, where the network policies of the
    /// endpoint's subnet take route tables into account, one that is no wider than the endpoint's
    /// network. Source: Microsoft's disable-private-endpoint-network-policy page.
    pub fn over_private_endpoint(
        &self,
        endpoint: Ipv4Addr,
        widest: Option<u8>,
    ) -> Option<&EffectiveRoute> {
        self.routes.iter().find(|route| {
            let length = route.prefix.prefix_len();
            route.source == RouteSource::User
                && route.prefix.contains(&endpoint)
                && (length == 32 || widest.is_some_and(|widest| length >= widest))
        })
    }
}

/// One route for each prefix, as Azure makes them: merging neighbours would shorten the prefix, and
/// the longest one decides.
fn each<'a>(
    prefixes: &'a [IpNet],
    source: RouteSource,
    leads: Leads,
    name: &'a str,
    from: &'a Origin,
) -> impl Iterator<Item = EffectiveRoute> + use<'a> {
    prefixes.iter().filter_map(move |prefix| match prefix {
        IpNet::V4(prefix) => Some(EffectiveRoute {
            prefix: *prefix,
            source,
            leads: leads.clone(),
            name: name.to_owned(),
            from: Some(from.clone()),
        }),
        IpNet::V6(_) => None,
    })
}

/// The routes that a gateway brings, and in words those that it may bring without an export saying so.
fn gateway_routes(
    integration: &Integration,
    gateway: &Gateway,
    routes: &mut Vec<EffectiveRoute>,
    unread: &mut Vec<String>,
) {
    unread.extend(integration.further_ranges_of(gateway));
    if gateway.is_express_route() {
        return;
    }
    let leads = || Leads::Table(NextHop::VirtualNetworkGateway);
    let clients = gateway.point_to_site.as_ref();
    if let Fact::Known { value, from } = clients.and_then(|clients, _| clients.pool.as_ref()) {
        let name = "the point-to-site pool";
        routes.extend(each(value, RouteSource::Gateway, leads(), name, &from));
    }
    for neighbour in integration.neighbours_of(gateway, None) {
        if let Fact::Known { value, from } = &neighbour.prefixes {
            let name = &neighbour.connection.name;
            routes.extend(each(value, RouteSource::Gateway, leads(), name, from));
        }
    }
}

/// The routes that every subnet has. Source: Microsoft's virtual-networks-udr-overview page.
fn system_routes(vnet: &Vnet, unread: &mut Vec<String>) -> Result<Vec<EffectiveRoute>, Gap> {
    let mut routes = Vec::new();
    match &vnet.address_space {
        Fact::Known { value, from } => {
            let leads = Leads::Table(NextHop::VnetLocal);
            let name = "the network's address space";
            routes.extend(each(value, RouteSource::System, leads, name, from));
        }
        Fact::Absent { .. } => {}
        Fact::Unknown(gap) => return Err(gap.clone()),
    }
    unread.extend(vnet.peerings.gap().map(Gap::sentence));
    for peering in vnet.peerings.value().into_iter().flatten() {
        unread.extend(peering.remote_address_space.gap().map(Gap::sentence));
        if let Fact::Known { value, from } = &peering.remote_address_space {
            let leads = Leads::Peering(peering.name.clone());
            routes.extend(each(value, RouteSource::System, leads, &peering.name, from));
        }
    }
    let system = |prefix: Ipv4Net, hop: NextHop| EffectiveRoute {
        prefix,
        source: RouteSource::System,
        leads: Leads::Table(hop),
        name: "system route".to_owned(),
        from: None,
    };
    for prefix in private_ranges().union(&shared_range()).prefixes() {
        routes.push(system(prefix, NextHop::None));
    }
    routes.push(system(
        Ipv4Net::new_assert(Ipv4Addr::UNSPECIFIED, 0),
        NextHop::Internet,
    ));
    Ok(routes)
}
