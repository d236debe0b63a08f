//! The gateway's subnet.

use netdiag::model::GATEWAY_SUBNET;

use super::{Explanation, Findings, Ground, Judgement, Rule, Verdict};
use crate::plan_network::proposal::{Purpose, resembles_gateway_subnet};

pub const RULE: Rule = Rule {
    name: "gateway-subnet-named",
    title: "the gateway has one subnet, named GatewaySubnet",
    explanation: Explanation {
        means: "A network with a point-to-site pool has one subnet of exactly this name. --gateway-subnet gives it that name.",
        matters: "A gateway can stand only in a subnet named GatewaySubnet, and only gateways can stand there.",
        reads: "--gateway-subnet, --subnet, --point-to-site.",
        mend: "Give --gateway-subnet PREFIX, once.",
    },
    judge,
};

fn judge(ground: &Ground<'_>) -> Judgement {
    let proposal = ground.proposal;
    let mut found = Findings::default();
    for subnet in proposal.subnets_for(Purpose::Data) {
        if resembles_gateway_subnet(&subnet.name) {
            found.fail(format!(
                "the subnet {} is not {GATEWAY_SUBNET}: no gateway can stand in it",
                subnet.name
            ));
        }
    }
    let gateways = proposal.subnets_for(Purpose::Gateway).count();
    if gateways > 1 {
        found.fail(format!(
            "{gateways} subnets are {GATEWAY_SUBNET}; a network has one"
        ));
    }
    if gateways == 0 && !proposal.pools.is_empty() {
        found.fail(format!(
            "a point-to-site pool needs a gateway, and that needs a {GATEWAY_SUBNET}"
        ));
    }
    if gateways == 0 && found.is_clean() {
        return Err(Verdict::not_applicable("no gateway is proposed"));
    }
    if gateways == 1 && proposal.pools.is_empty() && !proposal.is_regional() {
        found.warn("the gateway has no point-to-site pool, and there is no integration subnet: no app can integrate with this network");
    }
    Ok(found.verdict("there is one GatewaySubnet"))
}
