//! Where does the integration subnet send the traffic (regional kind)?

use netdiag::model::{NetworkPolicy, Vnet};
use netdiag::space::AddressSet;

use super::kind::{Kind, Way};
use super::leaving::Leaving;
use super::to_internet;
use crate::path::context::Context;
use crate::path::endpoints::Endpoints;
use crate::path::fate::Part;
use crate::path::flows::Block;
use crate::path::place::{Place, Region};
use crate::path::routes::EffectiveRoutes;

pub const HOP: Kind = Kind {
    name: "outbound-routes",
    way: Way::There,
    judge,
};

fn judge(context: &Context<'_>, region: &Region<'_>, flows: &Block) -> Option<Vec<Part>> {
    let (vnet, subnet) = context.sender.subnet?;
    if matches!(region.place, Place::Platform) {
        return None;
    }
    let routes = match EffectiveRoutes::of(subnet, vnet, context.integration) {
        Ok(routes) => routes,
        Err(gap) => return Some(Part::gap(flows, &gap)),
    };
    if matches!(region.place, Place::Internet) {
        return Some(to_internet::judge(context, flows, subnet, &routes));
    }
    let leaving = Leaving {
        vnet,
        subnet,
        routes: &routes,
    };
    let mut rest = flows.to.clone();
    let mut parts = Vec::new();
    if let Some(endpoints) = Endpoints::of(context, region) {
        for (address, endpoint) in endpoints.among(&flows.to) {
            let to = AddressSet::from_range(address, address);
            rest = rest.difference(&to);
            let flows = Block {
                to,
                ..flows.clone()
            };
            let there = network_of(region).unwrap_or(vnet);
            parts.extend(leaving.to_endpoint(
                &flows,
                region,
                &endpoints,
                (address, &endpoint.name),
                there,
            ));
        }
        let others = leaving.by_routes(&rest, region, flows);
        // Of an endpoint that was not read nobody knows which address is its own.
        parts.extend(endpoints.exempt(NetworkPolicy::RouteTables, others, ""));
    } else {
        parts.extend(leaving.by_routes(&rest, region, flows));
    }
    Some(parts)
}

fn network_of<'a>(region: &Region<'a>) -> Option<&'a Vnet> {
    match region.place {
        Place::Peered { vnet, .. } => vnet,
        _ => None,
    }
}
