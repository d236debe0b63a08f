//! The private endpoint leads nowhere yet, or no longer.

use super::case::Case;
use super::finding::{Finding, by_blocker};
use super::{Cause, Explanation};

pub const CAUSE: Cause = Cause {
    name: "private-endpoint-not-approved",
    title: "the private endpoint is not approved",
    explanation: Explanation {
        means: "The address is that of a private endpoint whose connection is Pending, Rejected or Disconnected.",
        matters: "The endpoint has an address, but nothing behind it: connections time out.",
        reads: "privateLinkServiceConnectionState.status of the private endpoint.",
        mend: "Portal: the service that it leads to, Networking, Private endpoint connections: approve it (one that is Rejected or Disconnected must be made anew). az network private-endpoint-connection approve --id CONNECTION",
    },
    judge,
    ..Cause::PLAIN
};

fn judge(case: &Case<'_>) -> Option<Finding> {
    by_blocker(case, CAUSE.name)
}
