//! What is wrong with security groups.

use crate::healthy::{ALL, POOL, allow, deny, net};
use crate::scenario::*;
use crate::world::{Direction, Group, Rule, World};

const DENIES: &[&str] = &["security-group-denies"];

fn rule(worlds: &mut Worlds, group: &str, rule: &Rule) {
    worlds.both(|w| w.group(group).rules.push(rule.clone()));
}

/// A group of its own for this host's interface.
fn on_interface(world: &mut World, host: &str, rules: Vec<Rule>) {
    world.groups.push(Group {
        name: format!("{host}-nsg"),
        rules,
    });
    world.host(host).group = Some(format!("{host}-nsg"));
}

#[rustfmt::skip]
pub const FAULTS: &[Fault] = &[
    Fault { name: "security-group-denies/whole-range", what: "A rule of the database's subnet denies the point-to-site range.",
        change: |w| rule(w, "nw-nsg", &deny("no-p2s", 150, POOL, ALL, ALL)), first: DENIES, ..FAULT },
    Fault { name: "security-group-denies/half-of-the-range", what: "A rule denies the half of the range that the app is in.",
        change: |w| rule(w, "nw-nsg", &deny("no-p2s", 150, &["172.29.7.0/25"], ALL, ALL)), first: DENIES, ..FAULT },
    Fault { name: "security-group-denies/one-address", what: "A rule denies the one address that the app has.",
        change: |w| rule(w, "nw-nsg", &deny("not-you", 150, &["172.29.7.4"], ALL, ALL)), first: DENIES, ..FAULT },
    Fault { name: "security-group-denies/the-port", what: "A rule denies the database's port to everybody.",
        change: |w| rule(w, "nw-nsg", &deny("no-sql", 150, ALL, ALL, &["1433"])), first: DENIES, ..FAULT },
    Fault { name: "security-group-denies/a-range-of-ports", what: "A rule denies a range of ports that holds the database's.",
        change: |w| rule(w, "nw-nsg", &deny("no-databases", 150, ALL, ALL, &["1000-2000"])), first: DENIES, ..FAULT },
    Fault { name: "security-group-denies/the-destination", what: "A rule denies the database's address.",
        change: |w| rule(w, "nw-nsg", &deny("closed", 150, ALL, &["10.61.8.9"], ALL)), first: DENIES, ..FAULT },
    Fault { name: "security-group-denies/application-security-group", what: "A rule denies the application security group that the database is in.",
        change: |w| rule(w, "nw-nsg", &deny("no-sql", 150, ALL, &["asg:nw-sql"], ALL)), first: DENIES, ..FAULT },
    Fault { name: "security-group-denies/by-tag", what: "A rule denies the tag VirtualNetwork, to which the point-to-site range belongs.",
        change: |w| rule(w, "nw-nsg", &deny("no-vnet", 150, &["VirtualNetwork"], ALL, ALL)), first: DENIES, ..FAULT },
    Fault { name: "security-group-denies/last-rule", what: "The last rule denies what no other allows: this port is not among them.", target: "10.61.8.9:5432",
        change: |w| { rule(w, "nw-nsg", &deny("deny-all", 4096, ALL, ALL, ALL)); w.real(|w| w.host("sql01").listens.push(5432)); }, first: DENIES, ..FAULT },
    Fault { name: "security-group-denies/interface", what: "The group of the database's network interface denies it, that of its subnet does not.",
        change: |w| w.both(|w| on_interface(w, "sql01", vec![deny("no-p2s", 100, POOL, ALL, ALL)])), first: DENIES, ..FAULT },
    Fault { name: "security-group-denies/interface-admits-others-only", what: "The group of the interface admits the apps' subnet and denies the rest.",
        change: |w| w.both(|w| on_interface(w, "sql01", vec![allow("apps", 100, &["10.61.16.0/20"], ALL, &["1433"]), deny("rest", 200, ALL, ALL, ALL)])),
        first: DENIES, ..FAULT },
    Fault { name: "security-group-denies/wrong-order", what: "The rule that admits the app stands behind the one that denies.",
        change: |w| w.both(|w| { let rules = &mut w.group("nw-nsg").rules; rules.retain(|rule| !rule.allow);
            rules.push(deny("deny-all", 300, ALL, ALL, ALL)); rules.push(allow("admit-app", 310, POOL, ALL, &["1433"])); }), first: DENIES, ..FAULT },
    Fault { name: "security-group-denies/former-range", what: "The rules admit the range that the gateway had before.",
        change: |w| w.both(|w| { let rules = &mut w.group("nw-nsg").rules; rules.retain(|rule| !rule.allow);
            rules.push(allow("admit-app", 200, &["172.29.6.0/24"], ALL, &["1433"])); rules.push(deny("deny-all", 300, ALL, ALL, ALL)); }), first: DENIES, ..FAULT },
    Fault { name: "security-group-denies/other-subnet", what: "The apps' subnet admits web ports only.", target: "10.61.16.4:9000",
        change: |w| { rule(w, "nw-apps-nsg", &deny("web-only", 300, ALL, ALL, ALL)); w.real(|w| w.host("app01").listens.push(9000)); }, first: DENIES, ..FAULT },
    Fault { name: "security-group-denies/gateway-subnet", what: "A group on the gateway's subnet lets nothing out to the database.", target: SQL_ADDRESS,
        change: |w| w.both(|w| {
            let out = Rule { direction: Direction::Outbound, ..deny("no-data", 100, ALL, &["10.61.8.0/24"], ALL) };
            w.groups.push(Group { name: "gateway-nsg".into(), rules: vec![out] });
            w.subnet("GatewaySubnet").group = Some("gateway-nsg".into());
        }), first: DENIES, ..FAULT },
    Fault { name: "security-group-denies/peered-network", what: "A group in the peered network denies the point-to-site range.", target: BUILD,
        change: |w| w.both(|w| {
            w.groups.push(Group { name: "hub-nsg".into(), rules: vec![deny("no-p2s", 100, POOL, ALL, ALL)] });
            for subnet in &mut w.hub.subnets { if subnet.prefix.contains(&net("10.70.4.10")) { subnet.group = Some("hub-nsg".into()); } }
        }), first: DENIES, ..FAULT },
];
