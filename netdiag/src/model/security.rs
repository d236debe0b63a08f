//! Network security groups.

use ipnet::IpNet;

use super::ResourceId;
use crate::fact::{Fact, Origin};
use crate::space::PortSet;

/// A network security group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityGroup {
    /// Its id.
    pub id: ResourceId,
    /// Its name.
    pub name: String,
    /// Its own rules.
    pub rules: Fact<Vec<SecurityRule>>,
    /// The default rules, which Azure always has even if an export leaves them out.
    pub default_rules: Fact<Vec<SecurityRule>>,
    /// Where it was read.
    pub from: Origin,
}

/// One rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityRule {
    /// Its name.
    pub name: String,
    /// 100 to 4096 for own rules, 65000 and more for default ones; the lowest decides.
    pub priority: u32,
    /// Which way.
    pub direction: Direction,
    /// What it does with what it matches.
    pub access: Access,
    /// Which protocol.
    pub protocol: Protocol,
    /// Where traffic comes from.
    pub source: RulePeer,
    /// The sender's ports.
    pub source_ports: PortSet,
    /// Where it goes.
    pub destination: RulePeer,
    /// The receiver's ports.
    pub destination_ports: PortSet,
    /// Where it was read.
    pub from: Origin,
}

/// Which way a rule looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// Into the subnet or NIC.
    Inbound,
    /// Out of it.
    Outbound,
}

/// What a rule does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// Lets it through.
    Allow,
    /// Drops it.
    Deny,
}

/// Which protocol a rule is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Protocol {
    /// TCP.
    Tcp,
    /// UDP.
    Udp,
    /// ICMP.
    Icmp,
    /// IPsec payload.
    Esp,
    /// IPsec authentication header.
    Ah,
    /// Every protocol (`*`).
    Any,
}

/// One side of a rule: the union of prefixes, tags and application security groups.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RulePeer {
    /// `*`: everyone.
    pub any: bool,
    /// Prefixes.
    pub prefixes: Vec<IpNet>,
    /// Service tags as written (`VirtualNetwork`, `Sql.WestUS`), and text that is none of the above:
    /// which addresses they mean is decided, or left unknown, by the path model.
    pub tags: Vec<String>,
    /// Application security groups: the addresses of the NICs that belong to them.
    pub application_security_groups: Vec<ResourceId>,
}
