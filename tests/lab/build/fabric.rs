//! A virtual network: one namespace in the middle, to which each host has a link of its own, so that
//! security groups and route tables hold between hosts of one subnet too.
//!
//! A packet is routed by the table of the subnet that it comes from. What that table leaves to the
//! network (`throw`) goes to the hosts' table, where each host that is up has a route.

use std::fmt::Write;
use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

use super::namespace::Plan;
use super::network::{GATEWAY, INTERNET_ROUTER};
use super::routes::{Hop, Sources, effective};
use super::security::{Meanings, chain, chains, set};
use crate::healthy::AZURE_DNS;
use crate::world::{Direction, Host, Subnet, Vnet, World};

/// The table with a route to each host.
const HOSTS: u32 = 10;
/// The table for what comes from the peered network.
const FROM_PEER: u32 = 11;
/// The first of the subnets' tables.
const SUBNETS: u32 = 100;

/// The device that leads to the peered network.
pub const PEER: &str = "peer";

/// One of the two networks.
#[derive(Debug)]
pub struct Fabric<'a> {
    /// Its namespace.
    pub place: &'static str,
    /// What it is.
    pub vnet: &'a Vnet,
    /// The address from which its hosts reach the internet.
    pub public: Ipv4Addr,
    /// Whether there is a gateway in it.
    pub has_gateway: bool,
    /// What its routes come from.
    pub sources: Sources,
    /// The other end of the link to the peered network, if the peering carries traffic.
    pub peer: Option<Ipv4Addr>,
    /// Whether it takes packets from there that did not begin there.
    pub takes_forwarded: bool,
    /// Whether what comes from there may go to the gateway.
    pub lends_gateway: bool,
}

/// Azure keeps the first four addresses of a subnet; the first is the hosts' router.
pub fn router(subnet: &Subnet) -> Ipv4Addr {
    Ipv4Addr::from_bits(subnet.prefix.network().to_bits() + 1)
}

/// The gateway's address in its subnet: the first that is free.
pub fn gateway_address(subnet: &Subnet) -> Ipv4Addr {
    Ipv4Addr::from_bits(subnet.prefix.network().to_bits() + 4)
}

/// A device in the fabric, and what is at its other end.
struct Port<'a> {
    device: &'a str,
    subnet: &'a Subnet,
    host: Option<&'a Host>,
}

impl<'a> Fabric<'a> {
    /// Writes the network down: links, routes, security groups.
    ///
    /// # Errors
    /// If a host is in no subnet.
    pub fn plan(&self, world: &'a World, plan: &mut Plan) -> Result<(), String> {
        plan.namespace(self.place).forwards = true;
        let ports = self.ports(world)?;
        self.links(&ports, plan);
        self.routes(&ports, world, plan);
        plan.namespace(self.place).nft = self.filter(&ports, world);
        Ok(())
    }

