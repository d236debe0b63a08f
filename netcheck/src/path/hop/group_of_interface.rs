//! Does the security group of the target's network interface let the traffic in?

use std::net::IpAddr;

use netdiag::fact::Fact;
use netdiag::model::{Direction, NetworkInterface, Subnet};
use netdiag::space::AddressSet;

use super::by_group::by_group_within;
use super::kind::{Kind, Way};
use crate::path::context::Context;
use crate::path::fate::Part;
use crate::path::flows::Block;
use crate::path::place::{Place, Region};
use crate::path::security::Effort;

pub const HOP: Kind = Kind {
    name: "interface-security-group",
    way: Way::There,
    judge,
};

fn judge(context: &Context<'_>, region: &Region<'_>, flows: &Block) -> Option<Vec<Part>> {
    let subnet = match &region.place {
        Place::Subnet(subnet)
        | Place::Peered {
            subnet: Some(subnet),
            ..
        } => subnet,
        _ => return None,
    };
    let mut rest = flows.to.clone();
    let mut parts = Vec::new();
    let mut met = false;
    let effort = &mut Effort::default();
    for interface in context
        .integration
        .inventory
        .network_interfaces
        .values()
        .filter_map(Fact::value)
    {
        let own = addresses(interface).intersection(&rest);
        if own.is_empty() {
            continue;
        }
        let flows = Block {
            to: own.clone(),
            ..flows.clone()
        };
        let place = format!("the network interface {}", interface.name);
        if let Some(judged) = by_group_within(
            effort,
            context,
            &interface.security_group,
            Direction::Inbound,
            &place,
            &flows,
        ) {
            met = true;
            rest = rest.difference(&own);
            parts.extend(judged);
        } else {
            rest = rest.difference(&own);
            parts.extend(Part::passes(
                &flows,
                format!("{place} has no security group"),
            ));
        }
    }
    if rest.is_empty() {
        return met.then_some(parts);
    }
    let flows = Block {
        to: rest,
        ..flows.clone()
    };
    match unread(context, subnet) {
        // An interface that was not read may be the target's.
        Some(name) => parts.extend(Part::unknown(
            &flows,
            format!("the network interface {name} was not read: its security group is not known"),
        )),
        None if met => parts.extend(Part::passes(&flows, "no network interface is known there")),
        None => return None,
    }
    Some(parts)
}

fn addresses(interface: &NetworkInterface) -> AddressSet {
    let configurations = interface.ip_configurations.value();
    configurations
        .into_iter()
        .flatten()
        .filter_map(|configuration| match configuration.address.value() {
            Some(IpAddr::V4(address)) => Some((*address, *address)),
            _ => None,
        })
        .collect()
}

/// A network interface that the subnet names and that was not read.
fn unread<'a>(context: &'a Context<'_>, subnet: &'a Subnet) -> Option<&'a str> {
    let interfaces = &context.integration.inventory.network_interfaces;
    subnet
        .ip_configurations
        .value()?
        .iter()
        .filter(|id| id.after("networkInterfaces").is_some())
        .find(|id| {
            !interfaces
                .iter()
                .any(|(interface, fact)| id.is_within(interface) && fact.value().is_some())
        })?
        .after("networkInterfaces")
}
