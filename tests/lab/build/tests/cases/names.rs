//! Who says what of names.

use super::{Ask, Case};
use crate::world::{NameServer, Part, World};

/// The cases.
pub static CASES: &[Case] = &[
    played(
        "refuses-fails-garbage",
        |w| plays(w, [Part::Refuses, Part::Fails, Part::Garbage]),
        &[
            (
                "10.61.0.4",
                "udp",
                "sql.northwind.example.",
                "Query Refused",
            ),
            (
                "10.61.0.5",
                "tcp",
                "sql.northwind.example.",
                "Server Failure",
            ),
            ("168.63.129.16", "udp", "sql.northwind.example.", "garbage"),
        ],
    ),
    played(
        "truncates-and-slow",
        |w| plays(w, [Part::Truncates, Part::TruncatesOnly, Part::Slow]),
        &[
            (
                "10.61.0.4",
                "udp",
                "sql.northwind.example.",
                "No Error truncated",
            ),
            (
                "10.61.0.4",
                "tcp",
                "sql.northwind.example.",
                "No Error 10.61.8.9",
            ),
            (
                "10.61.0.5",
                "udp",
                "sql.northwind.example.",
                "No Error truncated",
            ),
            ("10.61.0.5", "tcp", "sql.northwind.example.", "refused"),
            (
                "168.63.129.16",
                "udp",
                "sql.northwind.example.",
                "No Error 10.61.8.9",
            ),
        ],
    ),
    played(
        "no-edns-tcp-only-chain",
        |w| plays(w, [Part::NoEdns, Part::TcpOnly, Part::Chain(20)]),
        &[
            (
                "10.61.0.4",
                "udp",
                "www.northwind.example.",
                "No Error 10.61.16.4",
            ),
            ("10.61.0.5", "udp", "sql.northwind.example.", "refused"),
            (
                "10.61.0.5",
                "tcp",
                "sql.northwind.example.",
                "No Error 10.61.8.9",
            ),
            (
                "168.63.129.16",
                "udp",
                "sql.northwind.example.",
                "No Error 10.61.8.9",
            ),
        ],
    ),
    played(
        "loop-nothing-empty",
        |w| plays(w, [Part::Loop, Part::KnowsNothing, Part::Empty]),
        &[
            ("10.61.0.4", "udp", "sql.northwind.example.", "No Error"),
            (
                "10.61.0.5",
                "udp",
                "sql.northwind.example.",
                "Non-Existent Domain",
            ),
            ("168.63.129.16", "udp", "sql.northwind.example.", "No Error"),
        ],
    ),
];

/// A case in which only name servers are looked at.
const fn played(name: &'static str, change: fn(&mut World), ask: &'static [Ask]) -> Case {
    Case {
        name,
        change,
        reach: &[],
        ask,
    }
}

fn plays(world: &mut World, parts: [Part; 3]) {
    for (name, part) in ["dns1", "dns2", "azure-dns"].into_iter().zip(parts) {
        world.host(name).names = Some(NameServer::Played(part));
    }
}
