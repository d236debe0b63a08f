//! The app speaks SSTP.

use super::{Concern, Explanation, GATEWAY, Question, Reason, Verdict};
use crate::check::sstp_doubt;

pub const REASON: Reason = Reason {
    name: "sstp-off",
    title: "the gateway offers no protocol that the app can use",
    good: "the gateway offers SSTP",
    explanation: Explanation {
        means: "The gateway offers point-to-site by IKEv2 or OpenVPN, and not by SSTP.",
        matters: "App Service dials in by SSTP. Microsoft's pages ask for IKEv2 to be off on sizes above Basic; a Basic or classic gateway has SSTP only.",
        reads: "vpnClientProtocols and the size (sku) of the gateway.",
        mend: concat!(
            "Portal: the gateway, Point-to-site configuration, Tunnel type: SSTP (SSL). Or: az network vnet-gateway update --name GATEWAY --resource-group RG --client-protocol SSTP. Clients that use the other protocols lose their connection. ",
            sstp_doubt!()
        ),
    },
    time: "minutes (a change of a gateway; not certain)",
    ways: GATEWAY,
    concern: Concern::Plan,
    judge,
};

fn judge(question: &Question<'_>) -> Option<Verdict> {
    question
        .would_be()
        .integration
        .gateway
        .value()?
        .point_to_site
        .value()?;
    question.by_gateway_check("vpn-protocols-usable")
}
