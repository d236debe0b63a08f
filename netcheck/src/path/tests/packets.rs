//! What can be reached, against asking packet by packet: random groups, route tables and pools.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;
use netdiag::model::{Environment, Integration, Protocol};
use netdiag::space::AddressSet;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::path::context::{Context, Tunnel};
use crate::path::reach::{Reach, reach};

const NET: &str = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network";
const WEB: &str = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Web";
const SPACE: &str = "10.0.0.0/24";
const POOL: &str = "172.16.0.0/29";
const SUBNETS: [&str; 2] = ["10.0.0.0/28", "10.0.0.16/28"];
/// Where an app with regional integration sends from.
const INTEGRATION: &str = "10.0.0.32/29";
/// A machine in the first subnet, with a group of its own.
const MACHINE: Ipv4Addr = Ipv4Addr::new(10, 0, 0, 5);

/// One side of a rule.
#[derive(Debug, Clone)]
enum Side {
    Any,
    Network,
    /// A service tag that nobody can expand.
    Strange,
    Nets(Vec<Ipv4Net>),
}

#[derive(Debug, Clone)]
struct Rule {
    allow: bool,
    source: Side,
    destination: Side,
    ports: (u16, u16),
}

#[derive(Debug, Clone)]
struct UserRoute {
    prefix: Ipv4Net,
    hop: &'static str,
}

#[derive(Debug, Clone)]
struct Table {
    kept_out: bool,
    routes: Vec<UserRoute>,
}

#[derive(Debug, Clone)]
struct World {
    /// Regional integration: through a subnet of its own, not through the gateway.
    regional: bool,
    /// Ordered by priority: of each subnet, of the machine, and outbound of the integration subnet.
    groups: [Option<Vec<Rule>>; 4],
    /// Of each subnet, and of the integration subnet.
    tables: [Option<Table>; 3],
    /// The app's routes, which the regional kind has not.
    routed: Vec<Ipv4Net>,
}

fn side() -> impl Strategy<Value = Side> {
    let net = prop_oneof![
        (0u32..40, 27u8..=32).prop_map(|(i, n)| (Ipv4Addr::from(0x0a00_0000 + i), n)),
        (0u32..8, 28u8..=32).prop_map(|(i, n)| (Ipv4Addr::from(0xac10_0000 + i), n)),
    ];
    let net = net.prop_map(|(address, length)| Ipv4Net::new_assert(address, length).trunc());
    prop_oneof![
        2 => Just(Side::Any),
        1 => Just(Side::Network),
        1 => Just(Side::Strange),
        6 => prop::collection::vec(net, 1..3).prop_map(Side::Nets),
    ]
}

fn rule() -> impl Strategy<Value = Rule> {
    let ports = prop_oneof![
        Just((0, u16::MAX)),
        Just((1, u16::MAX)),
        (0u16..4).prop_map(|p| (p, p)),
        Just((1, 2))
    ];
    (any::<bool>(), side(), side(), ports).prop_map(|(allow, source, destination, ports)| Rule {
        allow,
        source,
        destination,
        ports,
    })
}

fn table() -> impl Strategy<Value = Table> {
    let hop = prop_oneof![
        Just("VirtualNetworkGateway"),
        Just("None"),
        Just("Internet"),
        Just("VirtualAppliance"),
        Just("VnetLocal")
    ];
    let prefix = prop_oneof![
        (0u32..8, 28u8..=32).prop_map(|(i, n)| Ipv4Net::new_assert(
            Ipv4Addr::from(0xac10_0000 + i),
            n
        )
        .trunc()),
        Just(POOL.parse().unwrap()),
        Just("172.16.0.0/12".parse().unwrap()),
        (0u32..40, 27u8..=32).prop_map(|(i, n)| Ipv4Net::new_assert(
            Ipv4Addr::from(0x0a00_0000 + i),
            n
        )
        .trunc()),
        Just(SPACE.parse().unwrap()),
        Just("10.0.0.0/16".parse().unwrap()),
        Just("0.0.0.0/0".parse().unwrap()),
    ];
    let route = (prefix, hop).prop_map(|(prefix, hop)| UserRoute { prefix, hop });
    (any::<bool>(), prop::collection::vec(route, 0..4)).prop_map(|(kept_out, mut routes)| {
        // A route table holds each prefix once.
        routes.sort_by_key(|route| route.prefix);
        routes.dedup_by_key(|route| route.prefix);
        Table { kept_out, routes }
    })
}

