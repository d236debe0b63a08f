//! ExpressRoute and the gateway kind exclude each other.

use super::{Concern, Explanation, GATEWAY, Question, Reason, Verdict};

pub const REASON: Reason = Reason {
    name: "expressroute-gateway",
    title: "the network has an ExpressRoute gateway",
    good: "the network has no ExpressRoute gateway",
    explanation: Explanation {
        means: "An ExpressRoute gateway stands in the network, alone or beside a VPN gateway (coexistence).",
        matters: "Gateway-required integration works with neither.",
        reads: "gatewayType of every gateway in the GatewaySubnet.",
        mend: "Use regional integration, which reaches on-premises over ExpressRoute, or an App Service Environment.",
    },
    time: "as long as regional integration takes",
    ways: GATEWAY,
    concern: Concern::Plan,
    judge,
};

fn judge(question: &Question<'_>) -> Option<Verdict> {
    question.by_check("no-expressroute-gateway")
}
