//! The routes of a subnet, as Azure chooses them.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

use crate::healthy::{AZURE_DNS, net};
use crate::world::{NextHop, RouteTable};

/// Where a subnet's packets go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hop {
    /// To the host with this address in the network.
    Network,
    /// To the peered network.
    Peer,
    /// To the network's gateway, or that of the peered network.
    Gateway,
    /// To the internet.
    Internet,
    /// To this host, whatever the destination.
    Appliance(Ipv4Addr),
    /// Nowhere.
    Nowhere,
}

/// What system routes come from.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// The network's own prefixes.
    pub own: Vec<Ipv4Net>,
    /// The peered network's, if the peering carries traffic.
    pub peer: Vec<Ipv4Net>,
    /// What is reached through a gateway: the point-to-site range, the site.
    pub learnt: Vec<Ipv4Net>,
}

/// The routes that hold for a subnet with this route table. The longest prefix decides; of routes to
/// the same prefix a user-defined one is preferred to what is learnt from the gateway, and that to
/// the system's.
pub fn effective(sources: &Sources, table: Option<&RouteTable>) -> BTreeMap<Ipv4Net, Hop> {
    let unused = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];
    let unused = unused.iter().chain(&["100.64.0.0/10"]);
    let mut routes: BTreeMap<Ipv4Net, Hop> = unused.map(|p| (net(p), Hop::Nowhere)).collect();
    routes.insert(net("0.0.0.0/0"), Hop::Internet);
    let mut add = |prefixes: &[Ipv4Net], hop| {
        routes.extend(prefixes.iter().map(|prefix| (prefix.trunc(), hop)));
    };
    add(&sources.own, Hop::Network);
    add(&sources.peer, Hop::Peer);
    if table.is_none_or(|table| table.propagates) {
        add(&sources.learnt, Hop::Gateway);
    }
    for route in table.iter().flat_map(|table| &table.routes) {
        let hop = match route.hop {
            NextHop::Appliance(address) => Hop::Appliance(address),
            NextHop::Gateway => Hop::Gateway,
            NextHop::Network => Hop::Network,
            NextHop::Internet => Hop::Internet,
            NextHop::Nowhere => Hop::Nowhere,
        };
        add(&[route.to], hop);
    }
    // The platform's own address is not routed by tables.
    add(&[AZURE_DNS.into()], Hop::Internet);
    routes
}
