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
    /// The route, or what decided; none if that is not known.
    pub by: Option<String>,
    /// Why the route is there, as the REST API spells it.
    pub kind: Option<&'static str>,
    /// Why it is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// Where the route was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
}

impl Route {
    /// The way of this address.
    pub fn of(integration: &Integration, address: IpAddr) -> Self {
        let mut route = Self {
            address,
            enters: "unknown",
            by: None,
            kind: None,
            why: None,
            from: None,
        };
        match integration.entry(address) {
            Entry::Vnet { by, kind, from } => {
                route.enters = "vnet";
                route.by = Some(by);
                route.kind = kind.map(|kind| kind.as_str());
                route.from = Some(from.to_string());
            }
            Entry::Internet { by } => {
                route.enters = "internet";
                route.by = Some(by);
            }
            Entry::Unknown { why } => route.why = Some(why),
        }
        route
    }

    /// The way in one line.
    pub fn line(&self) -> String {
        let address = self.address;
        let shown = |text: &Option<String>| {
            printable(text.as_deref().unwrap_or("an unnamed route")).into_owned()
        };
        match self.enters {
            "vnet" => {
                let kind = self.kind.map(|k| format!("{k}, ")).unwrap_or_default();
                let (by, from) = (shown(&self.by), shown(&self.from));
                format!("Route: {address} enters the VNET by {by} ({kind}{from})")
            }
            "internet" => {
                let by = shown(&self.by);
                format!("Route: {address} does not enter the VNET: {by}")
            }
            _ => {
                let why = shown(&self.why);
                format!("Route: whether {address} enters the VNET is not known: {why}")
            }
        }
    }
}
