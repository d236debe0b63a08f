//! The gateway is not up.

use super::case::Case;
use super::finding::{Finding, by_blocker, by_silence_of_all};
use super::{Cause, Clears, Explanation};
use crate::check::sstp_doubt;

pub const CAUSE: Cause = Cause {
    name: "gateway-down",
    title: "the gateway is not up",
    explanation: Explanation {
        means: "There is no gateway, or it failed, or it is not available.",
        matters: "Gateway-required integration goes through it: nothing in the network is reached.",
        reads: "provisioningState, resource health, and that nothing in the network answers.",
        mend: concat!(
            "Portal: the gateway, Help, Reset; if there is none, create a route-based VPN gateway with point-to-site (about 30 minutes), or use regional integration. az network vnet-gateway reset --name GATEWAY --resource-group RG. ",
            sstp_doubt!()
        ),
    },
    shows: &["not_permitted"],
    cleared_by: &[Clears::Refusal, Clears::App],
    judge,
    ..Cause::PLAIN
};

fn judge(case: &Case<'_>) -> Option<Finding> {
    by_blocker(case, CAUSE.name).or_else(|| {
        by_silence_of_all(
            case,
            "gateway-up",
            "nothing in the network answers, so the way into it may be down (the gateway, or the tunnel to it)",
        )
    })
}
