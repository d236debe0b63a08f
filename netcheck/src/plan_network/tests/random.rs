//! Random worlds, in which what is suggested fits, and rules agree with comparing bits.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;
use netdiag::space::AddressSet;
use proptest::prelude::*;

use super::super::suggest::suggest;
use super::*;
use crate::sizes::free::first_block;

/// Prefixes that lie close together, so that they overlap often.
fn prefixes() -> impl Strategy<Value = Prefix> {
    let base = prop_oneof![
        4 => Just([10u8, 1]),
        2 => Just([10, 2]),
        2 => Just([172, 16]),
        1 => Just([192, 168]),
        1 => Just([100, 64]),
        1 => Just([169, 254]),
        1 => Just([20, 5]),
    ];
    let length = prop_oneof![1 => 8u8..16, 8 => 16u8..=30, 1 => 31u8..=32];
    let four = (base, any::<u8>(), any::<u8>(), length, any::<bool>());
    let v4 = four.prop_map(|([a, b], c, d, length, tidy)| {
        let net = Ipv4Net::new(Ipv4Addr::new(a, b, c % 8, d), length).unwrap();
        let net = if tidy { net.trunc() } else { net };
        prefix(&net.to_string())
    });
    prop_oneof![20 => v4, 1 => Just(prefix("fd00::/64"))]
}

/// Much of the private ranges, so that room is scarce.
fn large_prefixes() -> impl Strategy<Value = Prefix> {
    prop_oneof![
        Just(prefix("10.0.0.0/9")),
        Just(prefix("10.128.0.0/9")),
        Just(prefix("10.0.0.0/8")),
        Just(prefix("172.16.0.0/12")),
        Just(prefix("172.16.0.0/13")),
        Just(prefix("192.168.0.0/16")),
        Just(prefix("192.168.0.0/17")),
        Just(prefix("192.168.128.0/18")),
        Just(prefix("192.168.192.0/19")),
    ]
}

fn relations() -> impl Strategy<Value = Relation> {
    prop_oneof![
        Just(Relation::Network),
        Just(Relation::Peer),
        Just(Relation::OnPremises),
        Just(Relation::Pool),
        Just(Relation::Announced),
        Just(Relation::Avoid),
    ]
}

fn worlds() -> impl Strategy<Value = Surroundings> {
    let some = prop_oneof![3 => prefixes().boxed(), 2 => large_prefixes().boxed()];
    prop::collection::vec((relations(), some), 0..10).prop_map(|ranges| Surroundings {
        ranges: ranges
            .into_iter()
            .map(|(relation, p)| range("a range", relation, &p.to_string()))
            .collect(),
        ..Surroundings::default()
    })
}

fn proposals() -> impl Strategy<Value = Proposal> {
    let name = prop_oneof![
        Just("data"),
        Just("Data"),
        Just("GatewaySubnet"),
        Just("gateway-subnet"),
        Just("-"),
        Just("integration"),
        Just("a b"),
        Just("\u{fc}"),
        Just(""),
    ];
    let purpose = prop_oneof![
        3 => Just(Purpose::Data),
        1 => Just(Purpose::Gateway),
        1 => Just(Purpose::Integration),
    ];
    let subnets = prop::collection::vec((name.clone(), purpose, prefixes()), 0..6);
    let address = prop_oneof![
        8 => prefixes().prop_map(|p| p.typed().addr()),
        1 => Just("fd00::4".parse().unwrap()),
    ];
    (
        prop::collection::vec(prefixes(), 0..3),
        subnets,
        prop::collection::vec(prefixes(), 0..3),
        prop::collection::vec(address, 0..24),
        prop::option::of(1u32..200),
        1u32..4,
        prop::option::of(name),
    )
        .prop_map(
            |(networks, subnets, pools, dns, instances, plans, name)| Proposal {
                name: name.map(str::to_owned),
                networks,
                subnets: subnets
                    .into_iter()
                    .map(|(name, purpose, prefix)| Subnet {
                        name: if purpose == Purpose::Gateway {
                            "GatewaySubnet"
                        } else {
                            name
                        }
                        .to_owned(),
                        purpose,
                        prefix,
                    })
                    .collect(),
                pools,
                dns,
                instances,
                plans,
                ..Proposal::default()
            },
        )
}

