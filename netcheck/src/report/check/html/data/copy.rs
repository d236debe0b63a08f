//! App Service's copy of the network beside the network itself, as plain data.

use netdiag::fact::Fact;

use crate::check::{Snapshot, sides};
use crate::sync::outlook::{Difference, Outlook, State};
use crate::sync::steps::Task;

/// The copy beside what it is a copy of. Made of the same judgements as `netcheck sync`.
#[derive(Debug)]
pub struct NetworkCopy {
    /// Whether it is in sync.
    pub state: State,
    /// Why a sync does not help, or why it cannot be told.
    pub reasons: Vec<String>,
    /// What differs, line by line.
    pub differences: Vec<Difference>,
    /// What could not be compared.
    pub unknown: Vec<String>,
    /// DNS servers and addresses, each as both have it.
    pub compared: Vec<Compared>,
}

/// A list as both have it.
#[derive(Debug)]
pub struct Compared {
    /// What it is a list of.
    pub what: &'static str,
    /// Its entries: those of the network first.
    pub entries: Vec<Entry>,
}

/// An entry of a list, and who has it.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it is.
    pub value: String,
    /// App Service's copy has it.
    pub in_copy: bool,
    /// Network and gateway have it; `None` if they may have it where nothing was read.
    pub in_network: Option<bool>,
}

impl NetworkCopy {
    /// The copy of this app's network; `None` if it has none.
    pub fn of(snapshot: &Snapshot) -> Option<Self> {
        let outlook = Outlook::of(snapshot, &Task::default(), false);
        if outlook.state == State::NotApplicable {
            return None;
        }
        Some(Self {
            state: outlook.state,
            reasons: outlook.reasons,
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
        in_network: Some(theirs.contains(server)),
    });
    Some(Compared {
        what: "DNS servers",
        entries: entries.collect(),
    })
}

/// The addresses that App Service routes into the network because the network has them (INHERITED).
fn addresses(snapshot: &Snapshot) -> Option<Compared> {
    let sides = sides(snapshot)?;
    let theirs = sides.required.union(&sides.allowed);
    let parts = [
        (theirs.intersection(&sides.inherited), true, Some(true)),
        (
            sides.required.difference(&sides.inherited),
            false,
            Some(true),
        ),
        (
            sides.inherited.difference(&theirs),
            true,
            sides.is_complete.then_some(false),
        ),
    ];
    let entries = parts.into_iter().flat_map(|(set, in_copy, in_network)| {
        set.prefixes().into_iter().map(move |prefix| Entry {
            value: prefix.to_string(),
            in_copy,
            in_network,
        })
    });
    Some(Compared {
        what: "addresses routed into the network",
        entries: entries.collect(),
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
    use crate::example::{APP_COPY, CONNECTION, Example, GATEWAY, NETWORKS, PLAN_COPY};

    fn entry(value: &str, in_copy: bool, in_network: impl Into<Option<bool>>) -> Entry {
        Entry {
            value: value.to_owned(),
            in_copy,
            in_network: in_network.into(),
        }
    }

    #[test]
    fn the_healthy_copy_is_in_sync_and_says_so_entry_by_entry() {
        let copy = NetworkCopy::of(&Example::healthy().snapshot()).unwrap();
        assert_eq!(copy.state, State::InSync);
        assert!(copy.differences.is_empty());
        let entries = copy.compared.iter().flat_map(|list| &list.entries);
        assert!(entries.clone().count() > 3);
        assert!(
            entries
                .clone()
                .all(|e| e.in_copy && e.in_network == Some(true))
        );
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
        let copy = NetworkCopy::of(&example.snapshot()).unwrap();
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

    /// Without the route that App Service was given because the site has these addresses.
    fn without_route_to_site(example: Example) -> Example {
        [PLAN_COPY, APP_COPY]
            .into_iter()
            .fold(example, |example, file| {
                example.without(file, "/0/properties/routes/4")
            })
    }

    /// What the copy reaches of the site, which is all that a changed connection is about.
    fn of_the_site(example: &Example) -> (State, Vec<Entry>) {
        let copy = NetworkCopy::of(&example.snapshot()).unwrap();
        let mut lists = copy.compared.into_iter();
        let entries = lists
            .find(|list| list.what.starts_with("addresses"))
            .map_or_else(Vec::new, |list| list.entries);
        let of_site = entries
            .into_iter()
            .filter(|entry| entry.value.starts_with("192.168."));
        (copy.state, of_site.collect())
    }

    #[test]
    fn the_route_to_a_site_whose_connection_is_down_is_not_missed() {
        let down = Example::healthy().set(
            CONNECTION,
            "/properties/connectionStatus",
            json!("NotConnected"),
        );
        let kept = entry("192.168.40.0/22", true, true);
        assert_eq!(of_the_site(&down), (State::InSync, vec![kept]));
        let gone = without_route_to_site(down);
        assert_eq!(of_the_site(&gone), (State::InSync, Vec::new()));
        // Of one that is up it is missed.
        let gone = without_route_to_site(Example::healthy());
        let missed = entry("192.168.40.0/22", false, true);
        assert_eq!(of_the_site(&gone), (State::Due, vec![missed]));
    }

    #[test]
    fn where_no_connection_was_read_nobody_knows_whether_a_route_is_one_too_many() {
        let unread = Example::healthy().without_file(CONNECTION);
        let not_known = entry("192.168.40.0/22", true, None);
        assert_eq!(of_the_site(&unread), (State::Unknown, vec![not_known]));
    }

    #[test]
    fn what_a_sync_does_not_mend_says_why() {
        let example = Example::healthy()
            .set(
                NETWORKS,
                "/value/0/properties/dhcpOptions/dnsServers/0",
                json!("10.61.0.10"),
            )
            .set(GATEWAY, "/properties/vpnType", json!("PolicyBased"));
        let copy = NetworkCopy::of(&example.snapshot()).unwrap();
        assert_eq!(copy.state, State::Blocked);
        assert!(!copy.reasons.is_empty());
    }

    #[test]
    fn an_app_with_regional_integration_has_no_copy() {
        assert!(NetworkCopy::of(&Example::regional().snapshot()).is_none());
    }
}
