//! Azure's JSON into facts: the only place that reads its members as facts. (To take out, disguise or
//! send members, `source::redact` and netcheck know the names of some too.) Pure.
//!
//! A document is one resource, an array of them, or a list `{"value": [...]}`. What a resource is, is
//! told by its `type`, else by its `id`, and for the few answers that have neither by their shape.

mod endpoint;
mod gateway;
mod network;
mod node;
mod security;
mod shelves;
mod web;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::fact::{Fact, Gap};
use crate::model::{AppRoute, Inventory, ResourceId};
use node::Node;
use shelves::{forget, leave_out, put};

/// Facts from documents, each with its file's name, which stands in the origins; `gaps` are the files
/// that could not be read. What netcheck itself wrote ([`is_ours`]) is skipped.
pub fn inventory(documents: &[(String, Value)], gaps: Vec<Gap>) -> Inventory {
    let mut reading = Reading {
        inventory: Inventory {
            gaps,
            ..Inventory::default()
        },
        ..Reading::default()
    };
    for (file, value) in documents {
        if is_ours(value) {
            continue;
        }
        reading.take(Node::document(file, value));
    }
    reading.finish()
}

/// Whether a document is what netcheck itself wrote, as the observations of a saved case: no resource,
/// and no gap.
pub fn is_ours(document: &Value) -> bool {
    let schema = document.get("schema").and_then(Value::as_str);
    schema.is_some_and(|schema| schema.starts_with("netcheck"))
}

/// What is read while documents come in.
#[derive(Default)]
struct Reading<'a> {
    inventory: Inventory,
    /// Where each resource was read first, to tell a repetition from a contradiction.
    seen: BTreeMap<(String, ResourceId), Node<'a>>,
    /// `config/web` of sites, which completes the site.
    web_configurations: Vec<(ResourceId, web::WebConfiguration)>,
    /// Routes read by themselves, by the connection that they belong to.
    routes: BTreeMap<ResourceId, Vec<Fact<AppRoute>>>,
    /// Classic root certificates, by the gateway that they belong to.
    classic_roots: BTreeMap<ResourceId, Vec<crate::model::RootCertificate>>,
}

impl<'a> Reading<'a> {
    fn take(&mut self, node: Node<'a>) {
        match node.value {
            Value::Array(_) => {
                for element in node.elements() {
                    self.take(element);
                }
            }
            Value::Object(_) => {
                let list = node
                    .own("value")
                    .filter(|v| v.value.is_array() && node.id().is_none());
                match list {
                    Some(list) if gateway::is_client_list(&node, &list) => {
                        self.inventory.connected_clients = Some(gateway::clients(&node));
                    }
                    // Routes of a gateway (getLearnedRoutes, getAdvertisedRoutes) have no id, and no
                    // judgement asks for them: for who reads the export.
                    Some(list) if gateway::is_route_list(&list) => {}
                    Some(list) => self.take(list),
                    None => self.resource(node),
                }
            }
            _ => self.unusable(&node, "holds no Azure resource"),
        }
    }

    fn unusable(&mut self, node: &Node<'_>, why: &str) {
        self.inventory
            .gaps
            .push(Gap::new("a document", why).at(node.from()));
    }

