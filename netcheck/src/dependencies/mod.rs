//! What the app's own settings say that it talks to: host, port and the name of the setting, never
//! the setting's value. Pure.
//!
//! Settings hold secrets, and a secret may look like anything. Where a value can be read in two ways,
//! and one of them would show a part of a password as a host, it is passed over.

mod address;
mod connection_string;
#[cfg(test)]
mod tests;
mod value;

use std::collections::BTreeSet;

use netdiag::model::Environment;
use netdiag::target::{Host, Target};

/// Something that the app talks to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependency {
    /// The name of the variable that holds the setting, as `SQLAZURECONNSTR_Shop`.
    pub setting: String,
    /// The host and port.
    pub target: Target,
    /// What it is, as `SQL Server`: one of those below.
    pub kind: &'static str,
}

/// Every kind of dependency.
const KINDS: &[&str] = &[
    SQL_SERVER,
    POSTGRESQL,
    MYSQL,
    REDIS,
    MESSAGING,
    STORAGE,
    COSMOS_DB,
    MONGODB,
    AMQP,
    KEY_VAULT,
    APP_CONFIGURATION,
    URL,
    HOST_AND_PORT,
];

const SQL_SERVER: &str = "SQL Server";
const POSTGRESQL: &str = "PostgreSQL";
const MYSQL: &str = "MySQL";
const REDIS: &str = "Redis";
/// Both live below servicebus.windows.net and have the same connection strings. The port is that of
/// AMQP over TLS, 5671, which their libraries use unless told otherwise.
const MESSAGING: &str = "Service Bus or Event Hubs";
const STORAGE: &str = "Storage";
const COSMOS_DB: &str = "Cosmos DB";
const MONGODB: &str = "MongoDB";
const AMQP: &str = "AMQP";
const KEY_VAULT: &str = "Key Vault";
const APP_CONFIGURATION: &str = "App Configuration";
const URL: &str = "URL";
const HOST_AND_PORT: &str = "host and port";

/// The kind of this name, as it stands in a saved case.
pub fn kind_named(name: &str) -> Option<&'static str> {
    KINDS.iter().find(|kind| **kind == name).copied()
}

/// What the variables `APPSETTING_*` (app settings) and `*CONNSTR_*` (connection strings) name. Each
/// target once, with the first setting that names it; in the order of the variables' names. This
/// machine itself is no dependency.
pub fn targets(environment: &Environment) -> Vec<Dependency> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for name in environment.names() {
        let upper = name.to_ascii_uppercase();
        let is_connection_string = upper
            .split_once("CONNSTR_")
            .is_some_and(|(kind, _)| kind.chars().all(|c| c.is_ascii_alphanumeric()));
        if !is_connection_string && !upper.starts_with("APPSETTING_") {
            continue;
        }
        let set = environment.get(name);
        let Some(value) = set.value() else { continue };
        for (target, kind) in value::targets(&upper, value) {
            if !is_here(&target.host) && seen.insert(target.to_string().to_ascii_lowercase()) {
                found.push(Dependency {
                    setting: name.to_owned(),
                    target,
                    kind,
                });
            }
        }
    }
    found
}

/// Whether the host is the machine that asks.
fn is_here(host: &Host) -> bool {
    match host {
        Host::Address(address) => {
            let address = address.to_canonical();
            address.is_loopback() || address.is_unspecified()
        }
        Host::Name(name) => name.trim_end_matches('.').eq_ignore_ascii_case("localhost"),
    }
}
