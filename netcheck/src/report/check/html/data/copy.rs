//! App Service's copy of the network beside the network itself, as plain data.

use ipnet::IpNet;
use netdiag::fact::Fact;
use netdiag::model::RouteKind;
use netdiag::space::AddressSet;
use serde::Serialize;

use crate::check::Snapshot;
use crate::sync::outlook::{Difference, Outlook, State};
use crate::sync::steps::Task;

/// The copy beside what it is a copy of. Made of the same judgements as `netcheck sync`.
#[derive(Debug, Serialize)]
pub struct Copy {
    /// Whether it is in sync.
    pub state: State,
    /// What differs, line by line.
    pub differences: Vec<Difference>,
    /// What could not be compared.
    pub unknown: Vec<String>,
    /// DNS servers and addresses, each as both have it.
    pub compared: Vec<Compared>,
}

/// A list as both have it.
#[derive(Debug, Serialize)]
pub struct Compared {
    /// What it is a list of.
    pub what: &'static str,
    /// Its entries: those of the network first.
    pub entries: Vec<Entry>,
}

/// An entry of a list, and who has it.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// What it is.
    pub value: String,
    /// App Service's copy has it.
    pub in_copy: bool,
    /// Network and gateway have it.
    pub in_network: bool,
}

impl Copy {
    /// The copy of this app's network; `None` if it has none.
    pub fn of(snapshot: &Snapshot) -> Option<Self> {
        let outlook = Outlook::of(snapshot, &Task::default(), false);
        if outlook.state == State::NotApplicable {
            return None;
        }
        Some(Self {
            state: outlook.state,
            differences: outlook.differences,
            unknown: outlook.unknown,
            compared: [dns_servers(snapshot), addresses(snapshot)]
                .into_iter()
                .flatten()
                .collect(),
        })
    }
}

fn dns_servers(snapshot: &Snapshot) -> Option<Compared> {
    let copy = snapshot.integration.connection.value()?;
    let ours = or_empty(copy.dns_servers.as_ref())?;
    let theirs = or_empty(snapshot.dns_servers_of_vnet())?;
    let more = ours.iter().filter(|server| !theirs.contains(server));
    let entries = theirs.iter().chain(more).map(|server| Entry {
        value: server.to_string(),
        in_copy: ours.contains(server),
        in_network: theirs.contains(server),
    });
    Some(Compared {
        what: "DNS servers",
        entries: entries.collect(),
    })
}

/// The addresses that App Service routes into the network because the network has them (INHERITED).
fn addresses(snapshot: &Snapshot) -> Option<Compared> {
    let integration = &snapshot.integration;
    let routes = or_empty(integration.connection.value()?.routes.as_ref())?;
    let inherited = routes
        .iter()
        .filter(|route| route.kind == RouteKind::Inherited);
    let ours = crate::check::reached(inherited);
    let mut theirs = AddressSet::empty();
    for set in [integration.vnet_addresses(), snapshot.custom_routes()] {
        match set {
            Fact::Known { value, .. } => theirs = theirs.union(&value),
            Fact::Absent { .. } => {}
            Fact::Unknown(_) => return None,
        }
    }
    for neighbour in integration.neighbours() {
        match neighbour.ranges() {
            Fact::Known { value, .. } => theirs = theirs.union(&value),
            Fact::Absent { .. } => {}
            Fact::Unknown(_) => return None,
        }
    }
    let (both, missing, extra) = (
        theirs.intersection(&ours),
        theirs.difference(&ours),
        ours.difference(&theirs),
    );
    let mut entries = Vec::new();
    for (set, in_copy, in_network) in [
        (both, true, true),
        (missing, false, true),
        (extra, true, false),
    ] {
        for (first, last) in set.ranges() {
            for net in ipnet::Ipv4Subnets::new(*first, *last, 0) {
                entries.push(Entry {
                    value: IpNet::V4(net).to_string(),
                    in_copy,
                    in_network,
                });
            }
        }
    }
    Some(Compared {
        what: "addresses routed into the network",
        entries,
    })
}

/// A list, which is empty if it is not there; `None` if it was not read.
fn or_empty<T: Clone>(fact: Fact<&Vec<T>>) -> Option<Vec<T>> {
    match fact {
        Fact::Known { value, .. } => Some(value.clone()),
        Fact::Absent { .. } => Some(Vec::new()),
        Fact::Unknown(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::example::{Example, NETWORKS};

    fn entry(value: &str, in_copy: bool, in_network: bool) -> Entry {
        Entry {
            value: value.to_owned(),
            in_copy,
            in_network,
        }
    }

    #[test]
    fn the_healthy_copy_is_in_sync_and_says_so_entry_by_entry() {
        let copy = Copy::of(&Example::healthy().snapshot()).unwrap();
        assert_eq!(copy.state, State::InSync);
        assert!(copy.differences.is_empty());
        let entries = copy.compared.iter().flat_map(|list| &list.entries);
        assert!(entries.clone().count() > 3);
        assert!(entries.clone().all(|e| e.in_copy && e.in_network));
    }

    #[test]
    fn what_one_side_lacks_is_seen() {
        let example = Example::healthy()
            .set(
                NETWORKS,
                "/value/0/properties/dhcpOptions/dnsServers/0",
                json!("10.61.0.10"),
            )
            .set(
                NETWORKS,
                "/value/0/properties/addressSpace/addressPrefixes/-",
                json!("10.62.0.0/16"),
            );
        let copy = Copy::of(&example.snapshot()).unwrap();
        assert_eq!(copy.state, State::Due);
        assert_eq!(
            copy.compared[0].entries,
            [
                entry("10.61.0.10", false, true),
                entry("10.61.0.5", true, true),
                entry("10.61.0.4", true, false),
            ]
        );
        let addresses = &copy.compared[1].entries;
        assert!(
            addresses.contains(&entry("10.62.0.0/16", false, true)),
            "{addresses:?}"
        );
        assert!(
            addresses.contains(&entry("10.61.0.0/16", true, true)),
            "{addresses:?}"
        );
    }

    #[test]
    fn an_app_with_regional_integration_has_no_copy() {
        assert!(Copy::of(&Example::regional().snapshot()).is_none());
    }
}
