//! What there is: the one description from which the lab makes its namespaces, firewalls, tunnels and
//! name servers, and writes the export that Azure would give of it.
//!
//! A scenario holds two of them. The *real* one is built; the *written* one is exported. Where
//! configuration and reality agree they are equal; where the fault is that they do not, they differ.

use std::net::{Ipv4Addr, Ipv6Addr};

use ipnet::Ipv4Net;
use serde::{Deserialize, Serialize};

/// Everything that can differ from one scenario to another.
#[derive(Debug, Clone)]
pub struct World {
    /// The app, and the plan's copy of what it knows of the network.
    pub app: App,
    /// The virtual network's gateway.
    pub gateway: Gateway,
    /// The network of the app: `nw-net`.
    pub vnet: Vnet,
    /// The network that is peered with it: `nw-hub`.
    pub hub: Vnet,
    /// The site behind the site-to-site connection: `nw-onprem`.
    pub site: Site,
    /// Network security groups.
    pub groups: Vec<Group>,
    /// Route tables.
    pub tables: Vec<RouteTable>,
    /// Every machine but the app's and the two gateways, with its network by its address.
    pub hosts: Vec<Host>,
}

/// A self-signed certificate of the app, as App Service makes it. The lab makes a key pair for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certificate {
    /// The one in use.
    Current,
    /// The one that a new integration, or a Sync Network, replaced it by.
    Renewed,
    /// One whose time is over.
    Expired,
}

/// The app's side of the integration.
#[derive(Debug, Clone)]
pub struct App {
    /// Whether it is integrated at all; else there is no tunnel, and no connection in the export.
    pub integrated: bool,
    /// The certificate that it presents.
    pub certificate: Certificate,
    /// The network's DNS servers as the app knows them; they stand in its resolv.conf.
    pub dns_servers: Vec<Ipv4Addr>,
    /// The routes that the app has, which its end of the tunnel installs.
    pub routes: Vec<AppRoute>,
    /// Whether App Service says itself that a sync is due.
    pub resync_required: bool,
    /// More variables of the environment, which win over what the example's file says; an empty
    /// value takes the variable away.
    pub settings: Vec<(String, String)>,
    /// What the sandbox forbids: selectors of `ip rule`, as `ipproto tcp dport 445`.
    pub sandbox: Vec<String>,
}

/// A route of the app into the network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppRoute {
    /// Where to.
    pub to: Ipv4Net,
    /// `DEFAULT`, `INHERITED` or `STATIC`.
    pub kind: &'static str,
}

/// The virtual network gateway.
#[derive(Debug, Clone)]
pub struct Gateway {
    /// Whether there is one; if not, no resource is exported and the GatewaySubnet is empty.
    pub exists: bool,
    /// Whether it runs. (Real.)
    pub runs: bool,
    /// `provisioningState`. (Written.)
    pub provisioning_state: &'static str,
    /// Resource health's `availabilityState`. (Written.)
    pub availability: &'static str,
    /// Whether the client connection health lists the app. (Written.)
    pub lists_app: bool,
    /// The point-to-site range.
    pub pool: Ipv4Net,
    /// `vpnClientProtocols`. (Written: the lab's tunnel is OpenVPN's.)
    pub protocols: Vec<&'static str>,
    /// `vpnType`. (Written.)
    pub vpn_type: &'static str,
    /// `gatewayType`. (Written.)
    pub gateway_type: &'static str,
    /// The certificates that it trusts.
    pub roots: Vec<Certificate>,
    /// The certificates that it takes no more, though a root is theirs.
    pub revoked: Vec<Certificate>,
    /// Its custom routes.
    pub custom_routes: Vec<Ipv4Net>,
    /// Whether clients are told the app's routes when they connect. (Real.)
    pub pushes_routes: bool,
}

