//! Room in the pool.

use super::{Explanation, Findings, Ground, Judgement, Rule};
use crate::sizes::POOL_LONGEST;

pub const RULE: Rule = Rule {
    name: "pool-holds-instances",
    title: "the point-to-site pool has an address for every instance",
    explanation: Explanation {
        means: "The pool is /29 or larger and has at least one address for each instance of each plan, better two. That an instance needs one address only is inferred: the documentation says that it has one, in WEBSITE_PRIVATE_IP.",
        matters: "An instance without an address has no connection to the network. While a plan scales old and new instances run side by side. A gateway holds at most 128 SSTP connections, whatever its size.",
        reads: "--point-to-site, --instances, --plans.",
        mend: "Give the pool a smaller number behind the slash; --suggest proposes one.",
    },
    judge,
};

/// SSTP connections that one gateway holds. Source: azure-docs, ikev2-openvpn-from-sstp.
const MOST_CONNECTIONS: u64 = 128;

fn judge(ground: &Ground<'_>) -> Judgement {
    let has = ground.pool()?.count();
    let proposal = ground.proposal;
    let needs = proposal.pool_addresses();
    let mut found = Findings::default();
    for pool in &proposal.pools {
        if pool.v4().is_some_and(|net| net.prefix_len() > POOL_LONGEST) {
            found.fail(format!(
                "{pool} of the pool is smaller than /{POOL_LONGEST}"
            ));
        }
    }
    if has < needs {
        found.fail(format!(
            "the pool has {has} addresses; {needs} instances need one each"
        ));
    } else if has < 2 * needs {
        found.warn(format!(
            "the pool has {has} addresses for {needs} instances: too few while all of them are replaced at once"
        ));
    }
    if needs > MOST_CONNECTIONS {
        found.warn(format!(
            "{needs} instances are more than the {MOST_CONNECTIONS} SSTP connections of one gateway"
        ));
    }
    if proposal.instances.is_some() {
        found.evidence("instances of all plans", needs, None);
    }
    let planned = if proposal.instances.is_none() {
        "; --instances says how many are planned"
    } else {
        ""
    };
    Ok(found.verdict(format!("{has} addresses, one for each instance{planned}")))
}
