//! Does the security group of the target's subnet let the traffic in?

use netdiag::fact::Fact;
use netdiag::model::{Direction, Inventory, ResourceId};

use super::{Blocker, Kind, Part, Verdict, Way};
use crate::path::Context;
use crate::path::flows::Block;
use crate::path::place::{Place, Region};
use crate::path::security::{Fate, evaluate};

pub const HOP: Kind = Kind {
    name: "subnet-security-group",
    way: Way::There,
    judge,
};

fn judge(context: &Context<'_>, region: &Region<'_>, flows: &Block) -> Option<Vec<Part>> {
    match &region.place {
        Place::Subnet(subnet)
        | Place::Peered {
            subnet: Some(subnet),
            ..
        } => by_group(
            context,
            &subnet.security_group,
            Direction::Inbound,
            &format!("the subnet {}", subnet.name),
            flows,
        ),
        Place::Peered {
            vnet: None,
            peering,
            ..
        } => Some(Part::unknown(
            flows,
            format!(
                "the network behind {} was not read, so its security groups are not known",
                peering.name
            ),
        )),
        _ => None,
    }
}

/// Splits flows by what the group at a place does with them; `None` if there is no group.
pub(super) fn by_group(
    context: &Context<'_>,
    group: &Fact<ResourceId>,
    direction: Direction,
    place: &str,
    flows: &Block,
) -> Option<Vec<Part>> {
    let group = group.as_ref().and_then(|id, _| {
        let shelf = &context.integration.inventory.security_groups;
        Inventory::find(shelf, "network security group", id)
    });
    let group = match group {
        Fact::Known { value, .. } => value,
        Fact::Absent { .. } => return None,
        Fact::Unknown(gap) => return Some(Part::gap(flows, &gap)),
    };
    let parts = match evaluate(group, direction, context.protocol, flows, &context.tags) {
        Ok(parts) => parts,
        Err(gap) => return Some(Part::gap(flows, &gap)),
    };
    let name = &group.name;
    let parts = parts.into_iter().map(|part| Part {
        flows: part.flows,
        verdict: match part.fate {
            Fate::Allowed(by) => Verdict::Passes(format!(
                "the network security group {name} of {place} allows it ({})",
                by.shown()
            )),
            Fate::Denied(by) => Verdict::Blocked(Blocker {
                cause: "security-group-denies",
                what: format!(
                    "the network security group {name} denies it ({})",
                    by.shown()
                ),
                from: by.from,
            }),
            Fate::Unknown(whys) => Verdict::Unknown(format!(
                "{name} of {place}: could not expand {}",
                whys.join(", ")
            )),
        },
    });
    Some(parts.collect())
}