/// A virtual network.
#[derive(Debug, Clone)]
pub struct Vnet {
    /// Its name.
    pub name: &'static str,
    /// Its address space.
    pub prefixes: Vec<Ipv4Net>,
    /// Its DNS servers.
    pub dns_servers: Vec<Ipv4Addr>,
    /// Its subnets.
    pub subnets: Vec<Subnet>,
    /// Its side of the peering with the other network; `None`: there is no such resource.
    pub peering: Option<Peering>,
}

/// A subnet.
#[derive(Debug, Clone)]
pub struct Subnet {
    /// Its name.
    pub name: String,
    /// Its addresses.
    pub prefix: Ipv4Net,
    /// The name of its network security group.
    pub group: Option<String>,
    /// The name of its route table.
    pub table: Option<String>,
}

/// One side of a peering.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peering {
    /// `peeringState`: `Connected`, `Disconnected`, `Initiated`.
    pub state: &'static str,
    /// `allowVirtualNetworkAccess`.
    pub access: bool,
    /// `allowForwardedTraffic`.
    pub forwarded: bool,
    /// `allowGatewayTransit`: the other network may use this one's gateway.
    pub gateway_transit: bool,
    /// `useRemoteGateways`: this network uses the other one's gateway.
    pub remote_gateways: bool,
}

/// The site behind the site-to-site connection.
#[derive(Debug, Clone)]
pub struct Site {
    /// The local network gateway's address space: what Azure sends there.
    pub prefixes: Vec<Ipv4Net>,
    /// The connection's `connectionStatus`. (Written.)
    pub status: &'static str,
    /// Whether the tunnel is up. (Real.)
    pub up: bool,
    /// Whether there is a connection resource, and a local network gateway.
    pub exists: bool,
    /// What the site's own gateway sends back through the tunnel.
    pub knows: Vec<Ipv4Net>,
    /// Rules of the forward chain of the site's firewall (nftables), what comes from the tunnel first.
    pub firewall: Vec<String>,
    /// The addresses that are really there.
    pub lan: Ipv4Net,
}

/// A network security group.
#[derive(Debug, Clone)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// Its own rules; the platform's default rules come after them.
    pub rules: Vec<Rule>,
}

/// Which way a security rule looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// What enters the subnet or interface.
    Inbound,
    /// What leaves it.
    Outbound,
}

/// A security rule.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its name.
    pub name: String,
    /// 100 to 4096; the lowest is asked first.
    pub priority: u16,
    /// Which way it looks.
    pub direction: Direction,
    /// Whether it allows or denies.
    pub allow: bool,
    /// `Tcp`, `Udp`, `Icmp` or `*`.
    pub protocol: &'static str,
    /// Prefixes or service tags (`*`, `VirtualNetwork`, `Internet`, `AzureLoadBalancer`).
    pub sources: Vec<String>,
    /// The same; `asg:NAME` is an application security group.
    pub destinations: Vec<String>,
    /// Destination ports: `*`, `443`, `1433-1434`.
    pub ports: Vec<String>,
}

/// A route table.
#[derive(Debug, Clone)]
pub struct RouteTable {
    /// Its name.
    pub name: String,
    /// Whether it takes over the gateway's routes: the opposite of `disableBgpRoutePropagation`.
    pub propagates: bool,
    /// Its routes.
    pub routes: Vec<Route>,
}

/// A user-defined route.
#[derive(Debug, Clone)]
pub struct Route {
    /// Its name.
    pub name: String,
    /// Where to.
    pub to: Ipv4Net,
    /// By whom.
    pub hop: NextHop,
}

/// Where a user-defined route sends packets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextHop {
    /// `VirtualAppliance` with this address.
    Appliance(Ipv4Addr),
    /// `VirtualNetworkGateway`.
    Gateway,
    /// `VnetLocal`.
    Network,
    /// `Internet`.
    Internet,
    /// `None`: dropped.
    Nowhere,
}

