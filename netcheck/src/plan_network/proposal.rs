//! What is proposed.

use std::fmt;
use std::net::IpAddr;

use ipnet::{IpNet, Ipv4Net};
use netdiag::model::GATEWAY_SUBNET;
use netdiag::space::AddressSet;

use crate::prefix;

/// A prefix as it was typed, which may have bits set behind its length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Prefix(IpNet);

impl Prefix {
    /// A prefix from the command line.
    ///
    /// # Errors
    /// What to type instead, without the flag's name.
    pub fn parse(text: &str) -> Result<Self, String> {
        prefix::read(text).map(Self)
    }

    /// The prefix as it was typed.
    pub fn typed(self) -> IpNet {
        self.0
    }

    /// The prefix that Azure would take: the same length, without the bits behind it.
    pub fn meant(self) -> IpNet {
        self.0.trunc()
    }

    /// Whether bits behind the length are set, which Azure refuses.
    pub fn has_host_bits(self) -> bool {
        self.typed() != self.meant()
    }

    /// The IPv4 prefix that is meant.
    pub fn v4(self) -> Option<Ipv4Net> {
        match self.meant() {
            IpNet::V4(net) => Some(net),
            IpNet::V6(_) => None,
        }
    }

    /// Its IPv4 addresses.
    pub fn addresses(self) -> AddressSet {
        AddressSet::of([&self.meant()])
    }
}

impl From<Ipv4Net> for Prefix {
    fn from(net: Ipv4Net) -> Self {
        Self(IpNet::V4(net))
    }
}

impl fmt::Display for Prefix {
    /// The prefix that is meant.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.meant().fmt(f)
    }
}

/// What a subnet is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Machines and private endpoints.
    Data,
    /// The gateway.
    Gateway,
    /// Regional integration: delegated to App Service.
    Integration,
}

/// A proposed subnet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subnet {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub purpose: Purpose,
    /// Its prefix.
    pub prefix: Prefix,
}

impl Subnet {
    /// What it is called in a sentence.
    pub fn label(&self) -> String {
        match self.purpose {
            Purpose::Data => format!("the subnet {}", self.name),
            Purpose::Gateway => GATEWAY_SUBNET.to_owned(),
            Purpose::Integration => format!("the integration subnet {}", self.name),
        }
    }
}

/// Whether a name is GatewaySubnet but for letter case and signs, so that it would be taken for it.
pub fn resembles_gateway_subnet(name: &str) -> bool {
    let letters: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    letters.eq_ignore_ascii_case(GATEWAY_SUBNET)
}

/// A network that somebody wants to make.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proposal {
    /// The network's name.
    pub name: Option<String>,
    /// Its resource group.
    pub resource_group: Option<String>,
    /// Its region.
    pub location: Option<String>,
    /// Its address space.
    pub networks: Vec<Prefix>,
    /// Its subnets, as they were typed: data, gateway, integration.
    pub subnets: Vec<Subnet>,
    /// The point-to-site pool of its gateway.
    pub pools: Vec<Prefix>,
    /// Its DNS servers.
    pub dns: Vec<IpAddr>,
    /// Instances that the largest plan will scale to.
    pub instances: Option<u32>,
    /// Plans that will integrate.
    pub plans: u32,
    /// What it must not overlap with.
    pub avoid: Vec<Prefix>,
}

impl Proposal {
    /// The addresses of the network.
    pub fn space(&self) -> AddressSet {
        union(&self.networks)
    }

    /// The addresses of the point-to-site pool.
    pub fn pool(&self) -> AddressSet {
        union(&self.pools)
    }

    /// The subnets for this purpose.
    pub fn subnets_for(&self, purpose: Purpose) -> impl Iterator<Item = &Subnet> {
        self.subnets.iter().filter(move |s| s.purpose == purpose)
    }

