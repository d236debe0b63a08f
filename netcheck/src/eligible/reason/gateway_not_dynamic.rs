//! A policy-based gateway has no point-to-site.

use super::{Concern, Explanation, GATEWAY, Question, Reason, Verdict};

pub const REASON: Reason = Reason {
    name: "gateway-not-dynamic",
    title: "the gateway does not route dynamically",
    good: "the gateway routes dynamically",
    explanation: Explanation {
        means: "The gateway is policy-based (classic: static routing), or no VPN gateway.",
        matters: "Such a gateway offers no point-to-site.",
        reads: "gatewayType and vpnType of the gateway.",
        mend: "The type of a gateway cannot be changed: delete it and create a route-based one. Until then its site-to-site connections are down. Or use regional integration, which needs no gateway.",
    },
    time: "about 30 minutes",
    ways: GATEWAY,
    concern: Concern::Plan,
    judge,
};

fn judge(question: &Question<'_>) -> Option<Verdict> {
    question.by_gateway_check("gateway-route-based")
}
