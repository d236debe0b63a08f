//! The gateway does not know the certificate that the app presents.

use netdiag::model::Kind;

use super::case::Case;
use super::finding::{Finding, by_blocker, silent_and_clean};
use super::{Cause, Explanation};
use crate::check::Status;

pub const CAUSE: Cause = Cause {
    name: "certificates-out-of-sync",
    title: "the gateway does not know the certificate that the app presents",
    explanation: Explanation {
        means: "The app's certificate is not among the gateway's root certificates, or it is revoked or expired there.",
        matters: "The gateway refuses the point-to-site connection: nothing in the network is reached.",
        reads: "certThumbprint against the gateway's root and revoked certificates.",
        mend: "Portal: the App Service plan, Networking, VNet integration, the network, Sync Network (a short outage for every app on the plan that uses it; az has no command for it). If the certificate has expired: disconnect the network from the plan and connect it again.",
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
    let summary = "nothing in the network answers, so the gateway may refuse the app's certificate";
    // What was read says that it is well; what was not read is the better suspect.
    let finding = match case.status("certificates-in-sync") {
        Some(Status::Unknown) => Finding::likely(summary),
        _ => Finding::possible(summary),
    };
    Some(finding.seen(point))
}
