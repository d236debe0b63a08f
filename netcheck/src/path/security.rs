//! What a network security group does with a set of flows.

use netdiag::fact::{Fact, Origin};
use netdiag::model::{Access, Direction, Protocol, RulePeer, SecurityGroup, SecurityRule};
use netdiag::space::PortSet;

use super::flows::Block;
use super::tags::Tags;

/// A set of flows with one fate.
#[derive(Debug, Clone)]
pub struct Part {
    /// The flows.
    pub flows: Block,
    /// What happens to them.
    pub fate: Fate,
}

/// What a group does with a flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It passes, by this rule.
    Allowed(Decider),
    /// It is dropped, by this rule.
    Denied(Decider),
    /// It cannot be told: these things were not expanded, and it would matter.
    Unknown(Vec<String>),
}

/// The rule that decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decider {
    /// The rule's name.
    pub rule: String,
    /// Its priority.
    pub priority: u32,
    /// Where it was read; a default rule that the export leaves out has no place.
    pub from: Option<Origin>,
}

/// Splits `flows` by what the group does with them, first match by priority, then the default rules.
///
/// A rule that only *may* match (an unknown service tag, a source port that nobody knows) leaves its
/// flows undecided; they become unknown only if the rule that decides afterwards does the opposite.
///
/// # Errors
/// If the group's rules were not read.
pub fn rule(
    group: &SecurityGroup,
    direction: Direction,
    protocol: Protocol,
    flows: Block,
    tags: &Tags,
) -> Result<Vec<Part>, netdiag::fact::Gap> {
    let own = match &group.rules {
        Fact::Known { value, .. } => value.as_slice(),
        Fact::Absent { .. } => &[],
        Fact::Unknown(gap) => return Err(gap.clone()),
    };
    let standard = default_rules();
    let defaults = match &group.default_rules {
        Fact::Known { value, .. } if !value.is_empty() => value.as_slice(),
        Fact::Unknown(gap) => return Err(gap.clone()),
        _ => &standard,
    };
    let mut rules: Vec<&SecurityRule> = own
        .iter()
        .chain(defaults)
        .filter(|rule| rule.direction == direction)
        .filter(|rule| rule.protocol == Protocol::Any || rule.protocol == protocol)
        .collect();
    rules.sort_by_key(|rule| rule.priority);

    let mut open = vec![Undecided {
        flows,
        may_allow: Vec::new(),
        may_deny: Vec::new(),
    }];
    let mut parts = Vec::new();
    for rule in rules {
        let matching = Matching::of(rule, tags);
        let mut still_open = Vec::new();
        for piece in open {
            piece.meet(rule, &matching, &mut parts, &mut still_open);
        }
        open = still_open;
        if open.is_empty() {
            break;
        }
    }
    // Azure's default rules end with a denial; an export could have lost it.
    for piece in open {
        parts.push(Part {
            flows: piece.flows,
            fate: Fate::Unknown(vec!["no rule of the group decides it".to_owned()]),
        });
    }
    parts.retain(|part| !part.flows.is_empty());
    Ok(parts)
}

/// Flows that no rule has decided so far, and what might have.
#[derive(Clone)]
struct Undecided {
    flows: Block,
    may_allow: Vec<String>,
    may_deny: Vec<String>,
}

/// What a rule matches for sure, and what it may match.
struct Matching {
    certain: Option<Block>,
    possible: Block,
    unexpanded: Vec<String>,
}

impl Matching {
    fn of(rule: &SecurityRule, tags: &Tags) -> Self {
        let from = tags.resolve(&rule.source);
        let to = tags.resolve(&rule.destination);
        let mut unexpanded = [from.unexpanded, to.unexpanded].concat();
        // The sender's port is chosen anew for each connection: a rule that wants certain ones
        // matches some connections and not others.
        let any_source_port = rule.source_ports == PortSet::all();
        if !any_source_port {
            unexpanded.push(format!(
                "the source ports {} of rule {}",
                rule.source_ports, rule.name
            ));
        }
        let certain = any_source_port.then(|| Block {
            from: from.certain,
            to: to.certain,
            ports: rule.destination_ports.clone(),
        });
        Self {
            certain,
            possible: Block {
                from: from.possible,
                to: to.possible,
                ports: rule.destination_ports.clone(),
            },
            unexpanded,
        }
    }
}

impl Undecided {
    fn meet(
        self,
        rule: &SecurityRule,
        matching: &Matching,
        parts: &mut Vec<Part>,
        open: &mut Vec<Self>,
    ) {
        let (decided, rest) = match &matching.certain {
            Some(certain) => self.flows.split(certain),
            None => (None, vec![self.flows.clone()]),
        };
        if let Some(flows) = decided {
            parts.push(Part {
                flows,
                fate: self.fate(rule),
            });
        }
        for flows in rest {
            let piece = Self {
                flows,
                ..self.clone()
            };
            if matching.unexpanded.is_empty() {
                open.push(piece);
                continue;
            }
            let (maybe, not) = piece.flows.split(&matching.possible);
            if let Some(flows) = maybe {
                let mut marked = Self {
                    flows,
                    ..piece.clone()
                };
                let marks = match rule.access {
                    Access::Allow => &mut marked.may_allow,
                    Access::Deny => &mut marked.may_deny,
                };
                for what in &matching.unexpanded {
                    let mark = format!("{what} in rule {}", rule.name);
                    if !marks.contains(&mark) {
                        marks.push(mark);
                    }
                }
                open.push(marked);
            }
            open.extend(not.into_iter().map(|flows| Self {
                flows,
                ..piece.clone()
            }));
        }
    }

    fn fate(&self, rule: &SecurityRule) -> Fate {
        let decider = Decider {
            rule: rule.name.clone(),
            priority: rule.priority,
            from: (rule.from != Origin::PlatformDefault).then(|| rule.from.clone()),
        };
        match rule.access {
            Access::Allow if self.may_deny.is_empty() => Fate::Allowed(decider),
            Access::Allow => Fate::Unknown(self.may_deny.clone()),
            Access::Deny if self.may_allow.is_empty() => Fate::Denied(decider),
            Access::Deny => Fate::Unknown(self.may_allow.clone()),
        }
    }
}

/// The six rules that every group has. Source: Microsoft's network-security-groups-overview page.
fn default_rules() -> Vec<SecurityRule> {
    let any = || RulePeer {
        any: true,
        ..RulePeer::default()
    };
    let tag = |name: &str| RulePeer {
        tags: vec![name.to_owned()],
        ..RulePeer::default()
    };
    use Access::{Allow, Deny};
    use Direction::{Inbound, Outbound};
    [
        (
            "AllowVnetInBound",
            65000,
            Inbound,
            Allow,
            tag("VirtualNetwork"),
            tag("VirtualNetwork"),
        ),
        (
            "AllowAzureLoadBalancerInBound",
            65001,
            Inbound,
            Allow,
            tag("AzureLoadBalancer"),
            any(),
        ),
        ("DenyAllInBound", 65500, Inbound, Deny, any(), any()),
        (
            "AllowVnetOutBound",
            65000,
            Outbound,
            Allow,
            tag("VirtualNetwork"),
            tag("VirtualNetwork"),
        ),
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
}
