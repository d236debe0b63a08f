//! Which of the app's traffic enters the network.

use netdiag::fact::Fact;
use netdiag::model::{AppRoute, Integration, Kind, RouteAll};

use super::line::{Line, Value};

const NAME: &str = "routed";
const LABEL: &str = "addresses routed to the VNET";

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
        Ok(value) if value.kind.as_deref() == Some("private") => {
            Line::known(NAME, LABEL, [value]).and(endpoints(integration))
        }
        Ok(value) => Line::known(NAME, LABEL, [value]),
        Err(why) => Line::unknown(NAME, LABEL, why),
    }
    .main()
}

/// What enters with regional integration, and the switch that decides.
///
/// # Errors
/// Says why it is not known.
fn regional_value(integration: &Integration) -> Result<Value, String> {
    let RouteAll { on, switch } = integration.route_all();
    match on {
        Fact::Known { value: true, from } => Ok(Value::new("all addresses", Some(&from))
            .of_kind("all")
            .noted(format!("{switch} is on"))),
        Fact::Known { value: false, from } => {
            // Outside the app its settings are mostly not at hand.
            let unread = if integration.environment.is_app_service() {
                ""
            } else {
                "; WEBSITE_VNET_ROUTE_ALL was not read"
            };
            Ok(Value::new(
                "10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 (RFC 1918) only",
                Some(&from),
            )
            .of_kind("private")
            .noted(format!("route-all is off: {switch}{unread}")))
        }
        Fact::Absent { .. } => Err("the route-all switches were not read".to_owned()),
        Fact::Unknown(gap) => Err(gap.to_string()),
    }
}

/// The services whose public addresses enter too, by the subnet's service endpoints.
fn endpoints(integration: &Integration) -> Option<String> {
    let subnet = integration.integration_subnet();
    let endpoints = subnet
        .as_ref()
        .and_then(|subnet, _| subnet.service_endpoints.as_ref());
    let listed = endpoints.value().filter(|list| !list.is_empty())?;
    Some(format!(
        "and what the subnet has service endpoints for: {}",
        listed.join(", ")
    ))
}
