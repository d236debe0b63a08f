//! What is wrong with the host itself.

use crate::scenario::*;

const LISTENS: &[&str] = &["nothing-listens"];
const DOWN: &[&str] = &["host-down"];
const FIREWALL: &[&str] = &["host-firewall"];

#[rustfmt::skip]
pub const FAULTS: &[Fault] = &[
    Fault { name: "nothing-listens/stopped", what: "The database is not running; its machine is.",
        change: |w| w.real(|w| w.host("sql01").listens = vec![443]), first: LISTENS, ..FAULT },
    Fault { name: "nothing-listens/other-port", what: "The database listens on another port.",
        change: |w| w.real(|w| w.host("sql01").listens = vec![1434]), first: LISTENS, ..FAULT },
    Fault { name: "nothing-listens/wrong-port-typed", what: "The user asks for a port on which nothing listens.", target: "10.61.8.9:1434", first: LISTENS, ..FAULT },
    Fault { name: "nothing-listens/reset-by-firewall", what: "The host's firewall answers with a reset.",
        change: |w| w.firewall("sql01", "tcp dport 1433 reject with tcp reset"), first: LISTENS, ..FAULT },
    Fault { name: "nothing-listens/in-the-peered-network", what: "The service in the peered network is not running.", target: BUILD,
        change: |w| w.real(|w| w.host("build01").listens = vec![22]), first: LISTENS, ..FAULT },
    Fault { name: "nothing-listens/at-the-site", what: "The service at the site is not running.", target: ERP,
        change: |w| w.real(|w| w.host("erp01").listens = vec![443]), first: LISTENS, ..FAULT },
    Fault { name: "nothing-listens/on-the-internet", what: "Nothing listens on this port of the public service.", target: "api.partner.example:9443", first: LISTENS,
        also: &["name-is-public"], ..FAULT },
    Fault { name: "host-down/stopped", what: "The database's machine is stopped.",
        change: |w| w.real(|w| w.host("sql01").up = false), first: DOWN, ..FAULT },
    Fault { name: "host-down/nobody-has-the-address", what: "Nobody has the address.", target: "10.61.8.77:1433", first: DOWN, ..FAULT },
    Fault { name: "host-down/witness-agrees", what: "The database's machine is stopped, and a machine in the network says so too.", witness: Some("app01"),
        change: |w| w.real(|w| w.host("sql01").up = false), first: DOWN, ..FAULT },
    Fault { name: "host-firewall/drops-the-port", what: "The host's firewall drops the database's port.",
        change: |w| w.firewall("sql01", "tcp dport 1433 drop"), first: FIREWALL, ..FAULT },
    Fault { name: "host-firewall/drops-the-app", what: "The host's firewall drops the point-to-site range on the database's port.",
        change: |w| w.firewall("sql01", "ip saddr 172.29.7.0/24 tcp dport 1433 drop"), first: FIREWALL, ..FAULT },
    Fault { name: "host-firewall/drops-the-app-everywhere", what: "The host's firewall drops the point-to-site range; a machine of the network gets through.",
        witness: Some("app01"), change: |w| w.firewall("sql01", "ip saddr 172.29.7.0/24 drop"), first: FIREWALL, ..FAULT },
    Fault { name: "host-firewall/rejects-as-prohibited", what: "The host's firewall rejects: administratively prohibited.",
        change: |w| w.firewall("sql01", "tcp dport 1433 reject with icmp type admin-prohibited"), first: FIREWALL, ..FAULT },
    Fault { name: "host-firewall/rejects-as-port-unreachable", what: "The host's firewall rejects: port unreachable.",
        change: |w| w.firewall("sql01", "tcp dport 1433 reject with icmp type port-unreachable"), first: FIREWALL, ..FAULT },
    Fault { name: "host-firewall/rejects-as-host-prohibited", what: "The host's firewall rejects: host prohibited.",
        change: |w| w.firewall("sql01", "tcp dport 1433 reject with icmp type host-prohibited"), first: FIREWALL, ..FAULT },
    Fault { name: "host-firewall/rejects-as-net-prohibited", what: "The host's firewall rejects: network prohibited.",
        change: |w| w.firewall("sql01", "tcp dport 1433 reject with icmp type net-prohibited"), first: FIREWALL, ..FAULT },
    Fault { name: "host-firewall/rejects-as-host-unreachable", what: "The host's firewall rejects: host unreachable.",
        change: |w| w.firewall("sql01", "tcp dport 1433 reject with icmp type host-unreachable"), first: FIREWALL, ..FAULT },
    Fault { name: "host-firewall/rejects-as-net-unreachable", what: "The host's firewall rejects: network unreachable.",
        change: |w| w.firewall("sql01", "tcp dport 1433 reject with icmp type net-unreachable"), first: FIREWALL, ..FAULT },
    Fault { name: "host-firewall/rejects-as-protocol-unreachable", what: "The host's firewall rejects: protocol unreachable.",
        change: |w| w.firewall("sql01", "tcp dport 1433 reject with icmp type prot-unreachable"), first: FIREWALL, ..FAULT },
];
