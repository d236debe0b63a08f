//! The third question: does App Service know the network as it is?

use netdiag::fact::Fact;
use netdiag::model::{RouteKind, VnetConnection};
use netdiag::space::AddressSet;

use super::{Check, Explanation, Findings, SYNC_NETWORK, Scope, Snapshot, Verdict};

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

fn judge(snapshot: &Snapshot) -> Verdict {
    let integration = &snapshot.integration;
    let connection = match &integration.connection {
        Fact::Known { value, .. } => value,
        Fact::Absent { .. } => {
            return Verdict::not_applicable("no connection to a network is set up");
        }
        Fact::Unknown(gap) => return Verdict::unknown(gap),
    };
    let mut found = Findings::default();
    compare_dns(snapshot, connection, &mut found);
    compare_routes(snapshot, connection, &mut found);
    match &connection.resync_required {
        Fact::Known { value: true, from } => {
            found.evidence("resyncRequired", "true", Some(from));
            found.warn("App Service itself asks for a sync (resyncRequired)");
        }
        Fact::Unknown(gap) => found.unknown(gap),
        _ => {}
    }
    found.verdict("DNS servers and routes are the network's own")
}

fn compare_dns(snapshot: &Snapshot, connection: &VnetConnection, found: &mut Findings) {
    let vnet = match &snapshot.integration.vnet {
        Fact::Known { value, .. } => value,
        Fact::Absent { from } => return found.evidence("network", "none", Some(from)),
        Fact::Unknown(gap) => return found.unknown(gap),
    };
    let mut side = |what: &str, fact: &Fact<Vec<std::net::IpAddr>>| match fact {
        Fact::Known { value, from } => {
            let shown: Vec<String> = value.iter().map(ToString::to_string).collect();
            let shown = if shown.is_empty() {
                "none".to_owned()
            } else {
                shown.join(", ")
            };
            found.evidence(what, shown, Some(from));
            Some(value.clone())
        }
        Fact::Absent { from } => {
            found.evidence(what, "none", Some(from));
            Some(Vec::new())
        }
        Fact::Unknown(gap) => {
            found.unknown(gap);
            None
        }
    };
    let theirs = side("DNS servers of the network", &vnet.dns_servers);
    let ours = side(
        "DNS servers that App Service knows",
        &connection.dns_servers,
    );
    let (Some(theirs), Some(ours)) = (theirs, ours) else {
        return;
    };
    let missing: Vec<String> = theirs
        .iter()
        .filter(|s| !ours.contains(s))
        .map(ToString::to_string)
        .collect();
    let extra: Vec<String> = ours
        .iter()
        .filter(|s| !theirs.contains(s))
        .map(ToString::to_string)
        .collect();
    if !missing.is_empty() {
        found.fail(format!(
            "App Service does not know the DNS server {}",
            missing.join(", ")
        ));
    }
    if !extra.is_empty() {
        found.fail(format!(
            "App Service still uses the DNS server {}",
            extra.join(", ")
        ));
    }
    if missing.is_empty() && extra.is_empty() && ours != theirs {
        found.warn("the DNS servers are the same, in another order");
    }
}

fn compare_routes(snapshot: &Snapshot, connection: &VnetConnection, found: &mut Findings) {
    let integration = &snapshot.integration;
    let (routes, from) = match &connection.routes {
        Fact::Known { value, from } => (value, from),
        Fact::Absent { from } => {
            found.fail("App Service has no routes into the network");
            return found.evidence("routes", "none", Some(from));
        }
        Fact::Unknown(gap) => return found.unknown(gap),
    };
    let inherited = routes
        .iter()
        .filter(|route| route.kind == RouteKind::Inherited)
        .fold(AddressSet::empty(), |all, route| {
            all.union(&route.addresses)
        });
    found.evidence("INHERITED routes", &inherited, Some(from));

    // What must be there, what may be there, and whether there may be more that was not read.
    let mut required = AddressSet::empty();
    let mut allowed = AddressSet::empty();
    let mut complete = true;
    match integration.vnet_addresses() {
        Fact::Known { value, from } => {
            found.evidence("address space of the network", &value, Some(&from));
            required = required.union(&value);
        }
        Fact::Absent { .. } => complete = false,
        Fact::Unknown(gap) => return found.unknown(&gap),
    }
    let custom = integration
        .gateway
        .as_ref()
        .and_then(|g, _| g.custom_routes.as_ref());
    match custom.map(AddressSet::of) {
        Fact::Known { value, from } => {
            found.evidence("custom routes of the gateway", &value, Some(&from));
            required = required.union(&value);
        }
        Fact::Absent { .. } => {}
        Fact::Unknown(gap) => found.unknown(&gap),
    }
    let neighbours = integration.neighbours();
    for neighbour in &neighbours {
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
                complete = false;
                if neighbour.is_connected() {
                    found.unknown(&gap);
                }
            }
        }
        // Over BGP the gateway learns ranges that no resource lists.
        complete &= neighbour.connection.bgp.value() != Some(&true);
    }
    let missing = required.difference(&inherited);
    if !missing.is_empty() {
        found.fail(format!("App Service has no route to {missing}"));
    }
    let extra = inherited.difference(&required.union(&allowed));
    if !extra.is_empty() {
        let sentence =
            format!("App Service has routes to {extra}, which the network does not have");
        if complete && !neighbours.is_empty() {
            found.fail(sentence);
        } else {
            found.cannot_tell(format!("{sentence}, as far as it was read"));
        }
    }
}
