//! Network security groups.

use super::node::{Node, prefix};
use crate::fact::{Fact, Gap};
use crate::model::{
    Access, Direction, Protocol, ResourceId, RulePeer, SecurityGroup, SecurityRule,
};
use crate::space::PortSet;

pub(super) fn group(node: &Node<'_>, id: ResourceId) -> SecurityGroup {
    SecurityGroup {
        name: node.name(),
        rules: node.list_of("securityRules", rule),
        default_rules: node.list_of("defaultSecurityRules", rule),
        from: node.from(),
        id,
    }
}

/// A rule that cannot be read makes its group unknown: what lies behind it cannot be judged.
fn rule(node: &Node<'_>) -> Fact<SecurityRule> {
    if !node.value.is_object() {
        return node.wrong("a security rule");
    }
    let bad = |why: String| {
        Fact::Unknown(Gap::new(format!("the security rule {}", node.name()), why).at(node.from()))
    };
    let word = |name: &str| node.text(name).value().map(|w| w.to_ascii_lowercase());
    let priority = match node.number("priority").value() {
        Some(priority) => *priority,
        None => return bad("has no priority".to_owned()),
    };
    let direction = match word("direction").as_deref() {
        Some("inbound") => Direction::Inbound,
        Some("outbound") => Direction::Outbound,
        _ => return bad("has no direction that is known".to_owned()),
    };
    let access = match word("access").as_deref() {
        Some("allow") => Access::Allow,
        Some("deny") => Access::Deny,
        _ => return bad("neither allows nor denies".to_owned()),
    };
    let protocol = match word("protocol").as_deref() {
        Some("tcp") => Protocol::Tcp,
        Some("udp") => Protocol::Udp,
        Some("icmp") => Protocol::Icmp,
        Some("esp") => Protocol::Esp,
        Some("ah") => Protocol::Ah,
        Some("*" | "any" | "all") => Protocol::Any,
        _ => return bad("has no protocol that is known".to_owned()),
    };
    let ports = |plural: &str, singular: &str| -> Result<PortSet, String> {
        let written = both(node, plural, singular)?;
        let mut ranges = Vec::new();
        for text in &written {
            ranges.push(
                port_range(text).ok_or_else(|| format!("names '{text}', which are no ports"))?,
            );
        }
        if written.is_empty() {
            return Err(format!("has no {singular}"));
        }
        Ok(ranges.into_iter().collect())
    };
    let peer = |side: &str| -> Result<RulePeer, String> {
        let mut peer = RulePeer::default();
        for text in both(
            node,
            &format!("{side}AddressPrefixes"),
            &format!("{side}AddressPrefix"),
        )? {
            match prefix(&text) {
                _ if text == "*" || text.eq_ignore_ascii_case("any") => peer.any = true,
                Some(net) => peer.prefixes.push(net),
                None => peer.tags.push(text),
            }
        }
        match node.references(&format!("{side}ApplicationSecurityGroups")) {
            Fact::Known { value, .. } => peer.application_security_groups = value,
            Fact::Absent { .. } => {}
            Fact::Unknown(gap) => return Err(gap.to_string()),
        }
        if peer == RulePeer::default() {
            return Err(format!("has no {side}"));
        }
        Ok(peer)
    };
    let read = || -> Result<SecurityRule, String> {
        Ok(SecurityRule {
            name: node.name(),
            priority,
            direction,
            access,
            protocol,
            source: peer("source")?,
            source_ports: ports("sourcePortRanges", "sourcePortRange")?,
            destination: peer("destination")?,
            destination_ports: ports("destinationPortRanges", "destinationPortRange")?,
            from: node.from(),
        })
    };
    match read() {
        Ok(rule) => Fact::known(rule, node.from()),
        Err(why) => bad(why),
    }
}

/// The plural and the singular member together; in an augmented rule one of them is empty, and
/// PowerShell writes lists under the singular name.
fn both(node: &Node<'_>, plural: &str, singular: &str) -> Result<Vec<String>, String> {
    let mut all = Vec::new();
    for name in [plural, singular] {
        match node.texts(name) {
            Fact::Known { value, .. } => all.extend(value),
            Fact::Absent { .. } => {}
            Fact::Unknown(gap) => return Err(gap.to_string()),
        }
    }
    Ok(all)
}

fn port_range(text: &str) -> Option<(u16, u16)> {
    let text = text.trim();
    if text == "*" {
        return Some((0, u16::MAX));
    }
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let (first, last) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
    (first <= last).then_some((first, last))
}