    /// Whether a gateway is planned.
    pub fn has_gateway(&self) -> bool {
        !self.pools.is_empty() || self.subnets_for(Purpose::Gateway).next().is_some()
    }

    /// Whether regional integration is planned.
    pub fn is_regional(&self) -> bool {
        self.subnets_for(Purpose::Integration).next().is_some()
    }

    /// The flags of `netcheck plan-network` that give this proposal.
    pub fn arguments(&self) -> Vec<String> {
        let mut flags = Vec::new();
        let mut flag = |name: &str, value: String| flags.extend([name.to_owned(), value]);
        for (name, value) in [
            ("--name", &self.name),
            ("--resource-group", &self.resource_group),
            ("--location", &self.location),
        ] {
            if let Some(value) = value {
                flag(name, value.clone());
            }
        }
        for network in &self.networks {
            flag("--vnet", network.to_string());
        }
        for subnet in &self.subnets {
            let prefix = subnet.prefix;
            match subnet.purpose {
                Purpose::Data => flag("--subnet", format!("{}={prefix}", subnet.name)),
                Purpose::Gateway => flag("--gateway-subnet", prefix.to_string()),
                Purpose::Integration => {
                    flag("--integration-subnet", format!("{}={prefix}", subnet.name));
                }
            }
        }
        for pool in &self.pools {
            flag("--point-to-site", pool.to_string());
        }
        for server in &self.dns {
            flag("--dns", server.to_string());
        }
        if let Some(instances) = self.instances {
            flag("--instances", instances.to_string());
        }
        if self.plans > 1 {
            flag("--plans", self.plans.to_string());
        }
        for avoid in &self.avoid {
            flag("--avoid", avoid.to_string());
        }
        flags
    }

    /// Every prefix of the proposal with what it is called in a sentence.
    pub fn prefixes(&self) -> Vec<(String, Prefix)> {
        let pools = self.pools.iter().map(|p| (POOL.to_owned(), *p));
        let networks = self.labelled_networks();
        networks
            .chain(self.labelled_subnets())
            .chain(pools)
            .collect()
    }

    /// The prefixes of the network, each with what it is called in a sentence.
    pub fn labelled_networks(&self) -> impl Iterator<Item = (String, Prefix)> {
        self.networks.iter().map(|p| ("the network".to_owned(), *p))
    }

    /// The prefixes of the subnets, each with what it is called in a sentence.
    pub fn labelled_subnets(&self) -> impl Iterator<Item = (String, Prefix)> {
        self.subnets.iter().map(|s| (s.label(), s.prefix))
    }

    /// Addresses that the instances of all plans take from the point-to-site pool: one each.
    /// That an instance has one, in WEBSITE_PRIVATE_IP, is documented; that it never has more is not.
    pub fn pool_addresses(&self) -> u64 {
        u64::from(self.instances.unwrap_or(1)) * u64::from(self.plans.max(1))
    }

    /// Addresses that one plan takes from its integration subnet while it scales: two an instance.
    /// Source: azure-docs, overview-vnet-integration, "Subnet requirements".
    pub fn integration_addresses(&self) -> u64 {
        2 * u64::from(self.instances.unwrap_or(1))
    }
}

/// What the point-to-site pool is called in a sentence.
pub const POOL: &str = "the point-to-site pool";

fn union(prefixes: &[Prefix]) -> AddressSet {
    let nets: Vec<IpNet> = prefixes.iter().map(|p| p.meant()).collect();
    AddressSet::of(&nets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_behind_the_length_are_kept_apart_from_what_is_meant() {
        let prefix = Prefix::parse("10.1.2.5/24").unwrap();
        assert!(prefix.has_host_bits());
        assert_eq!(prefix.to_string(), "10.1.2.0/24");
        assert_eq!(prefix.typed().to_string(), "10.1.2.5/24");
        assert!(!Prefix::parse(" 10.1.2.0/24 ").unwrap().has_host_bits());
    }
}
