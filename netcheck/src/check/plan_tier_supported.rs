//! Does the plan's pricing tier allow integration?

use netdiag::model::{Kind, Tier};

use super::{Check, Explanation, Judgement, Scope, Snapshot, Verdict, need};

pub const CHECK: Check = Check {
    name: "plan-tier-supported",
    title: "the plan's pricing tier supports integration",
    explanation: Explanation {
        means: "The App Service plan is Standard or Premium (any generation); for regional integration also Basic. An Isolated plan passes for the regional kind, which is not certain: it stands in a network already, and Microsoft's overview page offers it no integration with another.",
        matters: "In a tier that does not support integration it cannot be set up, and one that exists stops working when the plan is scaled down.",
        reads: "sku.tier of the plan; inside the app WEBSITE_SKU when the plan was not read.",
        mend: "Scale up: portal, the App Service plan, Scale up. Or: az appservice plan update --name PLAN --resource-group RG --sku S1.",
    },
    scope: Scope::Any,
    after: &[],
    judge,
};

fn judge(snapshot: &Snapshot) -> Judgement {
    let integration = &snapshot.integration;
    let plan = integration.plan.as_ref();
    let tier = plan.and_then(|plan, _| plan.tier.clone());
    let tier = snapshot.or_variable(tier, "WEBSITE_SKU");
    let (tier, from) = need(&tier, |from| {
        Verdict::cannot_tell("the plan does not say its pricing tier").because(
            "sku.tier",
            "missing",
            Some(from),
        )
    })?;
    let regional = integration.kind.value() == Some(&Kind::Regional);
    let verdict = match Tier::of(tier) {
        Tier::Standard | Tier::Premium => Verdict::pass(format!("{tier} supports it")),
        Tier::Basic if regional => Verdict::pass(format!("{tier} supports it")),
        Tier::Isolated if regional => {
            Verdict::pass(format!("{tier} supports it (which is not certain)"))
        }
        _ => Verdict::fail(format!(
            "the pricing tier {tier} does not support this integration"
        )),
    };
    Ok(verdict.because("pricing tier", tier, Some(from)))
}