/// A machine. Its network is the one that holds its address: a subnet of `vnet` or `hub`, the site's
/// `lan`, else the internet.
#[derive(Debug, Clone)]
pub struct Host {
    /// Its name; a letter, then letters, digits and `-`.
    pub name: String,
    /// Its address.
    pub address: Ipv4Addr,
    /// Whether it is up; if not, it is connected to nothing, and nobody answers for it.
    pub up: bool,
    /// TCP ports that accept.
    pub listens: Vec<u16>,
    /// Rules of its own firewall's input chain (nftables).
    pub firewall: Vec<String>,
    /// Whether it forwards packets of others (`enableIPForwarding`, and does).
    pub forwards: bool,
    /// The name of its network interface's security group.
    pub group: Option<String>,
    /// Whether it is a member of the application security group `nw-sql`.
    pub in_asg: bool,
    /// What it says to questions for names, if it is a name server.
    pub names: Option<NameServer>,
    /// Whether the export has a network interface for it; only hosts of the two networks have.
    pub interface: bool,
}

/// The IPv6 address that a machine on the internet has beside its other one. (Azure's networks and
/// point-to-site tunnels have none.)
pub fn ipv6(address: Ipv4Addr) -> Ipv6Addr {
    let [a, b, c, d] = address.octets().map(u16::from);
    Ipv6Addr::new(0xfd03, 5, 0, 0, 0, 0, a << 8 | b, c << 8 | d)
}

/// A name server on port 53, UDP and TCP.
#[derive(Debug, Clone)]
pub enum NameServer {
    /// Knot, authoritative for these zones; REFUSED for all others.
    Authority(Vec<Zone>),
    /// Unbound, with these zones (from a Knot of its own beside it), which asks that server for
    /// everything else.
    Unbound(Vec<Zone>, Ipv4Addr),
    /// dnsmasq, likewise, but the records (A, AAAA, CNAME) are its own.
    Dnsmasq(Vec<Zone>, Ipv4Addr),
    /// A server of the tests' own, for what no real one can be made to do.
    Played(Part),
}

/// How a name server that is played behaves. Its records are the healthy network's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    /// REFUSED.
    Refuses,
    /// SERVFAIL.
    Fails,
    /// Garbage instead of a message.
    Garbage,
    /// Truncated over UDP, whole over TCP.
    Truncates,
    /// Truncated over UDP, and TCP is not served.
    TruncatesOnly,
    /// The right answer after one second.
    Slow,
    /// FORMERR to whatever has an OPT record, else the right answer.
    NoEdns,
    /// The right answer, over TCP only: nobody listens on UDP.
    TcpOnly,
    /// A chain of this many CNAMEs that leads to the right address.
    Chain(u8),
    /// A CNAME loop.
    Loop,
    /// NXDOMAIN for everything.
    KnowsNothing,
    /// NOERROR without records for everything.
    Empty,
}

/// A zone's records beside SOA and NS.
#[derive(Debug, Clone)]
pub struct Zone {
    /// Its name, without the final dot.
    pub name: String,
    /// Owner (relative to the zone; `@` is the zone itself), type, value in zone-file form.
    pub records: Vec<(String, &'static str, String)>,
}

impl World {
    /// The host with this name.
    pub fn host(&mut self, name: &str) -> &mut Host {
        let found = self.hosts.iter_mut().find(|host| host.name == name);
        found.unwrap_or_else(|| panic!("no host {name}"))
    }

    /// The group with this name.
    pub fn group(&mut self, name: &str) -> &mut Group {
        let found = self.groups.iter_mut().find(|group| group.name == name);
        found.unwrap_or_else(|| panic!("no group {name}"))
    }

    /// The route table with this name.
    pub fn table(&mut self, name: &str) -> &mut RouteTable {
        let found = self.tables.iter_mut().find(|table| table.name == name);
        found.unwrap_or_else(|| panic!("no route table {name}"))
    }

    /// The network's subnet with this name.
    pub fn subnet(&mut self, name: &str) -> &mut Subnet {
        let found = self.vnet.subnets.iter_mut().find(|s| s.name == name);
        found.unwrap_or_else(|| panic!("no subnet {name}"))
    }
}
