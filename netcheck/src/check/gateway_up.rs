//! The first question of every debugging session.

use netdiag::fact::Fact;

use super::{
    Check, Explanation, Findings, Judgement, Scope, Snapshot, Verdict, need, sstp_doubt, sync_costs,
};

pub const CHECK: Check = Check {
    name: "gateway-up",
    title: "the gateway is up",
    explanation: Explanation {
        means: "A virtual network gateway stands in the network's GatewaySubnet, its last change succeeded, and nothing says that it is not available.",
        matters: "Gateway-required integration is a point-to-site connection to this gateway. Without it nothing in the network can be reached.",
        reads: "The network's GatewaySubnet and its ipConfigurations, the gateway's provisioningState, its resource health and its connected point-to-site clients where they were read; inside the app WEBSITE_VNETNAME.",
        mend: concat!(
            "No gateway: create a route-based VPN gateway in a subnet named GatewaySubnet and enable point-to-site (about 30 minutes). ",
            sstp_doubt!(),
            " Failed or unavailable: reset it (portal: the gateway, Help, Reset; az network vnet-gateway reset), then Sync Network on the plan. ",
            sync_costs!()
        ),
    },
    scope: Scope::Gateway,
    after: &[],
    judge,
};

const RESET: &str = "Reset the gateway: in the portal open it, then Help, Reset; or: az network vnet-gateway reset --resource-group RG --name GATEWAY. If it stays so, ask Azure support.";

const CREATE: &str = concat!(
    "Create a route-based VPN gateway in a subnet named GatewaySubnet and enable point-to-site on it (about 30 minutes): az network vnet-gateway create --gateway-type Vpn --vpn-type RouteBased --sku VpnGw1 --client-protocol SSTP ...; then integrate the app again. ",
    sstp_doubt!(),
    " Or use regional integration, which needs no gateway."
);

fn judge(snapshot: &Snapshot) -> Judgement {
    let integration = &snapshot.integration;
    let (gateway, _) = need(&integration.gateway, |from| {
        let network = integration
            .vnet
            .value()
            .map_or("the network", |v| v.name.as_str());
        Verdict::fail(format!(
            "there is no VPN gateway in {network}: nothing stands in a GatewaySubnet"
        ))
        .because("GatewaySubnet", "none, or empty", Some(from))
        .remedy(CREATE)
    })?;
    let name = &gateway.name;
    let mut found = Findings::default();
    let state = found.stated(
        "provisioningState",
        &gateway.provisioning_state,
        format!("{name} does not say its provisioningState"),
    );
    if let Some(state) = state {
        match state.to_ascii_lowercase().as_str() {
            "succeeded" => {}
            "updating" => found.warn(format!(
                "{name} is being changed (Updating); wait until it is done"
            )),
            "failed" => found.fail(format!("the last change of {name} failed")),
            "deleting" => found.fail(format!("{name} is being deleted")),
            _ => found.cannot_tell(format!(
                "{name} is in the state '{state}', which is not known"
            )),
        }
    }
    if let Some(Fact::Known { value: health, .. }) = integration.inventory.health.get(&gateway.id)
        && let Fact::Known { value: state, from } = &health.state
    {
        found.evidence("resource health", state, Some(from));
        let because = health
            .summary
            .value()
            .map_or(String::new(), |s| format!(": {s}"));
        match state.to_ascii_lowercase().as_str() {
            "unavailable" => found.fail(format!("Azure says that {name} is unavailable{because}")),
            "degraded" => found.warn(format!("Azure says that {name} is degraded{because}")),
            _ => {}
        }
    }
    if let Some(Fact::Known {
        value: clients,
        from,
    }) = &integration.inventory.connected_clients
    {
        found.evidence("connected point-to-site clients", clients.len(), Some(from));
        if clients.is_empty() {
            found.warn(format!("{name} lists no connected point-to-site client, so no instance of an app is connected now"));
        }
    }
    if integration.environment.is_app_service() {
        match integration.environment.get("WEBSITE_VNETNAME") {
            Fact::Known { value, from } => found.evidence("WEBSITE_VNETNAME", value, Some(&from)),
            missing => {
                found.warn("the app's environment has no WEBSITE_VNETNAME, which is there while the integration is up");
                found.evidence("WEBSITE_VNETNAME", "not set", missing.origin());
            }
        }
    }
    let good = format!("{name} stands in the GatewaySubnet and its last change succeeded");
    Ok(found.verdict(good).remedy(RESET))
}
