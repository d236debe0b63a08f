//! The gateway does not know the certificate that the app presents.

use super::case::Case;
use super::finding::{Finding, by_blocker, by_silence_of_all};
use super::{Cause, Clears, Explanation};
use crate::check::sync_costs;

pub const CAUSE: Cause = Cause {
    name: "certificates-out-of-sync",
    title: "the gateway does not know the certificate that the app presents",
    explanation: Explanation {
        means: "The app's certificate is not among the gateway's root certificates, or it is revoked or expired there.",
        matters: "The gateway refuses the point-to-site connection: nothing in the network is reached.",
        reads: "certThumbprint against the gateway's root and revoked certificates.",
        mend: concat!(
            "Portal: the App Service plan, Networking, VNet integration, the network, Sync Network (az has no command for it). ",
            sync_costs!(),
            " If the certificate has expired: disconnect the network from the plan and connect it again."
        ),
    },
    shows: &["not_permitted"],
    cleared_by: &[Clears::Refusal],
    judge,
    ..Cause::PLAIN
};

fn judge(case: &Case<'_>) -> Option<Finding> {
    by_blocker(case, CAUSE.name).or_else(|| {
        by_silence_of_all(
            case,
            "certificates-in-sync",
            "nothing in the network answers, so the gateway may refuse the app's certificate",
        )
    })
}
