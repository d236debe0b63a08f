//! Gateway-required integration does not work with ExpressRoute.

use super::case::Case;
use super::finding::Finding;
use super::{Cause, Explanation};
use crate::check::Status;

pub const CAUSE: Cause = Cause {
    name: "expressroute-unsupported",
    title: "gateway-required integration does not work with ExpressRoute",
    explanation: Explanation {
        means: "An ExpressRoute gateway stands in the network.",
        matters: "Point-to-site clients, the app among them, cannot use it.",
        reads: "gatewayType of the gateways.",
        mend: "Use regional integration or an App Service Environment.",
    },
    judge,
    ..Cause::PLAIN
};

fn judge(case: &Case<'_>) -> Option<Finding> {
    if case.reached() || case.status("no-expressroute-gateway") != Some(Status::Fail) {
        return None;
    }
    let judged = case.judged("no-expressroute-gateway")?;
    let summary = format!(
        "{}; gateway-required integration does not work through it",
        judged.verdict.summary
    );
    let tried = case.contacts().any(|contact| !contact.answered());
    // Without a VPN gateway nothing else can be the way in.
    let no_vpn_gateway = case.status("gateway-up") == Some(Status::Fail);
    let finding = if tried && no_vpn_gateway {
        Finding::certain(summary)
    } else if tried || no_vpn_gateway {
        Finding::likely(summary)
    } else {
        Finding::possible(summary)
    };
    Some(finding.of_check(judged))
}
