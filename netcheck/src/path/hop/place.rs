//! Is there a place for the address at all?

use super::{Kind, Part, Way};
use crate::path::Context;
use crate::path::flows::Block;
use crate::path::place::{Place, Region};

pub const HOP: Kind = Kind {
    name: "place",
    way: Way::There,
    judge,
};

fn judge(context: &Context<'_>, region: &Region<'_>, flows: &Block) -> Option<Vec<Part>> {
    let vnet = context
        .integration
        .vnet
        .value()
        .map_or("the network", |vnet| vnet.name.as_str());
    Some(match &region.place {
        Place::Subnet(_)
        | Place::Peered {
            subnet: Some(_), ..
        }
        | Place::OnPremises(_) => Part::passes(
            flows,
            format!("the address lies in {}", region.place.name()),
        ),
        Place::NoSubnet => Part::blocked(
            flows,
            "host-down",
            format!("no subnet of {vnet} holds the address, so no host has it"),
            context.integration.vnet.origin(),
        ),
        Place::Peered {
            vnet: Some(remote),
            subnet: None,
            ..
        } => Part::blocked(
            flows,
            "host-down",
            format!(
                "no subnet of {} holds the address, so no host has it",
                remote.name
            ),
            Some(&remote.from),
        ),
        Place::Peered {
            vnet: None,
            peering,
            ..
        } => Part::passes(
            flows,
            format!("the address lies behind the peering {}", peering.name),
        ),
        // A regional app reaches the internet through its subnet.
        Place::Nowhere if context.is_regional() && is_public(flows) => return None,
        Place::Nowhere if context.integration.vnet.value().is_none() => Part::unknown(
            flows,
            "the network was not read, so where the address lies is not known",
        ),
        Place::Nowhere => Part::blocked(
            flows,
            "on-premises-range-missing",
            format!(
                "neither {vnet}, a peered network nor a local network gateway holds the address"
            ),
            context.integration.vnet.origin(),
        ),
    })
}

fn is_public(flows: &Block) -> bool {
    !flows.to.overlaps(&netdiag::space::private_ranges())
}
