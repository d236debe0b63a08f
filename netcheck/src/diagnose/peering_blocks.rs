//! The peering's flags do not let the app's traffic through.

use super::case::Case;
use super::finding::{Finding, by_blocker, by_unknown};
use super::{Cause, Explanation};

pub const CAUSE: Cause = Cause {
    name: "peering-blocks",
    title: "the peering's flags do not let the app's traffic through",
    explanation: Explanation {
        means: "The address lies in a peered network, and a flag of the peering on one side is off, or it is not connected.",
        matters: "Through a gateway the app's traffic is forwarded traffic for the peered network, which drops it. With regional integration access is enough, and for ranges behind the other network's gateway the two gateway flags.",
        reads: "allowVirtualNetworkAccess, allowForwardedTraffic, allowGatewayTransit, useRemoteGateways, peeringState of both sides.",
        mend: "Portal: the network, Peerings, the peering, on both sides: allow forwarded traffic, gateway transit here, use of the remote gateway there. az network vnet peering update --vnet-name VNET --resource-group RG --name PEERING --set allowForwardedTraffic=true allowGatewayTransit=true (there: useRemoteGateways=true)",
    },
    mend_regional: Some(
        "Portal: the network, Peerings, the peering, on both sides: allow access to the peered network; for on-premises ranges behind the other network's gateway, there: allow this network to use its gateway (allowGatewayTransit), here: use the remote gateway (useRemoteGateways). az network vnet peering update --vnet-name VNET --resource-group RG --name PEERING --set allowVirtualNetworkAccess=true",
    ),
    judge,
    ..Cause::PLAIN
};

fn judge(case: &Case<'_>) -> Option<Finding> {
    by_blocker(case, CAUSE.name).or_else(|| by_unknown(case, &["peering"]))
}