    fn resource(&mut self, node: Node<'a>) {
        let id = node.id();
        let declared = node
            .own("type")
            .and_then(|t| t.as_text())
            .filter(|t| t.contains('/'))
            .map(|t| t.to_ascii_lowercase());
        // By the last provider of the id: the health of a resource has the resource's id with its own
        // provider behind it.
        let by_id = id.as_ref().and_then(ResourceId::resource_type);
        let (Some(kind), Some(id)) = (declared.or(by_id), id) else {
            return self.unusable(
                &node,
                "has no type and id that would say which resource it is; it is not used",
            );
        };
        if !self.is_new(&kind, &id, &node) {
            return;
        }
        let inventory = &mut self.inventory;
        match kind.as_str() {
            "microsoft.web/sites" | "microsoft.web/sites/slots" => {
                put(
                    &mut inventory.sites,
                    id.clone(),
                    node.from(),
                    web::site(&node, id),
                );
            }
            "microsoft.web/serverfarms" => {
                put(
                    &mut inventory.plans,
                    id.clone(),
                    node.from(),
                    web::plan(&node, id),
                );
            }
            "microsoft.web/sites/config" | "microsoft.web/sites/slots/config"
                if id.name().eq_ignore_ascii_case("web") =>
            {
                if let Some(site) = id.parent() {
                    self.web_configurations
                        .push((site, web::configuration(&node)));
                }
            }
            "microsoft.web/sites/networkconfig"
            | "microsoft.web/sites/slots/networkconfig"
            | "microsoft.web/sites/config"
            | "microsoft.web/sites/slots/config"
                if id.name().eq_ignore_ascii_case("virtualNetwork") =>
            {
                put(
                    &mut inventory.subnet_integrations,
                    id.clone(),
                    node.from(),
                    web::subnet_integration(&node, id),
                );
            }
            "microsoft.web/sites/virtualnetworkconnections"
            | "microsoft.web/sites/slots/virtualnetworkconnections"
            | "microsoft.web/serverfarms/virtualnetworkconnections" => {
                put(
                    &mut inventory.vnet_connections,
                    id.clone(),
                    node.from(),
                    web::vnet_connection(&node, id),
                );
            }
            "microsoft.web/serverfarms/virtualnetworkconnections/routes" => {
                if let Some(connection) = id.parent() {
                    let route = web::route(&node);
                    self.routes.entry(connection).or_default().push(route);
                }
            }
            "microsoft.network/virtualnetworks" | "microsoft.classicnetwork/virtualnetworks" => {
                put(
                    &mut inventory.vnets,
                    id.clone(),
                    node.from(),
                    network::vnet(&node, id),
                );
            }
            "microsoft.network/virtualnetworks/subnets" => {
                put(
                    &mut inventory.subnets,
                    id.clone(),
                    node.from(),
                    network::subnet(&node, &id),
                );
            }
            "microsoft.network/virtualnetworks/virtualnetworkpeerings" => {
                put(
                    &mut inventory.peerings,
                    id.clone(),
                    node.from(),
                    network::peering(&node, &id),
                );
            }
            "microsoft.network/virtualnetworkgateways"
            | "microsoft.classicnetwork/virtualnetworks/gateways" => {
                put(
                    &mut inventory.gateways,
                    id.clone(),
                    node.from(),
                    gateway::gateway(&node, id),
                );
            }
            "microsoft.classicnetwork/virtualnetworks/gateways/clientrootcertificates" => {
                if let Some(gateway) = id.parent() {
                    let root = gateway::classic_root_certificate(&node, &id);
                    self.classic_roots.entry(gateway).or_default().push(root);
                }
            }
            "microsoft.network/connections" => {
                put(
                    &mut inventory.gateway_connections,
                    id.clone(),
                    node.from(),
                    gateway::connection(&node, id),
                );
            }
            "microsoft.network/localnetworkgateways" => {
                put(
                    &mut inventory.local_gateways,
                    id.clone(),
                    node.from(),
                    gateway::local_gateway(&node, id),
                );
            }
            "microsoft.network/networksecuritygroups" => {
                put(
                    &mut inventory.security_groups,
                    id.clone(),
                    node.from(),
                    security::group(&node, id),
                );
            }
            "microsoft.network/routetables" => {
                put(
                    &mut inventory.route_tables,
                    id.clone(),
                    node.from(),
                    network::route_table(&node, id),
                );
            }
            "microsoft.network/networkinterfaces" => {
                put(
                    &mut inventory.network_interfaces,
                    id.clone(),
                    node.from(),
                    network::network_interface(&node, id),
                );
            }
            "microsoft.network/privateendpoints" => {
                put(
                    &mut inventory.private_endpoints,
                    id.clone(),
                    node.from(),
                    endpoint::private_endpoint(&node, id),
                );
            }
            "microsoft.network/natgateways" => {
                put(
                    &mut inventory.nat_gateways,
                    id.clone(),
                    node.from(),
                    endpoint::nat_gateway(&node, id),
                );
            }
            "microsoft.network/publicipaddresses" | "microsoft.network/publicipprefixes" => {
                put(
                    &mut inventory.public_addresses,
                    id.clone(),
                    node.from(),
                    endpoint::public_address(&node, id),
                );
            }
            "microsoft.resourcehealth/availabilitystatuses" => {
                let health = gateway::health(&node, &id);
                put(
                    &mut inventory.health,
                    health.resource.clone(),
                    node.from(),
                    health,
                );
            }
            // Another resource of the group, as a storage account: nothing here needs it.
            _ => {}
        }
    }

