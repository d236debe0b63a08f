//! The way back: do the subnets answer through the gateway?

use netdiag::fact::Fact;
use netdiag::model::NextHop;
use netdiag::text::counted;

use super::{Check, Explanation, Findings, Judgement, Scope, Snapshot};
use crate::path::routes::{EffectiveRoutes, Hop};

pub const CHECK: Check = Check {
    name: "route-back-to-app",
    title: "every subnet has a route back to the app",
    explanation: Explanation {
        means: "In every subnet the whole point-to-site pool is routed to the network's gateway.",
        matters: "The request arrives, the answer goes elsewhere: the app sees a timeout that looks like a firewall's. If only a part of the pool is affected, it comes and goes with the address that the app happens to have.",
        reads: "The route table of each subnet: disableBgpRoutePropagation (gateway routes, the pool among them, are then left out) and user-defined routes, by longest prefix, user before gateway before system.",
        mend: "Portal: the route table, Configuration, Propagate gateway routes: Yes; or add a route for the pool with next hop Virtual network gateway: az network route-table route create --route-table-name TABLE --resource-group RG --name back-to-app --address-prefix POOL --next-hop-type VirtualNetworkGateway.",
    },
    scope: Scope::Gateway,
    after: &["gateway-up", "point-to-site-enabled"],
    judge,
};

fn judge(snapshot: &Snapshot) -> Judgement {
    let integration = &snapshot.integration;
    let pool = snapshot.pool()?;
    let vnet = snapshot.vnet()?;
    let subnets = snapshot.workload_subnets()?;
    let mut found = Findings::default();
    for subnet in &subnets {
        let routes = match EffectiveRoutes::of(subnet, vnet, integration) {
            Ok(routes) => routes,
            Err(gap) => {
                found.unknown(&gap);
                continue;
            }
        };
        for tag in &routes.for_tags {
            found.evidence(
                format!("a route in {} for the service tag {tag}", subnet.name),
                "taken not to hold the pool: service tags hold public addresses (inferred)",
                None,
            );
        }
        for (part, route) in routes.choose(&pool) {
            let of_pool = if part == pool {
                "the pool".to_owned()
            } else {
                format!("the part {part} of the pool")
            };
            let leads = match &route.hop {
                Hop::Table(NextHop::VirtualNetworkGateway) => continue,
                Hop::Table(NextHop::VirtualAppliance(address)) => {
                    let appliance = address.map_or_else(String::new, |a| format!(" {a}"));
                    found.cannot_tell(format!(
                        "{} sends {of_pool} to the appliance{appliance} (route {}); whether that forwards it cannot be told from the configuration",
                        subnet.name, route.name
                    ));
                    found.evidence(
                        format!("route {} in {}", route.name, subnet.name),
                        format!("{} -> appliance{appliance}", route.prefix),
                        route.from.as_ref(),
                    );
                    continue;
                }
                Hop::Table(NextHop::None) => "drops".to_owned(),
                Hop::Table(NextHop::Internet) => "sends to the internet".to_owned(),
                Hop::Table(NextHop::VnetLocal) => "keeps inside the network".to_owned(),
                Hop::Table(NextHop::Other(hop)) => format!("sends to '{hop}'"),
                Hop::Peering(name) => format!("sends into the peering {name}"),
            };
            found.fail(format!("{} {leads} what goes to {of_pool}", subnet.name));
            let value = format!("{} ({})", route.prefix, route.name);
            found.evidence(
                format!("route that decides in {}", subnet.name),
                value,
                route.from.as_ref(),
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
    Ok(found.verdict(format!(
        "{} to the gateway",
        counted(
            subnets.len(),
            "subnet routes the pool back",
            "subnets route the pool back"
        )
    )))
}
