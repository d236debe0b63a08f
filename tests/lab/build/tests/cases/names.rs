//! Who says what of names.

use super::{Ask, Case};
use crate::world::{NameServer, Play, World};

/// The cases.
pub static CASES: &[Case] = &[
    played(
        "plays one",
        |w| plays(w, [Play::Refuses, Play::Fails, Play::Garbage]),
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
        "plays two",
        |w| plays(w, [Play::Truncates, Play::TruncatesOnly, Play::Slow]),
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
        "plays three",
        |w| plays(w, [Play::NoEdns, Play::TcpOnly, Play::Chain(20)]),
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
        "plays four",
        |w| plays(w, [Play::Loop, Play::KnowsNothing, Play::Empty]),
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

fn plays(world: &mut World, plays: [Play; 3]) {
    for (name, play) in ["dns1", "dns2", "azure-dns"].into_iter().zip(plays) {
        world.host(name).names = Some(NameServer::Played(play));
    }
}