fn world() -> impl Strategy<Value = World> {
    let group = || prop::option::weighted(0.7, prop::collection::vec(rule(), 0..5));
    let routed = prop_oneof![
        3 => Just(vec!["10.0.0.0/8".parse().unwrap()]),
        1 => Just(vec!["10.0.0.0/27".parse().unwrap()]),
        1 => Just(vec!["10.0.0.8/29".parse().unwrap(), "10.0.0.16/30".parse().unwrap()]),
    ];
    let table = || prop::option::weighted(0.6, table());
    let groups = [group(), group(), group(), group()];
    let tables = [table(), table(), table()];
    (any::<bool>(), groups, tables, routed).prop_map(|(regional, groups, tables, routed)| {
        let mut world = World {
            regional,
            groups,
            tables,
            routed,
        };
        if !regional {
            world.groups[3] = None;
            world.tables[2] = None;
        }
        world
    })
}

impl World {
    fn export(&self) -> Vec<(String, Value)> {
        let group_id = |i: usize| format!("{NET}/networkSecurityGroups/g{i}");
        let table_id = |i: usize| format!("{NET}/routeTables/t{i}");
        let machine = format!("{NET}/networkInterfaces/m");
        let mut subnets = vec![
            json!({"name": "GatewaySubnet", "properties": {"addressPrefix": "10.0.0.240/28",
            "ipConfigurations": [{"id": format!("{NET}/virtualNetworkGateways/gw/ipConfigurations/d")}]}}),
        ];
        for (i, prefix) in SUBNETS.iter().enumerate() {
            let mut properties = json!({"addressPrefix": prefix});
            if self.groups[i].is_some() {
                properties["networkSecurityGroup"] = json!({"id": group_id(i)});
            }
            if self.tables[i].is_some() {
                properties["routeTable"] = json!({"id": table_id(i)});
            }
            if i == 0 {
                properties["ipConfigurations"] =
                    json!([{"id": format!("{machine}/ipConfigurations/d")}]);
            }
            subnets.push(json!({"name": format!("s{i}"), "properties": properties}));
        }
        if self.regional {
            let mut properties = json!({"addressPrefix": INTEGRATION});
            if self.groups[3].is_some() {
                properties["networkSecurityGroup"] = json!({"id": group_id(3)});
            }
            if self.tables[2].is_some() {
                properties["routeTable"] = json!({"id": table_id(2)});
            }
            subnets.push(json!({"name": "integration", "properties": properties}));
        }
        let mut interface = json!({"ipConfigurations": [{"properties": {"privateIPAddress": MACHINE.to_string()}}]});
        if self.groups[2].is_some() {
            interface["networkSecurityGroup"] = json!({"id": group_id(2)});
        }
        let routes: Vec<Value> = self.routed.iter().enumerate().map(|(i, net)| {
            json!({"name": format!("r{i}"), "properties": {"startAddress": net.to_string(), "routeType": "STATIC"}})
        }).collect();
        let vnet = format!("{NET}/virtualNetworks/v");
        let mut all = vec![
            json!({"id": vnet, "properties": {"addressSpace": {"addressPrefixes": [SPACE]}, "subnets": subnets}}),
            json!({"id": machine, "properties": interface}),
            if self.regional {
                json!({"id": format!("{WEB}/sites/a"),
                    "properties": {"virtualNetworkSubnetId": format!("{vnet}/subnets/integration")}})
            } else {
                json!({"id": format!("{WEB}/serverfarms/p/virtualNetworkConnections/v"),
                    "properties": {"vnetResourceId": vnet, "routes": routes, "isSwift": false}})
            },
            json!({"id": format!("{NET}/virtualNetworkGateways/gw"), "properties": {"gatewayType": "Vpn",
                "ipConfigurations": [{"properties": {"subnet": {"id": format!("{vnet}/subnets/GatewaySubnet")}}}],
                "vpnClientConfiguration": {"vpnClientAddressPool": {"addressPrefixes": [POOL]}}}}),
        ];
        for (i, rules) in self.groups.iter().enumerate() {
            let Some(rules) = rules else { continue };
            let direction = if i == 3 { "Outbound" } else { "Inbound" };
            let rules: Vec<Value> = rules.iter().enumerate().map(|(n, rule)| {
                let ports = format!("{}-{}", rule.ports.0, rule.ports.1);
                let mut properties = json!({"protocol": "*", "sourcePortRange": "*", "destinationPortRange": ports,
                    "access": if rule.allow { "Allow" } else { "Deny" }, "priority": 100 + n, "direction": direction});
                for (name, side) in [("source", &rule.source), ("destination", &rule.destination)] {
                    properties[format!("{name}AddressPrefixes")] = match side {
                        Side::Any => json!(["*"]),
                        Side::Network => json!(["VirtualNetwork"]),
                        Side::Strange => json!(["Sql.WestUS"]),
                        Side::Nets(nets) => nets.iter().map(|net| json!(net.to_string())).collect(),
                    };
                }
                json!({"name": format!("r{n}"), "properties": properties})
            }).collect();
            all.push(json!({"id": group_id(i), "properties": {"securityRules": rules}}));
        }
        for (i, table) in self.tables.iter().enumerate() {
            let Some(table) = table else { continue };
            let routes: Vec<Value> = table.routes.iter().enumerate().map(|(n, route)| {
                json!({"name": format!("u{n}"), "properties": {"addressPrefix": route.prefix.to_string(), "nextHopType": route.hop}})
            }).collect();
            all.push(json!({"id": table_id(i), "properties": {"disableBgpRoutePropagation": table.kept_out, "routes": routes}}));
        }
        vec![("all.json".to_owned(), json!(all))]
    }

