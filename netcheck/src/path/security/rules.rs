//! A group's rules in the order in which they are asked, and what each one matches.

use std::sync::LazyLock;

use netdiag::fact::{Fact, Gap, Origin};
use netdiag::model::{Access, Direction, Protocol, RulePeer, SecurityGroup, SecurityRule};
use netdiag::space::PortSet;

use super::super::flows::Block;
use super::super::tags::Tags;

/// A rule, and which of the flows in question it matches for sure, and which it may match.
#[derive(Debug, Clone)]
pub struct Matching<'a> {
    /// The rule.
    pub rule: &'a SecurityRule,
    /// What it matches for sure; `None` if nothing is.
    pub certain: Option<Block>,
    /// What it may match: everything certain, and more where something could not be expanded.
    pub possible: Block,
    /// What could not be expanded.
    pub unexpanded: Vec<String>,
}

/// A rule as a class of senders or ports meets it.
#[derive(Debug, Clone, Copy)]
pub struct Choice<'r> {
    /// The rule.
    pub matching: &'r Matching<'r>,
    /// Whether the class is among what the rule matches for sure.
    sure: bool,
}

impl<'r> Choice<'r> {
    /// The rule as it stands, before any class is looked at.
    pub fn of(matching: &'r Matching<'r>) -> Self {
        Self {
            matching,
            sure: true,
        }
    }

    /// The same for a class that is, or is not, among what the rule matches for sure.
    pub fn narrowed(self, sure: bool) -> Self {
        Self {
            sure: self.sure && sure,
            ..self
        }
    }

    /// What the rule matches for sure, as far as the class goes.
    pub fn certain(&self) -> Option<&'r Block> {
        self.matching.certain.as_ref().filter(|_| self.sure)
    }

    /// What the rule may match beyond that; `None` if everything about it is known.
    pub fn possible(&self) -> Option<&'r Block> {
        (!self.matching.unexpanded.is_empty()).then_some(&self.matching.possible)
    }
}

/// The rules that can matter for `flows`, lowest priority number first, default rules last.
pub fn in_order<'a>(
    group: &'a SecurityGroup,
    direction: Direction,
    protocol: Protocol,
    flows: &Block,
    tags: &Tags,
) -> Result<Vec<Matching<'a>>, Gap> {
    let own: &[SecurityRule] = match &group.rules {
        Fact::Known { value, .. } => value,
        Fact::Absent { .. } => &[],
        Fact::Unknown(gap) => return Err(gap.clone()),
    };
    let defaults: &[SecurityRule] = match &group.default_rules {
        Fact::Known { value, .. } if !value.is_empty() => value,
        Fact::Unknown(gap) => return Err(gap.clone()),
        _ => &DEFAULT_RULES,
    };
    let mut rules: Vec<&SecurityRule> = own
        .iter()
        .chain(defaults)
        .filter(|rule| rule.direction == direction)
        .filter(|rule| rule.protocol == Protocol::Any || rule.protocol == protocol)
        .collect();
    rules.sort_by_key(|rule| rule.priority);
    Ok(rules
        .into_iter()
        .map(|rule| Matching::of(rule, flows, tags))
        .filter(|matching| !matching.possible.is_empty())
        .collect())
}

impl<'a> Matching<'a> {
    fn of(rule: &'a SecurityRule, flows: &Block, tags: &Tags) -> Self {
        let from = tags.resolve(&rule.source);
        let to = tags.resolve(&rule.destination);
        let mut unexpanded = [from.unexpanded, to.unexpanded].concat();
        // The sender's port is chosen anew for each connection: a rule that wants certain ones
        // matches some connections and not others.
        let any_source_port = rule.source_ports == PortSet::all();
        if !any_source_port {
            unexpanded.push(format!("the source ports {}", rule.source_ports));
        }
        let certain = Block {
            from: from.certain,
            to: to.certain,
            ports: rule.destination_ports.clone(),
        }
        .intersection(flows);
        let possible = Block {
            from: from.possible,
            to: to.possible,
            ports: rule.destination_ports.clone(),
        }
        .intersection(flows);
        Self {
            rule,
            certain: Some(certain).filter(|block| any_source_port && !block.is_empty()),
            possible,
            unexpanded: unexpanded
                .into_iter()
                .map(|what| format!("{what} in rule {}", rule.name))
                .collect(),
        }
    }
}

/// The six rules that every group has, also when an export leaves them out.
/// Source: Microsoft's network-security-groups-overview page.
static DEFAULT_RULES: LazyLock<Vec<SecurityRule>> = LazyLock::new(|| {
    use Access::{Allow, Deny};
    use Direction::{Inbound, Outbound};
    let any = || RulePeer {
        any: true,
        ..RulePeer::default()
    };
    let tag = |name: &str| RulePeer {
        tags: vec![name.to_owned()],
        ..RulePeer::default()
    };
    let vnet = || tag("VirtualNetwork");
    [
        ("AllowVnetInBound", 65000, Inbound, Allow, vnet(), vnet()),
        (
            "AllowAzureLoadBalancerInBound",
            65001,
            Inbound,
            Allow,
            tag("AzureLoadBalancer"),
            any(),
        ),
        ("DenyAllInBound", 65500, Inbound, Deny, any(), any()),
        ("AllowVnetOutBound", 65000, Outbound, Allow, vnet(), vnet()),
        (
            "AllowInternetOutBound",
            65001,
            Outbound,
            Allow,
            any(),
            tag("Internet"),
        ),
        ("DenyAllOutBound", 65500, Outbound, Deny, any(), any()),
    ]
    .into_iter()
    .map(
        |(name, priority, direction, access, source, destination)| SecurityRule {
            name: name.to_owned(),
            priority,
            direction,
            access,
            protocol: Protocol::Any,
            source,
            source_ports: PortSet::all(),
            destination,
            destination_ports: PortSet::all(),
            from: Origin::PlatformDefault,
        },
    )
    .collect()
});
