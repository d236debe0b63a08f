//! What a network security group does with a set of flows.
//!
//! Exact, and for all flows at once: senders and ports are first put into classes that no rule tells
//! apart, and for each pair of classes the rules are laid over the line of receivers, lowest priority
//! number first. Real groups have few classes, so the work grows with the number of prefixes; where it
//! grows with the product of all numbers it ends at a limit ([`Effort`]), and nothing is known.

mod classes;
mod effort;
mod line;
mod rules;

use std::collections::HashMap;
use std::net::Ipv4Addr;

use netdiag::fact::{Gap, Origin};
use netdiag::model::{Access, Direction, Protocol, RulePeer, SecurityGroup};
use netdiag::space::AddressSet;

use super::flows::Block;
use super::tags::Tags;
use classes::classes;
pub use effort::Effort;
use effort::Exhausted;
use line::Line;
use rules::{Choice, Matching};

/// A set of flows with one fate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The flows.
    pub flows: Block,
    /// What happens to them.
    pub fate: Fate,
}

/// What a group does with a flow.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It passes, by this rule.
    Allowed(Decider),
    /// It is dropped, by this rule.
    Denied(Decider),
    /// It cannot be told: these things were not expanded, and it would matter.
    Unknown(Vec<String>),
}

/// The rule that decided.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Decider {
    /// The rule's name.
    pub rule: String,
    /// Its priority.
    pub priority: u32,
    /// Whether it speaks of `VirtualNetwork`: which addresses that tag holds is this model's
    /// assumption ([`super::tags::Tags::around`]).
    pub assumes_network: bool,
    /// Where it was read; a default rule that the export leaves out has no place.
    pub from: Option<Origin>,
}

impl Decider {
    /// The rule in words, as "rule no-p2s, priority 150", with the assumption that it rests on.
    pub fn shown(&self) -> String {
        let assumption = if self.assumes_network {
            "; VirtualNetwork is taken to hold the app's addresses, which is inferred"
        } else {
            ""
        };
        format!("rule {}, priority {}{assumption}", self.rule, self.priority)
    }
}

/// Splits `flows` by what the group does with them, first match by priority, then the default rules.
/// The parts are disjoint and together make up `flows`, in a stable order.
///
/// A rule that only *may* match (an unknown service tag, a source port that nobody knows) leaves its
/// flows undecided; they become unknown only if the rule that decides afterwards does the opposite.
///
/// # Errors
/// If the group's rules were not read, or are too much work to lay out.
pub fn evaluate(
    group: &SecurityGroup,
    direction: Direction,
    protocol: Protocol,
    flows: &Block,
    tags: &Tags,
) -> Result<Vec<Part>, Gap> {
    let effort = &mut Effort::default();
    evaluate_within(effort, group, direction, protocol, flows, tags)
}

/// The same, where several evaluations share the work that may be done.
///
/// # Errors
/// As for [`evaluate`].
pub fn evaluate_within(
    effort: &mut Effort,
    group: &SecurityGroup,
    direction: Direction,
    protocol: Protocol,
    flows: &Block,
    tags: &Tags,
) -> Result<Vec<Part>, Gap> {
    let rules = rules::in_order(group, direction, protocol, flows, tags)?;
    split(effort, flows, &rules).map_err(|exhausted| exhausted.gap(&group.name))
}

fn split(
    effort: &mut Effort,
    flows: &Block,
    rules: &[Matching<'_>],
) -> Result<Vec<Part>, Exhausted> {
    let choices: Vec<Choice<'_>> = rules.iter().map(Choice::of).collect();
    let mut parts: Vec<Part> = Vec::new();
    for sender in &classes(effort, &flows.from, &choices, |block| &block.from)? {
        let of_sender = sender.choose(&choices);
        let mut of_ports: Parts<u16> = Parts::default();
        for port in &classes(effort, &flows.ports, &of_sender, |block| &block.ports)? {
            let choices = port.choose(&of_sender);
            let mut line = Line::over(effort, &flows.to, &choices)?;
            for choice in &choices {
                line.lay(effort, choice)?;
            }
            for (fate, to) in line.fates(effort, &choices)? {
                // Ports with the same fate for the same receivers are one part.
                of_ports.add(to, fate, port.values.ranges());
            }
        }
        parts.extend(of_ports.parts.into_iter().map(|(to, fate, ports)| Part {
            flows: Block {
                from: sender.values.clone(),
                to,
                ports: ports.into_iter().collect(),
            },
            fate,
        }));
    }
    Ok(join_senders(parts))
}

/// Parts that differ in their senders only are one part.
fn join_senders(parts: Vec<Part>) -> Vec<Part> {
    let mut joined: HashMap<_, Parts<Ipv4Addr>> = HashMap::new();
    let mut order = Vec::new();
    for Part { flows, fate } in parts {
        let of_ports = joined.entry(flows.ports.clone()).or_default();
        if let Some(i) = of_ports.add(flows.to, fate, flows.from.ranges()) {
            order.push((flows.ports, i));
        }
    }
    let taken = order.into_iter().filter_map(|(ports, i)| {
        let (to, fate, from) = joined.get_mut(&ports)?.parts.get_mut(i)?;
        Some(Part {
            flows: Block {
                from: std::mem::take(from).into_iter().collect(),
                to: std::mem::take(to),
                ports,
            },
            fate: fate.clone(),
        })
    });
    taken.collect()
}

/// Receivers and their fate, with the values of another side, which are gathered: a union for each of
/// thousands of classes would take the square of their number.
struct Parts<T> {
    parts: Vec<Gathered<T>>,
    by_receivers: HashMap<AddressSet, Vec<usize>>,
}

/// Receivers, their fate, and the values as ranges.
type Gathered<T> = (AddressSet, Fate, Vec<(T, T)>);

impl<T> Default for Parts<T> {
    fn default() -> Self {
        Self {
            parts: Vec::new(),
            by_receivers: HashMap::new(),
        }
    }
}

impl<T: Copy> Parts<T> {
    /// Adds values; returns the number of the part if it is a new one.
    fn add(&mut self, to: AddressSet, fate: Fate, values: &[(T, T)]) -> Option<usize> {
        let same_receivers = self.by_receivers.entry(to.clone()).or_default();
        let parts = &mut self.parts;
        if let Some(known) = same_receivers.iter().find(|i| parts[**i].1 == fate) {
            parts[*known].2.extend_from_slice(values);
            return None;
        }
        let new = parts.len();
        same_receivers.push(new);
        parts.push((to, fate, values.to_vec()));
        Some(new)
    }
}

/// The fate that a rule gives, after the rules before it may have matched.
fn fate(rule: &Matching<'_>, may_allow: Vec<String>, may_deny: Vec<String>) -> Fate {
    let speaks_of_network = |peer: &RulePeer| {
        peer.tags
            .iter()
            .any(|tag| tag.eq_ignore_ascii_case("VirtualNetwork"))
    };
    let decider = Decider {
        rule: rule.rule.name.clone(),
        priority: rule.rule.priority,
        assumes_network: speaks_of_network(&rule.rule.source)
            || speaks_of_network(&rule.rule.destination),
        from: (rule.rule.from != Origin::PlatformDefault).then(|| rule.rule.from.clone()),
    };
    match rule.rule.access {
        Access::Allow if may_deny.is_empty() => Fate::Allowed(decider),
        Access::Allow => Fate::Unknown(may_deny),
        Access::Deny if may_allow.is_empty() => Fate::Denied(decider),
        Access::Deny => Fate::Unknown(may_allow),
    }
}

#[cfg(test)]
mod tests;
