//! The whole network on paper: from a world to namespaces, links, routes and firewalls.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

use super::fabric::{Fabric, PEER, router};
use super::namespace::Plan;
use super::routes::Sources;
use crate::world::{Gateway, Host, Peering, Subnet, Vnet, World, ipv6};

/// The internet's own address, from which its ICMP errors come.
pub const INTERNET_ROUTER: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 1);
/// The app's machine, as the internet sees it.
pub const APP_PUBLIC: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 21);
/// The gateway's public address.
pub const GATEWAY_PUBLIC: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 40);
/// The on-premises gateway's public address.
pub const SITE_PUBLIC: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 10);
/// From where the networks' hosts reach the internet.
const VNET_PUBLIC: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 30);
const HUB_PUBLIC: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 31);
/// The two ends of the peering's link.
const PEERING: [Ipv4Addr; 2] = [Ipv4Addr::new(169, 254, 0, 1), Ipv4Addr::new(169, 254, 0, 2)];

/// The gateway's namespace, and the device in the fabric that leads to it.
pub const GATEWAY: &str = "gateway";
/// The gateway's end of the point-to-site tunnel.
pub const POINT_TO_SITE: &str = "p2s";
/// The device of the site-to-site tunnel, at both its ends.
pub const SITE_TO_SITE: &str = "ipsec0";

/// The gateway's table for what comes from the network.
const FROM_NETWORK: u32 = 10;
/// The gateway's table for what comes from its tunnels.
const FROM_TUNNELS: u32 = 11;

/// Everything that the description says.
///
/// # Errors
/// If it contradicts itself.
pub fn plan(world: &World) -> Result<Plan, String> {
    let mut plan = Plan::default();
    plan.namespace("internet").forwards = true;
    plan.ip("internet", "route add blackhole default");
    app(world, &mut plan);
    networks(world, &mut plan)?;
    if world.gateway.exists {
        gateway(world, &mut plan);
    }
    site(world, &mut plan);
    hosts(world, &mut plan)?;
    Ok(plan)
}

fn app(world: &World, plan: &mut Plan) {
    on_the_internet("app", APP_PUBLIC, plan);
    for (n, what) in world.app.sandbox.iter().enumerate() {
        // The routing says no before a packet leaves: connect() fails with EACCES, as WSAEACCES there.
        plan.ip(
            "app",
            format_args!("rule add pref {} {what} prohibit", 10 + n),
        );
    }
}

/// Links a machine to the internet, of both families.
fn on_the_internet(name: &str, address: Ipv4Addr, plan: &mut Plan) {
    plan.attach((name, "eth0"), address, ("internet", name), INTERNET_ROUTER);
    let (own, router) = (ipv6(address), ipv6(INTERNET_ROUTER));
    for (place, line) in [
        (name, format!("address add {own}/128 dev eth0 nodad")),
        (name, format!("route add {router}/128 dev eth0")),
        (name, format!("route add default via {router} dev eth0")),
        (
            "internet",
            format!("address add {router}/128 dev {name} nodad"),
        ),
        ("internet", format!("route add {own}/128 dev {name}")),
    ] {
        plan.namespace(place).ipv6 = true;
        plan.ip(place, line);
    }
}

/// One chain of a machine's own firewall.
fn firewall(hook: &str, rules: &[String]) -> String {
    if rules.is_empty() {
        return String::new();
    }
    let rules = rules.join("\n");
    let at = format!("type filter hook {hook} priority 0;");
    let own = match hook {
        "input" => "iifname lo accept",
        _ => "",
    };
    format!("table inet firewall {{\nchain {hook} {{\n{at}\n{own}\n{rules}\n}}\n}}\n")
}

/// The prefixes that are reached through the gateway.
fn behind_gateway(world: &World) -> Vec<Ipv4Net> {
    let Gateway { exists, pool, .. } = world.gateway;
    let site = world.site.prefixes.iter().filter(|_| world.site.exists);
    let all = [pool].into_iter().chain(site.copied());
    all.filter(|_| exists).collect()
}

/// The two virtual networks, and the peering.
fn networks(world: &World, plan: &mut Plan) -> Result<(), String> {
    let (vnet, hub) = (&world.vnet, &world.hub);
    let carries = |side: Option<Peering>| side.is_some_and(|s| s.state == "Connected" && s.access);
    let peered = carries(vnet.peering) && carries(hub.peering);
    let on = |vnet: &Vnet, flag: fn(Peering) -> bool| peered && vnet.peering.is_some_and(flag);
    let lent = on(vnet, |p| p.gateway_transit) && on(hub, |p| p.remote_gateways);
    let learnt = behind_gateway(world);
    let sources = |own: &Vnet, peer: &Vnet, learnt: &[Ipv4Net]| Sources {
        own: own.prefixes.clone(),
        peer: peer.prefixes.iter().filter(|_| peered).copied().collect(),
        learnt: learnt.to_vec(),
    };
    let [vnet_end, hub_end] = PEERING;
    let fabric = Fabric {
        place: "fabric",
        vnet,
        public: VNET_PUBLIC,
        has_gateway: world.gateway.exists,
        sources: sources(vnet, hub, &learnt),
        peer: peered.then_some(hub_end),
        takes_forwarded: on(vnet, |p| p.forwarded),
        lends_gateway: lent,
    };
    fabric.plan(world, plan)?;
    let hub = Fabric {
        place: "hub",
        vnet: hub,
        public: HUB_PUBLIC,
        has_gateway: false,
        sources: sources(hub, vnet, if lent { &learnt } else { &[] }),
        peer: peered.then_some(vnet_end),
        takes_forwarded: on(hub, |p| p.forwarded),
        lends_gateway: false,
    };
    hub.plan(world, plan)?;
    if peered {
        plan.link(("fabric", PEER), ("hub", PEER));
        for (place, address) in [("fabric", vnet_end), ("hub", hub_end)] {
            plan.ip(place, format_args!("address add {address}/32 dev {PEER}"));
        }
    }
    Ok(())
}

