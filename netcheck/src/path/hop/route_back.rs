//! Does the answer find back to the app?

use netdiag::model::{Neighbour, NetworkPolicy, Subnet, Vnet};

use super::kind::{Kind, Way};
use crate::path::context::Context;
use crate::path::endpoints::Endpoints;
use crate::path::fate::{Part, Verdict};
use crate::path::flows::Block;
use crate::path::place::{Place, Region};
use crate::path::routes::{EffectiveRoute, EffectiveRoutes, RouteSource};

pub const HOP: Kind = Kind {
    name: "route-back",
    way: Way::Back,
    judge,
};

fn judge(context: &Context<'_>, region: &Region<'_>, flows: &Block) -> Option<Vec<Part>> {
    match &region.place {
        Place::Subnet(subnet) => {
            let vnet = context.integration.vnet.value()?;
            Some(from_place(context, region, flows, vnet, subnet))
        }
        Place::Peered {
            vnet: Some(vnet),
            subnet: Some(subnet),
            ..
        } => Some(from_place(context, region, flows, vnet, subnet)),
        Place::Peered {
            vnet: None,
            peering,
            ..
        } => Some(Part::unknown(
            flows,
            format!(
                "the network behind {} was not read, so its routes are not known",
                peering.name
            ),
        )),
        Place::OnPremises(neighbour) => Some(from_on_premises(context, neighbour, flows)),
        Place::NoSubnet
        | Place::Peered { subnet: None, .. }
        | Place::Internet
        | Place::Platform
        | Place::Nowhere => None,
    }
}

/// The answers of the hosts of a subnet, private endpoints among them.
fn from_place(
    context: &Context<'_>,
    region: &Region<'_>,
    flows: &Block,
    vnet: &Vnet,
    subnet: &Subnet,
) -> Vec<Part> {
    let parts = from_subnet(context, flows, vnet, subnet);
    match Endpoints::of(context, region) {
        Some(endpoints) if !subnet.route_table.is_absent() => endpoints.exempt(
            NetworkPolicy::RouteTables,
            parts,
            "route tables do not hold for the answers of",
        ),
        _ => parts,
    }
}

/// Azure sees of the way back only what happens behind the gateway: the route table of its subnet.
fn from_on_premises(context: &Context<'_>, neighbour: &Neighbour<'_>, flows: &Block) -> Vec<Part> {
    let ranges = match context.sender.subnet {
        Some(_) => format!(" ({})", context.sender.addresses),
        None => String::new(),
    };
    let unseen = format!(
        "whether the on-premises side of {} routes {}{ranges} back, and lets it in, cannot be seen from Azure",
        neighbour.connection.name, context.sender.name
    );
    let Some((vnet, subnet)) = gateway_subnet(context, neighbour) else {
        return Part::unknown(flows, unseen);
    };
    let parts = from_subnet(context, flows, vnet, subnet).into_iter();
    parts
        .map(|part| Part {
            verdict: match part.verdict {
                Verdict::Passes(_) => Verdict::Unknown(unseen.clone()),
                Verdict::Unknown(why) => Verdict::Unknown(format!("{unseen}; {why}")),
                blocked => blocked,
            },
            ..part
        })
        .collect()
}

/// The subnet of the neighbour's gateway, if a route table there can take the answers elsewhere.
fn gateway_subnet<'a>(
    context: &Context<'a>,
    neighbour: &Neighbour<'a>,
) -> Option<(&'a Vnet, &'a Subnet)> {
    // A point-to-site client's answers end at the gateway itself.
    context.sender.subnet?;
    let vnet = match neighbour.peering {
        Some(peering) => context.integration.other_side(peering).0.value().copied(),
        None => context.integration.vnet.value(),
    }?;
    let subnet = vnet.gateway_subnet().value().copied()?;
    (!subnet.route_table.is_absent()).then_some((vnet, subnet))
}

fn from_subnet(context: &Context<'_>, flows: &Block, vnet: &Vnet, subnet: &Subnet) -> Vec<Part> {
    let routes = match EffectiveRoutes::of(subnet, vnet, context.integration) {
        Ok(routes) => routes,
        Err(gap) => return Part::gap(flows, &gap),
    };
    routes
        .choose(&flows.from)
        .into_iter()
        .flat_map(|(from, route)| {
            let flows = Block {
                from,
                ..flows.clone()
            };
            fate(context, &flows, vnet, subnet, &routes, route)
        })
        .collect()
}

fn fate(
    context: &Context<'_>,
    flows: &Block,
    vnet: &Vnet,
    subnet: &Subnet,
    routes: &EffectiveRoutes,
    route: &EffectiveRoute,
) -> Vec<Part> {
    let ours = context
        .integration
        .vnet
        .value()
        .is_some_and(|own| own.id == vnet.id);
    let regional = context.is_regional();
    if route.leads.is_home(regional, ours) {
        return Part::passes(
            flows,
            format!("{} answers by its route {}", subnet.name, route.prefix),
        );
    }
    if let Some(others) = routes.unread_home(route, regional, ours) {
        let what = format!(
            "no route of {} that was read leads back, but there may be others: {others}",
            subnet.name
        );
        return Part::unknown(flows, what);
    }
    if let Some(unclear) = route.unclear("its answers", "them") {
        return Part::unknown(flows, format!("{} {unclear}", subnet.name));
    }
    let leads = route.leads.does_to("its answers");
    // A route of the user's decides by itself; elsewhere the gateway's route may have been kept out.
    let kept_out = routes
        .kept_out_by
        .as_ref()
        .filter(|_| route.source != RouteSource::User);
    let why = kept_out.map_or_else(String::new, |(table, _)| {
        format!("; the route table {table} keeps gateway routes out")
    });
    let from = kept_out.map(|(_, from)| from).or(route.from.as_ref());
    let what = format!("{} {leads} (by the {}{why})", subnet.name, route.shown());
    Part::blocked(
        flows,
        "no-route-back",
        what,
        from.or(subnet.route_table.origin()),
    )
}
