//! The gateways that stand in a network.

use super::Integration;
use super::find::only;
use crate::fact::{Fact, Gap};
use crate::model::{Gateway, Inventory, ResourceId, Vnet};

/// The VPN gateway that stands in the network's GatewaySubnet.
///
/// Absent if there is no GatewaySubnet, or nothing stands in it; unknown if something stands in it
/// that was not read.
pub(super) fn find_gateway(inventory: &Inventory, vnet: &Fact<Vnet>) -> Fact<Gateway> {
    let vnet = match vnet {
        Fact::Known { value, .. } => value,
        Fact::Absent { from } => return Fact::Absent { from: from.clone() },
        Fact::Unknown(_) => return only(inventory.gateways.values(), "the gateway"),
    };
    let standing: Vec<&Fact<Gateway>> = gateways_in(inventory, vnet).collect();
    let is_vpn = |fact: &&&Fact<Gateway>| fact.value().is_none_or(Gateway::is_vpn);
    if let Some(fact) = standing.iter().find(is_vpn) {
        return (*fact).clone();
    }
    let subnet = match vnet.gateway_subnet() {
        Fact::Known { value, .. } => value,
        Fact::Absent { from } => return Fact::Absent { from },
        Fact::Unknown(gap) => return Fact::Unknown(gap),
    };
    match &subnet.ip_configurations {
        Fact::Known { value, from } if !value.is_empty() => {
            let unread = value.iter().find(|id| {
                !standing
                    .iter()
                    .any(|g| g.value().is_some_and(|g| id.is_within(&g.id)))
            });
            match unread {
                Some(id) => Fact::Unknown(
                    Gap::new(
                        format!("the gateway {}", gateway_of(id).name()),
                        "stands in the GatewaySubnet but was not read",
                    )
                    .at(from.clone()),
                ),
                // Only an ExpressRoute gateway stands there.
                None => Fact::Absent { from: from.clone() },
            }
        }
        Fact::Known { from, .. } | Fact::Absent { from } => Fact::Absent { from: from.clone() },
        Fact::Unknown(gap) => Fact::Unknown(gap.clone()),
    }
}

/// The gateway that an IP configuration belongs to: its id without the last two segments.
fn gateway_of(ip_configuration: &ResourceId) -> ResourceId {
    ip_configuration
        .parent()
        .unwrap_or_else(|| ip_configuration.clone())
}

/// All gateways that stand in the network, of every type.
pub(in crate::model) fn gateways_in<'a>(
    inventory: &'a Inventory,
    vnet: &'a Vnet,
) -> impl Iterator<Item = &'a Fact<Gateway>> {
    inventory.gateways.iter().filter_map(move |(id, fact)| {
        let stands = id.is_within(&vnet.id)
            || fact.value().is_some_and(|gateway| {
                gateway.subnets.value().is_some_and(|subnets| {
                    subnets.iter().any(|subnet| subnet.is_within(&vnet.id))
                })
            })
            // A gateway that was read twice with different content: its id is all that is left, and
            // the subnet may name it.
            || (fact.value().is_none()
                && vnet.gateway_subnet().value().is_some_and(|subnet| {
                    subnet.ip_configurations.value().is_some_and(|ids| {
                        ids.iter().any(|configuration| configuration.is_within(id))
                    })
                }));
        stands.then_some(fact)
    })
}

impl Integration {
    /// All gateways that were read and stand in the network, of every type.
    pub fn gateways(&self) -> Vec<&Fact<Gateway>> {
        match self.vnet.value() {
            Some(vnet) => gateways_in(&self.inventory, vnet).collect(),
            None => self.inventory.gateways.values().collect(),
        }
    }
}