/// The gateway: between the network and its two tunnels, and to nowhere else.
fn gateway(world: &World, plan: &mut Plan) {
    let end = ("internet", GATEWAY);
    let own = (GATEWAY, "internet");
    plan.attach(own, GATEWAY_PUBLIC, end, INTERNET_ROUTER);
    plan.namespace(GATEWAY).forwards = world.gateway.runs;
    let pool = world.gateway.pool;
    let subnet = |s: &&Subnet| s.name == "GatewaySubnet";
    let subnet = world.vnet.subnets.iter().find(subnet);
    let router = router(subnet.expect("the fabric has a port for it"));
    for line in [
        format!("tuntap add dev {POINT_TO_SITE} mode tun"),
        format!("link set {POINT_TO_SITE} up"),
        format!("address add {}/32 dev {POINT_TO_SITE}", first(pool)),
        format!("rule add iif fabric lookup {FROM_NETWORK} preference 100"),
        format!("rule add iif {POINT_TO_SITE} lookup {FROM_TUNNELS} preference 101"),
        format!("rule add iif {SITE_TO_SITE} lookup {FROM_TUNNELS} preference 102"),
        format!("route add blackhole default table {FROM_NETWORK}"),
        format!("route add default via {router} dev fabric onlink table {FROM_TUNNELS}"),
    ] {
        plan.ip(GATEWAY, line);
    }
    for table in [FROM_NETWORK, FROM_TUNNELS] {
        for prefix in behind_gateway(world) {
            let route = format!("route add blackhole {prefix} metric 900 table {table}");
            plan.ip(GATEWAY, route);
        }
        let route = format!("route add {pool} dev {POINT_TO_SITE} table {table}");
        plan.ip(GATEWAY, route);
    }
}

/// The routes that both ends need once the site-to-site tunnel is up: namespace and line for `ip`.
pub fn site_routes(world: &World) -> Vec<(&'static str, String)> {
    let tables = [FROM_NETWORK, FROM_TUNNELS];
    let out = world.site.prefixes.iter().flat_map(|prefix| {
        tables.map(|table| format!("route add {prefix} dev {SITE_TO_SITE} table {table}"))
    });
    let knows = world.site.knows.iter();
    let back = knows.map(|prefix| format!("route add {prefix} dev {SITE_TO_SITE}"));
    let out = out.map(|line| (GATEWAY, line));
    out.chain(back.map(|line| ("site", line))).collect()
}

/// The first address of a prefix after its own.
pub fn first(prefix: Ipv4Net) -> Ipv4Addr {
    Ipv4Addr::from_bits(prefix.network().to_bits() + 1)
}

/// The site: a gateway before a local network, where hosts find each other by themselves.
fn site(world: &World, plan: &mut Plan) {
    let end = ("internet", "site");
    plan.attach(("site", "internet"), SITE_PUBLIC, end, INTERNET_ROUTER);
    plan.namespace("site").forwards = true;
    let lan = world.site.lan;
    for line in [
        "link add lan type bridge".to_owned(),
        "link set lan up".to_owned(),
        format!("address add {}/{} dev lan", first(lan), lan.prefix_len()),
    ] {
        plan.ip("site", line);
    }
    plan.namespace("site").nft = firewall("forward", &world.site.firewall);
}

/// What is left: the site's hosts and the internet's, and what every host has.
fn hosts(world: &World, plan: &mut Plan) -> Result<(), String> {
    const TAKEN: [&str; 9] = [
        "app", GATEWAY, "fabric", "hub", "site", "internet", PEER, "lan", "lo",
    ];
    let lan = world.site.lan;
    for host in world.hosts.iter().filter(|host| host.up) {
        let Host { name, address, .. } = host;
        if TAKEN.contains(&name.as_str()) || name.len() > 15 {
            return Err(format!("no host can have the name {name}"));
        }
        if lan.contains(address) {
            plan.link((name, "eth0"), ("site", name));
            plan.ip("site", format_args!("link set {name} master lan"));
            let length = lan.prefix_len();
            plan.ip(
                name,
                format_args!("address add {address}/{length} dev eth0"),
            );
            plan.ip(name, format_args!("route add default via {}", first(lan)));
        } else if !plan.has(name) {
            on_the_internet(name, *address, plan);
        }
        plan.namespace(name).forwards = host.forwards;
        plan.namespace(name).nft = firewall("input", &host.firewall);
    }
    Ok(())
}