    /// Everything that is connected to this network.
    fn ports(&self, world: &'a World) -> Result<Vec<Port<'a>>, String> {
        let mut ports = Vec::new();
        let subnets = &self.vnet.subnets;
        let gateway = subnets.iter().find(|s| s.name == "GatewaySubnet");
        if self.has_gateway {
            let subnet = gateway.ok_or("a gateway, but no GatewaySubnet")?;
            ports.push(Port {
                device: GATEWAY,
                subnet,
                host: None,
            });
        }
        let here = |host: &&Host| {
            let mut prefixes = self.vnet.prefixes.iter();
            host.up && prefixes.any(|prefix| prefix.contains(&host.address))
        };
        for host in world.hosts.iter().filter(here) {
            let subnet = subnets.iter().find(|s| s.prefix.contains(&host.address));
            ports.push(Port {
                device: &host.name,
                subnet: subnet.ok_or_else(|| format!("{} is in no subnet", host.name))?,
                host: Some(host),
            });
        }
        Ok(ports)
    }

    fn links(&self, ports: &[Port<'_>], plan: &mut Plan) {
        plan.attach(
            (self.place, "internet"),
            self.public,
            ("internet", self.place),
            INTERNET_ROUTER,
        );
        for port in ports {
            let (there, address) = match port.host {
                Some(host) => ((host.name.as_str(), "eth0"), host.address),
                None => ((GATEWAY, "fabric"), gateway_address(port.subnet)),
            };
            plan.link(there, (self.place, port.device));
            let (router, device) = (router(port.subnet), port.device);
            let (name, own) = there;
            plan.ip(name, format_args!("address add {address}/32 dev {own}"));
            let add = format!("address add {router}/32 dev {device}");
            plan.ip(self.place, add);
            let route = format!("route add {address}/32 dev {device} table {HOSTS}");
            plan.ip(self.place, route);
            if port.host.is_some() {
                let route = format!("route add default via {router} dev {own} onlink");
                plan.ip(name, route);
            }
        }
        let end = format!("route add blackhole default table {HOSTS}");
        plan.ip(self.place, end);
    }

    fn routes(&self, ports: &[Port<'_>], world: &World, plan: &mut Plan) {
        for (port, preference) in ports.iter().zip(SUBNETS..) {
            let number = self.vnet.subnets.iter().zip(SUBNETS..);
            let number = number.filter(|(s, _)| s.name == port.subnet.name);
            let (device, number) = (port.device, number.map(|(_, n)| n).next());
            let number = number.expect("a subnet of this network");
            let rule = format!("rule add iif {device} lookup {number} preference {preference}");
            plan.ip(self.place, rule);
        }
        for (subnet, number) in self.vnet.subnets.iter().zip(SUBNETS..) {
            let table = world
                .tables
                .iter()
                .find(|t| Some(&t.name) == subnet.table.as_ref());
            let mut sources = self.sources.clone();
            if subnet.name == "GatewaySubnet" {
                // The gateway knows the way to what is behind it.
                sources.learnt.clear();
            }
            for (prefix, hop) in effective(&sources, table) {
                let to = self.to(hop, prefix, ports);
                plan.ip(self.place, format_args!("route add {to} table {number}"));
            }
        }
        if self.peer.is_some() {
            let rule = format!("rule add iif {PEER} lookup {FROM_PEER} preference 90");
            plan.ip(self.place, rule);
            let own = self.sources.own.iter().map(|p| (*p, Hop::Network));
            let learnt = self.sources.learnt.iter().map(|p| (*p, Hop::Gateway));
            let learnt = learnt.filter(|_| self.lends_gateway);
            let rest = (Ipv4Net::default(), Hop::Nowhere);
            for (prefix, hop) in own.chain(learnt).chain([rest]) {
                let to = self.to(hop, prefix, ports);
                plan.ip(self.place, format_args!("route add {to} table {FROM_PEER}"));
            }
        }
        let rule = format!("rule add lookup {HOSTS} preference 1000");
        plan.ip(self.place, rule);
    }

    /// A route in `ip`'s words.
    fn to(&self, hop: Hop, prefix: Ipv4Net, ports: &[Port<'_>]) -> String {
        let through =
            |address: Ipv4Addr, device: &str| format!("{prefix} via {address} dev {device} onlink");
        let nowhere = || format!("blackhole {prefix}");
        let gateway = ports.iter().find(|port| port.host.is_none());
        match (hop, self.peer, gateway) {
            (Hop::Network, ..) => format!("throw {prefix}"),
            (Hop::Internet, ..) => through(INTERNET_ROUTER, "internet"),
            (Hop::Gateway, _, Some(port)) => through(gateway_address(port.subnet), port.device),
            (Hop::Gateway | Hop::Peer, Some(peer), _) => through(peer, PEER),
            (Hop::Appliance(address), ..) => {
                let mut ports = ports.iter();
                let at = ports.find(|p| p.host.is_some_and(|h| h.address == address));
                at.map_or_else(nowhere, |port| through(address, port.device))
            }
            (Hop::Gateway | Hop::Peer | Hop::Nowhere, ..) => nowhere(),
        }
    }

    /// The firewall: what Azure does to packets on their way.
    fn filter(&self, ports: &[Port<'_>], world: &World) -> String {
        let Sources { own, peer, learnt } = &self.sources;
        let members = world.hosts.iter().filter(|host| host.in_asg);
        let meanings = Meanings {
            network: [own.as_slice(), peer, learnt].concat(),
            members: members.map(|host| host.address).collect(),
        };
        let mut text = "table ip azure {\n".to_owned();
        text.push_str(&chains(&world.groups, &meanings));
        text.push_str("chain forward {\n  type filter hook forward priority 0;\n");
        text.push_str("  ct state established,related accept\n");
        for line in self.passage(ports) {
            let _ = writeln!(text, "  {line}");
        }
        text.push_str("}\nchain leave {\n  type nat hook postrouting priority 100;\n");
        let _ = writeln!(text, "  oifname internet snat to {}\n}}\n}}", self.public);
        text
    }

    /// What a new connection's packet has to pass, in order: the interface's group and the subnet's
    /// on the way out, the subnet's and the interface's on the way in.
    fn passage(&self, ports: &[Port<'_>]) -> Vec<String> {
        let mut lines = vec![format!(
            "oifname internet ip saddr != {} counter drop",
            set(&self.sources.own)
        )];
        if self.peer.is_some() && !self.takes_forwarded {
            let peer = set(&self.sources.peer);
            lines.push(format!("iifname {PEER} ip saddr != {peer} counter drop"));
        }
        for port in ports {
            let name = port.device;
            if let Some(host) = port.host.filter(|host| !host.forwards) {
                let address = host.address;
                lines.push(format!("iifname {name} ip saddr != {address} counter drop"));
                lines.push(format!("oifname {name} ip daddr != {address} counter drop"));
            }
        }
        // No group holds for questions to the platform's own name server.
        for protocol in ["udp", "tcp"] {
            lines.push(format!("ip daddr {AZURE_DNS} {protocol} dport 53 accept"));
        }
        for port in ports {
            let of_interface = port.host.and_then(|host| host.group.as_ref());
            for group in of_interface.into_iter().chain(&port.subnet.group) {
                let chain = chain(group, Direction::Outbound);
                lines.push(format!("iifname {} jump {chain}", port.device));
            }
        }
        for port in ports {
            let of_interface = port.host.and_then(|host| host.group.as_ref());
            for group in port.subnet.group.iter().chain(of_interface) {
                let chain = chain(group, Direction::Inbound);
                lines.push(format!("oifname {} jump {chain}", port.device));
            }
        }
        lines
    }
}
