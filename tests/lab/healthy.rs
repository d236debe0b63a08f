//! The healthy network: `examples/healthy`, with what Azure does not know of it.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

use crate::world::*;

/// The network's DNS servers.
pub const DNS: [Ipv4Addr; 2] = [Ipv4Addr::new(10, 61, 0, 4), Ipv4Addr::new(10, 61, 0, 5)];
/// Azure's own resolver, which here is the public DNS too.
pub const AZURE_DNS: Ipv4Addr = Ipv4Addr::new(168, 63, 129, 16);
/// The address that the gateway gives the app.
pub const APP: Ipv4Addr = Ipv4Addr::new(172, 29, 7, 4);

/// The point-to-site range, as rules have it.
pub const POOL: &[&str] = &["172.29.7.0/24"];
/// Whatever there is, as rules have it.
pub const ALL: &[&str] = &["*"];

/// A prefix or address, as it is written.
pub fn net(text: &str) -> Ipv4Net {
    text.parse()
        .or_else(|_| text.parse::<Ipv4Addr>().map(Ipv4Net::from))
        .unwrap_or_else(|_| panic!("{text} is no prefix"))
}

/// An address, as it is written.
pub fn at(text: &str) -> Ipv4Addr {
    text.parse()
        .unwrap_or_else(|_| panic!("{text} is no address"))
}

/// Everything as it should be.
pub fn healthy() -> World {
    World {
        app: app(),
        gateway: gateway(),
        vnet: Vnet {
            name: "nw-net",
            prefixes: vec![net("10.61.0.0/16")],
            dns_servers: DNS.to_vec(),
            subnets: vec![
                subnet("GatewaySubnet", "10.61.255.0/27", None, None),
                subnet("dns", "10.61.0.0/24", None, None),
                subnet("data", "10.61.8.0/24", Some("nw-nsg"), Some("nw-rt")),
                subnet("apps", "10.61.16.0/20", Some("nw-apps-nsg"), None),
            ],
            peering: Some(Peering {
                gateway_transit: true,
                ..PEERING
            }),
        },
        hub: Vnet {
            name: "nw-hub",
            prefixes: vec![net("10.70.0.0/16")],
            dns_servers: Vec::new(),
            subnets: vec![subnet("build", "10.70.4.0/24", None, None)],
            peering: Some(Peering {
                remote_gateways: true,
                ..PEERING
            }),
        },
        site: Site {
            prefixes: vec![net("192.168.40.0/22")],
            status: "Connected",
            up: true,
            exists: true,
            knows: ["10.61.0.0/16", "10.70.0.0/16", "172.29.7.0/24"]
                .map(net)
                .to_vec(),
            firewall: Vec::new(),
            lan: net("192.168.40.0/22"),
        },
        groups: groups(),
        tables: vec![RouteTable {
            name: "nw-rt".to_owned(),
            propagates: true,
            routes: vec![
                route(
                    "payments-through-proxy",
                    "203.0.113.64/27",
                    NextHop::Appliance(at("10.61.0.200")),
                ),
                route("drop-old-partner", "198.51.100.192/27", NextHop::Nowhere),
            ],
        }],
        hosts: hosts(),
    }
}

const PEERING: Peering = Peering {
    state: "Connected",
    access: true,
    forwarded: true,
    gateway_transit: false,
    remote_gateways: false,
};

fn app() -> App {
    let inherited = ["10.61.0.0/16", "192.168.40.0/22", "10.70.0.0/16"];
    let default = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];
    let of = |kind: &'static str| move |to: &str| AppRoute { to: net(to), kind };
    App {
        integrated: true,
        certificate: Certificate::Current,
        dns_servers: DNS.to_vec(),
        routes: default
            .into_iter()
            .map(of("DEFAULT"))
            .chain(inherited.into_iter().map(of("INHERITED")))
            .chain(["10.70.4.0/24"].into_iter().map(of("STATIC")))
            .collect(),
        resync_required: false,
        settings: Vec::new(),
        sandbox: Vec::new(),
    }
}

fn gateway() -> Gateway {
    Gateway {
        exists: true,
        runs: true,
        provisioning_state: "Succeeded",
        availability: "Available",
        lists_app: true,
        pool: net("172.29.7.0/24"),
        protocols: vec!["SSTP"],
        vpn_type: "RouteBased",
        gateway_type: "Vpn",
        roots: vec![Certificate::Current],
        revoked: Vec::new(),
        custom_routes: vec![net("10.70.0.0/16")],
        pushes_routes: true,
    }
}

fn subnet(name: &str, prefix: &str, group: Option<&str>, table: Option<&str>) -> Subnet {
    Subnet {
        name: name.to_owned(),
        prefix: net(prefix),
        group: group.map(str::to_owned),
        table: table.map(str::to_owned),
    }
}

