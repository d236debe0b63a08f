//! Does the app send on-premises traffic into the network?

use super::{Check, Explanation, Findings, Judgement, Scope, Snapshot, sync_costs};

pub const CHECK: Check = Check {
    name: "on-premises-ranges-routed",
    title: "the on-premises ranges are routed",
    explanation: Explanation {
        means: "Every on-premises range of a site-to-site connection lies in the app's routes into the network.",
        matters: "A range in no route never enters the network, so it never reaches the connection behind it.",
        reads: "localNetworkAddressSpace of the local network gateways against the routes of the connection.",
        mend: concat!(
            "Sync Network on the plan, which copies the ranges of connected sites; or add a STATIC route: portal, the plan, Networking, VNet integration, the network, Add route. ",
            sync_costs!()
        ),
    },
    scope: Scope::Gateway,
    after: &["network-in-sync", "routes-cover-network"],
    judge,
};

fn judge(snapshot: &Snapshot) -> Judgement {
    let neighbours = snapshot.neighbours()?;
    let (routed, _) = snapshot.routed()?;
    let mut found = Findings::default();
    for neighbour in &neighbours {
        let name = &neighbour.connection.name;
        let ranges = neighbour.ranges();
        let ranges = found.stated(
            &format!("ranges behind {name}"),
            &ranges,
            format!("{name} names no ranges (they may come over BGP)"),
        );
        if let Some(ranges) = ranges
            && !routed.covers(ranges)
        {
            found.fail(format!(
                "no route into the network holds {} behind {name}",
                ranges.difference(&routed)
            ));
        }
    }
    Ok(found.verdict("every on-premises range is in a route"))
}
