//! The connection to the on-premises network is not connected.

use super::case::Case;
use super::finding::{Finding, by_blocker};
use super::{Cause, Clears, Explanation};

pub const CAUSE: Cause = Cause {
    name: "site-to-site-down",
    title: "the connection to the on-premises network is not connected",
    explanation: Explanation {
        means: "The address lies behind a site-to-site connection that is not connected.",
        matters: "Nothing behind it is reached, though the network itself works.",
        reads: "connectionStatus of the connection that holds the address.",
        mend: "Portal: the connection: check shared key, peer address and IKE settings on both sides, then reset it. az network vpn-connection reset --name CONNECTION --resource-group RG",
    },
    shows: &["network_unreachable", "host_unreachable"],
    cleared_by: &[Clears::Machine, Clears::App],
    judge,
    ..Cause::PLAIN
};

fn judge(case: &Case<'_>) -> Option<Finding> {
    by_blocker(case, CAUSE.name)
}
