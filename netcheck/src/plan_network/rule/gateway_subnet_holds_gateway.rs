//! Room for a gateway.

use super::{Explanation, Findings, Ground, Judgement, Rule, Verdict};
use crate::plan_network::proposal::Purpose;
use crate::sizes::{GATEWAY_LONGEST, GATEWAY_LONGEST_BASIC};

pub const RULE: Rule = Rule {
    name: "gateway-subnet-holds-gateway",
    title: "the GatewaySubnet is big enough for a gateway",
    explanation: Explanation {
        means: "The GatewaySubnet is /27 or larger.",
        matters: "Every gateway but the smallest (Basic) needs /27, which also leaves room for later changes. A /28 or /29 takes a Basic gateway only, and the subnet of a gateway that stands cannot be changed.",
        reads: "--gateway-subnet.",
        mend: "Give --gateway-subnet a /27.",
    },
    judge,
};

fn judge(ground: &Ground<'_>) -> Judgement {
    let mut found = Findings::default();
    let mut gateways = ground.proposal.subnets_for(Purpose::Gateway).peekable();
    if gateways.peek().is_none() {
        return Err(Verdict::not_applicable("no GatewaySubnet is proposed"));
    }
    for subnet in gateways {
        let prefix = subnet.prefix;
        match prefix.v4().map(|net| net.prefix_len()) {
            Some(length) if length > GATEWAY_LONGEST_BASIC => {
                found.fail(format!("{prefix} is too small for any gateway"));
            }
            Some(length) if length > GATEWAY_LONGEST => {
                found.warn(format!(
                    "{prefix} takes a gateway of size Basic only; /{GATEWAY_LONGEST} is advised"
                ));
            }
            _ => {}
        }
    }
    Ok(found.verdict("every gateway fits"))
}