    /// `Some` what happens to a packet, `None` if nobody can say.
    fn ask(&self, from: Ipv4Addr, to: Ipv4Addr, port: u16) -> Option<bool> {
        let net = |text: &str| text.parse::<Ipv4Net>().unwrap();
        if self.regional {
            return self.ask_regional(from, to, port);
        }
        let Some(subnet) = SUBNETS.iter().position(|subnet| net(subnet).contains(&to)) else {
            return Some(net("10.0.0.240/28").contains(&to) && self.is_routed(to));
        };
        let mut fates = vec![Some(self.is_routed(to)), self.back(subnet, from)];
        fates.push(self.admits(subnet, from, to, port));
        if to == MACHINE {
            fates.push(self.admits(2, from, to, port));
        }
        all(&fates)
    }

    fn ask_regional(&self, from: Ipv4Addr, to: Ipv4Addr, port: u16) -> Option<bool> {
        let holds = |net: &str| net.parse::<Ipv4Net>().unwrap().contains(&to);
        let mut fates = vec![self.admits(3, from, to, port), self.inside(2, to)];
        if let Some(subnet) = SUBNETS.iter().position(|subnet| holds(subnet)) {
            fates.push(self.admits(subnet, from, to, port));
            fates.push(self.inside(subnet, from));
            if to == MACHINE {
                fates.push(self.admits(2, from, to, port));
            }
        } else if holds(INTEGRATION) {
            fates.push(self.inside(2, from));
        } else if !holds("10.0.0.240/28") {
            return Some(false);
        }
        all(&fates)
    }

    /// Whether a subnet's routes lead to an address of the network itself.
    fn inside(&self, subnet: usize, to: Ipv4Addr) -> Option<bool> {
        let mut best = (24, 0, "VnetLocal");
        let table = self.tables[subnet].as_ref();
        for route in table.iter().flat_map(|table| &table.routes) {
            if route.prefix.contains(&to) {
                best = best.max((route.prefix.prefix_len(), 2, route.hop));
            }
        }
        match best.2 {
            "VnetLocal" => Some(true),
            "VirtualAppliance" => None,
            _ => Some(false),
        }
    }

    fn is_routed(&self, to: Ipv4Addr) -> bool {
        self.routed.iter().any(|net| net.contains(&to))
    }

