//! ExpressRoute and gateway-required integration exclude each other.

use netdiag::fact::Gap;
use netdiag::model::ResourceId;

use super::{Check, Explanation, Findings, Judgement, Scope, Snapshot};

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

fn judge(snapshot: &Snapshot) -> Judgement {
    let vnet = snapshot.vnet()?;
    let mut found = Findings::default();
    let gateways = snapshot.integration.gateways();
    for fact in &gateways {
        let Some((gateway, _)) = found.known(fact) else {
            continue;
        };
        let name = &gateway.name;
        let kind = found.stated(
            &format!("gatewayType of {name}"),
            &gateway.gateway_type,
            format!("{name} does not say its gatewayType"),
        );
        if kind.is_some() && gateway.is_express_route() {
            found.fail(format!("{name} is an ExpressRoute gateway"));
        }
    }
    let was_read = |id: &ResourceId| {
        gateways
            .iter()
            .filter_map(|fact| fact.value())
            .any(|gateway| id.is_within(&gateway.id))
    };
    if let Some((subnet, from)) = found.known(&vnet.gateway_subnet())
        && let Some((standing, _)) = found.known(&subnet.ip_configurations)
    {
        for id in standing.iter().filter(|id| !was_read(id)) {
            let gateway = id.parent();
            let name = gateway.as_ref().unwrap_or(id).name();
            let gap = Gap::new(
                format!("the gateway {name}"),
                "stands in the GatewaySubnet but was not read",
            );
            found.unknown(&gap.at(from.clone()));
        }
    }
    Ok(found.verdict("no ExpressRoute gateway stands in the network"))
}
