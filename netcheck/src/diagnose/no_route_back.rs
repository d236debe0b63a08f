//! The target's subnet sends its answers elsewhere.

use super::case::Case;
use super::finding::{Finding, by_blocker, by_unknown};
use super::{Cause, Clears, Explanation, peering_blocks};

pub const CAUSE: Cause = Cause {
    name: "no-route-back",
    title: "the target's subnet sends its answers elsewhere",
    explanation: Explanation {
        means: "In the target's subnet the app's addresses, or a part of them, are not routed back: the point-to-site range to the gateway; the integration subnet's range, which the network or the peering routes by itself, is taken elsewhere.",
        matters: "The request arrives, the answer does not: a timeout that looks like a firewall's.",
        reads: "The subnet's route table: propagation of gateway routes, user-defined routes over the range.",
        mend: "Portal: the subnet's route table, Configuration, Propagate gateway routes: Yes (az network route-table update --name TABLE --resource-group RG --disable-bgp-route-propagation false); or add a route for the app's addresses with next hop Virtual network gateway: az network route-table route create --route-table-name TABLE --resource-group RG --name back-to-app --address-prefix POOL --next-hop-type VirtualNetworkGateway",
    },
    mend_regional: Some(
        "Portal: the route table of the target's subnet, Routes: delete the route that takes the integration subnet's range, or give it the next hop Virtual network. az network route-table route delete --route-table-name TABLE --resource-group RG --name ROUTE. From a peered network: sync the peering, so that it knows the range.",
    ),
    cleared_by: &[Clears::Refusal],
    judge,
    ..Cause::PLAIN
};

fn judge(case: &Case<'_>) -> Option<Finding> {
    // Without the peering the other network knows no way back: that follows, and is no fault of its own.
    if by_blocker(case, peering_blocks::CAUSE.name).is_some() {
        return None;
    }
    // What on-premises routes do is a cause of its own.
    let on_premises = case.points.iter().any(|point| point.is_on_premises());
    by_blocker(case, CAUSE.name).or_else(|| {
        if on_premises {
            None
        } else {
            by_unknown(case, &["route-back"])
        }
    })
}
