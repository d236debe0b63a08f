//! Where does the integration subnet send the traffic (regional kind)?

use netdiag::model::{NextHop, Subnet, Vnet};

use super::{Kind, Part, Way};
use crate::path::Context;
use crate::path::flows::Block;
use crate::path::place::{Place, Region};
use crate::path::routes::{EffectiveRoute, EffectiveRoutes, Hop, RouteSource};

pub const HOP: Kind = Kind {
    name: "outbound-routes",
    way: Way::There,
    judge,
};

fn judge(context: &Context<'_>, region: &Region<'_>, flows: &Block) -> Option<Vec<Part>> {
    let (vnet, subnet) = context.sender.subnet?;
    Some(by_routes(context, region, flows, vnet, subnet))
}

/// Splits flows by the route that takes them when they leave `subnet` for `region`.
pub(super) fn by_routes(
    context: &Context<'_>,
    region: &Region<'_>,
    flows: &Block,
    vnet: &Vnet,
    subnet: &Subnet,
) -> Vec<Part> {
    let routes = match EffectiveRoutes::of(subnet, vnet, context.integration) {
        Ok(routes) => routes,
        Err(gap) => return Part::gap(flows, &gap),
    };
    routes
        .choose(&flows.to)
        .into_iter()
        .flat_map(|(to, route)| {
            let flows = Block {
                to,
                ..flows.clone()
            };
            fate(&flows, region, subnet, route)
        })
        .collect()
}

fn fate(flows: &Block, region: &Region<'_>, subnet: &Subnet, route: &EffectiveRoute) -> Vec<Part> {
    let leads = match (&route.hop, &region.place) {
        (Hop::Table(NextHop::VnetLocal), Place::Subnet(_) | Place::NoSubnet)
        | (Hop::Table(NextHop::VirtualNetworkGateway), Place::OnPremises(_))
        | (Hop::Peering(_), Place::Peered { .. }) => {
            return Part::passes(
                flows,
                format!("the route {} of {}", route.prefix, subnet.name),
            );
        }
        (Hop::Table(NextHop::VirtualAppliance(address)), _) => {
            let appliance = address.map_or_else(String::new, |a| format!(" {a}"));
            return Part::unknown(
                flows,
                format!(
                    "{} sends it to the appliance{appliance} (route {}); whether that forwards it cannot be told",
                    subnet.name, route.name
                ),
            );
        }
        (Hop::Table(NextHop::Internet), Place::Nowhere) => {
            return Part::passes(flows, "to the internet");
        }
        (Hop::Table(NextHop::None), _) => "drops it".to_owned(),
        (Hop::Table(NextHop::Internet), _) => "sends it to the internet".to_owned(),
        (Hop::Table(NextHop::VnetLocal), _) => "keeps it inside the network".to_owned(),
        (Hop::Table(NextHop::VirtualNetworkGateway), _) => "sends it to the gateway".to_owned(),
        (Hop::Table(NextHop::Other(hop)), _) => format!("sends it to '{hop}'"),
        (Hop::Peering(name), _) => format!("sends it into the peering {name}"),
    };
    // A user's route diverts; a system route that leads nowhere means that the address is nowhere.
    let cause = match route.source {
        RouteSource::User => "route-table-diverts",
        RouteSource::Gateway | RouteSource::System => match region.place {
            Place::Peered { .. } => "peering-blocks",
            _ => "on-premises-range-missing",
        },
    };
    let what = format!("{} {leads} (by the {})", subnet.name, route.shown());
    Part::blocked(flows, cause, what, route.from.as_ref())
}
