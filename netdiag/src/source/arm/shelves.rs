//! Onto which shelf of the inventory something goes: a resource that was read, and why one was not.

use crate::fact::{Fact, Gap, Origin};
use crate::model::{Inventory, ResourceId, Shelf};

/// Puts a resource that was read from a place on its shelf, unless it is there already as contradictory.
pub fn put<T>(shelf: &mut Shelf<T>, id: ResourceId, from: Origin, resource: T) {
    if !matches!(shelf.get(&id), Some(Fact::Unknown(_))) {
        shelf.insert(id, Fact::known(resource, from));
    }
}

/// Makes a resource unknown, whatever is read of it later.
pub fn forget(inventory: &mut Inventory, kind: &str, id: &ResourceId, gap: &Gap) {
    fn mark<T>(shelf: &mut Shelf<T>, id: &ResourceId, gap: &Gap) {
        if let Some(fact) = shelf.get_mut(id) {
            *fact = Fact::Unknown(gap.clone());
        }
    }
    mark(&mut inventory.sites, id, gap);
    mark(&mut inventory.plans, id, gap);
    mark(&mut inventory.vnet_connections, id, gap);
    mark(&mut inventory.subnet_integrations, id, gap);
    mark(&mut inventory.vnets, id, gap);
    mark(&mut inventory.subnets, id, gap);
    mark(&mut inventory.peerings, id, gap);
    mark(&mut inventory.gateways, id, gap);
    mark(&mut inventory.gateway_connections, id, gap);
    mark(&mut inventory.local_gateways, id, gap);
    mark(&mut inventory.security_groups, id, gap);
    mark(&mut inventory.route_tables, id, gap);
    mark(&mut inventory.network_interfaces, id, gap);
    mark(&mut inventory.private_endpoints, id, gap);
    mark(&mut inventory.nat_gateways, id, gap);
    mark(&mut inventory.public_addresses, id, gap);
    // Health hangs on the resource that it speaks of, not on its own id.
    if kind.starts_with("microsoft.resourcehealth/") {
        for (resource, fact) in &mut inventory.health {
            if id.is_within(resource) {
                *fact = Fact::Unknown(gap.clone());
            }
        }
    }
}

/// Says of a resource that was not read why it was not; whatever was read of it stays.
///
/// Only of what other resources name: health and the copies of a network's information are lists,
/// where one that is missing is no gap of its own.
pub fn leave_out(inventory: &mut Inventory, id: &ResourceId, gap: &Gap) {
    fn unless_read<T>(shelf: &mut Shelf<T>, id: &ResourceId, gap: &Gap) {
        shelf
            .entry(id.clone())
            .or_insert_with(|| Fact::Unknown(gap.clone()));
    }
    match id.resource_type().as_deref().unwrap_or_default() {
        "microsoft.web/sites" | "microsoft.web/sites/slots" => {
            unless_read(&mut inventory.sites, id, gap)
        }
        "microsoft.web/serverfarms" => unless_read(&mut inventory.plans, id, gap),
        "microsoft.network/virtualnetworks" | "microsoft.classicnetwork/virtualnetworks" => {
            unless_read(&mut inventory.vnets, id, gap);
        }
        "microsoft.network/virtualnetworks/subnets" => unless_read(&mut inventory.subnets, id, gap),
        "microsoft.network/virtualnetworkgateways"
        | "microsoft.classicnetwork/virtualnetworks/gateways" => {
            unless_read(&mut inventory.gateways, id, gap);
        }
        // The second is the list of a gateway's: which connections it would have named is not known.
        "microsoft.network/connections"
        | "microsoft.network/virtualnetworkgateways/connections" => {
            unless_read(&mut inventory.gateway_connections, id, gap);
        }
        "microsoft.network/localnetworkgateways" => {
            unless_read(&mut inventory.local_gateways, id, gap)
        }
        "microsoft.network/networksecuritygroups" => {
            unless_read(&mut inventory.security_groups, id, gap)
        }
        "microsoft.network/routetables" => unless_read(&mut inventory.route_tables, id, gap),
        "microsoft.network/networkinterfaces" => {
            unless_read(&mut inventory.network_interfaces, id, gap)
        }
        "microsoft.network/virtualnetworks/virtualnetworkpeerings" => {
            unless_read(&mut inventory.peerings, id, gap);
        }
        "microsoft.network/privateendpoints" => {
            unless_read(&mut inventory.private_endpoints, id, gap)
        }
        "microsoft.network/natgateways" => unless_read(&mut inventory.nat_gateways, id, gap),
        "microsoft.network/publicipaddresses" | "microsoft.network/publicipprefixes" => {
            unless_read(&mut inventory.public_addresses, id, gap);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Why the resource was not read, as its shelf tells it.
    type Told = fn(&Inventory, &ResourceId) -> Option<String>;

    macro_rules! on {
        ($shelf:ident) => {
            |inventory, id| Some(inventory.$shelf.get(id)?.gap()?.sentence())
        };
    }

    #[test]
    fn what_is_left_out_stands_on_the_shelf_of_its_kind() {
        let rows: &[(&str, Told)] = &[
            ("Microsoft.Web/sites/a", on!(sites)),
            (
                "Microsoft.Network/virtualNetworkGateways/a/connections",
                on!(gateway_connections),
            ),
            ("Microsoft.Web/sites/a/slots/b", on!(sites)),
            ("Microsoft.Web/serverfarms/a", on!(plans)),
            ("Microsoft.Network/virtualNetworks/a", on!(vnets)),
            ("Microsoft.ClassicNetwork/virtualNetworks/a", on!(vnets)),
            (
                "Microsoft.Network/virtualNetworks/a/subnets/b",
                on!(subnets),
            ),
            (
                "Microsoft.Network/virtualNetworks/a/virtualNetworkPeerings/b",
                on!(peerings),
            ),
            ("Microsoft.Network/virtualNetworkGateways/a", on!(gateways)),
            (
                "Microsoft.ClassicNetwork/virtualNetworks/a/gateways/primary",
                on!(gateways),
            ),
            ("Microsoft.Network/connections/a", on!(gateway_connections)),
            (
                "Microsoft.Network/localNetworkGateways/a",
                on!(local_gateways),
            ),
            (
                "Microsoft.Network/networkSecurityGroups/a",
                on!(security_groups),
            ),
            ("Microsoft.Network/routeTables/a", on!(route_tables)),
            (
                "Microsoft.Network/networkInterfaces/a",
                on!(network_interfaces),
            ),
            (
                "Microsoft.Network/privateEndpoints/a",
                on!(private_endpoints),
            ),
            ("Microsoft.Network/natGateways/a", on!(nat_gateways)),
            (
                "Microsoft.Network/publicIPAddresses/a",
                on!(public_addresses),
            ),
            (
                "Microsoft.Network/publicIPPrefixes/a",
                on!(public_addresses),
            ),
        ];
        for (name, told) in rows {
            let mut inventory = Inventory::default();
            let id = ResourceId::new(format!(
                "/subscriptions/s/resourceGroups/g/providers/{name}"
            ));
            leave_out(&mut inventory, &id, &Gap::new("it", "was refused"));
            assert_eq!(
                told(&inventory, &id).as_deref(),
                Some("it was refused"),
                "{name}"
            );
        }
    }
}
