//! Networks that differ from the healthy one and are as good: nothing may be accused.

use crate::healthy::{ALL, POOL, allow, at, deny, net, route};
use crate::scenario::*;
use crate::world::{Certificate, Group, NextHop, Part, RouteTable, World};

const VARIANT: Variant = Variant {
    name: "",
    what: "",
    change: |_| {},
    target: SQL,
};

fn through_proxy(world: &mut World) {
    let hop = NextHop::Appliance(at("10.61.0.200"));
    world.tables.push(RouteTable {
        name: "gateway-rt".into(),
        propagates: true,
        routes: vec![route("inspect", "10.61.8.0/24", hop)],
    });
    world.subnet("GatewaySubnet").table = Some("gateway-rt".into());
    world
        .table("nw-rt")
        .routes
        .push(route("back", "172.29.7.0/24", hop));
}

#[rustfmt::skip]
pub const VARIANTS: &[Variant] = &[
    Variant { name: "by-name", what: "Nothing differs.", ..VARIANT },
    Variant { name: "by-address", what: "Nothing differs.", target: SQL_ADDRESS, ..VARIANT },
    Variant { name: "in-capitals", what: "The name is typed in capitals, and with its final dot.", target: "SQL.Northwind.Example.:1433", ..VARIANT },
    Variant { name: "at-the-site", what: "A service of the site, through both tunnels.", target: ERP, ..VARIANT },
    Variant { name: "in-the-peered-network", what: "A service of the peered network.", target: BUILD, ..VARIANT },
    Variant { name: "in-another-subnet", what: "A service of the apps' subnet.", target: APP01, ..VARIANT },
    Variant { name: "on-the-internet", what: "A public service.", target: PARTNER, ..VARIANT },
    Variant { name: "split-horizon", what: "A name that has another address inside the network.", target: "www.northwind.example:443", ..VARIANT },
    Variant { name: "second-dns-server-dead", what: "The second DNS server is down; the first answers.",
        change: |w| w.real(|w| w.host("dns2").up = false), ..VARIANT },
    Variant { name: "first-dns-server-dead", what: "Nobody listens on the first DNS server; the second answers.",
        change: |w| w.real(|w| w.host("dns1").names = None), ..VARIANT },
    Variant { name: "slow-dns", what: "The DNS servers take a second for each answer.", change: |w| w.dns_play(Part::Slow), ..VARIANT },
    Variant { name: "truncating-dns", what: "Answers do not fit into a datagram and are fetched over TCP.", change: |w| w.dns_play(Part::Truncates), ..VARIANT },
    Variant { name: "dns-without-edns", what: "The DNS servers do not know EDNS.", change: |w| w.dns_play(Part::NoEdns), ..VARIANT },
    Variant { name: "long-chain", what: "The name is an alias for an alias, eight times.", change: |w| w.dns_play(Part::Chain(8)), ..VARIANT },
    Variant { name: "others-denied", what: "Rules deny other ranges, and other ports of the database.",
        change: |w| w.both(|w| { let rules = &mut w.group("nw-nsg").rules; rules.push(deny("no-partner", 150, &["172.30.0.0/16"], ALL, ALL));
            rules.push(deny("no-remote-desktop", 160, ALL, &["10.61.8.9"], &["3389"])); }), ..VARIANT },
    Variant { name: "way-back-by-hand", what: "Gateway routes are kept out, and a route by hand leads back to the gateway.",
        change: |w| w.both(|w| { let table = w.table("nw-rt"); table.propagates = false; table.routes.push(route("back", "172.29.7.0/24", NextHop::Gateway)); }), ..VARIANT },
    Variant { name: "through-an-appliance", what: "An appliance inspects the traffic both ways, and forwards it.", change: |w| w.both(through_proxy), ..VARIANT },
    Variant { name: "two-roots", what: "The gateway knows the app's former certificate as well.",
        change: |w| w.both(|w| w.gateway.roots.push(Certificate::Renewed)), ..VARIANT },
    Variant { name: "renewed-and-synced", what: "The app's certificate was renewed, and the gateway knows it.",
        change: |w| w.both(|w| { w.app.certificate = Certificate::Renewed; w.gateway.roots = vec![Certificate::Renewed]; }), ..VARIANT },
    Variant { name: "closed-but-for-the-app", what: "The group denies everything but the app.",
        change: |w| w.both(|w| { let rules = &mut w.group("nw-nsg").rules; rules.clear();
            rules.push(allow("admit-app", 100, POOL, ALL, &["1433"])); rules.push(deny("deny-all", 4096, ALL, ALL, ALL)); }), ..VARIANT },
    Variant { name: "two-groups-admit", what: "The database's interface has a group as well, which admits the app.",
        change: |w| w.both(|w| { w.groups.push(Group { name: "sql01-nsg".into(), rules: vec![allow("admit-app", 100, POOL, ALL, &["1433"])] });
            w.host("sql01").group = Some("sql01-nsg".into()); }), ..VARIANT },
    Variant { name: "inherited-routes-only", what: "The app has no DEFAULT routes, only those of the network.",
        change: |w| w.both(|w| w.app.routes.retain(|route| route.kind != "DEFAULT")), ..VARIANT },
    Variant { name: "site-in-two-halves", what: "The local network gateway holds the site's range in two halves.", target: ERP,
        change: |w| w.both(|w| w.site.prefixes = vec![net("192.168.40.0/23"), net("192.168.42.0/23")]) },
    Variant { name: "host-rejects-other-ports", what: "The host's firewall rejects every port but the database's.",
        change: |w| w.firewall("sql01", "tcp dport != 1433 reject"), ..VARIANT },
];