    /// Whether this is the first time that the resource comes. The same content again, or fewer members
    /// of it (the answer of a list call often leaves members out), is a repetition; other content makes the
    /// resource unknown, because nobody can say which one holds.
    fn is_new(&mut self, kind: &str, id: &ResourceId, node: &Node<'a>) -> bool {
        let key = (kind.to_owned(), id.clone());
        let Some(first) = self.seen.get(&key) else {
            self.seen.insert(key, node.clone());
            return true;
        };
        if is_part_of(node.value, first.value) {
            return false;
        }
        if is_part_of(first.value, node.value) {
            self.seen.insert(key, node.clone());
            return true;
        }
        let gap = Gap::new(
            format!("the resource {}", id.name()),
            format!(
                "was read twice with different content, there and in {}",
                node.from()
            ),
        )
        .at(first.from());
        forget(&mut self.inventory, kind, id, &gap);
        self.inventory.gaps.push(gap);
        false
    }

    /// Joins what was read apart.
    fn finish(mut self) -> Inventory {
        let inventory = &mut self.inventory;
        for (site, configuration) in self.web_configurations {
            if let Some(Fact::Known { value, .. }) = inventory.sites.get_mut(&site) {
                configuration.complete(value);
            }
        }
        for (connection, routes) in self.routes {
            if let Some(Fact::Known { value, .. }) = inventory.vnet_connections.get_mut(&connection)
                && value.routes.value().is_none()
            {
                value.routes = web::all_of(routes, &value.routes);
            }
        }
        for (gateway, roots) in self.classic_roots {
            if let Some(Fact::Known { value, .. }) = inventory.gateways.get_mut(&gateway) {
                gateway::add_classic_roots(value, roots);
            }
        }
        network::complete_vnets(inventory);
        for gap in &inventory.gaps.clone() {
            if let Some(id) = &gap.resource {
                leave_out(inventory, &ResourceId::new(&**id), gap);
            }
        }
        self.inventory
    }
}

/// Whether everything in `part` stands in `whole` too, with the same values; etags aside, and without
/// regard to the letter case of names.
fn is_part_of(part: &Value, whole: &Value) -> bool {
    match (part, whole) {
        (Value::Object(part), Value::Object(whole)) => part.iter().all(|(key, value)| {
            key.eq_ignore_ascii_case("etag")
                || value.is_null()
                || whole
                    .get(key)
                    .or_else(|| {
                        let (_, v) = whole.iter().find(|(k, _)| k.eq_ignore_ascii_case(key))?;
                        Some(v)
                    })
                    .is_some_and(|other| is_part_of(value, other))
        }),
        (Value::Array(part), Value::Array(whole)) => {
            part.len() == whole.len() && part.iter().zip(whole).all(|(a, b)| is_part_of(a, b))
        }
        (Value::String(a), Value::String(b)) => a.eq_ignore_ascii_case(b),
        _ => part == whole,
    }
}

#[cfg(test)]
mod tests;
