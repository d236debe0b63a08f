//! Which of the app's traffic enters the network.

use std::net::{IpAddr, Ipv4Addr};

use netdiag::fact::Fact;
use netdiag::model::{AppRoute, Entry, Integration, Kind};

use super::line::{Line, Value};

const NAME: &str = "routed";
const LABEL: &str = "addresses routed to the VNET";

/// A public address that no network uses (RFC 5737): where it goes, public traffic goes.
const PUBLIC: IpAddr = IpAddr::V4(Ipv4Addr::new(203, 0, 113, 1));

/// The routes of the gateway kind with their types; for the regional kind what enters, and which
/// switch decides so.
pub fn line(integration: &Integration) -> Line {
    match &integration.kind {
        Fact::Known {
            value: Kind::Regional,
            ..
        } => regional(integration),
        Fact::Known {
            value: Kind::None, ..
        } => Line::none(NAME, LABEL, "the app has no integration"),
        _ => by_routes(integration).main(),
    }
}

fn by_routes(integration: &Integration) -> Line {
    let connection = integration.connection.as_ref();
    let routes = connection.and_then(|connection, _| connection.routes.as_ref());
    Line::of(
        NAME,
        LABEL,
        &routes,
        "the app has no routes",
        |routes, _| routes.iter().map(route).collect(),
    )
}

fn route(route: &AppRoute) -> Value {
    let kind = route.kind.as_str();
    Value::new(route.addresses.to_string(), Some(&route.from))
        .of_kind(kind)
        .noted(kind)
}

fn regional(integration: &Integration) -> Line {
    match regional_value(integration) {
        Ok(value) => Line::known(NAME, LABEL, [value]),
        Err(why) => Line::unknown(NAME, LABEL, why),
    }
    .main()
}

/// What enters with regional integration, and the switch that decides.
///
/// # Errors
/// Says why it is not known.
pub fn regional_value(integration: &Integration) -> Result<Value, String> {
    match integration.entry(PUBLIC) {
        Entry::Vnet { by, from, .. } => Ok(Value::new("all addresses", Some(&from))
            .of_kind("all")
            .noted(format!("{by} is on"))),
        Entry::Internet { by } => {
            let from = integration.app.origin();
            Ok(Value::new(
                "10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 (RFC 1918) only",
                from,
            )
            .of_kind("private")
            .noted(by.replace(", and the address is public", "")))
        }
        Entry::Unknown { why } => Err(why),
    }
}
