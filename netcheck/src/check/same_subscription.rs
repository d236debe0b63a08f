//! Are plan and network in one subscription?

use netdiag::fact::Fact;
use netdiag::model::ResourceId;

use super::{Check, Explanation, Scope, Snapshot, Verdict};

pub const CHECK: Check = Check {
    name: "same-subscription",
    title: "plan and network are in one subscription",
    explanation: Explanation {
        means: "The App Service plan and the virtual network belong to the same subscription.",
        matters: "Gateway-required integration cannot be set up, nor synced, across subscriptions.",
        reads: "The ids of the plan and of the network.",
        mend: "Use regional integration, which works across subscriptions of one tenant, or connect a network of this subscription and peer it with the other one.",
    },
    scope: Scope::Gateway,
    after: &[],
    judge,
};

fn judge(snapshot: &Snapshot) -> Verdict {
    let integration = &snapshot.integration;
    let app = integration.app.value().map(|app| app.id.clone());
    let own = integration
        .plan_id()
        .or(app)
        .or_else(|| integration.connection.value().map(|c| c.id.clone()))
        .or_else(|| integration.environment.site_id());
    let network = integration
        .vnet
        .value()
        .map(|vnet| vnet.id.clone())
        .or_else(|| {
            let connection = integration.connection.value()?;
            connection.vnet.value().cloned()
        });
    let (own, network) = match (own, network) {
        (Some(own), Some(network)) => (own, network),
        (None, _) => {
            return Verdict::cannot_tell("cannot be judged: neither the app nor its plan was read");
        }
        (_, None) => {
            return match &integration.vnet {
                Fact::Unknown(gap) => Verdict::unknown(gap),
                _ => Verdict::not_applicable("there is no network"),
            };
        }
    };
    let subscription = |id: &ResourceId| id.subscription().map(str::to_owned);
    let (Some(a), Some(b)) = (subscription(&own), subscription(&network)) else {
        return Verdict::cannot_tell("cannot be judged: an id holds no subscription");
    };
    let verdict = if a.eq_ignore_ascii_case(&b) {
        Verdict::pass("both are in one subscription")
    } else {
        Verdict::fail("the plan and the network are in two subscriptions")
    };
    verdict
        .because(
            "subscription of the plan",
            a,
            integration.plan.origin().or(integration.app.origin()),
        )
        .because("subscription of the network", b, integration.vnet.origin())
}
