//! Subnets in the network.

use super::{Explanation, Findings, Ground, Judgement, Rule, Verdict};

pub const RULE: Rule = Rule {
    name: "subnets-inside",
    title: "every subnet lies in the network",
    explanation: Explanation {
        means: "Each subnet's addresses lie in one prefix of the network.",
        matters: "Azure refuses a subnet outside the network's address space.",
        reads: "--vnet, --subnet, --gateway-subnet, --integration-subnet.",
        mend: "Give the subnet addresses of the network, or the network a further prefix (--vnet may be repeated).",
    },
    judge,
};

fn judge(ground: &Ground<'_>) -> Judgement {
    let proposal = ground.proposal;
    if proposal.subnets.is_empty() {
        return Err(Verdict::not_applicable("no subnet is proposed"));
    }
    let mut found = Findings::default();
    let space = proposal.space();
    for subnet in &proposal.subnets {
        let addresses = subnet.prefix.addresses();
        let outside = addresses.difference(&space);
        if !outside.is_empty() {
            let whole = if outside == addresses {
                ""
            } else {
                &format!("{outside} of ")
            };
            let prefix = subnet.prefix;
            found.fail(format!(
                "{whole}{prefix} ({}) is outside the network",
                subnet.label()
            ));
            found.evidence("the network", &space, None);
        } else if !proposal
            .networks
            .iter()
            .any(|n| n.addresses().covers(&addresses))
        {
            found.warn(format!(
                "{} ({}) lies in two prefixes of the network at once; it is not certain that Azure takes that",
                subnet.prefix,
                subnet.label()
            ));
        }
    }
    Ok(found.verdict("every subnet lies in a prefix of the network"))
}
