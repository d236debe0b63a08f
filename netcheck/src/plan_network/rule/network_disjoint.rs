//! The network against what lies around it.

use super::{Explanation, Findings, Ground, Judgement, Rule};
use crate::plan_network::surroundings::Relation;

pub const RULE: Rule = Rule {
    name: "network-disjoint",
    title: "the network overlaps with nothing that it will be connected to",
    explanation: Explanation {
        means: "No address of the network belongs to a peered network, an on-premises site, a point-to-site pool or --avoid. An overlap with a network of the export that is peered with nothing is a warning.",
        matters: "An address that exists on both sides is reached on one of them. Azure refuses a peering between networks that overlap.",
        reads: "--vnet, --avoid, and of the export: address spaces, peerings, local network gateways, point-to-site pools, custom routes.",
        mend: "Give the network other addresses; --suggest proposes some.",
    },
    judge,
};

/// Whether the network must not overlap with such a range.
pub fn network_must_avoid(relation: Relation) -> bool {
    relation != Relation::Network
}

fn judge(ground: &Ground<'_>) -> Judgement {
    let mut found = Findings::default();
    for network in &ground.proposal.networks {
        for range in &ground.around.ranges {
            let common = network.addresses().intersection(&range.addresses);
            if common.is_empty() {
                continue;
            }
            let part = if common == network.addresses() {
                network.to_string()
            } else {
                format!("{common} of {network}")
            };
            if network_must_avoid(range.relation) {
                found.fail(format!("{part} is in {}", range.what));
            } else {
                found.warn(format!(
                    "{part} is in {}, so the two can never be peered",
                    range.what
                ));
            }
            found.evidence(&range.what, &range.addresses, Some(&range.from));
        }
    }
    ground.unread(&mut found);
    Ok(found.verdict(match ground.around.ranges.len() {
        0 => "nothing is known around it: --from and --avoid say what to compare with".to_owned(),
        n => format!(
            "none of its addresses is in {}",
            netdiag::text::counted(n, "known range", "known ranges")
        ),
    }))
}
