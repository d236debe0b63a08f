//! Does the gateway speak what the app speaks?

use netdiag::fact::Origin;
use netdiag::model::Generation;
use netdiag::text::listed;

use super::{Check, Explanation, Judgement, Scope, Snapshot, Verdict, need, need_some, sstp_doubt};

pub const CHECK: Check = Check {
    name: "vpn-protocols-usable",
    title: "the gateway offers a protocol that the app can use",
    explanation: Explanation {
        means: "SSTP is among the point-to-site protocols of the gateway.",
        matters: "App Service dials in by SSTP. A gateway that offers IKEv2 or OpenVPN alone never answers it. Azure's documents ask for IKEv2 to be off on sizes above Basic.",
        reads: "vpnClientProtocols and the size (sku) of the gateway. A Basic or classic gateway has SSTP only.",
        mend: concat!(
            "Portal: the gateway, Point-to-site configuration, Tunnel type: SSTP (SSL). Or: az network vnet-gateway update --name GATEWAY --resource-group RG --client-protocol SSTP. ",
            sstp_doubt!(),
            " Regional integration needs no gateway."
        ),
    },
    scope: Scope::Gateway,
    after: &["gateway-up", "point-to-site-enabled"],
    judge,
};

fn judge(snapshot: &Snapshot) -> Judgement {
    let gateway = snapshot.gateway()?;
    let is_basic = gateway
        .sku
        .value()
        .is_some_and(|sku| sku.eq_ignore_ascii_case("Basic"));
    if gateway.generation == Generation::V1 || is_basic {
        return Ok(
            Verdict::pass("a Basic or classic gateway offers SSTP").because_of(
                "size",
                &gateway.sku,
                String::clone,
            ),
        );
    }
    let missing = |from: &Origin| {
        Verdict::cannot_tell(format!(
            "{} does not say its point-to-site protocols",
            gateway.name
        ))
        .because("vpnClientProtocols", "missing", Some(from))
    };
    let (clients, _) = need(&gateway.point_to_site, missing)?;
    let (protocols, from) = need_some(&clients.protocols, missing)?;
    let has = |name: &str| protocols.iter().any(|p| p.eq_ignore_ascii_case(name));
    let list = listed(protocols);
    let verdict = match (has("SSTP"), has("IkeV2")) {
        (true, false) => Verdict::pass("SSTP is offered"),
        (true, true) => Verdict::warn(
            "IKEv2 is offered beside SSTP; Azure's documents ask for it to be off on sizes above Basic",
        ),
        (false, _) => Verdict::fail(format!(
            "{} offers {list} only; the app needs SSTP",
            gateway.name
        )),
    };
    Ok(verdict.because("vpnClientProtocols", list, Some(from)))
}
