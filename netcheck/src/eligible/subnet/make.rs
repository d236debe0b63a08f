//! A subnet that is not there yet: where it would lie, and how it is made.

use ipnet::{IpNet, Ipv4Net};
use netdiag::fact::{Fact, Origin};
use netdiag::model::{Subnet, Vnet};
use netdiag::space::AddressSet;
use netdiag::text::counted;

use super::super::question::Question;
use super::Demand;
use crate::platform::DELEGATION;
use crate::sizes::INTEGRATION_ADVISED;
use crate::sizes::free::first_block;

/// A free block of the network for a new integration subnet: of the advised size, else the largest that
/// is enough. `None` if nothing is free, or the network's addresses were not all read.
pub fn free_block(vnet: &Vnet, demand: &Demand) -> Option<Ipv4Net> {
    let space = AddressSet::of(vnet.address_space.value()?);
    let mut taken = AddressSet::empty();
    match &vnet.subnets {
        Fact::Known { value, .. } => {
            for subnet in value {
                taken = taken.union(&AddressSet::of(subnet.prefixes.value()?));
            }
        }
        Fact::Absent { .. } => {}
        Fact::Unknown(_) => return None,
    }
    let free = space.difference(&taken);
    let enough = demand.prefix_length();
    (INTEGRATION_ADVISED.min(enough)..=enough).find_map(|length| first_block(&free, length))
}

/// How to make a subnet for this plan in this network.
pub fn how_to_make(question: &Question<'_>) -> String {
    let vnet = question.vnet;
    let demand = match Demand::of(question) {
        Ok(demand) if demand.unread.is_none() => demand,
        // How small it may be is not known.
        _ => return format!("Create a subnet of /{INTEGRATION_ADVISED} delegated to {DELEGATION}"),
    };
    let instances = demand.instances;
    let size = format!(
        "/{} is enough for {}, /{INTEGRATION_ADVISED} is advised",
        demand.prefix_length(),
        counted(instances, "instance", "instances")
    );
    match free_block(vnet, &demand) {
        Some(block) => format!(
            "Create a subnet ({size}): az network vnet subnet create --resource-group {} --vnet-name {} --name integration --address-prefixes {block} --delegations {DELEGATION}",
            vnet.id.resource_group().unwrap_or("RG"),
            vnet.name
        ),
        None => format!(
            "Add a prefix to the network's address space (it must overlap nothing that the network is connected to), and in it create a subnet delegated to {DELEGATION} ({size})"
        ),
    }
}

/// A subnet that is not there yet.
pub fn proposed(vnet: &Vnet, block: Ipv4Net) -> Subnet {
    let from = Origin::Everything;
    fn absent<T>() -> Fact<T> {
        Fact::Absent {
            from: Origin::Everything,
        }
    }
    Subnet {
        id: vnet.id.child("subnets", "integration (to be made)"),
        name: "integration (to be made)".to_owned(),
        prefixes: Fact::known(vec![IpNet::V4(block)], from.clone()),
        security_group: absent(),
        route_table: absent(),
        nat_gateway: absent(),
        ip_configurations: absent(),
        delegations: Fact::known(vec![DELEGATION.to_owned()], from.clone()),
        service_links: absent(),
        service_endpoints: absent(),
        private_endpoints: absent(),
        private_endpoint_policies: absent(),
        from,
    }
}
