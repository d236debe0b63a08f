//! Does the app send on-premises traffic into the network?

use netdiag::fact::Fact;
use netdiag::space::AddressSet;

use super::{Check, Explanation, Findings, Scope, Snapshot, Verdict};

pub const CHECK: Check = Check {
    name: "on-premises-ranges-routed",
    title: "the on-premises ranges are routed",
    explanation: Explanation {
        means: "Every on-premises range of a site-to-site connection lies in the app's routes into the network.",
        matters: "A range in no route never enters the network, so it never reaches the connection behind it.",
        reads: "localNetworkAddressSpace of the local network gateways against the routes of the connection.",
        mend: "Sync Network on the plan, which copies the ranges of connected sites; or add a STATIC route: portal, the plan, Networking, VNet integration, the network, Add route. Sync Network briefly interrupts the connection of every app on the plan that uses this network.",
    },
    scope: Scope::Gateway,
    after: &["network-in-sync", "routes-cover-network"],
    judge,
};

fn judge(snapshot: &Snapshot) -> Verdict {
    let integration = &snapshot.integration;
    match &integration.gateway {
        Fact::Known { .. } => {}
        Fact::Absent { .. } => return Verdict::not_applicable("there is no gateway"),
        Fact::Unknown(gap) => return Verdict::unknown(gap),
    }
    let neighbours = integration.neighbours();
    if neighbours.is_empty() {
        return Verdict::not_applicable("no site-to-site connection is in what was read");
    }
    let routes = integration
        .connection
        .as_ref()
        .and_then(|c, _| c.routes.as_ref());
    let routed = match routes {
        Fact::Known { value, .. } => value.iter().fold(AddressSet::empty(), |all, route| {
            all.union(&route.addresses)
        }),
        Fact::Absent { .. } => AddressSet::empty(),
        Fact::Unknown(gap) => return Verdict::unknown(&gap),
    };
    let mut found = Findings::default();
    for neighbour in &neighbours {
        match neighbour.ranges() {
            Fact::Known { value, from } => {
                let missing = value.difference(&routed);
                found.evidence(
                    format!("ranges behind {}", neighbour.connection.name),
                    &value,
                    Some(&from),
                );
                if !missing.is_empty() {
                    found.fail(format!(
                        "no route into the network holds {missing} behind {}",
                        neighbour.connection.name
                    ));
                }
            }
            Fact::Absent { from } => {
                found.cannot_tell(format!(
                    "{} names no ranges (they may come over BGP)",
                    neighbour.connection.name
                ));
                found.evidence(
                    format!("ranges behind {}", neighbour.connection.name),
                    "none",
                    Some(&from),
                );
            }
            Fact::Unknown(gap) => found.unknown(&gap),
        }
    }
    found.verdict("every on-premises range is in a route")
}
