//! Whether the integration takes an address into the network.

use std::net::IpAddr;

use netdiag::model::{Entry, Integration};
use netdiag::text::printable;
use serde::Serialize;

/// The way of one address, as JSON tells it.
#[derive(Debug, Clone, Serialize)]
pub struct Route {
    /// The address.
    pub address: IpAddr,
    /// `vnet`, `internet` or `unknown`.
    pub enters: &'static str,
    /// The route, or what decided.
    pub by: String,
    /// Why the route is there, as the REST API spells it.
    pub kind: Option<&'static str>,
    /// Where the route was read.
    pub from: Option<String>,
}

impl Route {
    /// The way of this address.
    pub fn of(integration: &Integration, address: IpAddr) -> Self {
        let (enters, by, kind, from) = match integration.entry(address) {
            Entry::Vnet { by, kind, from } => ("vnet", by, kind.map(|k| k.as_str()), Some(from)),
            Entry::Internet { by } => ("internet", by, None, None),
            Entry::Unknown { why } => ("unknown", why, None, None),
        };
        Self {
            address,
            enters,
            by,
            kind,
            from: from.map(|from| from.to_string()),
        }
    }

    /// The way in one line.
    pub fn line(&self) -> String {
        let address = self.address;
        let by = printable(&self.by);
        match self.enters {
            "vnet" => {
                let kind = self.kind.map(|k| format!(", {k}")).unwrap_or_default();
                let from = self.from.as_deref().unwrap_or_default();
                format!(
                    "Route: {address} enters the virtual network by {by}{kind} ({})",
                    printable(from)
                )
            }
            "internet" => {
                format!("Route: {address} does not enter the virtual network: {by}")
            }
            _ => format!("Route: whether {address} enters the virtual network is not known: {by}"),
        }
    }
}