/// A user-defined route.
pub fn route(name: &str, to: &str, hop: NextHop) -> Route {
    Route {
        name: name.to_owned(),
        to: net(to),
        hop,
    }
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// A rule that allows TCP in.
pub fn allow(name: &str, priority: u16, from: &[&str], to: &[&str], ports: &[&str]) -> Rule {
    Rule {
        name: name.to_owned(),
        priority,
        direction: Direction::Inbound,
        allow: true,
        protocol: "Tcp",
        sources: words(from),
        destinations: words(to),
        ports: words(ports),
    }
}

/// A rule that denies everything in between these.
pub fn deny(name: &str, priority: u16, from: &[&str], to: &[&str], ports: &[&str]) -> Rule {
    Rule {
        allow: false,
        protocol: "*",
        ..allow(name, priority, from, to, ports)
    }
}

fn groups() -> Vec<Group> {
    let group = |name: &str, rules| Group {
        name: name.to_owned(),
        rules,
    };
    let out = |rule| Rule {
        direction: Direction::Outbound,
        ..rule
    };
    const VNET: &[&str] = &["VirtualNetwork"];
    let site = &["10.61.0.0/24", "192.168.40.0/22"];
    vec![
        group(
            "nw-nsg",
            vec![
                allow("allow-sql", 200, VNET, &["asg:nw-sql"], &["1433"]),
                allow(
                    "allow-apps",
                    210,
                    &["172.29.7.0/24", "10.61.16.0/20"],
                    &["10.61.8.0/24"],
                    &["443", "1433-1434"],
                ),
                allow(
                    "allow-administration",
                    220,
                    site,
                    &["10.61.8.0/24"],
                    &["3389", "5985-5986"],
                ),
                deny("deny-internet", 4000, &["Internet"], &["*"], &["*"]),
            ],
        ),
        group(
            "nw-apps-nsg",
            vec![
                allow("allow-web", 200, VNET, &["*"], &["80", "443", "8080"]),
                out(allow(
                    "allow-monitoring",
                    300,
                    VNET,
                    &["AzureMonitor"],
                    &["443"],
                )),
                out(allow(
                    "allow-storage",
                    310,
                    VNET,
                    &["Storage.WestEurope"],
                    &["443"],
                )),
            ],
        ),
        group(
            "nw-dns-nsg",
            vec![Rule {
                protocol: "*",
                ..allow("allow-dns", 200, VNET, &["*"], &["53"])
            }],
        ),
    ]
}

/// A host that is up, with an interface in the export.
pub fn host(name: &str, address: &str, listens: &[u16]) -> Host {
    Host {
        name: name.to_owned(),
        address: at(address),
        up: true,
        listens: listens.to_vec(),
        firewall: Vec::new(),
        forwards: false,
        group: None,
        in_asg: false,
        names: None,
        interface: true,
    }
}

fn hosts() -> Vec<Host> {
    let dns = |name: &str, address: Ipv4Addr, names| Host {
        group: Some("nw-dns-nsg".to_owned()),
        names: Some(names),
        ..host(name, &address.to_string(), &[])
    };
    let outside = |host| Host {
        interface: false,
        ..host
    };
    vec![
        dns(
            "dns1",
            DNS[0],
            NameServer::Unbound(private_zones(), AZURE_DNS),
        ),
        dns(
            "dns2",
            DNS[1],
            NameServer::Dnsmasq(private_zones(), AZURE_DNS),
        ),
        Host {
            forwards: true,
            ..host("proxy01", "10.61.0.200", &[3128])
        },
        Host {
            in_asg: true,
            ..host("sql01", "10.61.8.9", &[1433, 443])
        },
        host("app01", "10.61.16.4", &[80, 443, 8080]),
        host("build01", "10.70.4.10", &[22, 8081]),
        outside(host("erp01", "192.168.40.20", &[8080, 443])),
        Host {
            names: Some(NameServer::Authority(public_zones())),
            ..outside(host("azure-dns", &AZURE_DNS.to_string(), &[]))
        },
        outside(host("web01", "198.51.100.80", &[80, 443])),
    ]
}

fn zone(name: &str, records: &[(&str, &'static str, &str)]) -> Zone {
    let own = |(owner, kind, value): &(&str, &'static str, &str)| {
        ((*owner).to_owned(), *kind, (*value).to_owned())
    };
    Zone {
        name: name.to_owned(),
        records: records.iter().map(own).collect(),
    }
}

/// What the network's own name servers know.
pub fn private_zones() -> Vec<Zone> {
    vec![
        zone(
            "northwind.example",
            &[
                ("sql", "CNAME", "sql01.corp.northwind.example."),
                ("www", "A", "10.61.16.4"),
            ],
        ),
        zone(
            "corp.northwind.example",
            &[
                ("sql01", "A", "10.61.8.9"),
                ("app01", "A", "10.61.16.4"),
                ("build01", "A", "10.70.4.10"),
                ("erp", "A", "192.168.40.20"),
            ],
        ),
    ]
}

/// What the public DNS knows: of the company's own name it knows another address.
pub fn public_zones() -> Vec<Zone> {
    let six = ipv6(at("198.51.100.80")).to_string();
    vec![
        zone("northwind.example", &[("www", "A", "198.51.100.80")]),
        zone(
            "partner.example",
            &[
                ("@", "A", "198.51.100.80"),
                ("api", "A", "198.51.100.80"),
                ("both", "A", "198.51.100.80"),
                ("both", "AAAA", &six),
                ("six", "AAAA", &six),
            ],
        ),
    ]
}
