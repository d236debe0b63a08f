//! Sets of addresses and ports: the algebra that paths are computed with.
//!
//! IPv4 only: neither kind of integration carries IPv6 into the network, so a path through it has no
//! IPv6 addresses to reason about.

mod range_set;
mod remainder;

use std::fmt;
use std::net::{IpAddr, Ipv4Addr};

use ipnet::{IpNet, Ipv4Net};

pub use range_set::{Bound, RangeSet};
pub use remainder::Remainder;

/// A set of IPv4 addresses.
pub type AddressSet = RangeSet<Ipv4Addr>;

/// A set of ports.
pub type PortSet = RangeSet<u16>;

impl AddressSet {
    /// Every IPv4 address.
    pub fn all() -> Self {
        Self::from_range(Ipv4Addr::UNSPECIFIED, Ipv4Addr::BROADCAST)
    }

    /// The addresses of these prefixes; IPv6 prefixes hold none.
    pub fn of<'a>(prefixes: impl IntoIterator<Item = &'a IpNet>) -> Self {
        prefixes
            .into_iter()
            .filter_map(|prefix| match prefix {
                IpNet::V4(net) => Some((net.network(), net.broadcast())),
                IpNet::V6(_) => None,
            })
            .collect()
    }

    /// Whether this address lies in the set; an IPv6 address never does.
    pub fn holds(&self, address: IpAddr) -> bool {
        matches!(address, IpAddr::V4(address) if self.contains(address))
    }

    /// How many addresses the set holds.
    pub fn count(&self) -> u64 {
        self.ranges()
            .iter()
            .map(|(first, last)| u64::from(u32::from(*last)) - u64::from(u32::from(*first)) + 1)
            .sum()
    }

    /// The fewest prefixes that make up the set, in order.
    pub fn prefixes(&self) -> Vec<Ipv4Net> {
        self.ranges()
            .iter()
            .flat_map(|(first, last)| ipnet::Ipv4Subnets::new(*first, *last, 0))
            .collect()
    }
}

impl PortSet {
    /// Every port from 0 to 65535.
    pub fn all() -> Self {
        Self::from_range(0, u16::MAX)
    }

    /// All but port 0, to which nobody can connect: a rule for the ports 1-65535 is one for all.
    pub fn usable() -> Self {
        Self::from_range(1, u16::MAX)
    }
}

impl fmt::Display for AddressSet {
    /// Prefixes where a range is one, else `first-last`; separated by commas.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, |(first, last), f| {
            let mut whole = ipnet::Ipv4Subnets::new(first, last, 0);
            match (whole.next(), whole.next()) {
                (Some(net), None) if net.prefix_len() == 32 => write!(f, "{first}"),
                (Some(net), None) => write!(f, "{net}"),
                _ => write!(f, "{first}-{last}"),
            }
        })
    }
}

impl fmt::Display for PortSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, |(first, last), f| {
            if first == last {
                write!(f, "{first}")
            } else {
                write!(f, "{first}-{last}")
            }
        })
    }
}

/// The three private IPv4 ranges of RFC 1918, and only these: what Azure means by private addresses.
/// What else the public internet would not carry is [`is_private`] too.
pub fn private_ranges() -> AddressSet {
    [
        (Ipv4Addr::new(10, 0, 0, 0), Ipv4Addr::new(10, 255, 255, 255)),
        (
            Ipv4Addr::new(172, 16, 0, 0),
            Ipv4Addr::new(172, 31, 255, 255),
        ),
        (
            Ipv4Addr::new(192, 168, 0, 0),
            Ipv4Addr::new(192, 168, 255, 255),
        ),
    ]
    .into_iter()
    .collect()
}

/// The shared address space of RFC 6598, 100.64.0.0/10: what carriers and clouds use within themselves.
pub fn shared_range() -> AddressSet {
    AddressSet::from_range(
        Ipv4Addr::new(100, 64, 0, 0),
        Ipv4Addr::new(100, 127, 255, 255),
    )
}

/// Whether an address is one that the public internet would not carry: of the [`private_ranges`], the
/// [`shared_range`], loopback, link-local, unique local.
pub fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            v4.is_private() || v4.is_loopback() || v4.is_link_local() || shared_range().contains(v4)
        }
        IpAddr::V6(v6) => {
            v6.is_loopback()
                || v6.is_unique_local()
                || v6.is_unicast_link_local()
                || v6
                    .to_ipv4_mapped()
                    .is_some_and(|v4| is_private(IpAddr::V4(v4)))
        }
    }
}
