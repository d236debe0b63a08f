//! Is there an integration at all?

use netdiag::model::Kind;

use super::{Check, Explanation, Judgement, Scope, Snapshot, Verdict};

pub const CHECK: Check = Check {
    name: "app-integrated",
    title: "the app is integrated with a virtual network",
    explanation: Explanation {
        means: "The app has gateway-required or regional integration with a virtual network.",
        matters: "Without it the app reaches public addresses only. The sandbox of Windows apps refuses private ones ('forbidden by its access permissions'); what a Linux app sees is not documented.",
        reads: "The app's siteConfig.vnetName and virtualNetworkSubnetId, its and its plan's virtualNetworkConnections; inside the app WEBSITE_VNETNAME; WEBSITE_PRIVATE_IP without it is taken for the regional kind, which is inferred.",
        mend: "Portal: the app, Networking, VNet integration, Add. Or: az webapp vnet-integration add --name APP --resource-group RG --vnet VNET --subnet SUBNET (regional).",
    },
    scope: Scope::Any,
    after: &[],
    judge,
};

fn judge(snapshot: &Snapshot) -> Judgement {
    let integration = &snapshot.integration;
    let app = integration.app_name.as_deref().unwrap_or("the app");
    let (kind, from) = snapshot.kind()?;
    let kind = match kind {
        Kind::Gateway => "gateway-required integration",
        Kind::Regional => "regional integration",
        Kind::None => {
            return Ok(
                Verdict::fail(format!("{app} is not integrated with any network")).because(
                    "integration",
                    "none",
                    Some(from),
                ),
            );
        }
    };
    let network = match integration.vnet.value() {
        Some(vnet) => format!(" with {}", vnet.name),
        None => String::new(),
    };
    Ok(Verdict::pass(format!("{app} has {kind}{network}")).because("kind", kind, Some(from)))
}
