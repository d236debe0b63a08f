//! The healthy example from outside, and one change.

use serde_json::json;

use super::*;
use crate::example::*;

const BEYOND: &str = "what lies behind the connection nw-onprem-cn";

fn seen(example: &Example, proposal: &Proposal) -> Surroundings {
    Surroundings::of(Some(&example.snapshot().integration.inventory), proposal)
}

fn told(around: &Surroundings) -> Vec<String> {
    let ranges = around.ranges.iter();
    ranges
        .map(|r| format!("{:?}: {} {}", r.relation, r.what, r.addresses))
        .collect()
}

fn named(name: &str) -> Proposal {
    Proposal {
        name: Some(name.to_owned()),
        ..Proposal::default()
    }
}

#[test]
fn the_healthy_example_is_known_whole() {
    let around = seen(&Example::healthy(), &named("new"));
    assert_eq!(
        told(&around),
        [
            "Peer: the network nw-hub 10.70.0.0/16",
            "Peer: the network nw-net 10.61.0.0/16",
            "OnPremises: the on-premises site nw-onprem 192.168.40.0/22",
            "Pool: the point-to-site pool of nw-gw 172.29.7.0/24",
            "Announced: the custom routes of nw-gw 10.70.0.0/16",
        ]
    );
    assert_eq!(around.gaps, []);
}

#[test]
fn a_network_does_not_lie_around_itself() {
    let around = seen(&Example::healthy(), &named("NW-NET"));
    assert_eq!(
        told(&around),
        [
            "Peer: the network nw-hub 10.70.0.0/16",
            "OnPremises: the on-premises site nw-onprem 192.168.40.0/22",
        ]
    );
    let elsewhere = Proposal {
        resource_group: Some("other".to_owned()),
        ..named("nw-net")
    };
    assert_eq!(seen(&Example::healthy(), &elsewhere).itself, None);
    // Two of that name: which is meant nobody can say.
    let other = PROVIDERS.replace("nw-rg", "other");
    let twin = json!({"id": format!("{other}/Microsoft.Network/virtualNetworks/nw-net"),
        "name": "nw-net", "properties": {"addressSpace": {"addressPrefixes": ["10.99.0.0/16"]}}});
    let example = Example::healthy().with_file("twin.json", twin);
    let around = seen(&example, &named("nw-net"));
    assert_eq!(around.itself, None);
    assert!(told(&around).contains(&"Network: the network nw-net 10.99.0.0/16".to_owned()));
}

#[test]
fn a_peer_that_knows_other_addresses_is_named_too() {
    let stale = Example::healthy().set(
        NETWORKS,
        "/value/0/properties/virtualNetworkPeerings/0/properties/remoteVirtualNetworkAddressSpace",
        json!({"addressPrefixes": ["10.70.0.0/16", "10.71.0.0/16"]}),
    );
    let stale = told(&seen(&stale, &named("new")));
    let expected = "Peer: the network nw-hub, as its peer nw-net knows it 10.70.0.0/15";
    assert!(stale.contains(&expected.to_owned()), "{stale:?}");
}

/// What is not known after one change to the healthy example.
fn gaps_after(change: impl FnOnce(Example) -> Example) -> Vec<String> {
    let around = seen(&change(Example::healthy()), &named("new"));
    around.gaps.iter().map(|gap| gap.what.clone()).collect()
}

#[test]
fn what_stands_in_no_export_is_a_gap() {
    let connection = |member: &'static str, value: serde_json::Value| {
        move |e: Example| e.set(CONNECTION, &format!("/properties/{member}"), value)
    };
    assert_eq!(gaps_after(connection("enableBgp", json!(true))), [BEYOND]);
    assert_eq!(
        gaps_after(connection("connectionType", json!("ExpressRoute"))),
        [BEYOND]
    );
    assert_eq!(
        gaps_after(connection("connectionType", json!("Vnet2Vnet"))),
        [BEYOND]
    );
    assert_eq!(gaps_after(|e| e.without_file(LOCAL)), [BEYOND]);
    assert_eq!(
        gaps_after(|e| e.without(NETWORKS, "/value/1/properties/addressSpace")),
        ["the network nw-hub"]
    );
    let bad = json!(["10.70.0.0/99"]);
    let gaps = gaps_after(|e| {
        e.set(
            NETWORKS,
            "/value/1/properties/addressSpace/addressPrefixes",
            bad,
        )
    });
    assert_eq!(gaps.len(), 1, "{gaps:?}");
    let pool = "/properties/vpnClientConfiguration/vpnClientAddressPool/addressPrefixes";
    let gaps = gaps_after(|e| e.set(GATEWAY, pool, json!(["x"])));
    assert_eq!(gaps.len(), 1, "{gaps:?}");
}

#[test]
fn without_an_export_only_what_is_to_be_avoided_is_known() {
    let mut proposal = named("new");
    proposal.avoid = vec![super::super::proposal::Prefix::parse("10.3.4.5/16").unwrap()];
    let around = Surroundings::of(None, &proposal);
    assert_eq!(told(&around), ["Avoid: --avoid 10.3.0.0/16 10.3.0.0/16"]);
}
