//! Room for the instances of a plan.

use super::{Explanation, Findings, Ground, Judgement, Rule, Verdict};
use crate::plan_network::proposal::Purpose;
use crate::sizes::{INTEGRATION_ADVISED, INTEGRATION_LONGEST, integration_length, usable};

pub const RULE: Rule = Rule {
    name: "integration-subnet-holds-instances",
    title: "the integration subnet holds the plan's instances",
    explanation: Explanation {
        means: "The subnet is /28 or larger, and without the five addresses that Azure reserves has two for each instance. A /28 is enough for 5 instances, a /27 for 13, a /26 for 29.",
        matters: "While a plan changes its size it needs twice its instances. The subnet's size cannot be changed while an app uses it, which is why a /26 is advised whatever is planned.",
        reads: "--integration-subnet, --instances.",
        mend: "Take a smaller number behind the slash; a /26 is advised.",
    },
    judge,
};

fn judge(ground: &Ground<'_>) -> Judgement {
    let proposal = ground.proposal;
    let mut found = Findings::default();
    let mut sizes = Vec::new();
    for subnet in proposal.subnets_for(Purpose::Integration) {
        let Some(length) = subnet.prefix.v4().map(|net| net.prefix_len()) else {
            continue;
        };
        let (prefix, name) = (subnet.prefix, &subnet.name);
        let holds = usable(length) / 2;
        sizes.push(format!("{name}: {holds} instances"));
        if length > INTEGRATION_LONGEST {
            found.fail(format!(
                "{prefix} ({name}) is smaller than /{INTEGRATION_LONGEST}"
            ));
        }
        match proposal.instances {
            Some(instances) if u64::from(instances) > holds => {
                found.fail(format!(
                    "{prefix} ({name}) holds {holds} instances that can scale; {instances} need a /{}",
                    integration_length(proposal.integration_addresses())
                ));
            }
            None if length > INTEGRATION_ADVISED && length <= INTEGRATION_LONGEST => {
                found.warn(format!(
                    "{prefix} ({name}) holds {holds} instances that can scale; /{INTEGRATION_ADVISED} is advised unless --instances says that fewer are planned"
                ));
            }
            _ => {}
        }
        let value = format!(
            "{} addresses for use, two an instance while it scales",
            usable(length)
        );
        found.evidence(prefix.to_string(), value, None);
    }
    if sizes.is_empty() {
        return Err(Verdict::not_applicable("no integration subnet is proposed"));
    }
    Ok(found.verdict(sizes.join(", ")))
}
