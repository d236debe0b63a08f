//! The gateway is not up.

use netdiag::model::Kind;

use super::case::Case;
use super::finding::{Finding, by_blocker, silent_and_clean};
use super::{Cause, Explanation};
use crate::check::Status;

pub const CAUSE: Cause = Cause {
    name: "gateway-down",
    title: "the gateway is not up",
    explanation: Explanation {
        means: "There is no gateway, or it failed, or it is not available.",
        matters: "Gateway-required integration goes through it: nothing in the network is reached.",
        reads: "provisioningState, resource health, and that nothing in the network answers.",
        mend: "Portal: the gateway, Help, Reset; if there is none, create a route-based VPN gateway with point-to-site (about 30 minutes). az network vnet-gateway reset --name GATEWAY --resource-group RG",
    },
    judge,
};

fn judge(case: &Case<'_>) -> Option<Finding> {
    if let Some(finding) = by_blocker(case, CAUSE.name) {
        return Some(finding);
    }
    let point = silent_and_clean(case)?;
    if case.neighbours_answer() != Some(false)
        || case.snapshot.integration.kind.value() != Some(&Kind::Gateway)
    {
        return None;
    }
    let summary = "nothing in the network answers, so the way into it may be down (the gateway, or the tunnel to it)";
    // What was read says that it is well; what was not read is the better suspect.
    let finding = match case.status("gateway-up") {
        Some(Status::Unknown) => Finding::likely(summary),
        _ => Finding::possible(summary),
    };
    Some(finding.seen(point))
}
