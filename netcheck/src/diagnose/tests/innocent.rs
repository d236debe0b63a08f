//! Who is not to blame: what the lab (tests/lab) taught, each as small as it can be said.

use serde_json::json;

use super::{Scenario, healthy, table_on_gateway_subnet};
use crate::diagnose::*;
use crate::example::{Example, LOCAL, NETWORKS};

const SQL: &str = "10.61.8.9:1433";
const SITE: &str = "192.168.41.7:80";
const HUB: &str = "10.70.4.10:8081";
const GATEWAY_SUBNET: &str = "/value/0/properties/subnets/0/properties";

/// Silent on every port that is tried, while the DNS servers answer.
fn silent_host(target: &str) -> Scenario {
    let (host, _) = target.split_once(':').expect("HOST:PORT");
    healthy()
        .tcp(target, "timeout")
        .tcp(&format!("{host}:22"), "timeout")
        .tcp("10.61.0.4:53", "connected")
}

fn certainty(scenario: &Scenario, target: &str, cause: &str) -> Option<Confidence> {
    let (causes, _) = scenario.judge(target);
    causes
        .into_iter()
        .find(|(name, _)| *name == cause)
        .map(|(_, how)| how)
}

fn first(scenario: &Scenario, target: &str) -> (&'static str, Confidence) {
    let (causes, verdict) = scenario.judge(target);
    *causes.first().unwrap_or_else(|| panic!("{verdict}"))
}

fn group_on_gateway_subnet(e: Example) -> Example {
    let id = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/nw-rg/providers/Microsoft.Network/networkSecurityGroups/nw-nsg";
    e.set(
        NETWORKS,
        &format!("{GATEWAY_SUBNET}/networkSecurityGroup"),
        json!({"id": id}),
    )
}

#[test]
fn a_host_is_likely_down_only_if_all_of_the_way_could_be_seen() {
    let clear = silent_host(SQL);
    assert_eq!(first(&clear, SQL), ("host-down", Confidence::Likely));
    let appliance = table_on_gateway_subnet("10.61.8.0/24", "VirtualAppliance");
    for (change, cause) in [
        (
            Box::new(appliance) as Box<dyn FnOnce(Example) -> Example>,
            "route-table-diverts",
        ),
        (Box::new(group_on_gateway_subnet), "security-group-denies"),
    ] {
        let hidden = silent_host(SQL).change(change);
        assert_eq!(first(&hidden, SQL), (cause, Confidence::Possible));
        assert_eq!(
            certainty(&hidden, SQL, "host-down"),
            Some(Confidence::Possible)
        );
    }
    let (causes, _) = silent_host(SITE).judge(SITE);
    let names: Vec<&str> = causes.iter().map(|(name, _)| *name).collect();
    assert_eq!(
        names,
        [
            "on-premises-no-route-back",
            "on-premises-firewall",
            "host-down"
        ]
    );
    assert!(causes.iter().all(|(_, how)| *how == Confidence::Possible));
}

#[test]
fn a_host_that_says_itself_that_it_is_unreachable_is_up() {
    for outcome in [
        "refused",
        "prohibited",
        "host_unreachable",
        "network_unreachable",
    ] {
        let itself = healthy().tcp_by(SQL, outcome, Some("10.61.8.9"));
        assert_eq!(
            first(&itself, SQL),
            ("host-firewall", Confidence::Likely),
            "{outcome}"
        );
        assert_eq!(certainty(&itself, SQL, "host-down"), None, "{outcome}");
    }
    let router = healthy().tcp_by(SQL, "host_unreachable", Some("10.61.8.1"));
    assert_eq!(first(&router, SQL), ("host-down", Confidence::Likely));
}

#[test]
fn an_address_that_exists_twice_may_be_down_on_the_other_side_only() {
    let seen = healthy().tcp_by(SQL, "host_unreachable", Some("198.51.100.10"));
    assert_eq!(certainty(&seen, SQL, "host-down"), Some(Confidence::Likely));
    let prefixes = "/value/0/properties/localNetworkAddressSpace/addressPrefixes";
    let twice = |e: Example| e.set(LOCAL, prefixes, json!(["192.168.40.0/22", "10.61.8.8/29"]));
    assert_eq!(
        certainty(&seen.change(twice), SQL, "host-down"),
        Some(Confidence::Possible)
    );
}

#[test]
fn without_a_peering_there_is_no_route_back_and_that_is_not_said_twice() {
    let gone = healthy().tcp(HUB, "timeout").change(|e| {
        e.set(
            NETWORKS,
            "/value/1/properties/virtualNetworkPeerings",
            json!([]),
        )
    });
    assert_eq!(first(&gone, HUB), ("peering-blocks", Confidence::Certain));
    assert_eq!(certainty(&gone, HUB, "no-route-back"), None);
}

#[test]
fn a_site_that_answers_on_another_port_has_a_route_back() {
    let other = healthy()
        .tcp(SITE, "timeout")
        .tcp("192.168.41.7:443", "refused");
    assert_eq!(
        first(&other, SITE),
        ("on-premises-firewall", Confidence::Likely)
    );
    assert_eq!(certainty(&other, SITE, "on-premises-no-route-back"), None);
}
