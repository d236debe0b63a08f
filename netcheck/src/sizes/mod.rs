//! How much a subnet holds, and how large one for regional integration must be.

pub mod free;

use std::net::Ipv4Addr;

use ipnet::{IpNet, Ipv4Net};
use netdiag::fact::{Fact, Gap};
use netdiag::model::Plan;
use netdiag::space::AddressSet;

/// How many addresses Azure reserves in each subnet: the first four and the last.
/// Source: azure-docs, virtual-networks-faq.
pub const RESERVED: u64 = 5;

/// The greatest prefix length that a subnet for regional integration may have: a /28.
/// Source, also of the next: azure-docs, overview-vnet-integration, "Subnet requirements".
pub const INTEGRATION_LONGEST: u8 = 28;

/// The prefix length that is advised for it: a /26, in which 29 instances can scale.
pub const INTEGRATION_ADVISED: u8 = 26;

/// The greatest prefix length that any subnet may have. Source: azure-docs, virtual-networks-faq.
pub const SUBNET_LONGEST: u8 = 29;

/// The greatest length of a GatewaySubnet for every gateway but one of size Basic.
/// Source, also of the next: azure-docs, vpn-gateway, "Gateway subnet".
pub const GATEWAY_LONGEST: u8 = 27;

/// The greatest length of a GatewaySubnet for a gateway of size Basic.
pub const GATEWAY_LONGEST_BASIC: u8 = 29;

/// The greatest length of a point-to-site pool; /28 for a gateway in active-active mode.
/// Source: azure-docs, point-to-site-certificate-gateway.
pub const POOL_LONGEST: u8 = 29;

/// How many addresses an IPv4 prefix of this length holds.
pub fn size(length: u8) -> u64 {
    1 << (32 - u32::from(length.min(32)))
}

/// How many addresses of an IPv4 subnet of this length machines and instances can have.
pub fn usable(length: u8) -> u64 {
    size(length).saturating_sub(RESERVED)
}

/// What the IPv4 prefixes of one subnet hold together. Azure reserves addresses in each of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// The length of the largest prefix; `None` without an IPv4 prefix.
    pub length: Option<u8>,
    /// All addresses.
    pub addresses: u64,
    /// Those that machines and instances can have.
    pub usable: u64,
}

impl Room {
    /// The room in these prefixes.
    pub fn of(prefixes: &[IpNet]) -> Self {
        let v4 = prefixes.iter().filter(|prefix| prefix.addr().is_ipv4());
        let lengths: Vec<u8> = v4.map(IpNet::prefix_len).collect();
        Self {
            length: lengths.iter().min().copied(),
            addresses: lengths.iter().map(|length| size(*length)).sum(),
            usable: lengths.iter().map(|length| usable(*length)).sum(),
        }
    }

    /// Whether one of the prefixes is of this length or larger.
    pub fn has(&self, longest: u8) -> bool {
        self.length.is_some_and(|length| length <= longest)
    }
}

/// How many addresses each instance of a plan takes at least, and what was not read that may make it more:
/// one, and with Windows containers one more for each app.
/// Source: azure-docs, overview-vnet-integration, "Subnet requirements".
pub fn addresses_per_instance(plan: &Plan) -> (u64, Option<Gap>) {
    match (&plan.hyper_v, &plan.site_count) {
        (Fact::Unknown(gap), _) => (1, Some(gap.clone())),
        (Fact::Known { value: true, .. }, apps) => match apps {
            Fact::Known { value, .. } => (1 + u64::from(*value), None),
            Fact::Unknown(gap) => (2, Some(gap.clone())),
            Fact::Absent { from } => {
                let gap = Gap::new(
                    "the plan for Windows containers",
                    "does not say how many apps it has (numberOfSites)",
                );
                (2, Some(gap.at(from.clone())))
            }
        },
        _ => (1, None),
    }
}

/// The smallest prefix, as the greatest length up to `longest`, that is `enough`; 0 if none is.
pub fn longest_length(longest: u8, enough: impl Fn(u8) -> bool) -> u8 {
    (0..=longest).rev().find(|l| enough(*l)).unwrap_or(0)
}

/// The length of the smallest subnet for regional integration that holds so many addresses in use at once.
pub fn integration_length(in_use: u64) -> u8 {
    longest_length(INTEGRATION_LONGEST, |length| usable(length) >= in_use)
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
    fn every_prefix_of_a_subnet_loses_what_azure_reserves() {
        let room = |prefixes: &[&str]| {
            let prefixes: Vec<IpNet> = prefixes.iter().map(|p| p.parse().unwrap()).collect();
            let room = Room::of(&prefixes);
            (room.length, room.addresses, room.usable)
        };
        assert_eq!(room(&["10.1.2.0/28"]), (Some(28), 16, 11));
        assert_eq!(room(&["10.1.2.0/29", "10.1.2.8/29"]), (Some(29), 16, 6));
        assert_eq!(room(&["10.1.2.0/28", "fd00::/64"]), (Some(28), 16, 11));
        assert_eq!(room(&["fd00::/64"]), (None, 0, 0));
    }

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
