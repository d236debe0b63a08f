//! Network security groups as nftables chains.
//!
//! Each group is two chains, for what enters and what leaves. Whoever asks a group jumps into its
//! chain: a rule that allows returns, one that denies drops, silently as Azure does.

use std::fmt::Write;
use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

use crate::healthy::AZURE_DNS;
use crate::world::{Direction, Group, Rule};

/// What tags and names of application security groups stand for.
#[derive(Debug, Clone)]
pub struct Meanings {
    /// `VirtualNetwork`.
    pub network: Vec<Ipv4Net>,
    /// The members of the application security group `nw-sql`.
    pub members: Vec<Ipv4Addr>,
}

/// A set of addresses, as nftables matches it.
enum Addresses {
    All,
    Of(Vec<Ipv4Net>),
    AllBut(Vec<Ipv4Net>),
}

impl Meanings {
    /// The sets that these words stand for together. A tag that is not known is nobody.
    fn of(&self, words: &[String]) -> Vec<Addresses> {
        let mut listed = Vec::new();
        let mut sets = Vec::new();
        for word in words {
            match word.as_str() {
                "*" | "0.0.0.0/0" => return vec![Addresses::All],
                "Internet" => sets.push(Addresses::AllBut(self.network.clone())),
                "VirtualNetwork" => listed.extend(&self.network),
                "AzureLoadBalancer" => listed.push(AZURE_DNS.into()),
                "asg:nw-sql" => listed.extend(self.members.iter().map(|m| Ipv4Net::from(*m))),
                word => {
                    let prefix = word.parse::<Ipv4Net>().ok();
                    let prefix = prefix.or_else(|| Some(word.parse::<Ipv4Addr>().ok()?.into()));
                    listed.extend(prefix);
                }
            }
        }
        let listed = Ipv4Net::aggregate(&listed);
        if !listed.is_empty() {
            sets.push(Addresses::Of(listed));
        }
        sets
    }
}

impl Addresses {
    fn matches(&self, field: &str) -> String {
        match self {
            Self::All => String::new(),
            Self::Of(prefixes) => format!("ip {field} {} ", set(prefixes)),
            Self::AllBut(prefixes) => format!("ip {field} != {} ", set(prefixes)),
        }
    }
}

/// Prefixes as an nftables set.
pub fn set(prefixes: &[Ipv4Net]) -> String {
    let prefixes = Ipv4Net::aggregate(&prefixes.to_vec());
    let all: Vec<String> = prefixes.iter().map(ToString::to_string).collect();
    format!("{{ {} }}", all.join(", "))
}

/// The name of a group's chain.
pub fn chain(group: &str, direction: Direction) -> String {
    match direction {
        Direction::Inbound => format!("into-{group}"),
        Direction::Outbound => format!("out-of-{group}"),
    }
}

/// The chains of all groups.
pub fn chains(groups: &[Group], meanings: &Meanings) -> String {
    let mut text = String::new();
    for group in groups {
        for direction in [Direction::Inbound, Direction::Outbound] {
            let own = group.rules.iter().filter(|r| r.direction == direction);
            let mut rules: Vec<Rule> = own.cloned().chain(defaults(direction)).collect();
            rules.sort_by_key(|rule| rule.priority);
            let _ = writeln!(text, "chain {} {{", chain(&group.name, direction));
            for line in rules.iter().flat_map(|rule| lines(rule, meanings)) {
                let _ = writeln!(text, "  {line}");
            }
            text.push_str("}\n");
        }
    }
    text
}

/// A rule as nftables has it: one line for each pair of a set of sources and one of destinations.
fn lines(rule: &Rule, meanings: &Meanings) -> Vec<String> {
    let verdict = if rule.allow { "return" } else { "drop" };
    let protocol = protocol(rule.protocol, &rule.ports);
    let mut lines = Vec::new();
    for from in meanings.of(&rule.sources) {
        for to in meanings.of(&rule.destinations) {
            let (from, to) = (from.matches("saddr"), to.matches("daddr"));
            lines.push(format!("{from}{to}{protocol}counter {verdict}"));
        }
    }
    lines
}

fn protocol(protocol: &str, ports: &[String]) -> String {
    let kind = match protocol.to_ascii_lowercase().as_str() {
        "tcp" => "tcp",
        "udp" => "udp",
        "icmp" => return "meta l4proto icmp ".to_owned(),
        // A rule for some ports says nothing of protocols without ports.
        _ if ports.iter().all(|port| port != "*") => "{ tcp, udp }",
        _ => return String::new(),
    };
    let l4 = format!("meta l4proto {kind} ");
    match ports.iter().any(|port| port == "*") {
        true => l4,
        false => format!("{l4}th dport {{ {} }} ", ports.join(", ")),
    }
}

/// The platform's default rules.
fn defaults(direction: Direction) -> Vec<Rule> {
    let rule = |name: &str, priority, allow, from: &str, to: &str| Rule {
        name: name.to_owned(),
        priority,
        direction,
        allow,
        protocol: "*",
        sources: vec![from.to_owned()],
        destinations: vec![to.to_owned()],
        ports: vec!["*".to_owned()],
    };
    const NETWORK: &str = "VirtualNetwork";
    match direction {
        Direction::Inbound => vec![
            rule("AllowVnetInBound", 65000, true, NETWORK, NETWORK),
            rule(
                "AllowAzureLoadBalancerInBound",
                65001,
                true,
                "AzureLoadBalancer",
                "*",
            ),
            rule("DenyAllInBound", 65500, false, "*", "*"),
        ],
        Direction::Outbound => vec![
            rule("AllowVnetOutBound", 65000, true, NETWORK, NETWORK),
            rule("AllowInternetOutBound", 65001, true, "*", "Internet"),
            rule("DenyAllOutBound", 65500, false, "*", "*"),
        ],
    }
}
