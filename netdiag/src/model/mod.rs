//! What an integration *is*: the resources that make it up, as facts.
//!
//! Pure: data, and those of the platform's rules that more than one program needs. The names are Azure's own where Azure has
//! one. Which JSON members of Azure's they come from is known only to [`crate::source`].

mod app;
mod closed_port;
mod dns;
mod endpoint;
mod entry;
mod environment;
#[cfg(test)]
mod example;
mod gateway;
mod integration;
mod inventory;
mod network;
mod resource_id;
mod security;
mod service;
mod surroundings;
mod tier;

pub use app::{
    AppRoute, DnsConfiguration, OutboundRouting, Plan, RouteKind, Site, SubnetIntegration,
    VnetConnection,
};
pub use closed_port::ClosedPort;
pub use dns::{
    AZURE_DNS, AppDns, DNS_PORT, HostsFile, LookupFlags, NameServer, NameServerSource, NameServers,
    SystemResolver, parse_server, server_list, shown_server,
};
pub use endpoint::{EndpointName, NatGateway, PrivateEndpoint, PrivateLink, PublicAddress};
pub use entry::{Entry, RouteAll};
pub use environment::Environment;
pub use gateway::{
    ConnectedClient, Gateway, GatewayConnection, LocalGateway, PointToSite, ResourceHealth,
    RevokedCertificate, RootCertificate,
};
pub use integration::{AppChoiceError, Integration, Kind};
pub use inventory::{Inventory, Shelf};
pub use network::{
    GATEWAY_SUBNET, Generation, IpConfiguration, NetworkInterface, NetworkPolicy, NextHop, Peering,
    RoutePrefix, RouteTable, ServiceLink, Subnet, UserRoute, Vnet,
};
pub use resource_id::ResourceId;
pub use security::{Access, Direction, Protocol, RulePeer, SecurityGroup, SecurityRule};
pub use service::services_behind;
pub use surroundings::Neighbour;
pub use tier::Tier;
