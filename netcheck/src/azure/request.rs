//! The requests that the tool makes of Azure Resource Manager: which resource, in which words, in which
//! API version. Pure.

use std::fmt::Write as _;

use netdiag::model::{Generation, ResourceId};

use crate::arm::{CLASSIC, HEALTH, NETWORK, WEB, path, rooted};

/// How something is asked for. None of it changes anything in Azure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum How {
    /// GET of one resource.
    Get,
    /// GET of a list, page after page.
    List,
    /// POST of an action that only reads, and may take its time to.
    Ask,
}

/// What tells two requests apart: path, and what else the query holds.
pub type Key = (String, Option<String>);

/// One request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// How it is asked for.
    pub how: How,
    /// The path, without the query.
    pub path: ResourceId,
    /// The API version.
    pub version: &'static str,
    /// More of the query, as `peer=10.0.0.4`.
    pub query: Option<String>,
    /// What it is, as "the gateway nw-gw".
    pub what: String,
}

impl Request {
    fn new(how: How, path: ResourceId, version: &'static str, what: String) -> Self {
        Self {
            how,
            path,
            version,
            query: None,
            what,
        }
    }

    /// An app or a slot.
    pub fn site(id: &ResourceId) -> Self {
        let what = of_app("the app", id);
        Self::new(How::Get, id.clone(), WEB, what)
    }

    /// An app's copies of its network's information.
    pub fn site_connections(id: &ResourceId) -> Self {
        Self::list_below(
            id,
            "virtualNetworkConnections",
            WEB,
            of_app("the networks of the app", id),
        )
    }

    /// The subnet of an app with regional integration.
    pub fn site_subnet(id: &ResourceId) -> Self {
        Self::new(
            How::Get,
            deeper(id, "networkConfig/virtualNetwork"),
            WEB,
            of_app("the subnet of the app", id),
        )
    }

    /// What an app's `config/web` adds.
    pub fn site_configuration(id: &ResourceId) -> Self {
        Self::new(
            How::Get,
            deeper(id, "config/web"),
            WEB,
            of_app("the configuration of the app", id),
        )
    }

    /// A plan.
    pub fn plan(id: &ResourceId) -> Self {
        Self::new(How::Get, id.clone(), WEB, format!("the plan {}", id.name()))
    }

    /// A plan's copies of its networks' information.
    pub fn plan_connections(id: &ResourceId) -> Self {
        Self::list_below(
            id,
            "virtualNetworkConnections",
            WEB,
            format!("the networks of the plan {}", id.name()),
        )
    }

    /// The routes of one of a plan's networks.
    pub fn plan_routes(connection: &ResourceId) -> Self {
        Self::list_below(
            connection,
            "routes",
            WEB,
            format!("the plan's routes into {}", connection.name()),
        )
    }

    /// A plan's apps.
    pub fn plan_sites(id: &ResourceId) -> Self {
        Self::list_below(
            id,
            "sites",
            WEB,
            format!("the apps of the plan {}", id.name()),
        )
    }

    /// A resource of Microsoft.Network or Microsoft.ClassicNetwork, told by its id.
    pub fn network(id: &ResourceId) -> Self {
        let kind = id.resource_type().unwrap_or_default();
        let word = match kind.rsplit('/').next().unwrap_or_default() {
            "virtualnetworks" => "network",
            "subnets" => "subnet",
            "virtualnetworkgateways" | "gateways" => "gateway",
            "connections" => "connection",
            "localnetworkgateways" => "local network gateway",
            "networksecuritygroups" => "security group",
            "routetables" => "route table",
            "networkinterfaces" => "network interface",
            _ => "resource",
        };
        let version = match Generation::of(id) {
            Generation::V1 => CLASSIC,
            Generation::V2 => NETWORK,
        };
        Self::new(
            How::Get,
            id.clone(),
            version,
            format!("the {word} {}", id.name()),
        )
    }

    /// A gateway's connections.
    pub fn gateway_connections(id: &ResourceId) -> Self {
        Self::list_below(
            id,
            "connections",
            NETWORK,
            format!("the connections of the gateway {}", id.name()),
        )
    }

    /// Azure's own opinion of a resource.
    pub fn health(id: &ResourceId) -> Self {
        Self::new(
            How::Get,
            deeper(
                id,
                "providers/Microsoft.ResourceHealth/availabilityStatuses/current",
            ),
            HEALTH,
            format!("the health of {}", id.name()),
        )
    }

    /// The point-to-site clients of a gateway.
    pub fn clients(gateway: &ResourceId) -> Self {
        Self::ask(
            gateway,
            "getVpnClientConnectionHealth",
            format!("the clients of the gateway {}", gateway.name()),
        )
    }

