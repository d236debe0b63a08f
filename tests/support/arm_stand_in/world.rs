//! What Azure holds: the resources of an example, by id.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};

/// All resources, by id in lower case, and what POSTs tell.
#[derive(Debug, Clone, Default)]
pub struct World {
    resources: BTreeMap<String, Value>,
    /// The answer of `getVpnClientConnectionHealth`.
    pub clients: Value,
    /// How many elements a page of a list has.
    pub page: usize,
}

impl World {
    /// The resources of `examples/NAME`.
    pub fn example(name: &str) -> Self {
        let folder = format!("{}/../examples/{name}", env!("CARGO_MANIFEST_DIR"));
        let mut world = Self {
            clients: json!({"value": []}),
            page: 1,
            ..Self::default()
        };
        for entry in std::fs::read_dir(Path::new(&folder)).expect("the examples are there") {
            let path = entry.expect("readable").path();
            if path.extension().is_none_or(|extension| extension != "json") {
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("readable");
            let document: Value = serde_json::from_str(&text).expect("JSON");
            if path.to_string_lossy().contains("vpnClientConnectionHealth") {
                world.clients = document;
                continue;
            }
            match document {
                Value::Array(all) => all.into_iter().for_each(|one| world.put(one)),
                Value::Object(mut members) => match members.remove("value") {
                    Some(Value::Array(all)) => all.into_iter().for_each(|one| world.put(one)),
                    _ => world.put(Value::Object(members)),
                },
                _ => panic!("{} is no resource", path.display()),
            }
        }
        world.add_apps_that_only_have_connections();
        world.add_what_every_resource_has();
        world
    }

    /// Puts a resource in its place.
    pub fn put(&mut self, resource: Value) {
        let id = resource["id"].as_str().expect("a resource has an id");
        self.resources.insert(id.to_ascii_lowercase(), resource);
    }

    /// A resource, told by the end of its id.
    pub fn get(&mut self, ending: &str) -> &mut Value {
        let ending = ending.to_ascii_lowercase();
        let mut found = self
            .resources
            .iter_mut()
            .filter(|(id, _)| id.ends_with(&ending));
        let (_, resource) = found
            .next()
            .unwrap_or_else(|| panic!("no resource {ending}"));
        resource
    }

    /// Takes a resource away.
    pub fn remove(&mut self, ending: &str) {
        let ending = ending.to_ascii_lowercase();
        self.resources.retain(|id, _| !id.ends_with(&ending));
    }

    /// Takes everything below a path away.
    pub fn remove_below(&mut self, path: &str) {
        self.resources
            .retain(|id, _| !id.starts_with(&path.to_ascii_lowercase()));
    }

    /// All resources of this type.
    pub fn all_of(&mut self, kind: &str) -> Vec<&mut Value> {
        self.resources
            .values_mut()
            .filter(|resource| {
                let own = resource["type"].as_str().unwrap_or_default();
                own.eq_ignore_ascii_case(kind)
            })
            .collect()
    }

    /// The resource with this id.
    pub fn find(&self, id: &str) -> Option<&Value> {
        self.resources.get(&id.to_ascii_lowercase())
    }

    /// The elements of the list at this path, in the order of their ids.
    pub fn list(&self, path: &str) -> Vec<Value> {
        let path = path.to_ascii_lowercase();
        if let Some(plan) = path.strip_suffix("/sites")
            && plan.contains("/serverfarms/")
        {
            return self.apps_of(plan);
        }
        if let Some(gateway) = path.strip_suffix("/connections") {
            return self.connections_of(gateway);
        }
        let (scope, kind) = path.rsplit_once("/providers/").unwrap_or(("", &path));
        let is_whole_subscription = !scope.contains("/resourcegroups/");
        let in_list = |id: &str| {
            let Some((parent, _)) = id.rsplit_once('/') else {
                return false;
            };
            parent == path
                || (is_whole_subscription
                    && parent.starts_with(scope)
                    && parent.ends_with(&format!("/providers/{kind}")))
        };
        self.resources
            .iter()
            .filter(|(id, _)| in_list(id))
            .map(|(_, resource)| resource.clone())
            .collect()
    }

    fn apps_of(&self, plan: &str) -> Vec<Value> {
        let is_on = |app: &Value| {
            app["properties"]["serverFarmId"]
                .as_str()
                .is_some_and(|id| id.eq_ignore_ascii_case(plan))
        };
        self.resources
            .values()
            .filter(|resource| is_on(resource))
            .cloned()
            .collect()
    }

    /// As the real list: without the status.
    fn connections_of(&self, gateway: &str) -> Vec<Value> {
        let is_end = |end: &Value| {
            end["id"]
                .as_str()
                .is_some_and(|id| id.eq_ignore_ascii_case(gateway))
        };
        self.resources
            .iter()
            .filter(|(id, _)| id.contains("/providers/microsoft.network/connections/"))
            .filter(|(_, connection)| {
                let ends = &connection["properties"];
                is_end(&ends["virtualNetworkGateway1"]) || is_end(&ends["virtualNetworkGateway2"])
            })
            .map(|(_, connection)| {
                let mut connection = connection.clone();
                if let Some(members) = connection["properties"].as_object_mut() {
                    members.remove("connectionStatus");
                }
                connection
            })
            .collect()
    }

    /// Every app has a `config/web`, a `networkConfig` and a list of networks, and every gateway its
    /// health, though not every example shows them.
    fn add_what_every_resource_has(&mut self) {
        for resource in self.resources.clone().into_values() {
            let id = resource["id"].as_str().unwrap_or_default();
            let kind = resource["type"].as_str().unwrap_or_default();
            let mut more = Vec::new();
            if kind.eq_ignore_ascii_case("Microsoft.Web/sites") {
                let configuration = &resource["properties"]["siteConfig"];
                more.push(json!({
                    "id": format!("{id}/config/web"), "name": "web",
                    "type": "Microsoft.Web/sites/config", "properties": configuration,
                }));
                let subnet = &resource["properties"]["virtualNetworkSubnetId"];
                more.push(json!({
                    "id": format!("{id}/networkConfig/virtualNetwork"), "name": "virtualNetwork",
                    "type": "Microsoft.Web/sites/networkConfig",
                    "properties": {"subnetResourceId": subnet, "swiftSupported": true},
                }));
            } else if kind.eq_ignore_ascii_case("Microsoft.Network/virtualNetworkGateways") {
                more.push(json!({
                    "id": format!("{id}/providers/Microsoft.ResourceHealth/availabilityStatuses/current"),
                    "name": "current", "type": "Microsoft.ResourceHealth/AvailabilityStatuses",
                    "properties": {"availabilityState": "Available", "summary": "There is no known problem."},
                }));
            }
            for resource in more {
                if self
                    .find(resource["id"].as_str().unwrap_or_default())
                    .is_none()
                {
                    self.put(resource);
                }
            }
        }
    }

    /// The examples hold of a second app of the plan only its copy of the network's information.
    fn add_apps_that_only_have_connections(&mut self) {
        let plan = self
            .resources
            .values()
            .find(|resource| {
                let kind = resource["type"].as_str().unwrap_or_default();
                kind.eq_ignore_ascii_case("Microsoft.Web/serverfarms")
            })
            .map(|plan| plan["id"].clone())
            .unwrap_or_default();
        let ids: Vec<String> = self
            .resources
            .values()
            .filter_map(|resource| resource["id"].as_str().map(str::to_owned))
            .collect();
        for id in ids {
            let Some((app, _)) = id.split_once("/virtualNetworkConnections/") else {
                continue;
            };
            if app.contains("/sites/") && self.find(app).is_none() {
                let name = app.rsplit('/').next().unwrap_or_default();
                self.put(json!({
                    "id": app, "name": name, "type": "Microsoft.Web/sites", "kind": "app",
                    "location": "West Europe",
                    "properties": {"serverFarmId": plan, "state": "Running", "enabled": true, "siteConfig": null},
                }));
            }
        }
    }
}
