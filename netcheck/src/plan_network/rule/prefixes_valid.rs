//! Prefixes as Azure takes them.

use ipnet::IpNet;
use netdiag::fact::Origin;

use super::{Explanation, Findings, Ground, Judgement, Rule};
use crate::plan_network::proposal::{Prefix, Purpose};

pub const RULE: Rule = Rule {
    name: "prefixes-valid",
    title: "every prefix is written as Azure takes it",
    explanation: Explanation {
        means: "Each prefix is IPv4, and no bit behind its length is set: 10.1.2.0/24 is the 256 addresses from 10.1.2.0 to 10.1.2.255, of which a subnet can use 251, because Azure reserves the first four and the last; 10.1.2.5/24 is not a prefix.",
        matters: "Azure refuses a prefix with bits behind its length. Neither kind of integration carries IPv6, and regional integration needs a network without IPv6 address space.",
        reads: "--vnet, --subnet, --gateway-subnet, --integration-subnet, --point-to-site, --avoid.",
        mend: "Type the prefix that was meant, and leave IPv6 out.",
    },
    judge,
};

fn judge(ground: &Ground<'_>) -> Judgement {
    let proposal = ground.proposal;
    let mut found = Findings::default();
    for (what, prefix) in proposal.prefixes() {
        if prefix.has_host_bits() {
            let (typed, meant) = (prefix.typed(), prefix.meant());
            found.fail(format!(
                "{typed} of {what} has bits set behind its length; {meant} was probably meant"
            ));
            let last = prefix.v4().map(|net| net.broadcast().to_string());
            if let Some(last) = last {
                found.evidence(
                    meant.to_string(),
                    format!("{} - {last}", meant.network()),
                    None,
                );
            }
        }
    }
    let v6 = |prefix: &Prefix| matches!(prefix.meant(), IpNet::V6(_));
    for network in proposal.networks.iter().filter(|p| v6(p)) {
        // Source: azure-docs, overview-vnet-integration, "Limitations".
        if proposal.is_regional() {
            found.fail(format!(
                "{network} is IPv6: a network for regional integration must not have IPv6 address space"
            ));
        } else {
            found.warn(format!(
                "{network} is IPv6, which the integration does not carry; it is not judged further"
            ));
        }
    }
    for subnet in proposal.subnets.iter().filter(|s| v6(&s.prefix)) {
        let prefix = subnet.prefix;
        if subnet.purpose != Purpose::Data {
            found.fail(format!(
                "{prefix} of {} is IPv6; it must be IPv4",
                subnet.label()
            ));
        } else if prefix.meant().prefix_len() != 64 {
            // Source: azure-docs, virtual-networks-faq.
            found.fail(format!(
                "{prefix} of {} is IPv6 and not a /64, the only size that Azure takes",
                subnet.label()
            ));
        } else {
            found.warn(format!(
                "{prefix} of {} is IPv6, which the integration does not carry; it is not judged further",
                subnet.label()
            ));
        }
    }
    for pool in proposal.pools.iter().filter(|p| v6(p)) {
        found.fail(format!(
            "{pool} of the point-to-site pool is IPv6; it must be IPv4"
        ));
    }
    for avoid in &proposal.avoid {
        if avoid.has_host_bits() {
            found.warn(format!(
                "--avoid {} has bits set behind its length; all of {avoid} is avoided",
                avoid.typed()
            ));
        }
        if v6(avoid) {
            found.warn(format!("--avoid {avoid} is IPv6 and not judged"));
            found.evidence("--avoid", avoid, Some(&Origin::Flag("--avoid")));
        }
    }
    Ok(found.verdict("every prefix is IPv4 and has no bits set behind its length"))
}
