//! One subnet a plan.

use super::{Explanation, Findings, Ground, Judgement, Rule, Verdict};
use crate::check::sharing_doubt;
use crate::plan_network::proposal::Purpose;

pub const RULE: Rule = Rule {
    name: "integration-subnet-per-plan",
    title: "every plan has an integration subnet of its own",
    explanation: Explanation {
        means: "There are as many integration subnets as plans (--plans, one unless it is given).",
        matters: concat!(
            "One for each plan is the safe choice: ",
            sharing_doubt!(),
            ". Nothing but plans can stand in it."
        ),
        reads: "--integration-subnet, --plans.",
        mend: "Give --integration-subnet once for each plan, as --integration-subnet shop=10.1.3.0/26 --integration-subnet admin=10.1.3.64/26.",
    },
    judge,
};

fn judge(ground: &Ground<'_>) -> Judgement {
    let subnets = ground.proposal.subnets_for(Purpose::Integration).count();
    if subnets == 0 {
        return Err(Verdict::not_applicable("no integration subnet is proposed"));
    }
    let plans = ground.proposal.plans.max(1) as usize;
    let mut found = Findings::default();
    let count = |n| netdiag::text::counted(n, "integration subnet", "integration subnets");
    if subnets < plans {
        found.fail(format!("{plans} plans, and {}", count(subnets)));
    }
    Ok(found.verdict(format!(
        "{} for {}",
        count(subnets),
        netdiag::text::counted(plans, "plan", "plans")
    )))
}
