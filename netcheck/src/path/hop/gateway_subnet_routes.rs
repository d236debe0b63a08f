//! Does a route table on the gateway's subnet take the traffic elsewhere?

use netdiag::fact::Fact;

use super::kind::{Kind, Way};
use super::leaving::by_routes;
use crate::path::context::Context;
use crate::path::fate::Part;
use crate::path::flows::Block;
use crate::path::place::Region;

pub const HOP: Kind = Kind {
    name: "gateway-subnet-routes",
    way: Way::There,
    judge,
};

fn judge(context: &Context<'_>, region: &Region<'_>, flows: &Block) -> Option<Vec<Part>> {
    if context.is_regional() {
        return None;
    }
    let vnet = context.integration.vnet.value()?;
    match vnet.gateway_subnet() {
        Fact::Known { value: subnet, .. } if !subnet.route_table.is_absent() => {
            Some(by_routes(context, region, flows, vnet, subnet))
        }
        // Without a table the gateway knows the way to all that is connected to it.
        Fact::Known { .. } | Fact::Absent { .. } => None,
        Fact::Unknown(gap) => Some(Part::gap(flows, &gap)),
    }
}
