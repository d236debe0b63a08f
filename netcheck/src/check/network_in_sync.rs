//! The third question: does App Service know the network as it is?

use std::net::IpAddr;

use netdiag::fact::Fact;
use netdiag::model::{AppRoute, RouteKind, VnetConnection};
use netdiag::space::AddressSet;
use netdiag::text::listed;

use super::{
    Check, Explanation, Findings, Judgement, SYNC_NETWORK, Scope, Snapshot, Verdict, reached,
};

pub const CHECK: Check = Check {
    name: "network-in-sync",
    title: "the network information is in sync",
    explanation: Explanation {
        means: "App Service's copy of the network's DNS servers and address ranges is what the network has now: dnsServers, and the INHERITED routes against the address space, the connected on-premises ranges and the gateway's custom routes.",
        matters: "The copy is made once and renewed by Sync Network only. With an old copy the app asks the wrong DNS servers, and new ranges are not reached.",
        reads: "dnsServers, routes and resyncRequired of the connection; dhcpOptions.dnsServers and addressSpace of the network; connections and local network gateways; customRoutes of the gateway. No source says what sets resyncRequired: alone it is only a warning.",
        mend: SYNC_NETWORK,
    },
    scope: Scope::Gateway,
    after: &["gateway-up"],
    judge,
};

fn judge(snapshot: &Snapshot) -> Judgement {
    let connection = snapshot.connection()?;
    let mut found = Findings::default();
    compare_dns(snapshot, connection, &mut found);
    compare_routes(snapshot, connection, &mut found);
    compare_flag(connection, &mut found);
    Ok(found.verdict("DNS servers and routes are the network's own"))
}

/// What differs of the DNS servers.
///
/// # Errors
/// If there is nothing to compare.
pub fn dns_servers(snapshot: &Snapshot) -> Result<Findings, Verdict> {
    let mut found = Findings::default();
    compare_dns(snapshot, snapshot.connection()?, &mut found);
    Ok(found)
}

/// What differs of the routes.
///
/// # Errors
/// As [`dns_servers`].
pub fn routes(snapshot: &Snapshot) -> Result<Findings, Verdict> {
    let mut found = Findings::default();
    compare_routes(snapshot, snapshot.connection()?, &mut found);
    Ok(found)
}

/// Whether App Service itself asks for a sync.
///
/// # Errors
/// As [`dns_servers`].
pub fn asked_for(snapshot: &Snapshot) -> Result<Findings, Verdict> {
    let mut found = Findings::default();
    compare_flag(snapshot.connection()?, &mut found);
    Ok(found)
}

fn compare_flag(connection: &VnetConnection, found: &mut Findings) {
    if let Some((true, from)) = found.known(&connection.resync_required) {
        found.evidence("resyncRequired", "true", Some(from));
        found.warn("App Service itself asks for a sync (resyncRequired)");
    }
}

fn compare_dns(snapshot: &Snapshot, connection: &VnetConnection, found: &mut Findings) {
    let mut side = |what: &str, fact: Fact<&Vec<IpAddr>>| {
        let (servers, from) = match fact {
            Fact::Known { value, from } => (value.clone(), from),
            Fact::Absent { from } => (Vec::new(), from),
            Fact::Unknown(gap) => {
                found.unknown(&gap);
                return None;
            }
        };
        found.evidence(what, listed(&servers), Some(&from));
        Some(servers)
    };
    let theirs = side("DNS servers of the network", snapshot.dns_servers_of_vnet());
    let ours = side(
        "DNS servers that App Service knows",
        connection.dns_servers.as_ref(),
    );
    let (Some(theirs), Some(ours)) = (theirs, ours) else {
        return;
    };
    let missing: Vec<_> = theirs.iter().filter(|s| !ours.contains(s)).collect();
    let extra: Vec<_> = ours.iter().filter(|s| !theirs.contains(s)).collect();
    if missing.is_empty() && extra.is_empty() && ours != theirs {
        found.warn("the DNS servers are the same, in another order");
    }
    if !missing.is_empty() {
        found.fail(format!(
            "App Service does not know the DNS server {}",
            listed(missing)
        ));
    }
    if !extra.is_empty() {
        found.fail(format!(
            "App Service still uses the DNS server {}",
            listed(extra)
        ));
    }
}

