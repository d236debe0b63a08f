//! A network security group denies it.

use super::case::Case;
use super::finding::{Finding, by_blocker, by_unknown};
use super::{Cause, Clears, Explanation};

pub const CAUSE: Cause = Cause {
    name: "security-group-denies",
    title: "a network security group denies it",
    explanation: Explanation {
        means: "A rule of the subnet's or network interface's group drops the app's traffic, for all of its addresses (the point-to-site range, or the integration subnet's) or a part of them; with regional integration also outbound, in the integration subnet's group.",
        matters: "The drop is silent: the app sees a timeout; for a part of the range it comes and goes.",
        reads: "All rules of the direction by priority, for all of the app's addresses at once.",
        mend: "Portal: the network security group, Inbound security rules: allow the app's addresses to this port with a lower priority number than the denying rule. az network nsg rule create --nsg-name GROUP --resource-group RG --name allow-app --priority 100 --direction Inbound --access Allow --protocol Tcp --source-address-prefixes POOL --destination-port-ranges PORT",
    },
    mend_regional: Some(
        "Portal: the network security group that is named: allow the integration subnet's range to this port with a lower priority number than the denying rule; outbound in the integration subnet's group, inbound in the target's. az network nsg rule create --nsg-name GROUP --resource-group RG --name allow-app --priority 100 --direction Outbound --access Allow --protocol Tcp --source-address-prefixes SUBNET --destination-port-ranges PORT",
    ),
    cleared_by: &[Clears::Refusal],
    judge,
    ..Cause::PLAIN
};

fn judge(case: &Case<'_>) -> Option<Finding> {
    by_blocker(case, CAUSE.name).or_else(|| {
        by_unknown(
            case,
            &[
                "gateway-subnet-security-group",
                "subnet-security-group",
                "interface-security-group",
                "outbound-security-group",
            ],
        )
    })
}