    /// The routes that a gateway has learned.
    pub fn learned_routes(gateway: &ResourceId) -> Self {
        Self::ask(
            gateway,
            "getLearnedRoutes",
            format!("the routes that the gateway {} learned", gateway.name()),
        )
    }

    /// The routes that a gateway announces to a BGP peer.
    pub fn advertised_routes(gateway: &ResourceId, peer: std::net::IpAddr) -> Self {
        Self {
            query: Some(format!("peer={peer}")),
            ..Self::ask(
                gateway,
                "getAdvertisedRoutes",
                format!(
                    "the routes that the gateway {} announces to {peer}",
                    gateway.name()
                ),
            )
        }
    }

    /// All resources of a kind of a subscription, or of a group where `scope` is one.
    pub fn all_networks(scope: &str, kind: &str, what: &str) -> Self {
        let path = ResourceId::new(format!("{scope}/providers/Microsoft.Network/{kind}"));
        Self::new(How::List, path, NETWORK, what.to_owned())
    }

    fn list_below(id: &ResourceId, kind: &str, version: &'static str, what: String) -> Self {
        Self::new(How::List, deeper(id, kind), version, what)
    }

    fn ask(gateway: &ResourceId, action: &str, what: String) -> Self {
        Self::new(How::Ask, deeper(gateway, action), NETWORK, what)
    }

    /// Path and query.
    pub fn target(&self) -> String {
        let mut target = path(&self.path, "", self.version);
        if let Some(query) = &self.query {
            let _ = write!(target, "&{query}");
        }
        target
    }

    /// The one resource that it reads.
    pub fn resource(&self) -> Option<&ResourceId> {
        (self.how == How::Get).then_some(&self.path)
    }

    /// What is missing where it is refused: the resource; or a gateway's list of connections, without which
    /// nobody knows which networks the gateway leads to.
    pub fn leaves_out(&self) -> Option<&ResourceId> {
        let kind = self.path.resource_type();
        let is_list =
            kind.as_deref() == Some("microsoft.network/virtualnetworkgateways/connections");
        self.resource().or_else(|| is_list.then_some(&self.path))
    }

    /// The action that a role must allow, as `Microsoft.Network/virtualNetworks/read`.
    pub fn action(&self) -> String {
        let path = rooted(&self.path);
        let at = path.to_ascii_lowercase().rfind("/providers/");
        let below = at.map_or(path.as_str(), |at| &path[at + "/providers/".len()..]);
        let mut segments = below.split('/');
        let mut action = segments.next().unwrap_or_default().to_owned();
        for kind in segments.step_by(2) {
            action.push('/');
            action.push_str(kind);
        }
        // The last segment of a POST is the action itself.
        action.push_str(if self.how == How::Ask {
            "/action"
        } else {
            "/read"
        });
        action
    }

    /// What tells two requests apart, and their order.
    pub fn key(&self) -> Key {
        (rooted(&self.path).to_ascii_lowercase(), self.query.clone())
    }
}

fn of_app(what: &str, id: &ResourceId) -> String {
    format!("{what} {}", id.app_name().unwrap_or_default())
}

fn deeper(id: &ResourceId, path: &str) -> ResourceId {
    ResourceId::new(format!("{}/{path}", rooted(id)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GATEWAY: &str =
        "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworkGateways/gw";

    #[test]
    fn the_action_is_the_one_that_a_role_names() {
        let gateway = ResourceId::new(GATEWAY);
        let site = ResourceId::new(
            "/subscriptions/s/resourceGroups/g/providers/Microsoft.Web/sites/a/slots/b",
        );
        for (request, action) in [
            (
                Request::network(&gateway),
                "Microsoft.Network/virtualNetworkGateways/read",
            ),
            (
                Request::gateway_connections(&gateway),
                "Microsoft.Network/virtualNetworkGateways/connections/read",
            ),
            (
                Request::clients(&gateway),
                "Microsoft.Network/virtualNetworkGateways/getVpnClientConnectionHealth/action",
            ),
            (
                Request::health(&gateway),
                "Microsoft.ResourceHealth/availabilityStatuses/read",
            ),
            (Request::site(&site), "Microsoft.Web/sites/slots/read"),
            (
                Request::site_configuration(&site),
                "Microsoft.Web/sites/slots/config/read",
            ),
        ] {
            assert_eq!(request.action(), action);
        }
    }

    #[test]
    fn a_request_is_a_path_and_a_version() {
        let request = Request::advertised_routes(&ResourceId::new(GATEWAY), [10, 0, 0, 4].into());
        assert_eq!(
            request.target(),
            format!("{GATEWAY}/getAdvertisedRoutes?api-version=2024-05-01&peer=10.0.0.4")
        );
        assert_eq!(
            Request::site(&ResourceId::new("/x/sites/a/slots/b")).what,
            "the app a/b"
        );
    }
}
