//! Virtual networks: subnets, peerings, route tables, network interfaces.

use std::net::{IpAddr, Ipv4Addr};

use ipnet::IpNet;

use super::ResourceId;
use crate::fact::{Fact, Gap, Origin};
use crate::space::AddressSet;

/// Which of Azure's two network stacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Generation {
    /// Classic (`Microsoft.ClassicNetwork`).
    V1,
    /// Resource Manager (`Microsoft.Network`).
    V2,
}

impl Generation {
    /// Told by the id of a resource: what is not classic is of Resource Manager.
    pub fn of(id: &ResourceId) -> Self {
        match id.resource_type() {
            Some(kind) if kind.starts_with("microsoft.classicnetwork/") => Self::V1,
            _ => Self::V2,
        }
    }

    /// A network's name, marked as the portal does if it is a classic one.
    pub fn shown(self, name: &str) -> String {
        match self {
            Self::V1 => format!("{name} (Classic)"),
            Self::V2 => name.to_owned(),
        }
    }
}

/// The name that the subnet for gateways must have.
pub const GATEWAY_SUBNET: &str = "GatewaySubnet";

/// A virtual network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vnet {
    /// Its id.
    pub id: ResourceId,
    /// Its name.
    pub name: String,
    /// Classic or Resource Manager.
    pub generation: Generation,
    /// The region.
    pub location: Fact<String>,
    /// Its prefixes.
    pub address_space: Fact<Vec<IpNet>>,
    /// Its own DNS servers; absent or empty means Azure's DNS.
    pub dns_servers: Fact<Vec<IpAddr>>,
    /// Its subnets.
    pub subnets: Fact<Vec<Subnet>>,
    /// Its peerings.
    pub peerings: Fact<Vec<Peering>>,
    /// Where it was read.
    pub from: Origin,
}

impl Vnet {
    /// The subnet in which gateways stand.
    pub fn gateway_subnet(&self) -> Fact<&Subnet> {
        self.subnets.as_ref().and_then(|subnets, from| {
            match subnets.iter().find(|subnet| subnet.is_for_gateways()) {
                Some(subnet) => Fact::known(subnet, subnet.from.clone()),
                None => Fact::Absent { from },
            }
        })
    }
}

/// A subnet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subnet {
    /// Its id.
    pub id: ResourceId,
    /// Its name.
    pub name: String,
    /// Its prefixes (one, or several).
    pub prefixes: Fact<Vec<IpNet>>,
    /// Its network security group.
    pub security_group: Fact<ResourceId>,
    /// Its route table.
    pub route_table: Fact<ResourceId>,
    /// Its NAT gateway.
    pub nat_gateway: Fact<ResourceId>,
    /// What stands in it: ids of IP configurations of NICs, gateways, load balancers.
    pub ip_configurations: Fact<Vec<ResourceId>>,
    /// The services it is delegated to, as `Microsoft.Web/serverFarms`.
    pub delegations: Fact<Vec<String>>,
    /// Which service's resources use it (`serviceAssociationLinks`).
    pub service_links: Fact<Vec<ServiceLink>>,
    /// The private endpoints that stand in it (`privateEndpoints`).
    pub private_endpoints: Fact<Vec<ResourceId>>,
    /// What applies to private endpoints: `Disabled`, `Enabled`, `NetworkSecurityGroupEnabled` or
    /// `RouteTableEnabled` (`privateEndpointNetworkPolicies`).
    pub private_endpoint_policies: Fact<String>,
    /// Service endpoints, as `Microsoft.Sql`.
    pub service_endpoints: Fact<Vec<String>>,
    /// Where it was read.
    pub from: Origin,
}

/// What network policies of a subnet let apply to the private endpoints in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NetworkPolicy {
    /// Rules of security groups.
    SecurityGroups,
    /// User-defined routes.
    RouteTables,
}

impl Subnet {
    /// Whether gateways stand in it, and nothing else.
    pub fn is_for_gateways(&self) -> bool {
        self.name.eq_ignore_ascii_case(GATEWAY_SUBNET)
    }

    /// Whether a policy holds for the private endpoints of the subnet. Off is the default: only older
    /// API versions called it on, and those had endpoints in no subnet where it was. Source:
    /// Microsoft's disable-private-endpoint-network-policy page.
    ///
    /// # Errors
    /// If the policies were not read.
    pub fn policy(&self, policy: NetworkPolicy) -> Result<bool, &Gap> {
        let on: &[&str] = match policy {
            NetworkPolicy::SecurityGroups => &["Enabled", "NetworkSecurityGroupEnabled"],
            NetworkPolicy::RouteTables => &["Enabled", "RouteTableEnabled"],
        };
        match &self.private_endpoint_policies {
            Fact::Known { value, .. } => Ok(on.iter().any(|word| word.eq_ignore_ascii_case(value))),
            Fact::Absent { .. } => Ok(false),
            Fact::Unknown(gap) => Err(gap),
        }
    }
}

