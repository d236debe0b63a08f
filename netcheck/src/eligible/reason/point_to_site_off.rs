//! The app is a point-to-site client.

use super::{Concern, Explanation, GATEWAY, Question, Reason, Verdict};
use crate::check::sstp_doubt;

pub const REASON: Reason = Reason {
    name: "point-to-site-off",
    title: "point-to-site is not enabled",
    good: "point-to-site is enabled",
    explanation: Explanation {
        means: "The gateway has no point-to-site address pool, or signs clients in without certificates.",
        matters: "The app is a point-to-site client that signs in with a certificate and gets an address of the pool.",
        reads: "vpnClientConfiguration of the gateway: vpnClientAddressPool and vpnAuthenticationTypes.",
        mend: concat!(
            "Portal: the gateway, Point-to-site configuration: a private address pool that overlaps nothing, authentication type Azure certificate; a certificate need not be uploaded. Or: az network vnet-gateway update --name GATEWAY --resource-group RG --address-prefixes 172.16.201.0/24 --client-protocol SSTP. ",
            sstp_doubt!()
        ),
    },
    time: "minutes (a change of a gateway; not certain)",
    ways: GATEWAY,
    concern: Concern::Plan,
    judge,
};

fn judge(question: &Question<'_>) -> Option<Verdict> {
    question.by_gateway_check("point-to-site-enabled")
}
