//! Does the app send everything of the network into the network?

use netdiag::fact::Fact;
use netdiag::space::AddressSet;

use super::{Check, Explanation, Findings, Scope, Snapshot, Verdict};

pub const CHECK: Check = Check {
    name: "routes-cover-network",
    title: "the routes cover the network",
    explanation: Explanation {
        means: "The app's routes, of every kind together, hold the network's address space, the on-premises ranges and the gateway's custom routes.",
        matters: "An address in no route leaves the app towards the internet, and a private one is refused.",
        reads: "routes of the connection; addressSpace; localNetworkAddressSpace; customRoutes.",
        mend: "Sync Network on the plan renews the INHERITED routes. A range that the network does not have itself needs a STATIC route: portal, the plan, Networking, VNet integration, the network, Add route. Sync Network briefly interrupts the connection of every app on the plan that uses this network.",
    },
    scope: Scope::Gateway,
    after: &["network-in-sync"],
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
    let routed = match &connection.routes {
        Fact::Known { value, from } => {
            let all = value.iter().fold(AddressSet::empty(), |all, route| {
                all.union(&route.addresses)
            });
            found.evidence("routes into the network", &all, Some(from));
            all
        }
        Fact::Absent { from } => {
            return Verdict::fail("the app has no routes into the network").because(
                "routes",
                "none",
                Some(from),
            );
        }
        Fact::Unknown(gap) => return Verdict::unknown(gap),
    };
    let mut cover = |what: String, set: Fact<AddressSet>| match set {
        Fact::Known { value, from } => {
            let missing = value.difference(&routed);
            if !missing.is_empty() {
                found.fail(format!("no route holds {missing} of {what}"));
                found.evidence(what, value, Some(&from));
            }
        }
        Fact::Absent { .. } => {}
        Fact::Unknown(gap) => found.unknown(&gap),
    };
    cover("the network".to_owned(), integration.vnet_addresses());
    let custom = integration
        .gateway
        .as_ref()
        .and_then(|g, _| g.custom_routes.as_ref());
    cover(
        "the gateway's custom routes".to_owned(),
        custom.map(AddressSet::of),
    );
    for neighbour in integration.neighbours() {
        cover(
            format!("the other side of {}", neighbour.connection.name),
            neighbour.ranges(),
        );
    }
    found.verdict("every range of the network is in a route")
}
