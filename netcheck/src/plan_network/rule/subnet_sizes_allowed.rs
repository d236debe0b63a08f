//! The smallest subnet.

use super::{Explanation, Findings, Ground, Judgement, Rule};
use crate::sizes::SUBNET_LONGEST;

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

fn judge(ground: &Ground<'_>) -> Judgement {
    let mut found = Findings::default();
    let proposal = ground.proposal;
    let networks = proposal.labelled_networks();
    for (what, prefix) in networks.chain(proposal.labelled_subnets()) {
        if prefix
            .v4()
            .is_some_and(|net| net.prefix_len() > SUBNET_LONGEST)
        {
            found.fail(format!(
                "{prefix} of {what} is smaller than /{SUBNET_LONGEST}"
            ));
        }
    }
    Ok(found.verdict("no subnet is smaller than /29"))
}
