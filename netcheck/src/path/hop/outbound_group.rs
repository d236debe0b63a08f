//! Does the integration subnet's security group let the traffic out (regional kind)?

use netdiag::model::Direction;

use super::group_of_subnet::by_group;
use super::{Kind, Part, Way};
use crate::path::Context;
use crate::path::flows::Block;
use crate::path::place::Region;

pub const HOP: Kind = Kind {
    name: "outbound-security-group",
    way: Way::There,
    judge,
};

fn judge(context: &Context<'_>, _: &Region<'_>, flows: &Block) -> Option<Vec<Part>> {
    let (_, subnet) = context.sender.subnet?;
    let place = format!("the integration subnet {}", subnet.name);
    by_group(
        context,
        &subnet.security_group,
        Direction::Outbound,
        &place,
        flows,
    )
}
