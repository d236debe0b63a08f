//! Taking an app's integration away: which call, and what is lost. Pure.

use netdiag::fact::Fact;
use netdiag::model::{Kind, ResourceId, RouteKind};
use netdiag::text::printable;

use super::call::{Announced, Call, Deed, Method};
use super::outlook::{Outlook, State};
use super::single::{Proof, Single};
use crate::arm::{WEB, path};
use crate::check::{Snapshot, reached};

/// What disconnecting would do, and the call.
pub fn outlook(snapshot: &Snapshot) -> Outlook {
    let mut outlook = Outlook::empty();
    let made = match &snapshot.integration.kind {
        Fact::Known {
            value: Kind::None, ..
        } => {
            outlook.state = State::NotApplicable;
            outlook
                .reasons
                .push("the app is not integrated with a network".to_owned());
            return outlook;
        }
        Fact::Known {
            value: Kind::Gateway,
            ..
        } => gateway(snapshot, &mut outlook),
        Fact::Known {
            value: Kind::Regional,
            ..
        } => regional(snapshot, &mut outlook),
        Fact::Absent { .. } => Err("the kind of integration was not read".to_owned()),
        Fact::Unknown(gap) => Err(gap.to_string()),
    };
    match made {
        Ok(single) => outlook.is_due(single),
        Err(why) => outlook.is_unknown(why),
    }
    outlook
}

/// The app, though it was perhaps not read itself. What the environment names need not be the app that
/// is meant: with `--app` it is the one whose console this is.
fn app(snapshot: &Snapshot) -> Result<ResourceId, String> {
    let id = snapshot.integration.app_id();
    id.filter(|id| id.subscription().is_some())
        .cloned()
        .ok_or_else(|| "the app's id is not known".to_owned())
}

fn gateway(snapshot: &Snapshot, outlook: &mut Outlook) -> Result<Single, String> {
    let integration = &snapshot.integration;
    let app = app(snapshot)?;
    let copy = integration.connection.value();
    let name = copy
        .map(|copy| copy.name.clone())
        .or_else(|| integration.app.value()?.vnet_name.value().cloned())
        .ok_or("the network's name is not known")?;
    let id = app.child("virtualNetworkConnections", &name);
    let shown = printable(&name).into_owned();
    outlook.network = Some(name);
    let mut lost =
        format!("the app no longer reaches the network {shown} nor what lies behind its gateway");
    if let Some(routes) = copy.and_then(|copy| copy.routes.value()) {
        let own = reached(
            routes
                .iter()
                .filter(|route| route.kind != RouteKind::Default),
        );
        lost.push_str(&format!(" ({own})"));
        let by_hand: Vec<String> = routes
            .iter()
            .filter(|route| route.kind == RouteKind::Static)
            .map(|route| format!("{} ({})", printable(&route.name), route.addresses))
            .collect();
        if !by_hand.is_empty() {
            outlook.cautions.push(format!("routes added by hand belong to the plan: {}; whether they stay when its last app is disconnected is in no source", by_hand.join(", ")));
        }
    }
    outlook.cautions.insert(0, lost);
    if let Some(servers) = copy
        .and_then(|copy| copy.dns_servers.value())
        .filter(|s| !s.is_empty())
    {
        let servers: Vec<String> = servers.iter().map(ToString::to_string).collect();
        outlook.cautions.push(format!(
            "names that only the network's DNS servers know ({}) no longer resolve",
            servers.join(", ")
        ));
    }
    let gateway = integration
        .gateway
        .value()
        .map_or("the gateway", |gateway| &gateway.name);
    outlook.cautions.push(format!("App Service's certificate stays on {}, where other apps of the subscription may need it; connecting again may bring another one", printable(gateway)));
    outlook
        .cautions
        .push("the other apps of the plan keep their connection".to_owned());
    let path = path(&id, "", WEB);
    Ok(single(Proof::Gone { path: path.clone() }, path, id, &shown))
}