/// What App Service routes into the network because the network has it, beside what the network has.
#[derive(Debug)]
pub struct Sides {
    /// What the INHERITED routes of the copy reach.
    pub inherited: AddressSet,
    /// What has to be among it.
    pub required: AddressSet,
    /// What may be among it as well.
    pub allowed: AddressSet,
    /// Whether that is all: else what is inherited and neither required nor allowed may still be right.
    pub is_complete: bool,
}

/// Both sides of the routes; `None` if one of them was not read.
pub fn sides(snapshot: &Snapshot) -> Option<Sides> {
    let inherited = match &snapshot.integration.connection.value()?.routes {
        Fact::Known { value, .. } => inherited(value),
        Fact::Absent { .. } => AddressSet::empty(),
        Fact::Unknown(_) => return None,
    };
    beside_network(snapshot, inherited, &mut Findings::default())
}

fn inherited(routes: &[AppRoute]) -> AddressSet {
    reached(
        routes
            .iter()
            .filter(|route| route.kind == RouteKind::Inherited),
    )
}

fn compare_routes(snapshot: &Snapshot, connection: &VnetConnection, found: &mut Findings) {
    let (routes, from) = match &connection.routes {
        Fact::Known { value, from } => (value, from),
        Fact::Absent { from } => {
            found.fail("App Service has no routes into the network");
            return found.evidence("routes", "none", Some(from));
        }
        Fact::Unknown(gap) => return found.unknown(gap),
    };
    let inherited = inherited(routes);
    found.evidence("INHERITED routes", &inherited, Some(from));
    let Some(sides) = beside_network(snapshot, inherited, found) else {
        return;
    };
    let missing = sides.required.difference(&sides.inherited);
    if !missing.is_empty() {
        found.fail(format!("App Service has no route to {missing}"));
    }
    let extra = sides
        .inherited
        .difference(&sides.required.union(&sides.allowed));
    if !extra.is_empty() {
        let sentence =
            format!("App Service has routes to {extra}, which the network does not have");
        if sides.is_complete {
            found.fail(sentence);
        } else {
            found.cannot_tell(format!("{sentence}, as far as it was read"));
        }
    }
}

/// What the network has, with the evidence; `None` if its own addresses were not read.
fn beside_network(
    snapshot: &Snapshot,
    inherited: AddressSet,
    found: &mut Findings,
) -> Option<Sides> {
    let integration = &snapshot.integration;
    let mut required = AddressSet::empty();
    let mut allowed = AddressSet::empty();
    let mut is_complete = true;
    match integration.vnet_addresses() {
        Fact::Known { value, from } => {
            found.evidence("address space of the network", &value, Some(&from));
            required = required.union(&value);
        }
        Fact::Absent { .. } => is_complete = false,
        Fact::Unknown(gap) => {
            found.unknown(&gap);
            return None;
        }
    }
    let custom = snapshot.custom_routes();
    is_complete &= custom.gap().is_none();
    if let Some((custom, from)) = found.known(&custom) {
        found.evidence("custom routes of the gateway", custom, Some(from));
        required = required.union(custom);
    }
    let neighbours = integration.neighbours();
    // A network without any connection is rare; mostly they were not read.
    is_complete &= !neighbours.is_empty() && integration.further_ranges().is_empty();
    for neighbour in neighbours {
        let name = &neighbour.connection.name;
        match neighbour.ranges() {
            Fact::Known { value, from } => {
                found.evidence(format!("on-premises ranges of {name}"), &value, Some(&from));
                // A connection that is down keeps or loses its routes; neither is out of sync.
                if neighbour.is_connected() {
                    required = required.union(&value);
                }
                allowed = allowed.union(&value);
            }
            Fact::Absent { .. } => {}
            Fact::Unknown(gap) => {
                if neighbour.is_connected() {
                    found.unknown(&gap);
                }
            }
        }
    }
    Some(Sides {
        inherited,
        required,
        allowed,
        is_complete,
    })
}
