//! Routes that somebody added to the app, which the regional kind does not have.

use netdiag::fact::Fact;
use netdiag::model::RouteKind;
use netdiag::space::{AddressSet, private_ranges};

use super::{Explanation, Findings, Judgement, Move, Need};
use crate::check::Verdict;
use crate::path::place::{Place, places};

pub const NEED: Need = Need {
    name: "static-routes-replaced",
    title: "what the STATIC routes lead to has a way without them",
    explanation: Explanation {
        means: "Nothing that the app reaches by a STATIC route, or by a public INHERITED one, depends on that route.",
        matters: "The regional kind has no such routes: private addresses enter the network, public ones only if all of the app's traffic does, and from there route tables decide.",
        reads: "routes of the connection; outboundVnetRouting, vnetRouteAllEnabled and WEBSITE_VNET_ROUTE_ALL; the networks that were read.",
        mend: "Public addresses enter the network only if all of the app's traffic does: az resource update --resource-type Microsoft.Web/sites --resource-group RG --name APP --api-version 2025-03-01 --set properties.outboundVnetRouting.applicationTraffic=true (older: vnetRouteAllEnabled). A route table on the new subnet then sends them on, to the gateway or an appliance; a public service of Azure's is reached by a service endpoint of the subnet, or by a private endpoint.",
    },
    time: "at once (not certain for the app's own switch)",
    judge,
};

fn judge(it: &Move<'_>) -> Judgement {
    let routes = it
        .now
        .integration
        .connection
        .as_ref()
        .and_then(|c, _| c.routes.as_ref());
    let routes = match &routes {
        Fact::Known { value, .. } => value,
        Fact::Absent { .. } => return Ok(Verdict::pass("the app has no routes")),
        Fact::Unknown(gap) => return Err(Verdict::unknown(gap)),
    };
    let mut found = Findings::default();
    let private = private_ranges();
    let all_enters = it.now.integration.route_all().on;
    let mut has_public = false;
    for route in routes.iter() {
        // What is inherited and public (an on-premises range, a custom route) loses its way in the same manner.
        let public = route.addresses.difference(&private);
        let is_static = route.kind == RouteKind::Static;
        if !is_static && public.is_empty() {
            continue;
        }
        let kind = route.kind.as_str();
        found.evidence(format!("{kind} route"), &route.addresses, Some(&route.from));
        has_public |= !public.is_empty();
        if !public.is_empty() && matches!(&all_enters, Fact::Known { value: false, .. }) {
            found.fail(format!("{public} of a {kind} route is no private range, and only private ranges enter the network"));
        }
        let lost = nowhere(it, &route.addresses);
        if is_static && !lost.is_empty() {
            found.warn(format!(
                "{lost} of a {kind} route lies in no network that was read: without a route table on the new subnet Azure sends public addresses to the internet and drops private ones"
            ));
        }
    }
    if has_public {
        found.known(&all_enters);
    }
    Ok(found.verdict("no STATIC route needs a substitute"))
}

fn nowhere(it: &Move<'_>, addresses: &AddressSet) -> AddressSet {
    let regions = places(&it.then, addresses);
    let lost = regions
        .into_iter()
        .filter(|region| matches!(region.place, Place::Nowhere | Place::Internet));
    lost.fold(AddressSet::empty(), |all, region| all.union(&region.to))
}
