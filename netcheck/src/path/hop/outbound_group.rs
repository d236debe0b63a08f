//! Does the integration subnet's security group let the traffic out (regional kind)?

use netdiag::fact::Fact;
use netdiag::model::{Access, Direction, SecurityRule, Subnet};

use super::by_group::by_group;
use super::kind::{Kind, Way};
use crate::path::context::Context;
use crate::path::fate::Part;
use crate::path::flows::Block;
use crate::path::place::{Place, Region};

pub const HOP: Kind = Kind {
    name: "outbound-security-group",
    way: Way::There,
    judge,
};

fn judge(context: &Context<'_>, region: &Region<'_>, flows: &Block) -> Option<Vec<Part>> {
    let (_, subnet) = context.sender.subnet?;
    if matches!(region.place, Place::Platform) {
        return to_platform(context, subnet, flows);
    }
    let place = format!("the integration subnet {}", subnet.name);
    by_group(
        context,
        &subnet.security_group,
        Direction::Outbound,
        &place,
        flows,
    )
}

/// Only a rule for the tag AzurePlatformDNS holds for the platform's own resolver. Source: Microsoft's
/// service-tags-overview page.
fn to_platform(context: &Context<'_>, subnet: &Subnet, flows: &Block) -> Option<Vec<Part>> {
    let inventory = &context.integration.inventory;
    let group = inventory.security_group_of(&subnet.security_group);
    let group = match group {
        Fact::Known { value, .. } => value,
        Fact::Absent { .. } => return None,
        Fact::Unknown(gap) => return Some(Part::gap(flows, &gap)),
    };
    let rules = match &group.rules {
        Fact::Known { value, .. } => value.as_slice(),
        Fact::Absent { .. } => &[],
        Fact::Unknown(gap) => return Some(Part::gap(flows, gap)),
    };
    let speaks_of_it = |rule: &&SecurityRule| {
        let mut tags = rule.destination.tags.iter();
        rule.direction == Direction::Outbound
            && tags.any(|tag| tag.eq_ignore_ascii_case("AzurePlatformDNS"))
    };
    let first = rules
        .iter()
        .filter(speaks_of_it)
        .min_by_key(|rule| rule.priority)?;
    Some(if first.access == Access::Deny {
        let what = format!(
            "the network security group {} denies the platform's DNS (rule {}, priority {})",
            group.name, first.name, first.priority
        );
        Part::blocked(flows, "security-group-denies", what, Some(&first.from))
    } else {
        Part::passes(
            flows,
            format!(
                "{} allows the platform's DNS (rule {})",
                group.name, first.name
            ),
        )
    })
}
