//! The way from the integration subnet to public addresses: service endpoint, user-defined route, NAT
//! gateway, or the platform's own outbound addresses.

use ipnet::IpNet;
use netdiag::fact::Fact;
use netdiag::model::{NextHop, Subnet};

use crate::path::context::Context;
use crate::path::fate::{Part, Verdict};
use crate::path::flows::Block;
use crate::path::routes::{EffectiveRoute, EffectiveRoutes, Leads};

/// Splits flows to public addresses by the route that takes them.
pub(super) fn judge(
    context: &Context<'_>,
    flows: &Block,
    subnet: &Subnet,
    routes: &EffectiveRoutes,
) -> Vec<Part> {
    let endpoint = context.service_endpoint();
    if let Fact::Known { value, .. } = &endpoint {
        // It goes before every route table. Source: Microsoft's
        // virtual-network-service-endpoints-overview page, as is that it serves certain regions only.
        let what = format!(
            "by the service endpoint {value} of {}, with a private source address, whatever the route tables say; only for services in the regions that the endpoint serves",
            subnet.name
        );
        return Part::passes(flows, what);
    }
    let may_be_endpoint = match &endpoint {
        Fact::Unknown(gap) => Some(gap.sentence()),
        _ => None,
    };
    let by_tag = (!routes.for_tags.is_empty()).then(|| {
        let tags = routes.for_tags.join(", ");
        format!(
            "user-defined routes for service tags go before it if they hold the address: {tags}"
        )
    });
    let chosen = routes.choose(&flows.to).into_iter();
    chosen
        .flat_map(|(to, route)| {
            let flows = Block {
                to,
                ..flows.clone()
            };
            let parts = fate(context, &flows, subnet, routes, route);
            parts
                .into_iter()
                .map(|part| doubted(part, by_tag.as_deref(), true))
                .map(|part| doubted(part, may_be_endpoint.as_deref(), false))
                .collect::<Vec<_>>()
        })
        .collect()
}

fn fate(
    context: &Context<'_>,
    flows: &Block,
    subnet: &Subnet,
    routes: &EffectiveRoutes,
    route: &EffectiveRoute,
) -> Vec<Part> {
    let name = &subnet.name;
    if let Some(unclear) = route.unclear("it", "it") {
        return Part::unknown(flows, format!("{name} {unclear}"));
    }
    let leads = match &route.leads {
        Leads::Table(NextHop::Internet) => {
            return Part::passes(flows, format!("to the internet {}", exit(context, subnet)));
        }
        Leads::Table(NextHop::VirtualNetworkGateway) => {
            let gateways = match context.sender.subnet {
                Some((vnet, _)) => context.integration.gateways_serving(vnet),
                None => Default::default(),
            };
            if !gateways.0.is_empty()
                || !gateways.1.is_empty()
                || !routes.unread_gateways().is_empty()
            {
                let what = format!(
                    "{name} sends it to the gateway (by the {}); whether the on-premises side lets it out to the internet cannot be seen from Azure",
                    route.shown()
                );
                return Part::unknown(flows, what);
            }
            "sends it to a gateway, and none serves the network".to_owned()
        }
        leads => leads.does_to("it"),
    };
    let what = format!("{name} {leads} (by the {})", route.shown());
    Part::blocked(flows, "route-table-diverts", what, route.from.as_ref())
}

/// Where the traffic comes out, and from which address as far as that is known.
fn exit(context: &Context<'_>, subnet: &Subnet) -> String {
    let integration = context.integration;
    match integration.nat_gateway_of(subnet) {
        Fact::Known { value: nat, .. } => {
            let from = match integration.public_addresses_of(nat) {
                Fact::Known { value, .. } if !value.is_empty() => format!("from {}", shown(&value)),
                Fact::Unknown(gap) => {
                    format!("from an address that was not read ({})", gap.sentence())
                }
                _ => "which has no public address".to_owned(),
            };
            format!("through the NAT gateway {}, {from}", nat.name)
        }
        Fact::Unknown(gap) => {
            format!(
                "through a NAT gateway, from an address that is not known ({})",
                gap.sentence()
            )
        }
        // Source: Microsoft's overview-vnet-integration page.
        Fact::Absent { .. } => {
            let app = integration.app.value();
            match app.and_then(|app| app.outbound_addresses.value()) {
                Some(all) if !all.is_empty() => format!(
                    "from one of the app's {} outbound addresses (outboundIpAddresses)",
                    all.len()
                ),
                _ => "from one of the app's outbound addresses, which were not read".to_owned(),
            }
        }
    }
}

/// Single addresses without their length.
fn shown(prefixes: &[IpNet]) -> String {
    let words: Vec<String> = prefixes
        .iter()
        .map(|prefix| {
            if prefix.prefix_len() == prefix.max_prefix_len() {
                prefix.addr().to_string()
            } else {
                prefix.to_string()
            }
        })
        .collect();
    words.join(", ")
}

/// What holds only unless `doubt` does; that can be a fault too (`harms`), or only a better way.
fn doubted(part: Part, doubt: Option<&str>, harms: bool) -> Part {
    let Some(doubt) = doubt else {
        return part;
    };
    let verdict = match part.verdict {
        Verdict::Passes(by) if harms => Verdict::Unknown(format!("{by}, unless: {doubt}")),
        Verdict::Blocked(blocker) => Verdict::Unknown(format!("{}, unless: {doubt}", blocker.what)),
        other => other,
    };
    Part { verdict, ..part }
}
