//! Subnets against each other.

use super::{Explanation, Findings, Ground, Judgement, Rule};

pub const RULE: Rule = Rule {
    name: "subnets-disjoint",
    title: "no subnets, and no prefixes of the network, overlap",
    explanation: Explanation {
        means: "No address is in two subnets, or in two prefixes of the network.",
        matters: "Azure refuses subnets that overlap.",
        reads: "--vnet, --subnet, --gateway-subnet, --integration-subnet.",
        mend: "Move or shrink one of the two; --suggest proposes where to.",
    },
    judge,
};

fn judge(ground: &Ground<'_>) -> Judgement {
    let mut found = Findings::default();
    let networks: Vec<_> = ground.proposal.labelled_networks().collect();
    let subnets: Vec<_> = ground.proposal.labelled_subnets().collect();
    for kind in [networks, subnets] {
        for (i, (what, prefix)) in kind.iter().enumerate() {
            for (other, taken) in &kind[..i] {
                let common = prefix.addresses().intersection(&taken.addresses());
                if !common.is_empty() {
                    found.fail(format!(
                        "{common} is in {taken} ({other}) and in {prefix} ({what})"
                    ));
                }
            }
        }
    }
    Ok(found.verdict("nothing overlaps"))
}
