//! A route that is added by hand: which one, whether it is there already, and what is odd about it. Pure.

use std::net::Ipv4Addr;

use ipnet::{IpNet, Ipv4Net};
use netdiag::fact::Fact;
use netdiag::model::{AppRoute, Kind};
use netdiag::space::{AddressSet, private_ranges};
use netdiag::text::printable;
use serde_json::json;

use super::call::{Announced, Call, Deed, Method};
use super::outlook::{Outlook, State};
use super::single::{Proof, Single};
use super::steps::first_free;
use crate::arm::{WEB, path};
use crate::check::{Snapshot, reached};
use crate::prefix::{self, ipv4_only};

/// Reads a prefix, or an address.
///
/// # Errors
/// Why it can be no route into a network, and what to type.
pub fn prefix(text: &str) -> Result<Ipv4Net, String> {
    let shown = printable(text);
    let net = match text.parse::<Ipv4Addr>() {
        Ok(address) => Ipv4Net::from(address).into(),
        Err(_) => prefix::read(text)?,
    };
    let IpNet::V4(net) = net else {
        return Err(ipv4_only(shown, "a prefix as 10.70.4.0/24"));
    };
    if net.trunc() != net {
        return Err(format!(
            "{shown} has host bits; type {}, or {}/32 for the one address",
            net.trunc(),
            net.addr()
        ));
    }
    let nowhere = [
        ("0.0.0.0/8", "this host"),
        ("127.0.0.0/8", "loopback"),
        ("169.254.0.0/16", "link-local addresses"),
        ("224.0.0.0/3", "multicast and reserved addresses"),
    ];
    for (other, what) in nowhere {
        let other: Ipv4Net = other.parse().map_err(|_| "no prefix".to_owned())?;
        if other.contains(&net) {
            return Err(format!(
                "{shown} is within {other} ({what}), to which no gateway leads"
            ));
        }
    }
    Ok(net)
}

/// What adding the route would do, and the call.
pub fn outlook(snapshot: &Snapshot, prefix: Ipv4Net) -> Outlook {
    let mut outlook = Outlook::empty();
    match snapshot.integration.kind.value() {
        Some(Kind::Regional) => {
            outlook.state = State::NotApplicable;
            outlook.reasons.push("the app uses regional integration, which has no routes of its own: what enters the network is decided by the route-all setting, and where it goes by the subnet's route table".to_owned());
            return outlook;
        }
        Some(Kind::None) => {
            outlook.state = State::NotApplicable;
            outlook
                .reasons
                .push("the app is not integrated with a network".to_owned());
            return outlook;
        }
        Some(Kind::Gateway) | None => {}
    }
    outlook.concern(snapshot);
    match call(snapshot, prefix, &mut outlook) {
        Ok(Some(single)) => outlook.is_due(single),
        Ok(None) => outlook.state = State::InSync,
        Err(why) => outlook.is_unknown(why),
    }
    outlook
}

