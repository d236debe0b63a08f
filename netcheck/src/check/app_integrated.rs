//! Is there an integration at all?

use netdiag::fact::Fact;
use netdiag::model::Kind;

use super::{Check, Explanation, Scope, Snapshot, Verdict};

pub const CHECK: Check = Check {
    name: "app-integrated",
    title: "the app is integrated with a virtual network",
    explanation: Explanation {
        means: "The app has gateway-required or regional integration with a virtual network.",
        matters: "Without it the app reaches public addresses only: private addresses are refused ('forbidden by its access permissions').",
        reads: "The app's siteConfig.vnetName and virtualNetworkSubnetId, its and its plan's virtualNetworkConnections; inside the app WEBSITE_VNETNAME.",
        mend: "Portal: the app, Networking, VNet integration, Add. Or: az webapp vnet-integration add --name APP --resource-group RG --vnet VNET --subnet SUBNET (regional).",
    },
    scope: Scope::Any,
    after: &[],
    judge,
};

fn judge(snapshot: &Snapshot) -> Verdict {
    let integration = &snapshot.integration;
    let app = integration.app_name.as_deref().unwrap_or("the app");
    match &integration.kind {
        Fact::Known {
            value: Kind::None,
            from,
        } => Verdict::fail(format!("{app} is not integrated with any network")).because(
            "integration",
            "none",
            Some(from),
        ),
        Fact::Known { value, from } => {
            let kind = match value {
                Kind::Gateway => "gateway-required integration",
                _ => "regional integration",
            };
            let network = match &integration.vnet {
                Fact::Known { value, .. } => format!(" with {}", value.name),
                _ => String::new(),
            };
            Verdict::pass(format!("{app} has {kind}{network}")).because("kind", kind, Some(from))
        }
        Fact::Absent { .. } => Verdict::cannot_tell("cannot be judged: the app was not read"),
        Fact::Unknown(gap) => Verdict::unknown(gap),
    }
}
