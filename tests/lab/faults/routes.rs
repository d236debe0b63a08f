//! What is wrong with user-defined routes, on the way there and on the way back.

use crate::healthy::{at, route};
use crate::scenario::*;
use crate::world::{NextHop, RouteTable, World};

const BACK: &[&str] = &["no-route-back"];
const DIVERTS: &[&str] = &["route-table-diverts"];

/// A route table with this one route.
fn table(world: &mut World, subnet: &str, to: &str, hop: NextHop) {
    world.tables.push(RouteTable {
        name: format!("{subnet}-rt"),
        propagates: true,
        routes: vec![route("set-by-hand", to, hop)],
    });
    world.subnet(subnet).table = Some(format!("{subnet}-rt"));
}

fn back(worlds: &mut Worlds, to: &'static str, hop: NextHop) {
    worlds.both(|w| w.table("nw-rt").routes.push(route("pool", to, hop)));
}

#[rustfmt::skip]
pub const FAULTS: &[Fault] = &[
    Fault { name: "no-route-back/propagation-off", what: "The database's route table keeps the gateway's routes out.",
        change: |w| w.both(|w| w.table("nw-rt").propagates = false), first: BACK, ..FAULT },
    Fault { name: "no-route-back/dropped", what: "A route of the database's subnet drops what goes to the point-to-site range.",
        change: |w| back(w, "172.29.7.0/24", NextHop::Nowhere), first: BACK, ..FAULT },
    Fault { name: "no-route-back/to-the-internet", what: "A route of the database's subnet sends the point-to-site range to the internet.",
        change: |w| back(w, "172.29.7.0/24", NextHop::Internet), first: BACK, ..FAULT },
    Fault { name: "no-route-back/kept-in-the-network", what: "A route of the database's subnet looks for the point-to-site range inside the network.",
        change: |w| back(w, "172.29.7.0/24", NextHop::Network), first: BACK, ..FAULT },
    Fault { name: "no-route-back/half-of-the-range", what: "A route of the database's subnet drops the half of the range that the app is in.",
        change: |w| back(w, "172.29.7.0/25", NextHop::Nowhere), first: BACK, ..FAULT },
    Fault { name: "no-route-back/default-route-without-propagation", what: "All goes to the internet, and gateway routes are kept out.",
        change: |w| w.both(|w| { let table = w.table("nw-rt"); table.propagates = false; table.routes.push(route("all", "0.0.0.0/0", NextHop::Internet)); }),
        first: BACK, ..FAULT },
    Fault { name: "no-route-back/appliance-drops", what: "The answers go to an appliance that does not forward them.",
        change: |w| { back(w, "172.29.7.0/24", NextHop::Appliance(at("10.61.0.200"))); w.real(|w| w.host("proxy01").forwards = false); },
        first: BACK, also: &["host-firewall", "host-down"], ..FAULT },
    Fault { name: "no-route-back/of-another-subnet", what: "The route table of the apps' subnet keeps the gateway's routes out.", target: APP01,
        change: |w| w.both(|w| { w.tables.push(RouteTable { name: "apps-rt".into(), propagates: false, routes: Vec::new() });
            w.subnet("apps").table = Some("apps-rt".into()); }), first: BACK, ..FAULT },
    Fault { name: "route-table-diverts/dropped", what: "A route of the gateway's subnet drops what goes to the database's.",
        change: |w| w.both(|w| table(w, "GatewaySubnet", "10.61.8.0/24", NextHop::Nowhere)), first: DIVERTS, ..FAULT },
    Fault { name: "route-table-diverts/to-the-internet", what: "A route of the gateway's subnet sends the database's addresses to the internet.",
        change: |w| w.both(|w| table(w, "GatewaySubnet", "10.61.8.9/32", NextHop::Internet)), first: DIVERTS, ..FAULT },
    Fault { name: "route-table-diverts/appliance-drops", what: "A route of the gateway's subnet takes the traffic to an appliance that does not forward it.",
        change: |w| { w.both(|w| table(w, "GatewaySubnet", "10.61.8.0/24", NextHop::Appliance(at("10.61.0.200")))); w.real(|w| w.host("proxy01").forwards = false); },
        first: DIVERTS, also: &["host-down"], ..FAULT },
    Fault { name: "host-down/no-subnet", what: "No subnet holds the address.", target: "10.61.99.9:443",
        first: &["host-down"], ..FAULT },
];
