//! A user-defined route on the way out takes the traffic elsewhere.

use super::case::Case;
use super::finding::{Finding, by_blocker, by_unknown};
use super::{Cause, Clears, Explanation};

pub const CAUSE: Cause = Cause {
    name: "route-table-diverts",
    title: "a user-defined route on the way out takes the traffic elsewhere",
    explanation: Explanation {
        means: "A route table on the gateway's subnet (or the integration subnet) sends the target's address to another next hop.",
        matters: "The traffic never arrives where the configuration of the target expects it.",
        reads: "The route table of the subnet that the traffic leaves from, by longest prefix.",
        mend: "Portal: the route table, Routes: delete the route, or give it a next hop that reaches the target. az network route-table route delete --route-table-name TABLE --resource-group RG --name ROUTE",
    },
    mend_regional: Some(
        "Portal: the integration subnet's route table, Routes: delete the route, or give it a next hop that reaches the target; Configuration, Propagate gateway routes: Yes, where on-premises ranges are missing. az network route-table route delete --route-table-name TABLE --resource-group RG --name ROUTE",
    ),
    cleared_by: &[Clears::Refusal],
    judge,
    ..Cause::PLAIN
};

fn judge(case: &Case<'_>) -> Option<Finding> {
    by_blocker(case, CAUSE.name)
        .or_else(|| by_unknown(case, &["gateway-subnet-routes", "outbound-routes"]))
}
