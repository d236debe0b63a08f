//! Not every deployment of App Service has the regional kind in every tier.

use netdiag::fact::Fact;
use netdiag::model::{SubnetIntegration, Tier};

use super::{Concern, Explanation, Question, REGIONAL, Reason, Verdict};

pub const REASON: Reason = Reason {
    name: "deployment-too-old",
    title: "the plan stands in an older deployment of App Service",
    good: "the plan's deployment of App Service supports regional integration",
    explanation: Explanation {
        means: "App Service itself says that the plan's deployment does not support regional integration (swiftSupported).",
        matters: "In Basic and Standard the regional kind needs a newer deployment; Premium v2 and later always stand in one.",
        reads: "swiftSupported of an app of the plan (GET sites/APP/networkConfig/virtualNetwork), and the plan's tier.",
        mend: "Scale the plan up to Premium v2 or later. Or create a new plan as Premium v3, which always comes with a newer deployment, move the app there and scale down again: the deployment stays.",
    },
    time: "minutes (not certain)",
    ways: REGIONAL,
    concern: Concern::Plan,
    judge,
};

fn judge(question: &Question<'_>) -> Option<Verdict> {
    let read: Vec<&SubnetIntegration> = of_plan(question);
    for integration in &read {
        match &integration.supported {
            Fact::Known { value: true, .. } => return None,
            Fact::Known { value: false, from } => {
                return Some(
                    Verdict::fail("App Service says that this deployment does not support regional integration")
                        .because("swiftSupported", false, Some(from)),
                );
            }
            _ => {}
        }
    }
    // An app that is integrated this way shows that it can be.
    let uses = |site: &netdiag::model::Site| site.subnet.value().is_some();
    if question.app().is_some_and(uses) {
        return None;
    }
    let tier = question.of_plan(|plan| &plan.tier);
    if !matches!(Tier::of(tier.value()?), Tier::Basic | Tier::Standard) {
        return None;
    }
    let unclear = Verdict::cannot_tell(
        "in Basic and Standard only newer deployments support it, and what App Service says of this one (swiftSupported) was not read",
    );
    let unread = read
        .iter()
        .find_map(|integration| integration.supported.gap());
    Some(match unread {
        Some(gap) => unclear.because("not read", &gap.what, gap.from.as_ref()),
        None => unclear,
    })
}

/// What was read of the app, or for a plan of any of its apps: they share the deployment.
fn of_plan<'q>(question: &Question<'q>) -> Vec<&'q SubnetIntegration> {
    let plan = question.plan_id();
    let inventory = &question.integration().inventory;
    let below = |integration: &&SubnetIntegration| {
        // networkConfig/virtualNetwork stands two segments below the site or slot.
        let Some(site) = integration.id.parent() else {
            return false;
        };
        question.app().is_some_and(|app| app.id == site)
            || inventory
                .sites
                .get(&site)
                .and_then(|site| site.value())
                .is_some_and(|site| plan.is_some() && site.plan.value() == plan.as_ref())
    };
    let all = inventory.subnet_integrations.values();
    all.filter_map(Fact::value).filter(below).collect()
}
