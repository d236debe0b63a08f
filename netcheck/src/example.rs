//! The shipped examples as a starting point for tests: load a good one, change one thing, judge.

use std::collections::BTreeMap;

use netdiag::model::{Environment, Integration};
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::macros::datetime;

use crate::check::{Judged, Snapshot, judge_all};

/// The day on which the examples are judged in tests.
pub const TODAY: OffsetDateTime = datetime!(2026-11-22 12:00 UTC);

/// How the ids of the examples' resources begin.
pub const PROVIDERS: &str =
    "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/nw-rg/providers";

/// File names of the examples.
pub const GATEWAY: &str = "virtualNetworkGateway-nw-gw.json";
pub const HEALTH: &str = "virtualNetworkGateway-nw-gw-availabilityStatus.json";
pub const CLIENTS: &str = "virtualNetworkGateway-nw-gw-vpnClientConnectionHealth.json";
pub const NETWORKS: &str = "virtualNetworks.json";
pub const GROUPS: &str = "networkSecurityGroups.json";
pub const TABLES: &str = "routeTables.json";
pub const INTERFACES: &str = "networkInterfaces.json";
pub const CONNECTION: &str = "connection-nw-onprem-cn.json";
pub const LOCAL: &str = "localNetworkGateways.json";
pub const PLANS: &str = "serverfarms.json";
pub const PLAN_COPY: &str = "serverfarm-nw-plan-virtualNetworkConnections.json";
pub const APP_COPY: &str = "site-nw-shop-virtualNetworkConnections.json";
pub const ADMIN_COPY: &str = "site-nw-admin-virtualNetworkConnections.json";
pub const SITE: &str = "site-nw-shop.json";
pub const SITE_WEB: &str = "site-nw-shop-config-web.json";

/// File names of the regional example, where they differ.
pub mod regional {
    pub const SITE: &str = "site-nw-api.json";
    pub const SITE_COPY: &str = "site-nw-api-virtualNetworkConnections.json";
    pub const SITE_SUBNET: &str = "site-nw-api-networkConfig-virtualNetwork.json";
    pub const OTHER_SITE_SUBNET: &str = "site-nw-api-jobs-networkConfig-virtualNetwork.json";
    pub const PLAN: &str = "serverfarm-nw-api-plan.json";
    pub const PLAN_COPY: &str = "serverfarm-nw-api-plan-virtualNetworkConnections.json";
    pub const GATEWAY: &str = "virtualNetworkGateway-nw-hub-gw.json";
    pub const CONNECTION: &str = "connection-nw-hub-onprem-cn.json";
    pub const ENDPOINTS: &str = "privateEndpoints.json";
    pub const NAT: &str = "natGateway-nw-api-nat.json";
}

/// An export in memory that tests take apart.
#[derive(Debug, Clone)]
pub struct Example {
    documents: BTreeMap<String, Value>,
    environment: Vec<(String, String)>,
    time: OffsetDateTime,
}

impl Example {
    /// `examples/healthy`, without the app's environment.
    pub fn healthy() -> Self {
        Self::read("healthy")
    }

    /// The healthy example with a subnet in nw-net (its last) that is empty, which is what the regional kind
    /// needs.
    pub fn roomy() -> Self {
        let id = format!("{PROVIDERS}/Microsoft.Network/virtualNetworks/nw-net/subnets/new");
        Self::healthy().set(
            NETWORKS,
            "/value/0/properties/subnets/-",
            json!({"id": id, "name": "new", "properties": {"addressPrefix": "10.61.9.0/26"}}),
        )
    }

    /// `examples/broken`, without the app's environment.
    pub fn broken() -> Self {
        Self::read("broken")
    }

    /// `examples/regional`, without the app's environment.
    pub fn regional() -> Self {
        Self::read("regional")
    }