/// A service's hold on a subnet: what uses it, and keeps it from being deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceLink {
    /// Its name; App Service calls it `AppServiceLink`.
    pub name: String,
    /// The resource that uses the subnet, as an App Service plan.
    pub link: Fact<ResourceId>,
    /// Its type, as `Microsoft.Web/serverfarms`.
    pub linked_type: Fact<String>,
    /// Whether deleting the subnet may remove the link.
    pub allow_delete: Fact<bool>,
}

/// A peering with another network, seen from this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peering {
    /// Its id.
    pub id: ResourceId,
    /// Its name.
    pub name: String,
    /// The other network.
    pub remote: Fact<ResourceId>,
    /// The other network's prefixes.
    pub remote_address_space: Fact<Vec<IpNet>>,
    /// `Initiated`, `Connected` or `Disconnected`.
    pub state: Fact<String>,
    /// `FullyInSync`, `RemoteNotInSync`, `LocalNotInSync` or `LocalAndRemoteNotInSync`.
    pub sync_level: Fact<String>,
    /// Traffic between the two networks is allowed.
    pub allows_access: Fact<bool>,
    /// Traffic that did not begin in the other network is allowed.
    pub allows_forwarded: Fact<bool>,
    /// The other network may use this network's gateway.
    pub allows_gateway_transit: Fact<bool>,
    /// This network uses the other network's gateway.
    pub uses_remote_gateways: Fact<bool>,
    /// Where it was read.
    pub from: Origin,
}

/// A route table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteTable {
    /// Its id.
    pub id: ResourceId,
    /// Its name.
    pub name: String,
    /// Gateway routes (on-premises ranges and the point-to-site pool) are not put into its subnets
    /// (`disableBgpRoutePropagation`). Absent means false.
    pub propagation_disabled: Fact<bool>,
    /// Its user-defined routes.
    pub routes: Fact<Vec<UserRoute>>,
    /// Where it was read.
    pub from: Origin,
}

/// A user-defined route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserRoute {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub prefix: RoutePrefix,
    /// Where it sends traffic.
    pub next_hop: NextHop,
    /// Where it was read.
    pub from: Origin,
}

/// What a user-defined route is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RoutePrefix {
    /// A prefix.
    Net(IpNet),
    /// A service tag, or text that is neither: which addresses it means is not known here.
    Other(String),
}

/// Where a route sends traffic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NextHop {
    /// To the network's gateway.
    VirtualNetworkGateway,
    /// To its place in the network.
    VnetLocal,
    /// To the internet.
    Internet,
    /// To a machine that may or may not forward it: Azure's own tables do not say.
    VirtualAppliance(Option<Ipv4Addr>),
    /// Nowhere: dropped.
    None,
    /// Something that the REST API has learned since.
    Other(String),
}

/// A network interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetworkInterface {
    /// Its id.
    pub id: ResourceId,
    /// Its name.
    pub name: String,
    /// Its addresses.
    pub ip_configurations: Fact<Vec<IpConfiguration>>,
    /// Its own network security group.
    pub security_group: Fact<ResourceId>,
    /// Where it was read.
    pub from: Origin,
}

impl NetworkInterface {
    /// Its IPv4 addresses in a subnet. The same address may stand in many networks, so only those
    /// count that say so, or do not say where they are. Unknown as soon as one of them is.
    pub fn addresses_in(&self, subnet: &Subnet) -> Fact<AddressSet> {
        self.ip_configurations.as_ref().and_then(|all, from| {
            let mut own = Vec::new();
            for one in all {
                match (&one.address, &one.subnet) {
                    (_, Fact::Known { value, .. }) if *value != subnet.id => {}
                    (Fact::Unknown(gap), _) | (Fact::Known { .. }, Fact::Unknown(gap)) => {
                        return Fact::Unknown(gap.clone());
                    }
                    (Fact::Known { value, .. }, _) => match value {
                        IpAddr::V4(address) => own.push((*address, *address)),
                        IpAddr::V6(_) => {}
                    },
                    (Fact::Absent { .. }, _) => {}
                }
            }
            Fact::known(own.into_iter().collect(), from)
        })
    }
}

/// One address of a network interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IpConfiguration {
    /// The private address.
    pub address: Fact<IpAddr>,
    /// Its subnet.
    pub subnet: Fact<ResourceId>,
    /// The application security groups it belongs to.
    pub application_security_groups: Fact<Vec<ResourceId>>,
}