fn call(
    snapshot: &Snapshot,
    prefix: Ipv4Net,
    outlook: &mut Outlook,
) -> Result<Option<Single>, String> {
    let integration = &snapshot.integration;
    let copy = match &integration.connection {
        Fact::Known { value, .. } => value,
        Fact::Absent { .. } => {
            return Err("the app has no copy of a network's information".to_owned());
        }
        Fact::Unknown(gap) => return Err(gap.to_string()),
    };
    let plan = integration
        .plan_id()
        .filter(|plan| plan.subscription().is_some())
        .ok_or("the plan, to which routes belong, is not known")?;
    let id = plan.child("virtualNetworkConnections", &copy.name);
    outlook.network = Some(copy.name.clone());
    let none = Vec::new();
    let routes = match &copy.routes {
        Fact::Known { value, .. } => value,
        Fact::Absent { .. } => &none,
        Fact::Unknown(gap) => return Err(gap.to_string()),
    };
    let wanted = AddressSet::of([&IpNet::V4(prefix)]);
    let missing = wanted.difference(&reached(routes));
    let touching: Vec<&AppRoute> = routes
        .iter()
        .filter(|route| !route.addresses.intersection(&wanted).is_empty())
        .collect();
    let by = touching
        .iter()
        .map(|route| format!("{} ({})", printable(&route.name), route.kind.as_str()))
        .collect::<Vec<_>>()
        .join(", ");
    if missing.is_empty() {
        outlook.reasons.push(format!(
            "{prefix} is routed into the network already, by {by}"
        ));
        return Ok(None);
    }
    outlook.differs("routes", format!("App Service has no route to {missing}"));
    if !touching.is_empty() {
        outlook.cautions.push(format!(
            "a part of {prefix} is routed already, by {by}; the whole of it is added"
        ));
    }
    odd(snapshot, prefix, &wanted, outlook);
    let name = free_name(prefix, routes);
    let announced = Announced {
        method: Method::Put,
        path: path(&id, &format!("/routes/{name}"), WEB),
        what: format!(
            "add the route {prefix} to those of the plan {}",
            printable(plan.name())
        ),
        body: format!("startAddress {prefix}, routeType STATIC"),
        changes: true,
        uncertain: None,
    };
    let proof = Proof::Listed {
        path: path(&id, "/routes", WEB),
        name: name.clone(),
    };
    let body = json!({"properties": {"startAddress": prefix.to_string(), "routeType": "STATIC"}});
    Ok(Some(Single {
        call: Call {
            announced,
            deed: Deed::AddRoute,
            resource: id.child("routes", &name),
            body: Some(body),
            if_match: None,
        },
        proof,
    }))
}

/// What of the prefix people should think of first.
fn odd(snapshot: &Snapshot, prefix: Ipv4Net, wanted: &AddressSet, outlook: &mut Outlook) {
    let integration = &snapshot.integration;
    let public = wanted.difference(&private_ranges());
    if !public.is_empty() {
        outlook.cautions.push(format!("{public} is public: traffic to it then enters the network instead of going straight out, and is lost unless the network leads on to it"));
    }
    if let Some(pool) = integration.pool().value()
        && !pool.intersection(wanted).is_empty()
    {
        outlook.cautions.push(format!(
            "{prefix} overlaps the point-to-site pool {pool}, whose addresses are the apps' own"
        ));
    }
    let gateway = integration.gateway.value();
    let custom = gateway.and_then(|gateway| gateway.custom_routes.value());
    let mut known = AddressSet::empty();
    if let Some(space) = integration.vnet_addresses().value() {
        known = known.union(space);
    }
    if let Some(custom) = custom {
        known = known.union(&AddressSet::of(custom));
    }
    for neighbour in integration.neighbours() {
        if let Some(ranges) = neighbour.ranges().value() {
            known = known.union(ranges);
        }
    }
    let beyond = wanted.difference(&known);
    if !beyond.is_empty() {
        outlook.cautions.push(format!("nothing that was read says that {beyond} is in the network or behind its gateway: the route takes traffic there, and something has to take it on"));
    }
    outlook
        .cautions
        .push("whether running apps take up a new route at once is in no source".to_owned());
}

