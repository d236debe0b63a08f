//! The plan's pricing tier.

use netdiag::fact::Fact;
use netdiag::model::Tier;

use super::{Concern, Explanation, Question, Reason, Verdict, Way};

pub const REASON: Reason = Reason {
    name: "tier-unsupported",
    title: "the plan's pricing tier does not support integration",
    good: "the plan's pricing tier supports integration",
    explanation: Explanation {
        means: "The App Service plan is neither Standard nor Premium (any generation); regional integration takes Basic too. An Isolated plan stands in a network already, and Microsoft's overview page offers it no integration with another.",
        matters: "The portal does not offer integration in other tiers. Microsoft's page on the gateway-required kind of 2026 lists Basic among its tiers as well, older ones do not: for that tier it is not certain.",
        reads: "sku.tier of the plan; inside the app WEBSITE_SKU when the plan was not read.",
        mend: "Scale up: portal, the App Service plan, Scale up. Or: az appservice plan update --name PLAN --resource-group RG --sku S1.",
    },
    time: "minutes (not certain); the apps of the plan move to other workers",
    ways: Way::ALL,
    concern: Concern::Plan,
    judge,
};

fn judge(question: &Question<'_>) -> Option<Verdict> {
    let tier = question.of_plan(|plan| &plan.tier);
    // Source: Microsoft's overview-vnet-integration page, limitations.
    if let Fact::Known { value, from } = &tier
        && Tier::of(value) == Tier::Isolated
    {
        return Some(
            Verdict::fail("the plan is part of an App Service Environment, which stands in a network already; integration is not offered there")
                .because("pricing tier", value, Some(from))
                .remedy("Nothing has to be set up for the environment's own network. To reach another network, peer it with that one."),
        );
    }
    question.by_check("plan-tier-supported")
}
