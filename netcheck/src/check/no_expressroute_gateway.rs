//! ExpressRoute and gateway-required integration exclude each other.

use netdiag::fact::{Fact, Gap};

use super::{Check, Explanation, Findings, Scope, Snapshot, Verdict};

pub const CHECK: Check = Check {
    name: "no-expressroute-gateway",
    title: "no ExpressRoute gateway is in the way",
    explanation: Explanation {
        means: "No ExpressRoute gateway stands in the network, neither alone nor beside the VPN gateway.",
        matters: "Gateway-required integration works neither through an ExpressRoute gateway nor through a coexistence gateway.",
        reads: "gatewayType of every gateway in the GatewaySubnet.",
        mend: "Use regional integration (it reaches on-premises over ExpressRoute), or an App Service Environment; or integrate with a network that has a VPN gateway only.",
    },
    scope: Scope::Gateway,
    after: &[],
    judge,
};

fn judge(snapshot: &Snapshot) -> Verdict {
    let integration = &snapshot.integration;
    let vnet = match &integration.vnet {
        Fact::Known { value, .. } => value,
        Fact::Absent { .. } => return Verdict::not_applicable("there is no network"),
        Fact::Unknown(gap) => return Verdict::unknown(gap),
    };
    let mut found = Findings::default();
    let gateways = integration.gateways();
    for fact in &gateways {
        match fact {
            Fact::Known { value: gateway, .. } => match &gateway.gateway_type {
                Fact::Known { value, from } => {
                    found.evidence(
                        format!("gatewayType of {}", gateway.name),
                        value,
                        Some(from),
                    );
                    if value.eq_ignore_ascii_case("ExpressRoute") {
                        found.fail(format!("{} is an ExpressRoute gateway", gateway.name));
                    }
                }
                Fact::Absent { from } => found.unknown(
                    &Gap::new(format!("the gatewayType of {}", gateway.name), "is missing")
                        .at(from.clone()),
                ),
                Fact::Unknown(gap) => found.unknown(gap),
            },
            Fact::Absent { .. } => {}
            Fact::Unknown(gap) => found.unknown(gap),
        }
    }
    match vnet.gateway_subnet() {
        Fact::Known { value: subnet, .. } => {
            for id in subnet.ip_configurations.value().into_iter().flatten() {
                let read = gateways.iter().any(|fact| {
                    fact.value()
                        .is_some_and(|gateway| id.is_within(&gateway.id))
                });
                if !read {
                    let name = id
                        .parent()
                        .map_or_else(|| id.name().to_owned(), |g| g.name().to_owned());
                    found.unknown(
                        &Gap::new(
                            format!("the gateway {name}"),
                            "stands in the GatewaySubnet but was not read",
                        )
                        .at(subnet.from.clone()),
                    );
                }
            }
        }
        Fact::Absent { .. } => {}
        Fact::Unknown(gap) => found.unknown(&gap),
    }
    found.verdict("no ExpressRoute gateway stands in the network")
}
