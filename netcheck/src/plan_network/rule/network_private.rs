//! Private addresses for the network.

use netdiag::space::{private_ranges, shared_range};

use super::{Explanation, Findings, Ground, Judgement, Rule, forbidden};

pub const RULE: Rule = Rule {
    name: "network-private",
    title: "the network has private addresses",
    explanation: Explanation {
        means: "The network's addresses lie in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16 (RFC 1918).",
        matters: "By default an app sends only RFC 1918 destinations into the network. Public addresses in it also hide the hosts on the internet that own them.",
        reads: "--vnet.",
        mend: "Take RFC 1918 addresses; --suggest proposes some. With others every app needs the addresses routed into the network (gateway kind: a route added on the plan; regional kind: all traffic routed).",
    },
    judge,
};

fn judge(ground: &Ground<'_>) -> Judgement {
    let mut found = Findings::default();
    let shared = shared_range();
    let other = ground
        .proposal
        .space()
        .difference(&private_ranges())
        .difference(&forbidden());
    let between = other.intersection(&shared);
    if !between.is_empty() {
        found.warn(format!(
            "{between} of the network is shared address space (100.64.0.0/10, RFC 6598), not RFC 1918"
        ));
    }
    let public = other.difference(&shared);
    if !public.is_empty() {
        found.warn(format!("{public} of the network is public"));
    }
    Ok(found.verdict("all addresses are private (RFC 1918)"))
}