    fn back(&self, subnet: usize, from: Ipv4Addr) -> Option<bool> {
        // prefix length, then user before gateway before system, and where it leads.
        let mut best = (12, 0, "None");
        let table = self.tables[subnet].as_ref();
        if table.is_none_or(|table| !table.kept_out) {
            best = best.max((29, 1, "VirtualNetworkGateway"));
        }
        for route in table.iter().flat_map(|table| &table.routes) {
            if route.prefix.contains(&from) {
                best = best.max((route.prefix.prefix_len(), 2, route.hop));
            }
        }
        match best.2 {
            "VirtualNetworkGateway" => Some(true),
            "VirtualAppliance" => None,
            _ => Some(false),
        }
    }

    /// The network as the tag means it: its space, the pool, and what user-defined routes name.
    fn in_network(&self, address: Ipv4Addr) -> bool {
        let named = self.tables.iter().flatten().flat_map(|table| &table.routes);
        [SPACE, POOL]
            .iter()
            .any(|net| net.parse::<Ipv4Net>().unwrap().contains(&address))
            || named
                .filter(|r| r.prefix.prefix_len() > 0)
                .any(|route| route.prefix.contains(&address))
    }

    fn admits(&self, group: usize, from: Ipv4Addr, to: Ipv4Addr, port: u16) -> Option<bool> {
        let Some(rules) = &self.groups[group] else {
            return Some(true);
        };
        let holds = |side: &Side, address: Ipv4Addr| match side {
            Side::Any => Some(true),
            Side::Network => Some(self.in_network(address)),
            Side::Strange => None,
            Side::Nets(nets) => Some(nets.iter().any(|net| net.contains(&address))),
        };
        let mut maybe = Vec::new();
        for rule in rules
            .iter()
            .filter(|rule| (rule.ports.0..=rule.ports.1).contains(&port))
        {
            match (holds(&rule.source, from), holds(&rule.destination, to)) {
                (Some(false), _) | (_, Some(false)) => {}
                (Some(true), Some(true)) => {
                    return (!maybe.contains(&!rule.allow)).then_some(rule.allow);
                }
                _ => maybe.push(rule.allow),
            }
        }
        // AllowVnetInBound, then DenyAllInBound.
        let allow = self.in_network(from) && self.in_network(to);
        (!maybe.contains(&!allow)).then_some(allow)
    }
}

/// What a packet comes to that meets all of these.
fn all(fates: &[Option<bool>]) -> Option<bool> {
    if fates.contains(&Some(false)) {
        Some(false)
    } else if fates.contains(&None) {
        None
    } else {
        Some(true)
    }
}

fn told(reaches: &[Reach<'_>], from: Ipv4Addr, to: Ipv4Addr, port: u16) -> Option<bool> {
    let holds = |block: &crate::path::flows::Block| {
        block.from.contains(from) && block.to.contains(to) && block.ports.contains(port)
    };
    if reaches.iter().any(|reach| reach.open.iter().any(holds)) {
        Some(true)
    } else if reaches
        .iter()
        .any(|reach| reach.unclear.iter().any(|(block, _)| holds(block)))
    {
        None
    } else {
        Some(false)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]
    #[test]
    fn reach_agrees_with_asking_packet_by_packet(
        world in world(),
        packets in prop::collection::vec((0u32..8, prop_oneof![0u32..34, 236u32..244], 1u16..5), 40),
    ) {
        let inventory = netdiag::source::inventory(&world.export(), Vec::new());
        let integration = Integration::assemble(inventory, Environment::empty(), None).unwrap();
        let tunnel = Tunnel::open();
        let context = Context::new(&integration, &tunnel, Protocol::Tcp).unwrap();
        let reaches = reach(&context, &AddressSet::all());
        for (f, t, port) in packets {
            let first: u32 = if world.regional { 0x0a00_0020 } else { 0xac10_0000 };
            let (from, to) = (Ipv4Addr::from(first + f), Ipv4Addr::from(0x0a00_0000 + t));
            prop_assert_eq!(told(&reaches, from, to, port), world.ask(from, to, port), "{} -> {}:{}", from, to, port);
        }
    }
}
