//! The pool against everything.

use super::{Explanation, Findings, Ground, Judgement, Rule};

pub const RULE: Rule = Rule {
    name: "pool-disjoint",
    title: "the point-to-site pool overlaps with nothing that it will be connected to",
    explanation: Explanation {
        means: "No address of the pool belongs to the network itself, another network, a peer, an on-premises site, another pool or --avoid.",
        matters: "The app sends from an address of the pool. Where that address exists elsewhere too, answers go there and never come back.",
        reads: "--point-to-site, --vnet, --avoid, and of the export: address spaces, peerings, local network gateways, point-to-site pools, custom routes.",
        mend: "Give the pool other addresses; --suggest proposes some.",
    },
    judge,
};

fn judge(ground: &Ground<'_>) -> Judgement {
    let pool = ground.pool()?;
    let proposal = ground.proposal;
    let mut found = Findings::default();
    for (i, prefix) in proposal.pools.iter().enumerate() {
        for other in &proposal.pools[..i] {
            if prefix.addresses().overlaps(&other.addresses()) {
                found.fail(format!("{other} and {prefix} of the pool overlap"));
            }
        }
    }
    let itself = pool.intersection(&proposal.space());
    if !itself.is_empty() {
        found.fail(format!("{itself} of the pool is in the network itself"));
    }
    for subnet in &proposal.subnets {
        let outside = subnet.prefix.addresses().difference(&proposal.space());
        let common = pool.intersection(&outside);
        if !common.is_empty() {
            found.fail(format!("{common} of the pool is in {}", subnet.label()));
        }
    }
    for range in &ground.around.ranges {
        let common = pool.intersection(&range.addresses);
        if !common.is_empty() {
            found.fail(format!("{common} of the pool is in {}", range.what));
            found.evidence(&range.what, &range.addresses, Some(&range.from));
        }
    }
    ground.unread(&mut found);
    Ok(found.verdict(match ground.around.ranges.len() {
        0 => "it is not in the network; nothing else is known around it".to_owned(),
        n => format!(
            "it is neither in the network nor in {}",
            netdiag::text::counted(n, "known range", "known ranges")
        ),
    }))
}
