//! What would do instead of what was proposed.

use super::super::suggest::{NoRoom, suggest};
use super::*;

#[test]
fn what_is_replaced_is_told_as_it_was_typed() {
    let mut given = good();
    let gateway = subnet("GatewaySubnet", Purpose::Gateway, "10.1.2.5/27");
    given.subnets.insert(2, gateway);
    let six = subnet("six", Purpose::Data, "fd00::5/64");
    given.subnets.push(six);
    given.networks.push(prefix("fd00::1/48"));
    given.pools.push(prefix("fd01::1/64"));
    let changes = suggest(&given, &around()).unwrap().changes;
    let was: Vec<&str> = changes.iter().filter_map(|c| c.was.as_deref()).collect();
    assert_eq!(
        was,
        ["fd00::1/48", "10.1.2.5/27", "fd00::5/64", "fd01::1/64"]
    );
}

#[test]
fn what_is_right_stays_as_it_is() {
    let suggestion = suggest(&good(), &around()).unwrap();
    assert_eq!(suggestion.proposal, good());
    assert_eq!(suggestion.changes, []);
}

#[test]
fn what_is_wrong_is_replaced_and_takes_along_what_lies_in_it() {
    let mut given = good();
    given.networks = vec![prefix("10.70.0.0/16")];
    given.subnets[0].prefix = prefix("10.70.2.0/24");
    given.dns = vec!["10.70.2.9".parse().unwrap()];
    let next = suggest(&given, &around()).unwrap().proposal;
    assert_eq!(next.networks, [prefix("10.0.0.0/16")]);
    assert_eq!(next.subnets[0].prefix, prefix("10.0.2.0/24"));
    assert_eq!(next.dns, ["10.0.2.9".parse::<IpAddr>().unwrap()]);
    assert_eq!(next.pools, given.pools);
}

#[test]
fn a_network_without_room_for_its_subnets_gets_a_further_prefix() {
    let mut given = good();
    given.networks = vec![prefix("10.1.2.0/24")];
    let next = suggest(&given, &around()).unwrap().proposal;
    assert_eq!(next.networks[0], prefix("10.1.2.0/24"));
    assert_eq!(next.subnets[0].prefix, prefix("10.1.2.0/24"));
    assert_eq!(next.networks.len(), 2);
    assert!(
        judged(&next, &around())
            .iter()
            .all(|j| j.verdict.status != Status::Fail)
    );
}

#[test]
fn the_largest_is_placed_first_so_that_all_find_a_place() {
    let mut given = good();
    given.networks = vec![prefix("10.1.0.0/26")];
    given.subnets = vec![
        subnet("kept", Purpose::Integration, "10.1.0.32/28"),
        subnet("small", Purpose::Data, "10.9.0.0/28"),
        subnet("large", Purpose::Data, "10.9.1.0/27"),
    ];
    given.pools.clear();
    given.dns.clear();
    given.instances = Some(5);
    let next = suggest(&given, &around()).unwrap().proposal;
    let subnets = next.subnets.iter();
    let placed: Vec<String> = subnets.map(|s| s.prefix.to_string()).collect();
    assert_eq!(placed, ["10.1.0.32/28", "10.1.0.48/28", "10.1.0.0/27"]);
}

#[test]
fn nothing_is_suggested_where_there_is_no_room() {
    let mut full = around();
    for text in ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"] {
        full.ranges.push(range("everything", Relation::Avoid, text));
    }
    let mut given = good();
    assert_eq!(
        suggest(&given, &full).unwrap_err(),
        NoRoom("the network, not even a /28".to_owned())
    );
    // Public space is no fault, so the network stays; the pool has no room.
    given.networks = vec![prefix("20.1.0.0/16")];
    assert_eq!(
        suggest(&given, &full).unwrap_err(),
        NoRoom("the point-to-site pool, not even a /28".to_owned())
    );
}

#[test]
fn from_nothing_both_kinds_are_proposed_and_from_one_kind_only_that() {
    let nothing = Proposal {
        plans: 2,
        ..Proposal::default()
    };
    let next = suggest(&nothing, &around()).unwrap().proposal;
    assert!(next.has_gateway() && next.is_regional() && !next.pools.is_empty());
    assert_eq!(next.subnets_for(Purpose::Integration).count(), 2);
    let mut regional = good();
    regional.pools.clear();
    regional.subnets.remove(1);
    assert!(
        !suggest(&regional, &around())
            .unwrap()
            .proposal
            .has_gateway()
    );
    let mut gateway = good();
    gateway.subnets.truncate(1);
    let next = suggest(&gateway, &around()).unwrap().proposal;
    assert!(next.has_gateway() && !next.is_regional());
}