    fn read(name: &str) -> Self {
        let folder = format!("{}/../examples/{name}", env!("CARGO_MANIFEST_DIR"));
        let mut documents = BTreeMap::new();
        for entry in std::fs::read_dir(&folder).expect("the examples are there") {
            let path = entry.expect("readable").path();
            if path
                .extension()
                .is_some_and(|extension| extension == "json")
            {
                let text = std::fs::read_to_string(&path).expect("readable");
                let file = path
                    .file_name()
                    .expect("a name")
                    .to_string_lossy()
                    .into_owned();
                documents.insert(file, serde_json::from_str(&text).expect("JSON"));
            }
        }
        Self {
            documents,
            environment: Vec::new(),
            time: TODAY,
        }
    }

    fn document(&mut self, file: &str) -> &mut Value {
        self.documents
            .get_mut(file)
            .unwrap_or_else(|| panic!("the example has no {file}"))
    }

    /// Puts a value at a JSON pointer; the member may be new, its parent not.
    pub fn set(mut self, file: &str, pointer: &str, value: Value) -> Self {
        let (parent, member) = pointer.rsplit_once('/').expect("a pointer");
        match self.document(file).pointer_mut(parent) {
            Some(Value::Object(members)) => {
                members.insert(member.to_owned(), value);
            }
            Some(Value::Array(elements)) => match member.parse::<usize>() {
                Ok(i) => elements[i] = value,
                Err(_) => elements.push(value),
            },
            _ => panic!("{file} has no {parent}"),
        }
        self
    }

    /// Takes a member away.
    pub fn without(mut self, file: &str, pointer: &str) -> Self {
        let (parent, member) = pointer.rsplit_once('/').expect("a pointer");
        match self.document(file).pointer_mut(parent) {
            Some(Value::Object(members)) => {
                members
                    .remove(member)
                    .unwrap_or_else(|| panic!("{file} has no {pointer}"));
            }
            Some(Value::Array(elements)) => {
                elements.remove(member.parse().expect("an index"));
            }
            _ => panic!("{file} has no {parent}"),
        }
        self
    }

    /// Takes a whole file away.
    pub fn without_file(mut self, file: &str) -> Self {
        assert!(
            self.documents.remove(file).is_some(),
            "the example has no {file}"
        );
        self
    }

    /// Adds a file.
    pub fn with_file(mut self, file: &str, value: Value) -> Self {
        self.documents.insert(file.to_owned(), value);
        self
    }

    /// Sets a variable of the app's environment.
    pub fn variable(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Judges at another time.
    pub fn at(mut self, time: OffsetDateTime) -> Self {
        self.time = time;
        self
    }

    /// The value at a pointer.
    pub fn get(&self, file: &str, pointer: &str) -> Value {
        self.documents[file]
            .pointer(pointer)
            .unwrap_or_else(|| panic!("{file} has no {pointer}"))
            .clone()
    }

    /// What is judged.
    pub fn snapshot(&self) -> Snapshot {
        let documents: Vec<(String, Value)> = self
            .documents
            .iter()
            .map(|(file, value)| (file.clone(), value.clone()))
            .collect();
        let export = netdiag::source::export(documents, Vec::new());
        let inventory = netdiag::source::inventory(&export.documents, export.gaps);
        let environment = Environment::new(self.environment.iter().cloned(), None);
        let integration = Integration::assemble(inventory, environment, None).expect("one app");
        Snapshot {
            integration,
            time: self.time,
        }
    }

    /// The whole checklist.
    pub fn judged(&self) -> Vec<Judged> {
        judge_all(&self.snapshot())
    }

    /// One check.
    pub fn check(&self, name: &str) -> Judged {
        self.judged()
            .into_iter()
            .find(|judged| judged.check.name == name)
            .unwrap_or_else(|| panic!("there is no check {name}"))
    }
}

/// The names above are those of the files.
#[test]
fn the_regional_example_has_its_files() {
    use regional::*;
    let example = Example::regional();
    for file in [
        SITE,
        SITE_COPY,
        SITE_SUBNET,
        OTHER_SITE_SUBNET,
        PLAN,
        PLAN_COPY,
        GATEWAY,
        CONNECTION,
        ENDPOINTS,
        NAT,
    ] {
        assert!(!example.get(file, "").is_null(), "{file}");
    }
}
