//! The way back: do the subnets answer through the gateway?

use netdiag::fact::Fact;
use netdiag::model::{Kind, Peering, Subnet, Vnet};
use netdiag::space::AddressSet;
use netdiag::text::counted;

use super::{Check, Explanation, Findings, Judgement, Scope, Snapshot};
use crate::path::routes::EffectiveRoutes;

pub const CHECK: Check = Check {
    name: "route-back-to-app",
    title: "every subnet has a route back to the app",
    explanation: Explanation {
        means: "In every subnet the whole point-to-site pool is routed to the network's gateway. With regional integration: in every subnet of the network and of its peers the integration subnet is routed into the network.",
        matters: "The request arrives, the answer goes elsewhere: the app sees a timeout that looks like a firewall's. If only a part of the pool is affected, it comes and goes with the address that the app happens to have.",
        reads: "The route table of each subnet: disableBgpRoutePropagation (gateway routes, the pool among them, are then left out) and user-defined routes, by longest prefix, user before gateway before system.",
        mend: "Portal: the route table, Configuration, Propagate gateway routes: Yes; or add a route for the pool with next hop Virtual network gateway: az network route-table route create --route-table-name TABLE --resource-group RG --name back-to-app --address-prefix POOL --next-hop-type VirtualNetworkGateway. With regional integration: remove the route over the integration subnet, or take the subnet out of it.",
    },
    scope: Scope::Integrated,
    after: &["gateway-up", "point-to-site-enabled", "subnet-exists"],
    judge,
};

fn judge(snapshot: &Snapshot) -> Judgement {
    let (senders, name) = snapshot.senders()?;
    let regional = snapshot.integration.kind.value() == Some(&Kind::Regional);
    let to = Senders {
        addresses: senders,
        short: if regional {
            name
        } else {
            "the pool".to_owned()
        },
        regional,
    };
    let vnet = snapshot.vnet()?;
    let own = snapshot
        .workload_subnets()?
        .into_iter()
        // Inside one subnet nothing is routed.
        .filter(|subnet| !regional || !is_within(subnet, &to.addresses))
        .map(|subnet| (vnet, subnet, None));
    let mut subnets: Vec<(&Vnet, &Subnet, Option<&Peering>)> = own.collect();
    let mut found = Findings::default();
    if regional {
        subnets.extend(peered_subnets(snapshot));
    }
    for (vnet, subnet, peering) in &subnets {
        judge_subnet(snapshot, vnet, subnet, *peering, &to, &mut found);
    }
    let n = subnets.len();
    Ok(found.verdict(if regional {
        let routes = counted(n, "subnet routes", "subnets route");
        format!("{routes} {} back into the network", to.short)
    } else {
        let route = counted(
            n,
            "subnet routes the pool back",
            "subnets route the pool back",
        );
        format!("{route} to the gateway")
    }))
}

/// Whom the subnets answer.
struct Senders {
    addresses: AddressSet,
    /// What they are called in a sentence.
    short: String,
    /// They are a subnet of the network, not a pool behind its gateway.
    regional: bool,
}

fn is_within(subnet: &Subnet, addresses: &AddressSet) -> bool {
    let prefixes = subnet.prefixes.value();
    prefixes.is_some_and(|prefixes| addresses.covers(&AddressSet::of(prefixes)))
}

/// The subnets of the peered networks that were read, the gateways' aside.
fn peered_subnets(snapshot: &Snapshot) -> Vec<(&Vnet, &Subnet, Option<&Peering>)> {
    let integration = &snapshot.integration;
    let mut all = Vec::new();
    for peering in integration.peerings().value().into_iter().flatten() {
        let (vnet, side) = integration.other_side(peering);
        if let (Some(vnet), Some(_)) = (vnet.value(), side.value()) {
            let subnets = vnet.subnets.value().into_iter().flatten();
            all.extend(
                subnets
                    .filter(|subnet| !subnet.is_for_gateways())
                    .map(|subnet| (*vnet, subnet, Some(*peering))),
            );
        }
    }
    all
}

fn judge_subnet(
    snapshot: &Snapshot,
    vnet: &Vnet,
    subnet: &Subnet,
    peering: Option<&Peering>,
    to: &Senders,
    found: &mut Findings,
) {
    let integration = &snapshot.integration;
    let routes = match EffectiveRoutes::of(subnet, vnet, integration) {
        Ok(routes) => routes,
        Err(gap) => return found.unknown(&gap),
    };
    for tag in &routes.for_tags {
        found.evidence(
            format!("a route in {} for the service tag {tag}", subnet.name),
            format!(
                "taken not to hold {}: service tags hold public addresses (inferred)",
                to.short
            ),
            None,
        );
    }
    for (part, route) in routes.choose(&to.addresses) {
        if route.leads.is_home(to.regional, peering.is_none()) {
            continue;
        }
        let whom = if part == to.addresses {
            to.short.clone()
        } else {
            format!("the part {part} of {}", to.short)
        };
        if let Some(others) = routes.unread_home(route, to.regional, peering.is_none()) {
            found.cannot_tell(format!(
                "no route of {} that was read leads back to {whom}, but there may be others: {others}",
                subnet.name
            ));
            continue;
        }
        let what = format!("what goes to {whom}");
        if let Some(unclear) = route.unclear(&what, "it") {
            found.cannot_tell(format!("{} {unclear}", subnet.name));
            found.evidence(
                format!("route {} in {}", route.name, subnet.name),
                route.prefix,
                route.from.as_ref(),
            );
            continue;
        }
        let leads = route.leads.does_to(&what);
        found.fail(format!("{} {leads}", subnet.name));
        let value = format!("{} ({})", route.prefix, route.name);
        found.evidence(
            format!("route that decides in {}", subnet.name),
            value,
            // Azure's own routes follow from the network, its peerings among it.
            route.from.as_ref().or(Some(&vnet.from)),
        );
        if let Some(table) = subnet.route_table.value()
            && let Some(Fact::Known { value: table, .. }) =
                integration.inventory.route_tables.get(table)
            && let Fact::Known { value: true, from } = &table.propagation_disabled
        {
            found.evidence(
                format!("gateway routes in {}", table.name),
                "not propagated",
                Some(from),
            );
        }
    }
}
