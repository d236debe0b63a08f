//! Does the security group of the target's subnet let the traffic in?

use netdiag::model::{Direction, NetworkPolicy};

use super::by_group::by_group;
use super::kind::{Kind, Way};
use crate::path::context::Context;
use crate::path::endpoints::{Endpoints, subnet_of};
use crate::path::fate::Part;
use crate::path::flows::Block;
use crate::path::place::{Place, Region};

pub const HOP: Kind = Kind {
    name: "subnet-security-group",
    way: Way::There,
    judge,
};

fn judge(context: &Context<'_>, region: &Region<'_>, flows: &Block) -> Option<Vec<Part>> {
    if let Place::Peered {
        vnet: None,
        peering,
        ..
    } = &region.place
    {
        return Some(Part::unknown(
            flows,
            format!(
                "the network behind {} was not read, so its security groups are not known",
                peering.name
            ),
        ));
    }
    let subnet = subnet_of(region)?;
    // Source: Microsoft's overview-vnet-integration page: only outbound rules hold there.
    if context
        .sender
        .subnet
        .is_some_and(|(_, own)| own.id == subnet.id)
    {
        let what = "inbound rules do not hold for the integration subnet itself";
        return (!subnet.security_group.is_absent()).then(|| Part::passes(flows, what));
    }
    let place = format!("the subnet {}", subnet.name);
    let parts = by_group(
        context,
        &subnet.security_group,
        Direction::Inbound,
        &place,
        flows,
    )?;
    Some(match Endpoints::of(context, region) {
        Some(endpoints) => endpoints.exempt(
            NetworkPolicy::SecurityGroups,
            parts,
            "its security group does not hold for",
        ),
        None => parts,
    })
}
