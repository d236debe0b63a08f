//! Ranges that no network may have.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;
use netdiag::space::AddressSet;

use super::{Explanation, Findings, Ground, Judgement, Rule};

pub const RULE: Rule = Rule {
    name: "ranges-allowed",
    title: "no prefix holds addresses that Azure keeps for itself",
    explanation: Explanation {
        means: "Neither the network nor the pool holds addresses of 224.0.0.0/4 (multicast), 255.255.255.255 (broadcast), 127.0.0.0/8 (loopback), 169.254.0.0/16 (link-local) or 168.63.129.16 (Azure's DNS and health probes).",
        matters: "Azure refuses a network with such addresses.",
        reads: "--vnet, --subnet, --gateway-subnet, --integration-subnet, --point-to-site.",
        mend: "Take private addresses: 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16; --suggest proposes some.",
    },
    judge,
};

/// The ranges that cannot be added to a network, and what they are for.
/// Source: azure-docs, virtual-networks-faq.
const FORBIDDEN: [(Ipv4Addr, u8, &str); 5] = [
    (Ipv4Addr::new(224, 0, 0, 0), 4, "multicast"),
    (Ipv4Addr::new(255, 255, 255, 255), 32, "broadcast"),
    (Ipv4Addr::new(127, 0, 0, 0), 8, "loopback"),
    (Ipv4Addr::new(169, 254, 0, 0), 16, "link-local"),
    (
        Ipv4Addr::new(168, 63, 129, 16),
        32,
        "Azure's own DNS and health probes",
    ),
];

/// All addresses that cannot be added to a network.
pub fn forbidden() -> AddressSet {
    ranges()
        .flat_map(|(set, ..)| set.ranges().to_vec())
        .collect()
}

fn ranges() -> impl Iterator<Item = (AddressSet, Ipv4Net, &'static str)> {
    FORBIDDEN.into_iter().filter_map(|(address, length, use_)| {
        let net = Ipv4Net::new(address, length).ok()?;
        Some((AddressSet::of([&net.into()]), net, use_))
    })
}

fn judge(ground: &Ground<'_>) -> Judgement {
    let mut found = Findings::default();
    for (what, prefix) in ground.proposal.prefixes() {
        for (set, net, used) in ranges() {
            if prefix.addresses().overlaps(&set) {
                found.fail(format!("{prefix} of {what} overlaps {net} ({used})"));
            }
        }
    }
    Ok(found.verdict("no prefix holds an address that Azure keeps for itself"))
}
