//! Private addresses for the pool.

use netdiag::space::private_ranges;

use super::{Explanation, Findings, Ground, Judgement, Rule};

pub const RULE: Rule = Rule {
    name: "pool-private",
    title: "the point-to-site pool is private",
    explanation: Explanation {
        means: "The pool lies in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16 (RFC 1918).",
        matters: "App Service takes no other addresses for gateway-required integration.",
        reads: "--point-to-site.",
        mend: "Take RFC 1918 addresses for the pool; --suggest proposes some.",
    },
    judge,
};

fn judge(ground: &Ground<'_>) -> Judgement {
    // Source: azure-docs, configure-gateway-required-vnet-integration.
    let other = ground.pool()?.difference(&private_ranges());
    let mut found = Findings::default();
    if !other.is_empty() {
        found.fail(format!("{other} of the pool is not private (RFC 1918)"));
    }
    Ok(found.verdict("the pool is private (RFC 1918)"))
}
