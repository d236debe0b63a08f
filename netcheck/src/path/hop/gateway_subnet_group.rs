//! Does a security group on the gateway's subnet leave the traffic alone?

use netdiag::fact::Fact;

use super::kind::{Kind, Way};
use crate::path::context::Context;
use crate::path::fate::Part;
use crate::path::flows::Block;
use crate::path::place::Region;

pub const HOP: Kind = Kind {
    name: "gateway-subnet-security-group",
    way: Way::There,
    judge,
};

/// Groups are not supported there, and what one does to a gateway's own traffic is documented nowhere:
/// its rules are not evaluated. Source: Microsoft's vpn-gateway-about-vpn-gateway-settings page.
fn judge(context: &Context<'_>, _: &Region<'_>, flows: &Block) -> Option<Vec<Part>> {
    if context.is_regional() {
        return None;
    }
    let vnet = context.integration.vnet.value()?;
    let subnet = vnet.gateway_subnet();
    match &subnet.value()?.security_group {
        Fact::Known { value: group, .. } => Some(Part::unknown(
            flows,
            format!(
                "the network security group {} is on the GatewaySubnet, where Azure supports none; what it stops there cannot be told",
                group.name()
            ),
        )),
        Fact::Absent { .. } => None,
        Fact::Unknown(gap) => Some(Part::gap(flows, gap)),
    }
}
