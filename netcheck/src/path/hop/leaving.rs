//! What leaves a subnet, by its routes.

use std::net::Ipv4Addr;

use netdiag::model::{NetworkPolicy, NextHop, Subnet, Vnet};
use netdiag::space::AddressSet;

use crate::path::context::Context;
use crate::path::endpoints::{Endpoints, width_around};
use crate::path::fate::Part;
use crate::path::flows::Block;
use crate::path::place::{Place, Region, is_used};
use crate::path::routes::{EffectiveRoute, EffectiveRoutes, Leads, RouteSource};

/// Splits flows by the route that takes them when they leave `subnet` for `region`.
pub(super) fn by_routes(
    context: &Context<'_>,
    region: &Region<'_>,
    flows: &Block,
    vnet: &Vnet,
    subnet: &Subnet,
) -> Vec<Part> {
    match EffectiveRoutes::of(subnet, vnet, context.integration) {
        Ok(routes) => Leaving {
            vnet,
            subnet,
            routes: &routes,
        }
        .by_routes(&flows.to, region, flows),
        Err(gap) => Part::gap(flows, &gap),
    }
}

/// What leaves a subnet.
pub(super) struct Leaving<'a> {
    pub(super) vnet: &'a Vnet,
    pub(super) subnet: &'a Subnet,
    pub(super) routes: &'a EffectiveRoutes,
}

impl Leaving<'_> {
    pub(super) fn by_routes(
        &self,
        to: &AddressSet,
        region: &Region<'_>,
        flows: &Block,
    ) -> Vec<Part> {
        let chosen = self.routes.choose(to).into_iter();
        chosen
            .flat_map(|(to, route)| {
                let flows = Block {
                    to,
                    ..flows.clone()
                };
                self.fate(&flows, region, route)
            })
            .collect()
    }

    /// A private endpoint brings a route of its own into its network and those peered with it.
    pub(super) fn to_endpoint(
        &self,
        flows: &Block,
        region: &Region<'_>,
        endpoints: &Endpoints<'_>,
        (address, name): (Ipv4Addr, &str),
        there: &Vnet,
    ) -> Vec<Part> {
        let widest = Some(width_around(there, address));
        let holds = endpoints.holds(NetworkPolicy::RouteTables);
        let taken = match &holds {
            Ok(true) => self.routes.over_private_endpoint(address, widest),
            Ok(false) => self.routes.over_private_endpoint(address, None),
            Err(gap) => {
                let sure = self.routes.over_private_endpoint(address, None);
                let maybe = self.routes.over_private_endpoint(address, widest);
                if let (None, Some(route)) = (sure, maybe) {
                    let what = format!(
                        "the {} may take the private endpoint {name}'s traffic: {gap}",
                        route.shown()
                    );
                    return Part::unknown(flows, what);
                }
                sure
            }
        };
        match taken {
            Some(route) => self.fate(flows, region, route),
            None => Part::passes(
                flows,
                format!(
                    "the private endpoint {name} brings a route of its own, which goes before route tables"
                ),
            ),
        }
    }

    fn fate(&self, flows: &Block, region: &Region<'_>, route: &EffectiveRoute) -> Vec<Part> {
        let subnet = &self.subnet.name;
        let leads = route.leads.does_to("it");
        match (&route.leads, &region.place) {
            (Leads::Table(NextHop::VnetLocal), Place::Subnet(_) | Place::NoSubnet)
            | (Leads::Table(NextHop::VirtualNetworkGateway), Place::OnPremises(_))
            | (Leads::Peering(_), Place::Peered { .. }) => {
                return Part::passes(flows, format!("the route {} of {subnet}", route.prefix));
            }
            // A gateway may know more ranges than an export does.
            (Leads::Table(NextHop::VirtualNetworkGateway), Place::Nowhere) => {
                let what = format!(
                    "{subnet} sends it to the gateway (by the {}); whether that knows the way cannot be told",
                    route.shown()
                );
                return Part::unknown(flows, what);
            }
            _ => {}
        }
        if let Some(unclear) = route.unclear("it", "it") {
            return Part::unknown(flows, format!("{subnet} {unclear}"));
        }
        if route.source == RouteSource::User {
            let what = format!("{subnet} {leads} (by the {})", route.shown());
            return Part::blocked(flows, "route-table-diverts", what, route.from.as_ref());
        }
        self.without_route(flows, region, route, &leads)
    }

    /// No route of the user's takes it, and Azure's own lead elsewhere: mostly nowhere.
    fn without_route(
        &self,
        flows: &Block,
        region: &Region<'_>,
        route: &EffectiveRoute,
        leads: &str,
    ) -> Vec<Part> {
        let subnet = &self.subnet.name;
        if let (Some((table, from)), Place::OnPremises(_)) =
            (&self.routes.kept_out_by, &region.place)
        {
            let what = format!(
                "{subnet} {leads} (by the {}): the route table {table} keeps gateway routes out",
                route.shown()
            );
            return Part::blocked(flows, "route-table-diverts", what, Some(from));
        }
        let unread = match region.place {
            // No peering leads to what lies behind a gateway.
            Place::OnPremises(_) => self.routes.unread_gateways().to_vec(),
            Place::Nowhere => self.routes.unread(),
            _ => Vec::new(),
        };
        if !unread.is_empty() {
            let what = format!(
                "no route that was read leads there, but there may be others: {}",
                unread.join("; ")
            );
            return Part::unknown(flows, what);
        }
        let what = format!("{subnet} {leads} (by the {})", route.shown());
        let from = route.from.as_ref();
        match &region.place {
            Place::Peered { .. } => Part::blocked(flows, "peering-blocks", what, from),
            Place::OnPremises(neighbour) if !is_used(neighbour) => {
                let peering = neighbour
                    .peering
                    .map_or("", |peering| peering.name.as_str());
                let what = format!("{what}: the gateway behind the peering {peering} is not used");
                Part::blocked(flows, "peering-blocks", what, from)
            }
            Place::Nowhere => {
                let kept_out = match &self.routes.kept_out_by {
                    Some((table, _)) => {
                        format!("; the route table {table} keeps gateway routes out")
                    }
                    None => String::new(),
                };
                let what = format!(
                    "neither {}, a peered network nor a local network gateway holds the address: {what}{kept_out}",
                    self.vnet.name
                );
                Part::blocked(
                    flows,
                    "on-premises-range-missing",
                    what,
                    from.or(Some(&self.vnet.from)),
                )
            }
            _ => Part::blocked(flows, "on-premises-range-missing", what, from),
        }
    }
}
