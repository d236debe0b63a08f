//! What a network security group does with a set of flows.
//!
//! Exact, and for all flows at once: senders and ports are first put into classes that no rule tells
//! apart, and for each pair of classes the rules are laid over the line of receivers, lowest priority
//! number first. Real groups have few classes, so the work grows with the number of prefixes; where it
//! grows with the product of all numbers it ends at a limit ([`Effort`]), and nothing is known.

mod classes;
mod effort;
mod fate;
mod line;
mod rules;

use std::collections::HashMap;
use std::net::Ipv4Addr;

use netdiag::fact::Gap;
use netdiag::model::{Direction, Protocol, SecurityGroup};
use netdiag::space::AddressSet;

use super::flows::Block;
use super::tags::Tags;
use classes::classes;
pub use effort::Effort;
use effort::Exhausted;
pub use fate::{Decider, Fate};
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

#[cfg(test)]
mod tests;
