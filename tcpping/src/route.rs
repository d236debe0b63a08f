//! Whether the integration takes an address into the network.

use std::net::IpAddr;

use netdiag::model::{Entry, Integration};
use serde::Serialize;

use crate::names::Found;

/// The way of one address.
#[derive(Debug, Clone, Serialize)]
pub struct Route {
    /// The address.
    pub address: IpAddr,
    /// Where its traffic goes.
    #[serde(flatten)]
    pub entry: Entry,
}

impl Route {
    /// The ways of a host's addresses.
    pub fn all(integration: &Integration, found: &Found) -> Vec<Self> {
        let resolution = found.resolution.iter();
        // None if the address was typed.
        let names: Vec<&str> = resolution.flat_map(|r| r.names()).collect();
        let addresses = found.addresses.as_deref().unwrap_or_default();
        let way = |address: &IpAddr| Self {
            address: *address,
            entry: integration.entry_of(*address, &names),
        };
        addresses.iter().map(way).collect()
    }

    /// The way as a sentence about the address.
    pub fn sentence(&self) -> String {
        self.entry.sentence(self.address)
    }
}
