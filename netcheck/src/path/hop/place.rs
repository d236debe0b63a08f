//! Is there a place for the address at all?

use netdiag::model::Vnet;
use netdiag::space::AddressSet;

use super::kind::{Kind, Way};
use crate::path::context::Context;
use crate::path::endpoints::Endpoints;
use crate::path::fate::Part;
use crate::path::flows::Block;
use crate::path::place::{Place, Region, unread, unread_subnets};

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
    if let Some(parts) = with_endpoints(context, region, flows) {
        return Some(parts);
    }
    Some(match &region.place {
        Place::Subnet(_)
        | Place::Peered {
            subnet: Some(_), ..
        }
        | Place::OnPremises(_) => Part::passes(
            flows,
            format!("the address lies in {}", region.place.name()),
        ),
        Place::NoSubnet => match context.integration.vnet.value() {
            Some(vnet) => in_no_subnet(flows, vnet),
            None => return None,
        },
        Place::Peered {
            vnet: Some(remote),
            subnet: None,
            ..
        } => in_no_subnet(flows, remote),
        Place::Peered {
            vnet: None,
            peering,
            ..
        } => Part::passes(
            flows,
            format!("the address lies behind the peering {}", peering.name),
        ),
        // The routes of its subnet say where a regional app's traffic goes.
        Place::Internet | Place::Platform => return None,
        Place::Nowhere if context.is_regional() => return None,
        Place::Nowhere if context.integration.vnet.value().is_none() => Part::unknown(
            flows,
            "the network was not read, so where the address lies is not known",
        ),
        Place::Nowhere => {
            let what = format!(
                "neither {vnet}, a peered network nor a local network gateway holds the address"
            );
            match unread(context.integration).as_slice() {
                [] => Part::blocked(
                    flows,
                    "on-premises-range-missing",
                    what,
                    context.integration.vnet.origin(),
                ),
                gaps => Part::unknown(
                    flows,
                    format!("{what}, as far as that was read: {}", gaps.join("; ")),
                ),
            }
        }
    })
}

fn in_no_subnet(flows: &Block, vnet: &Vnet) -> Vec<Part> {
    let what = format!("no subnet of {} holds the address", vnet.name);
    match unread_subnets(vnet).first() {
        None => Part::blocked(
            flows,
            "host-down",
            format!("{what}, so no host has it"),
            Some(&vnet.from),
        ),
        Some(gap) => Part::unknown(
            flows,
            format!("{what}, as far as that was read: {}", gap.sentence()),
        ),
    }
}

/// Among private endpoints those that their services have not approved lead nowhere.
fn with_endpoints(context: &Context<'_>, region: &Region<'_>, flows: &Block) -> Option<Vec<Part>> {
    let endpoints = Endpoints::of(context, region)?;
    let mut rest = flows.to.clone();
    let mut parts = Vec::new();
    for (address, endpoint) in endpoints.among(&flows.to) {
        let to = AddressSet::from_range(address, address);
        rest = rest.difference(&to);
        let flows = Block {
            to,
            ..flows.clone()
        };
        parts.extend(match endpoint.unapproved() {
            Some((status, from)) => Part::blocked(
                &flows,
                "private-endpoint-not-approved",
                format!(
                    "the private endpoint {} is {status}, not Approved",
                    endpoint.name
                ),
                Some(from),
            ),
            None => Part::passes(
                &flows,
                format!(
                    "the address is that of the private endpoint {} in {}",
                    endpoint.name,
                    region.place.name()
                ),
            ),
        });
    }
    if !rest.is_empty() {
        let flows = Block {
            to: rest,
            ..flows.clone()
        };
        let by = format!("the address lies in {}", region.place.name());
        parts.extend(Part::passes(&flows, by));
    }
    Some(parts)
}
