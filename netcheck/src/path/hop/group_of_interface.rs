//! Does the security group of the target's network interface let the traffic in?

use netdiag::fact::Fact;
use netdiag::model::Direction;

use super::by_group::by_group_within;
use super::kind::{Kind, Way};
use crate::path::context::Context;
use crate::path::endpoints::subnet_of;
use crate::path::fate::Part;
use crate::path::flows::Block;
use crate::path::place::Region;
use crate::path::security::Effort;

pub const HOP: Kind = Kind {
    name: "interface-security-group",
    way: Way::There,
    judge,
};

fn judge(context: &Context<'_>, region: &Region<'_>, flows: &Block) -> Option<Vec<Part>> {
    let subnet = subnet_of(region)?;
    let mut rest = flows.to.clone();
    let mut parts = Vec::new();
    let mut met = false;
    let effort = &mut Effort::default();
    for interface in context
        .integration
        .inventory
        .network_interfaces
        .values()
        .filter_map(Fact::value)
    {
        let addresses = interface.addresses_in(subnet);
        let Some(own) = addresses.value().map(|own| own.intersection(&rest)) else {
            continue;
        };
        if own.is_empty() {
            continue;
        }
        let flows = Block {
            to: own.clone(),
            ..flows.clone()
        };
        let place = format!("the network interface {}", interface.name);
        if let Some(judged) = by_group_within(
            effort,
            context,
            &interface.security_group,
            Direction::Inbound,
            &place,
            &flows,
        ) {
            met = true;
            rest = rest.difference(&own);
            parts.extend(judged);
        } else {
            rest = rest.difference(&own);
            parts.extend(Part::passes(
                &flows,
                format!("{place} has no security group"),
            ));
        }
    }
    if rest.is_empty() {
        return met.then_some(parts);
    }
    let flows = Block {
        to: rest,
        ..flows.clone()
    };
    let standing = context.integration.inventory.interfaces_in(subnet);
    let addresses = standing
        .into_iter()
        .map(|interface| interface.and_then(|known, _| known.addresses_in(subnet)));
    let gap = addresses.filter_map(|own| own.gap().cloned()).next();
    match gap {
        // An interface of which that was not read may be the target's.
        Some(gap) => parts.extend(Part::unknown(
            &flows,
            format!(
                "{}, so whether a security group stands at the target's own network interface is not known",
                gap.sentence()
            ),
        )),
        None if met => parts.extend(Part::passes(&flows, "no network interface is known there")),
        None => return None,
    }
    Some(parts)
}
