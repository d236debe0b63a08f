//! What a network security group does with a set of flows.
//!
//! Exact, and for all flows at once: senders and ports are first put into classes that no rule tells
//! apart, and for each pair of classes the rules are laid over the line of receivers, lowest priority
//! number first. Real groups have few classes, so the work grows with the number of prefixes.

mod classes;
mod line;
mod rules;

use netdiag::fact::{Gap, Origin};
use netdiag::model::{Access, Direction, Protocol, RulePeer, SecurityGroup};

use super::flows::Block;
use super::tags::Tags;
use classes::classes;
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
/// If the group's rules were not read.
pub fn evaluate(
    group: &SecurityGroup,
    direction: Direction,
    protocol: Protocol,
    flows: &Block,
    tags: &Tags,
) -> Result<Vec<Part>, Gap> {
    let rules = rules::in_order(group, direction, protocol, flows, tags)?;
    let choices: Vec<Choice<'_>> = rules.iter().map(Choice::of).collect();
    let mut parts: Vec<Part> = Vec::new();
    for sender in &classes(&flows.from, &choices, |block| &block.from) {
        let of_sender = sender.choose(&choices);
        let first = parts.len();
        for port in &classes(&flows.ports, &of_sender, |block| &block.ports) {
            let choices = port.choose(&of_sender);
            let mut line = Line::over(&flows.to, &choices);
            for choice in &choices {
                line.lay(choice);
            }
            for (fate, to) in line.fates(&choices) {
                // Ports with the same fate for the same receivers are one part.
                let same = parts[first..]
                    .iter_mut()
                    .find(|part| part.fate == fate && part.flows.to == to);
                match same {
                    Some(part) => part.flows.ports = part.flows.ports.union(&port.values),
                    None => parts.push(Part {
                        flows: Block {
                            from: sender.values.clone(),
                            to,
                            ports: port.values.clone(),
                        },
                        fate,
                    }),
                }
            }
        }
    }
    Ok(join_senders(parts))
}

/// Parts that differ in their senders only are one part.
fn join_senders(parts: Vec<Part>) -> Vec<Part> {
    let mut joined: Vec<Part> = Vec::with_capacity(parts.len());
    let mut index = std::collections::HashMap::new();
    for part in parts {
        let key = (
            part.flows.to.clone(),
            part.flows.ports.clone(),
            format!("{:?}", part.fate),
        );
        match index.get(&key) {
            Some(&i) => {
                let known: &mut Part = &mut joined[i];
                known.flows.from = known.flows.from.union(&part.flows.from);
            }
            None => {
                index.insert(key, joined.len());
                joined.push(part);
            }
        }
    }
    joined
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
