//! What leads out of a network beside its peerings and gateways: private endpoints to services, NAT
//! gateways to the internet.

use std::net::IpAddr;

use ipnet::IpNet;

use super::{Integration, Inventory, ResourceId, Subnet};
use crate::fact::{Fact, Gap, Origin};

/// A private endpoint (`Microsoft.Network/privateEndpoints`): an address in a subnet that stands for
/// one resource of a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrivateEndpoint {
    /// Its id.
    pub id: ResourceId,
    /// Its name.
    pub name: String,
    /// The subnet that its address lies in.
    pub subnet: Fact<ResourceId>,
    /// Its network interfaces, which hold its addresses.
    pub interfaces: Fact<Vec<ResourceId>>,
    /// The resources that it leads to, automatically or manually approved.
    pub connections: Fact<Vec<PrivateLink>>,
    /// The names that should give its addresses (`customDnsConfigs`); empty where a private DNS zone
    /// group writes the records.
    pub names: Fact<Vec<EndpointName>>,
    /// Where it was read.
    pub from: Origin,
}

/// What a private endpoint leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrivateLink {
    /// The resource, as a storage account (`privateLinkServiceId`).
    pub resource: Fact<ResourceId>,
    /// The parts of it, as `blob` (`groupIds`).
    pub groups: Fact<Vec<String>>,
    /// `Approved`, `Pending`, `Rejected` or `Disconnected`.
    pub status: Fact<String>,
}

/// A name that should give a private endpoint's addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndpointName {
    /// The name, as the service's clients use it.
    pub name: Fact<String>,
    /// The addresses.
    pub addresses: Fact<Vec<IpAddr>>,
}

/// A NAT gateway (`Microsoft.Network/natGateways`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NatGateway {
    /// Its id.
    pub id: ResourceId,
    /// Its name.
    pub name: String,
    /// Its public addresses and prefixes, by id.
    pub public: Fact<Vec<ResourceId>>,
    /// Where it was read.
    pub from: Origin,
}

/// A public address or prefix (`publicIPAddresses`, `publicIPPrefixes`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicAddress {
    /// Its id.
    pub id: ResourceId,
    /// The addresses; absent while none is allocated.
    pub prefixes: Fact<Vec<IpNet>>,
    /// Where it was read.
    pub from: Origin,
}

impl PrivateEndpoint {
    /// A connection that its owner has not approved (any more), and how that is called.
    pub fn unapproved(&self) -> Option<(&str, &Origin)> {
        self.connections
            .value()?
            .iter()
            .find_map(|link| match &link.status {
                Fact::Known { value, from } if !value.eq_ignore_ascii_case("Approved") => {
                    Some((value.as_str(), from))
                }
                _ => None,
            })
    }

    /// Whether clients that use this name should get the endpoint's address.
    pub fn serves(&self, name: &str) -> bool {
        let name = name.trim_end_matches('.');
        let by_name = self.names.value().into_iter().flatten();
        let named = by_name
            .filter_map(|names| names.name.value())
            .any(|own| own.trim_end_matches('.').eq_ignore_ascii_case(name));
        named || self.leads_to_resource_named(name)
    }

    /// Whether the name is that of the resource that the endpoint leads to: its first label, below a
    /// suffix of the resource's own provider, and of the endpoint's part of it.
    fn leads_to_resource_named(&self, name: &str) -> bool {
        let Some((label, rest)) = name.split_once('.') else {
            return false;
        };
        let rest = rest.to_ascii_lowercase();
        let services = super::services_behind(name);
        self.connections.value().into_iter().flatten().any(|link| {
            let Some(resource) = link.resource.value() else {
                return false;
            };
            let kind = resource.resource_type().unwrap_or_default();
            let provider = kind.split('/').next().unwrap_or_default();
            let of_provider = services.iter().any(|service| {
                let service = service.to_ascii_lowercase();
                service == provider
                    || (provider == "microsoft.documentdb" && service == "microsoft.azurecosmosdb")
            });
            // A storage account has a name for each of its parts.
            let of_part = provider != "microsoft.storage"
                || link.groups.value().into_iter().flatten().any(|group| {
                    rest.split('.').next() == Some(group.to_ascii_lowercase().as_str())
                });
            resource.name().eq_ignore_ascii_case(label) && of_provider && of_part
        })
    }
}

impl Integration {
    /// The addresses of a private endpoint: those of its interfaces that were read, and those that its
    /// names should give.
    pub fn addresses_of(&self, endpoint: &PrivateEndpoint) -> Vec<IpAddr> {
        let interfaces = endpoint.interfaces.value().into_iter().flatten();
        let held = interfaces
            .filter_map(|id| self.inventory.network_interfaces.get(id)?.value())
            .filter_map(|interface| interface.ip_configurations.value())
            .flatten()
            .filter_map(|configuration| configuration.address.value().copied());
        let names = endpoint.names.value().into_iter().flatten();
        let named = names
            .filter_map(|name| name.addresses.value())
            .flatten()
            .copied();
        held.chain(named).collect()
    }

    /// The private endpoints whose address clients that use this name should get.
    pub fn private_endpoints_for(&self, name: &str) -> Vec<&PrivateEndpoint> {
        let endpoints = self.inventory.private_endpoints.values();
        endpoints
            .filter_map(Fact::value)
            .filter(|endpoint| endpoint.serves(name))
            .collect()
    }

    /// Why a private endpoint that stands in the subnet was not read: an address there may be its own.
    pub fn unread_private_endpoint(&self, subnet: &Subnet) -> Option<Gap> {
        let shelf = &self.inventory.private_endpoints;
        let mut named = subnet.private_endpoints.value()?.iter();
        named.find_map(|id| {
            let found = Inventory::find(shelf, "private endpoint", id);
            found.gap().cloned()
        })
    }

    /// The NAT gateway of a subnet; absent if it has none.
    pub fn nat_gateway_of<'a>(&'a self, subnet: &'a Subnet) -> Fact<&'a NatGateway> {
        let named = subnet.nat_gateway.as_ref();
        named.and_then(|id, _| Inventory::find(&self.inventory.nat_gateways, "NAT gateway", id))
    }

    /// The public addresses that a NAT gateway sends from.
    pub fn public_addresses_of(&self, nat: &NatGateway) -> Fact<Vec<IpNet>> {
        nat.public.as_ref().and_then(|ids, from| {
            let mut all = Vec::new();
            for id in ids {
                let shelf = &self.inventory.public_addresses;
                let found = Inventory::find(shelf, "public address", id);
                match found.and_then(|public, _| public.prefixes.as_ref()) {
                    Fact::Known { value, .. } => all.extend(value.iter().copied()),
                    Fact::Absent { .. } => {}
                    Fact::Unknown(gap) => return Fact::Unknown(gap),
                }
            }
            Fact::known(all, from)
        })
    }
}
