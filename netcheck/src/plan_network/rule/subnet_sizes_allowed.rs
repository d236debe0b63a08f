//! The smallest subnet.

use super::{Explanation, Findings, Ground, Judgement, Rule};

pub const RULE: Rule = Rule {
    name: "subnet-sizes-allowed",
    title: "every subnet has a size that Azure takes",
    explanation: Explanation {
        means: "No subnet is smaller than /29, which has 8 addresses and 3 for use.",
        matters: "Azure reserves five addresses in each subnet and refuses one smaller than /29.",
        reads: "--vnet, --subnet, --gateway-subnet, --integration-subnet.",
        mend: "Take /29 or a smaller number behind the slash.",
    },
    judge,
};

/// The greatest length of a subnet. Source: azure-docs, virtual-networks-faq.
pub const LONGEST: u8 = 29;

fn judge(ground: &Ground<'_>) -> Judgement {
    let mut found = Findings::default();
    let networks = ground.proposal.networks.iter();
    let networks = networks.map(|p| ("the network".to_owned(), *p));
    let subnets = ground.proposal.subnets.iter();
    let subnets = subnets.map(|s| (s.label(), s.prefix));
    for (what, prefix) in networks.chain(subnets) {
        if prefix.v4().is_some_and(|net| net.prefix_len() > LONGEST) {
            found.fail(format!("{prefix} of {what} is smaller than /{LONGEST}"));
        }
    }
    Ok(found.verdict("no subnet is smaller than /29"))
}
