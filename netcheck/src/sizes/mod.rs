//! How much a subnet holds, and how large one for regional integration must be.

pub mod free;

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;
use netdiag::space::AddressSet;

/// How many addresses Azure reserves in each subnet: the first four and the last.
/// Source: azure-docs, virtual-networks-faq.
pub const RESERVED: u64 = 5;

/// The greatest prefix length that a subnet for regional integration may have: a /28.
/// Source, also of the next: azure-docs, overview-vnet-integration, "Subnet requirements".
pub const INTEGRATION_LONGEST: u8 = 28;

/// The prefix length that is advised for it: a /26, in which 29 instances can scale.
pub const INTEGRATION_ADVISED: u8 = 26;

/// How many addresses an IPv4 prefix of this length holds.
pub fn size(length: u8) -> u64 {
    1 << (32 - u32::from(length.min(32)))
}

/// How many addresses of an IPv4 subnet of this length machines and instances can have.
pub fn usable(length: u8) -> u64 {
    size(length).saturating_sub(RESERVED)
}

/// The smallest prefix, as the greatest length up to `longest`, that is `enough`; 0 if none is.
pub fn longest_length(longest: u8, enough: impl Fn(u8) -> bool) -> u8 {
    (0..=longest).rev().find(|l| enough(*l)).unwrap_or(0)
}

/// The addresses of a subnet that Azure reserves.
pub fn reserved(subnet: Ipv4Net) -> AddressSet {
    let first = u32::from(subnet.network());
    let last = subnet.broadcast();
    let fourth = Ipv4Addr::from(first.saturating_add(3)).min(last);
    [(subnet.network(), fourth), (last, last)]
        .into_iter()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_those_of_the_documentation() {
        assert_eq!((usable(28), usable(27), usable(26)), (11, 27, 59));
        assert_eq!(
            (usable(24), usable(29), usable(31), size(0)),
            (251, 3, 0, 1 << 32)
        );
        let subnet = "10.1.2.0/24".parse().unwrap();
        assert_eq!(reserved(subnet).to_string(), "10.1.2.0/30, 10.1.2.255");
        assert_eq!(longest_length(28, |l| usable(l) >= 10), 28);
        assert_eq!(longest_length(28, |l| usable(l) >= 12), 27);
    }
}
