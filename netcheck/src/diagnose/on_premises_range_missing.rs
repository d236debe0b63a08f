//! No local network gateway holds the address.

use super::case::Case;
use super::finding::{Finding, by_blocker};
use super::{Cause, Clears, Explanation};
use crate::check::sync_costs;

pub const CAUSE: Cause = Cause {
    name: "on-premises-range-missing",
    title: "no local network gateway holds the address",
    explanation: Explanation {
        means: "Neither the network, nor a peered network, nor a local network gateway holds the address.",
        matters: "Azure has nowhere to send it.",
        reads: "localNetworkAddressSpace of every local network gateway.",
        mend: concat!(
            "Portal: the local network gateway, Configuration: add the range; then Sync Network on the plan. az network local-gateway update --name LOCAL --resource-group RG --local-address-prefixes RANGES. ",
            sync_costs!()
        ),
    },
    mend_regional: Some(
        "Portal: the local network gateway, Configuration: add the range; the gateway then brings it to the subnets by itself. az network local-gateway update --name LOCAL --resource-group RG --local-address-prefixes RANGES. If the network lies behind a firewall in a peered hub: a route table on the integration subnet with that firewall as next hop.",
    ),
    shows: &["network_unreachable", "host_unreachable"],
    cleared_by: &[Clears::App],
    judge,
};

fn judge(case: &Case<'_>) -> Option<Finding> {
    by_blocker(case, CAUSE.name)
}
