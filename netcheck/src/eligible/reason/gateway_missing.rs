//! No gateway, no gateway-required integration.

use netdiag::fact::Fact;
use netdiag::model::Generation;

use super::{Concern, Explanation, GATEWAY, Question, Reason, Verdict};
use crate::check::sstp_doubt;

pub const REASON: Reason = Reason {
    name: "gateway-missing",
    title: "the network has no VPN gateway",
    good: "the network has a VPN gateway",
    explanation: Explanation {
        means: "No VPN gateway stands in the network's GatewaySubnet, or there is no GatewaySubnet.",
        matters: "The app dials in to this gateway as a point-to-site client.",
        reads: "The GatewaySubnet and its ipConfigurations, and the gateways that were read.",
        mend: concat!(
            "Create a route-based VPN gateway in a subnet named GatewaySubnet (/27 advised) and enable point-to-site on it: az network vnet-gateway create --gateway-type Vpn --vpn-type RouteBased --sku VpnGw1 --client-protocol SSTP --address-prefixes POOL ... ",
            sstp_doubt!(),
            " Regional integration needs no gateway."
        ),
    },
    time: "about 30 minutes",
    ways: GATEWAY,
    concern: Concern::Plan,
    judge,
};

fn judge(question: &Question<'_>) -> Option<Verdict> {
    let name = &question.vnet.name;
    match &question.would_be().integration.gateway {
        Fact::Known { .. } => None,
        Fact::Unknown(gap) => Some(Verdict::unknown(gap)),
        // A classic network does not list what stands in it.
        Fact::Absent { .. } if question.vnet.generation == Generation::V1 => {
            Some(Verdict::cannot_tell(format!(
                "the gateway of the classic network {name} (gateways/primary) was not read"
            )))
        }
        Fact::Absent { from } => {
            let what = if question.vnet.gateway_subnet().is_absent() {
                "it has no GatewaySubnet"
            } else {
                "no VPN gateway stands in its GatewaySubnet"
            };
            Some(
                Verdict::fail(format!("there is no VPN gateway in {name}: {what}")).because(
                    "VPN gateway",
                    "none",
                    Some(from),
                ),
            )
        }
    }
}
