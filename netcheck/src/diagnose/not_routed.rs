//! The address is in no route into the network.

use super::case::Case;
use super::finding::{Finding, by_blocker};
use super::{Cause, Explanation};
use crate::check::sync_costs;

pub const CAUSE: Cause = Cause {
    name: "not-routed",
    title: "the address is in no route into the network",
    explanation: Explanation {
        means: "No DEFAULT, INHERITED or STATIC route of the app holds the address.",
        matters: "The traffic does not enter the network; a private address is refused at once.",
        reads: "The routes of the connection.",
        mend: concat!(
            "If the range belongs to the network: Sync Network (portal: the App Service plan, Networking, VNet integration, the network). Else add a route there (Add route). az rest --method put --url PLAN/virtualNetworkConnections/VNET/routes/NAME?api-version=2025-03-01 --body '{\"properties\":{\"startAddress\":\"PREFIX\",\"routeType\":\"STATIC\"}}'. ",
            sync_costs!()
        ),
    },
    shows: &["not_permitted", "network_unreachable", "host_unreachable"],
    judge,
    ..Cause::PLAIN
};

fn judge(case: &Case<'_>) -> Option<Finding> {
    by_blocker(case, CAUSE.name)
}