/// The name that the platform's own routes have, or with the first free number.
fn free_name(prefix: Ipv4Net, routes: &[AppRoute]) -> String {
    let name = format!("{}-{}", prefix.network(), prefix.broadcast());
    first_free(&name, "", routes.iter().map(|route| route.name.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example::{Example, PLAN_COPY};
    use crate::sync::due::Due;

    fn of(example: &Example, text: &str) -> Outlook {
        outlook(&example.snapshot(), prefix(text).unwrap())
    }

    fn without_defaults() -> Example {
        // 10.0.0.0/8 and 172.16.0.0/12 hold whatever a test would add.
        Example::broken()
            .without(PLAN_COPY, "/0/properties/routes/1")
            .without(PLAN_COPY, "/0/properties/routes/0")
    }

    #[test]
    fn a_prefix_that_can_be_no_route_says_what_to_type() {
        for (text, part) in [
            ("x", "type it as"),
            ("10.0.0.0/33", "not a length from 0 to 32"),
            ("fd00::/8", "IPv4 only"),
            ("10.1.2.3/16", "type 10.1.0.0/16, or 10.1.2.3/32"),
            ("127.0.0.0/8", "loopback"),
            ("169.254.1.0/24", "link-local"),
            ("239.0.0.0/8", "multicast"),
            ("0.0.0.0/8", "this host"),
        ] {
            let why = prefix(text).unwrap_err();
            assert!(why.contains(part), "{text}: {why}");
        }
        assert_eq!(prefix("10.1.2.3").unwrap().to_string(), "10.1.2.3/32");
        assert!(prefix("0.0.0.0/0").is_ok());
    }

    #[test]
    fn what_is_routed_already_is_nothing_to_do() {
        let outlook = of(&Example::broken(), "10.62.0.0/16");
        assert_eq!(outlook.state, State::InSync);
        assert!(
            outlook.reasons[0].contains("10.0.0.0-10.255.255.255 (DEFAULT)"),
            "{outlook:?}"
        );
        assert!(outlook.due.is_none());
    }

    #[test]
    fn a_new_route_is_one_call_to_the_plan() {
        let outlook = of(&without_defaults(), "10.62.0.0/16");
        assert_eq!(outlook.state, State::Due);
        let Some(Due::Single(single)) = &outlook.due else {
            panic!("{outlook:?}");
        };
        assert_eq!(
            single.call.body,
            Some(json!({"properties": {"startAddress": "10.62.0.0/16", "routeType": "STATIC"}}))
        );
        let path = &outlook.calls[0].path;
        assert!(path.ends_with("/serverfarms/nw-plan/virtualNetworkConnections/nw-net/routes/10.62.0.0-10.62.255.255?api-version=2025-03-01"), "{path}");
        assert_eq!(outlook.users.apps, ["nw-shop"]);
    }

    #[test]
    fn what_is_odd_is_told() {
        for (text, part) in [
            ("8.8.8.0/24", "8.8.8.0/24 is public"),
            ("172.29.0.0/16", "overlaps the point-to-site pool"),
            (
                "10.99.0.0/16",
                "nothing that was read says that 10.99.0.0/16",
            ),
            ("10.60.0.0/15", "a part of 10.60.0.0/15 is routed already"),
        ] {
            let outlook = of(&without_defaults(), text);
            assert!(
                outlook.cautions.iter().any(|told| told.contains(part)),
                "{text}: {outlook:?}"
            );
        }
        let outlook = of(&without_defaults(), "10.62.0.0/16");
        assert_eq!(outlook.cautions.len(), 1, "{outlook:?}");
    }

    #[test]
    fn a_taken_name_is_not_taken_again() {
        let example = without_defaults().set(
            PLAN_COPY,
            "/0/properties/routes/0/name",
            json!("10.62.0.0-10.62.255.255"),
        );
        let outlook = of(&example, "10.62.0.0/16");
        assert!(
            outlook.calls[0]
                .path
                .contains("/10.62.0.0-10.62.255.255_1?"),
            "{outlook:?}"
        );
    }

    #[test]
    fn other_kinds_have_no_routes() {
        let outlook = of(&Example::regional(), "10.62.0.0/16");
        assert_eq!(
            (outlook.state, outlook.due.is_none()),
            (State::NotApplicable, true)
        );
        let unread = Example::broken()
            .without_file(PLAN_COPY)
            .without_file(crate::example::APP_COPY)
            .without_file(crate::example::ADMIN_COPY);
        assert_eq!(of(&unread, "10.62.0.0/16").state, State::Unknown);
    }
}
