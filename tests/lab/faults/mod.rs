//! Every fault of the lab, in the order in which a packet would meet it.
//!
//! To add one: write a row in the file where it belongs. The test, the line in RESULTS.md and
//! `tests/lab/shell` follow.

mod gateway;
mod groups;
mod hosts;
mod names;
mod network;
mod platform;
mod routes;
mod site;

use crate::scenario::Fault;

/// All of them.
pub fn all() -> impl Iterator<Item = &'static Fault> {
    [
        names::FAULTS,
        platform::FAULTS,
        gateway::FAULTS,
        network::FAULTS,
        routes::FAULTS,
        groups::FAULTS,
        hosts::FAULTS,
        site::FAULTS,
    ]
    .into_iter()
    .flatten()
}

/// The one with this name.
pub fn named(name: &str) -> Option<&'static Fault> {
    all().find(|fault| fault.name == name)
}
