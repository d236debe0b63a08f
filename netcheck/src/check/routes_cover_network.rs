//! Does the app send everything of the network into the network?

use netdiag::fact::Fact;
use netdiag::space::AddressSet;

use super::{Check, Explanation, Findings, Judgement, Scope, Snapshot, sync_costs};

pub const CHECK: Check = Check {
    name: "routes-cover-network",
    title: "the routes cover the network",
    explanation: Explanation {
        means: "The app's routes, of every kind together, hold the network's address space, the on-premises ranges and the gateway's custom routes.",
        matters: "An address in no route leaves the app towards the internet, and a private one is refused.",
        reads: "routes of the connection; addressSpace; localNetworkAddressSpace; customRoutes.",
        mend: concat!(
            "Sync Network on the plan renews the INHERITED routes. A range that the network does not have itself needs a STATIC route: portal, the plan, Networking, VNet integration, the network, Add route. ",
            sync_costs!()
        ),
    },
    scope: Scope::Gateway,
    after: &["network-in-sync"],
    judge,
};

fn judge(snapshot: &Snapshot) -> Judgement {
    let integration = &snapshot.integration;
    let (routed, from) = snapshot.routed()?;
    let mut found = Findings::default();
    found.evidence("routes into the network", &routed, Some(from));
    let mut cover = |what: &str, set: Fact<AddressSet>| {
        if let Some((set, from)) = found.known(&set)
            && !routed.covers(set)
        {
            let missing = set.difference(&routed);
            found.fail(format!("no route holds {missing} of {what}"));
            found.evidence(what, set, Some(from));
        }
    };
    cover("the network", integration.vnet_addresses());
    cover("the gateway's custom routes", snapshot.custom_routes());
    for neighbour in integration.neighbours() {
        let what = format!("the other side of {}", neighbour.connection.name);
        cover(&what, neighbour.ranges());
    }
    Ok(found.verdict("every range of the network is in a route"))
}
