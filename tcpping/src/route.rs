//! Whether the integration takes an address into the network.

use std::net::IpAddr;

use netdiag::model::{Entry, Integration};
use serde::Serialize;

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
    /// The way of this address, which one of these names gave; none if it was typed.
    pub fn of(integration: &Integration, address: IpAddr, names: &[&str]) -> Self {
        Self {
            address,
            entry: integration.entry_of(address, names),
        }
    }

    /// The way in one line.
    pub fn line(&self) -> String {
        format!("Route: {}", self.entry.sentence(self.address))
    }
}
