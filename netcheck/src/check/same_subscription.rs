//! Are plan and network in one subscription?

use netdiag::model::Kind;

use super::{Check, Explanation, Judgement, Scope, Snapshot, Verdict};

pub const CHECK: Check = Check {
    name: "same-subscription",
    title: "plan and network are in one subscription",
    explanation: Explanation {
        means: "The App Service plan and the virtual network belong to the same subscription.",
        matters: "Gateway-required integration cannot be set up, nor synced, across subscriptions.",
        reads: "The ids of the plan and of the network.",
        mend: "Use regional integration, which works across subscriptions of one tenant, or connect a network of this subscription and peer it with the other one.",
    },
    scope: Scope::Integrated,
    after: &[],
    judge,
};

fn judge(snapshot: &Snapshot) -> Judgement {
    let integration = &snapshot.integration;
    if integration.kind.value() == Some(&Kind::Regional) {
        return Err(Verdict::not_applicable(
            "regional integration works across the subscriptions of one tenant; Microsoft.Web has to be registered in the network's one",
        ));
    }
    let connection = integration.connection.value();
    let own = integration
        .plan_id()
        .or_else(|| Some(integration.app.value()?.id.clone()))
        .or_else(|| Some(connection?.id.clone()))
        .map(|id| id.subscription().map(str::to_owned));
    // The environment tells it even where nothing was read.
    let own = match own {
        Some(subscription) => subscription,
        None => Some(
            integration
                .environment
                .subscription()
                .ok_or_else(|| Verdict::cannot_tell("neither the app nor its plan was read"))?,
        ),
    };
    // A network that was not read is named by what App Service knows of it.
    let network = snapshot
        .vnet()
        .map(|vnet| &vnet.id)
        .or_else(|end| connection.and_then(|c| c.vnet.value()).ok_or(end))?;
    let (Some(a), Some(b)) = (own.as_deref(), network.subscription()) else {
        return Err(Verdict::cannot_tell("an id holds no subscription"));
    };
    let verdict = if a.eq_ignore_ascii_case(b) {
        Verdict::pass("both are in one subscription")
    } else {
        Verdict::fail("the plan and the network are in two subscriptions")
    };
    let own_from = integration.plan.origin().or(integration.app.origin());
    Ok(verdict
        .because("subscription of the plan", a, own_from)
        .because("subscription of the network", b, integration.vnet.origin()))
}