fn regional(snapshot: &Snapshot, outlook: &mut Outlook) -> Result<Single, String> {
    let app = app(snapshot)?;
    let integration = &snapshot.integration;
    let subnet = integration.app.value().and_then(|app| app.subnet.value());
    let subnet = subnet
        .or_else(|| integration.connection.value()?.vnet.value())
        .ok_or("the subnet is not known")?;
    let vnet = subnet
        .parent()
        .ok_or("the network cannot be told from the subnet's id")?;
    let shown = printable(vnet.name()).into_owned();
    outlook.network = Some(vnet.name().to_owned());
    outlook.cautions = vec![
        format!(
            "the app no longer sends from the subnet {} of {shown}: what it reaches in the network and beyond, and what admits that subnet's addresses (firewalls, service endpoints), is lost",
            printable(subnet.name())
        ),
        "the subnet keeps its delegation, and its link to the plan while other apps use it"
            .to_owned(),
    ];
    let id = app.child("networkConfig", "virtualNetwork");
    let path = path(&id, "", WEB);
    Ok(single(
        Proof::NoSubnet { path: path.clone() },
        path,
        id,
        &shown,
    ))
}

fn single(proof: Proof, path: String, resource: ResourceId, network: &str) -> Single {
    let app = super::call::app_of(&resource);
    Single {
        call: Call {
            announced: Announced {
                method: Method::Delete,
                path,
                what: format!("disconnect the app {app} from the network {network}"),
                body: "none".to_owned(),
                changes: true,
                uncertain: None,
            },
            deed: Deed::Disconnect,
            resource,
            body: None,
            if_match: None,
        },
        proof,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example::{APP_COPY, Example, PLAN_COPY, SITE};
    use serde_json::json;

    #[test]
    fn each_kind_has_its_call() {
        for (example, path) in [
            (
                Example::broken(),
                "/sites/nw-shop/virtualNetworkConnections/nw-net?api-version=2025-03-01",
            ),
            (
                Example::broken().without_file(APP_COPY),
                "/sites/nw-shop/virtualNetworkConnections/nw-net?api-version=2025-03-01",
            ),
            (
                Example::regional(),
                "/sites/nw-api/networkConfig/virtualNetwork?api-version=2025-03-01",
            ),
        ] {
            let outlook = outlook(&example.snapshot());
            assert_eq!(outlook.state, State::Due);
            assert!(outlook.due.is_some());
            let call = &outlook.calls[0];
            assert_eq!(call.method, Method::Delete);
            assert!(call.path.ends_with(path), "{call:?}");
        }
    }

    #[test]
    fn what_is_lost_and_what_stays_is_told() {
        let told = outlook(&Example::broken().snapshot()).cautions.join("\n");
        for part in [
            "10.61.0.0/16",
            "192.168.40.0/22",
            "build-agents (10.70.4.0/24)",
            "10.61.0.4, 10.61.0.5",
            "certificate stays on nw-gw",
        ] {
            assert!(told.contains(part), "{part}: {told}");
        }
    }

    #[test]
    fn what_is_not_connected_is_nothing_to_do_and_what_was_not_read_is_unknown() {
        let none = Example::broken()
            .set(SITE, "/properties/siteConfig/vnetName", json!(null))
            .without_file(PLAN_COPY)
            .without_file(APP_COPY)
            .without_file(crate::example::ADMIN_COPY)
            .without_file(crate::example::SITE_WEB);
        assert_eq!(outlook(&none.snapshot()).state, State::NotApplicable);
        let unread = Example::broken().without_file(SITE);
        assert_eq!(outlook(&unread.snapshot()).state, State::Unknown);
    }

    #[test]
    fn what_was_not_read_is_not_disconnected_whatever_the_environment_names() {
        for slot in [None, Some("next")] {
            let mut console = Example::broken()
                .without_file(SITE)
                .variable("WEBSITE_SITE_NAME", "nw-shop")
                .variable("WEBSITE_RESOURCE_GROUP", "nw-rg")
                .variable(
                    "WEBSITE_OWNER_NAME",
                    "11111111-2222-3333-4444-555555555555+web",
                );
            if let Some(slot) = slot {
                console = console.variable("WEBSITE_SLOT_NAME", slot);
            }
            let outlook = outlook(&console.snapshot());
            assert_eq!(outlook.reasons, ["the app's id is not known"], "{slot:?}");
            assert!(outlook.due.is_none());
        }
    }
}
