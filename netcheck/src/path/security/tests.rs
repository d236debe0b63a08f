//! The evaluation against asking every flow by itself.

use std::net::Ipv4Addr;

use ipnet::{IpNet, Ipv4Net};
use netdiag::fact::{Fact, Origin};
use netdiag::model::{Access, ResourceId, RulePeer, SecurityRule};
use netdiag::space::{AddressSet, PortSet};
use proptest::prelude::*;

use super::*;
use crate::path::tags::Tags;

/// A world small enough to ask every flow: 4 senders, 8 receivers, 4 ports.
fn address(i: u32) -> Ipv4Addr {
    Ipv4Addr::from(u32::from(Ipv4Addr::new(10, 0, 0, 0)) + i)
}

fn world() -> Block {
    Block {
        from: AddressSet::from_range(address(0), address(3)),
        to: AddressSet::from_range(address(2), address(9)),
        ports: PortSet::from_range(0, 3),
    }
}

fn nets() -> impl Strategy<Value = Vec<IpNet>> {
    let net = (0u32..11, 28u8..=32)
        .prop_map(|(i, length)| IpNet::V4(Ipv4Net::new_assert(address(i), length).trunc()));
    prop::collection::vec(net, 1..4)
}

fn peers() -> impl Strategy<Value = RulePeer> {
    prop_oneof![
        5 => nets().prop_map(|prefixes| RulePeer { prefixes, ..RulePeer::default() }),
        2 => Just(RulePeer { any: true, ..RulePeer::default() }),
        1 => Just(RulePeer { tags: vec!["Sql".to_owned()], ..RulePeer::default() }),
        1 => (nets(), Just("Sql".to_owned())).prop_map(|(prefixes, tag)| RulePeer {
            prefixes,
            tags: vec![tag],
            ..RulePeer::default()
        }),
    ]
}

fn ports() -> impl Strategy<Value = PortSet> {
    prop_oneof![
        2 => Just(PortSet::all()),
        3 => prop::collection::vec((0u16..4, 0u16..3), 1..3)
            .prop_map(|v| v.into_iter().map(|(a, n)| (a, a + n)).collect()),
    ]
}

fn rules() -> impl Strategy<Value = SecurityRule> {
    let access = prop_oneof![Just(Access::Allow), Just(Access::Deny)];
    let protocol = prop_oneof![
        Just(Protocol::Tcp),
        Just(Protocol::Any),
        Just(Protocol::Udp)
    ];
    let source_ports = prop_oneof![9 => Just(PortSet::all()), 1 => Just(PortSet::from_range(1, 9))];
    (
        100u32..4096,
        access,
        protocol,
        peers(),
        source_ports,
        peers(),
        ports(),
    )
        .prop_map(
            |(priority, access, protocol, source, source_ports, destination, destination_ports)| {
                SecurityRule {
                    name: format!("r{priority}"),
                    priority,
                    direction: Direction::Inbound,
                    access,
                    protocol,
                    source,
                    source_ports,
                    destination,
                    destination_ports,
                    from: Origin::Everything,
                }
            },
        )
}

fn group(rules: Vec<SecurityRule>) -> SecurityGroup {
    SecurityGroup {
        id: ResourceId::new("/g"),
        name: "g".to_owned(),
        rules: Fact::known(rules, Origin::Everything),
        default_rules: Fact::Absent {
            from: Origin::Everything,
        },
        from: Origin::Everything,
    }
}

/// What a rule's side says of one address: yes, no, or nobody knows.
fn holds(peer: &RulePeer, address: Ipv4Addr, tags: &Tags) -> Option<bool> {
    let bounds = tags.resolve(peer);
    match (
        bounds.certain.contains(address),
        bounds.possible.contains(address),
    ) {
        (true, _) => Some(true),
        (false, false) => Some(false),
        (false, true) => None,
    }
}

/// The fate of one flow, by the letter of the rule: lowest number first, first match decides; what
/// only may match decides nothing unless it would have decided otherwise. `None` is unknown.
fn ask(
    rules: &[SecurityRule],
    from: Ipv4Addr,
    to: Ipv4Addr,
    port: u16,
    tags: &Tags,
) -> Option<bool> {
    let mut sorted: Vec<&SecurityRule> = rules.iter().collect();
    sorted.sort_by_key(|rule| rule.priority);
    let mut may = Vec::new();
    for rule in sorted {
        if rule.protocol == Protocol::Udp || !rule.destination_ports.contains(port) {
            continue;
        }
        let sure_port = rule.source_ports == PortSet::all();
        let allow = rule.access == Access::Allow;
        match (
            holds(&rule.source, from, tags),
            holds(&rule.destination, to, tags),
        ) {
            (Some(false), _) | (_, Some(false)) => {}
            (Some(true), Some(true)) if sure_port => {
                return (!may.contains(&!allow)).then_some(allow);
            }
            _ => may.push(allow),
        }
    }
    // The default rules: nothing here is VirtualNetwork, so everything is denied.
    (!may.contains(&true)).then_some(false)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]
    #[test]
    fn agrees_with_asking_every_flow(
        mut rules in prop::collection::vec(rules(), 0..10),
    ) {
        // Azure refuses two rules of one priority and direction.
        rules.sort_by_key(|rule| rule.priority);
        rules.dedup_by_key(|rule| rule.priority);
        let tags = Tags::nowhere();
        let group = group(rules.clone());
        let parts = evaluate(&group, Direction::Inbound, Protocol::Tcp, &world(), &tags).unwrap();
        for (f, t, port) in (0..4).flat_map(|f| (2..10).flat_map(move |t| (0..4).map(move |p| (f, t, p)))) {
            let (from, to) = (address(f), address(t));
            let of_flow: Vec<&Part> = parts
                .iter()
                .filter(|p| p.flows.from.contains(from) && p.flows.to.contains(to) && p.flows.ports.contains(port))
                .collect();
            prop_assert_eq!(of_flow.len(), 1, "{} -> {}:{} is in {} parts", from, to, port, of_flow.len());
            let fate = match of_flow[0].fate {
                Fate::Allowed(_) => Some(true),
                Fate::Denied(_) => Some(false),
                Fate::Unknown(_) => None,
            };
            prop_assert_eq!(fate, ask(&rules, from, to, port, &tags), "{} -> {}:{}", from, to, port);
        }
    }
}
