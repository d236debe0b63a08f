//! Are plan and network in one region?

use netdiag::model::Kind;

use super::{Check, Explanation, Judgement, Scope, Snapshot, Verdict, need};

pub const CHECK: Check = Check {
    name: "same-region",
    title: "plan and network are in one region",
    explanation: Explanation {
        means: "The App Service plan and the virtual network are in the same Azure region.",
        matters: "Regional integration works within one region only. With gateway-required integration every connection to the network crosses from one region to the other and back: latency, and data transfer that is charged.",
        reads: "location of the plan (or of the app, or REGION_NAME) and of the network.",
        mend: "Move the plan or the network so that both are in one region, or accept the latency. For regional integration: use a network of the plan's region and peer it with the other one (global peering).",
    },
    scope: Scope::Integrated,
    after: &[],
    judge,
};

fn judge(snapshot: &Snapshot) -> Judgement {
    let integration = &snapshot.integration;
    let plan = integration.plan.as_ref();
    let app = integration.app.as_ref();
    let here = plan
        .and_then(|plan, _| plan.location.clone())
        .or(app.and_then(|app, _| app.location.clone()));
    let here = snapshot.or_variable(here, "REGION_NAME");
    let (here, here_from) = need(&here, |_| {
        Verdict::cannot_tell("the plan does not say its region")
    })?;
    let (there, there_from) = need(&snapshot.vnet()?.location, |_| {
        Verdict::cannot_tell("the network does not say its region")
    })?;
    let verdict = if canonical(here) == canonical(there) {
        Verdict::pass(format!("both are in {there}"))
    } else if integration.kind.value() == Some(&Kind::Regional) {
        Verdict::fail(format!(
            "the plan is in {here}, the network in {there}: regional integration needs both in one region"
        ))
    } else {
        Verdict::warn(format!(
            "the plan is in {here}, the network in {there}: every connection pays the latency between them"
        ))
    };
    Ok(verdict
        .because("region of the plan", here, Some(here_from))
        .because("region of the network", there, Some(there_from)))
}

/// `West Europe` and `westeurope` are one region.
fn canonical(region: &str) -> String {
    region
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect::<String>()
        .to_ascii_lowercase()
}