/// Whether two prefixes have an address in common, by their bits.
fn overlap(a: Ipv4Net, b: Ipv4Net) -> bool {
    let length = a.prefix_len().min(b.prefix_len());
    let mask = u32::MAX.checked_shl(32 - u32::from(length)).unwrap_or(0);
    u32::from(a.addr()) & mask == u32::from(b.addr()) & mask
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn what_is_suggested_passes_every_rule(given in proposals(), around in worlds()) {
        if let Ok(suggestion) = suggest(&given, &around) {
            for one in judged(&suggestion.proposal, &around) {
                prop_assert!(
                    matches!(one.verdict.status, Status::Pass | Status::Warn | Status::NotApplicable),
                    "{}: {:?}\n{:?}", one.rule.name, one.verdict, suggestion
                );
            }
            prop_assert_eq!(suggestion.changes.is_empty(), suggestion.proposal == given);
            let again = suggest(&suggestion.proposal, &around).unwrap();
            prop_assert_eq!(again.changes, [], "what was suggested stays");
        }
    }

    /// Where nothing is suggested, not even the least of it has a place beside the rest.
    #[test]
    fn no_room_is_said_only_where_room_is_scarce(around in worlds()) {
        let given = Proposal { plans: 1, ..Proposal::default() };
        if suggest(&given, &around).is_err() {
            let taken = around.addresses(|_| true);
            let free = netdiag::space::private_ranges().difference(&taken);
            // A /22 holds a network of /23 with all its subnets and a pool of /24.
            prop_assert_eq!(first_block(&free, 22), None, "{}", free);
        }
    }

    #[test]
    fn disjointness_and_containment_agree_with_comparing_bits(
        networks in prop::collection::vec(prefixes(), 1..3),
        subnets in prop::collection::vec(prefixes(), 0..5),
        pool in prefixes(),
        around in worlds(),
    ) {
        let proposal = Proposal {
            networks: networks.clone(),
            subnets: subnets
                .iter()
                .enumerate()
                .map(|(i, p)| Subnet { name: format!("s{i}"), purpose: Purpose::Data, prefix: *p })
                .collect(),
            pools: vec![pool],
            plans: 1,
            ..Proposal::default()
        };
        let failed = |name: &str| {
            let all = judged(&proposal, &around);
            all.iter().any(|j| j.rule.name == name && j.verdict.status == Status::Fail)
        };
        let v4 = |all: &[Prefix]| -> Vec<Ipv4Net> { all.iter().filter_map(|p| p.v4()).collect() };
        let (networks, subnets, pool) = (v4(&networks), v4(&subnets), v4(&[pool]));
        let twice = |all: &[Ipv4Net]| {
            all.iter().enumerate().any(|(i, a)| all[..i].iter().any(|b| overlap(*a, *b)))
        };
        prop_assert_eq!(failed("subnets-disjoint"), twice(&networks) || twice(&subnets));
        // Address by address at the ends of each part that the other prefixes cut it into.
        let edges = |s: &Ipv4Net| -> Vec<Ipv4Addr> {
            let ends = networks.iter().flat_map(|n| {
                [u32::from(n.network()), u32::from(n.broadcast()).saturating_add(1)]
            });
            ends.map(Ipv4Addr::from)
                .chain([s.network(), s.broadcast()])
                .filter(|a| s.contains(a))
                .collect()
        };
        let inside = |a: Ipv4Addr| networks.iter().any(|n| n.contains(&a));
        let outside = subnets.iter().any(|s| edges(s).into_iter().any(|a| !inside(a)));
        prop_assert_eq!(failed("subnets-inside"), outside);
        let ranges = |wanted: fn(Relation) -> bool| -> Vec<Ipv4Net> {
            let set: AddressSet = around.addresses(wanted);
            set.prefixes()
        };
        let all = ranges(|_| true);
        let grave = ranges(|r| r != Relation::Network);
        let hits = |a: &[Ipv4Net], b: &[Ipv4Net]| a.iter().any(|a| b.iter().any(|b| overlap(*a, *b)));
        prop_assert_eq!(failed("network-disjoint"), hits(&networks, &grave));
        let expected = hits(&pool, &all) || hits(&pool, &networks) || hits(&pool, &subnets);
        prop_assert_eq!(failed("pool-disjoint"), expected);
    }
}
