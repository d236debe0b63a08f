//! What a security group, wherever it stands, does with flows.

use netdiag::fact::Fact;
use netdiag::model::{Direction, ResourceId};
use netdiag::text::some_of;

use crate::path::context::Context;
use crate::path::fate::{Blocker, Part, Verdict};
use crate::path::flows::Block;
use crate::path::security::{Decider, Effort, Fate, evaluate_within};

/// Splits flows by what the group at a place does with them; `None` if there is no group.
pub(super) fn by_group(
    context: &Context<'_>,
    group: &Fact<ResourceId>,
    direction: Direction,
    place: &str,
    flows: &Block,
) -> Option<Vec<Part>> {
    let effort = &mut Effort::default();
    by_group_within(effort, context, group, direction, place, flows)
}

/// The same, where several groups share the work that may be done.
pub(super) fn by_group_within(
    effort: &mut Effort,
    context: &Context<'_>,
    group: &Fact<ResourceId>,
    direction: Direction,
    place: &str,
    flows: &Block,
) -> Option<Vec<Part>> {
    let group = context.integration.inventory.security_group_of(group);
    let group = match group {
        Fact::Known { value, .. } => value,
        Fact::Absent { .. } => return None,
        Fact::Unknown(gap) => return Some(Part::gap(flows, &gap)),
    };
    let (protocol, tags) = (context.protocol, &context.tags);
    let parts = match evaluate_within(effort, group, direction, protocol, flows, tags) {
        Ok(parts) => parts,
        Err(gap) => return Some(Part::gap(flows, &gap)),
    };
    let name = &group.name;
    // That the app's own subnet belongs to the network is no assumption.
    let shown = |mut by: Decider| {
        by.assumes_network &= !context.is_regional();
        by.shown()
    };
    let parts = parts.into_iter().map(|part| Part {
        flows: part.flows,
        verdict: match part.fate {
            Fate::Allowed(by) => Verdict::Passes(format!(
                "the network security group {name} of {place} allows it ({})",
                shown(by)
            )),
            Fate::Denied(by) => Verdict::Blocked(Blocker {
                cause: "security-group-denies",
                what: format!(
                    "the network security group {name} denies it ({})",
                    shown(by.clone())
                ),
                from: by.from,
            }),
            Fate::Unknown(whys) => Verdict::Unknown(format!(
                "{name} of {place}: could not expand {}",
                some_of(&whys, 10)
            )),
        },
    });
    Some(parts.collect())
}
