//! A gateway that failed, is going, or is only coming.

use super::{Concern, Explanation, GATEWAY, Question, Reason, Verdict};
use crate::check::Status;

pub const REASON: Reason = Reason {
    name: "gateway-not-ready",
    title: "the gateway is not ready",
    good: "the gateway is ready",
    explanation: Explanation {
        means: "The gateway's last change failed, it is being deleted or changed, or Azure says that it is unavailable.",
        matters: "An app is integrated only with a gateway that is up.",
        reads: "provisioningState of the gateway, and its resource health where it was read.",
        mend: "Wait until a change is done. Failed or unavailable: reset it (portal: the gateway, Help, Reset; or: az network vnet-gateway reset --resource-group RG --name GATEWAY).",
    },
    time: "minutes to about 30 minutes (a reset is quicker than a change; not certain)",
    ways: GATEWAY,
    concern: Concern::Plan,
    judge,
};

fn judge(question: &Question<'_>) -> Option<Verdict> {
    let found = question.by_gateway_check("gateway-up")?;
    // What else the check warns of (who is connected now, the app's environment) is about the integration
    // as it is.
    let changing = question
        .would_be()
        .integration
        .gateway
        .value()
        .and_then(|gateway| gateway.provisioning_state.value())
        .is_some_and(|state| state.eq_ignore_ascii_case("Updating"));
    match found.status {
        Status::Warn if changing => Some(Verdict {
            status: Status::Fail,
            ..found
        }),
        Status::Warn => None,
        _ => Some(found),
    }
}
