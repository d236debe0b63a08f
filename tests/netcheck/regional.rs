//! netcheck on the shipped example of regional integration: check, route, reach.
use crate::support::example;
use crate::support::program::{Said, run};

fn netcheck(arguments: &[&str]) -> Said {
    let mut command = crate::netcheck();
    run(command
        .args(arguments)
        .arg("--from")
        .arg(example::folder("regional")))
}

#[test]
fn check_predicts_the_way_through_the_subnet() {
    let said = netcheck(&["check", "10.80.12.4:22", "--offline"]);
    assert_eq!(said.code, 1, "{said}");
    let text = said.flowing();
    for part in [
        "the configuration would not let it through: the network security group nw-integration-nsg denies it",
        "the app (the integration subnet integration)",
        "[XX] outbound-security-group",
        "the private endpoint nw-store-pe brings a route of its own",
        "nw-api: regional integration with nw-spoke",
    ] {
        assert!(text.contains(part), "{part}{said}");
    }
    for gone in ["v [ok] gateway:", "certificates:", "point-to-site pool"] {
        assert!(!text.contains(gone), "{gone}{said}");
    }
    let document = netcheck(&["check", "10.80.12.4:22", "--offline", "--json"]).json();
    let target = &document["targets"][0];
    assert_eq!(target["causes"][0]["name"], "security-group-denies");
    assert!(
        target["causes"][0]["remedy"]
            .as_str()
            .unwrap()
            .contains("integration subnet"),
        "{target}"
    );
}

#[test]
fn route_says_which_way_out() {
    let said = netcheck(&["route", "203.0.113.9:443"]);
    assert_eq!(said.code, 0, "{said}");
    let text = said.flowing();
    for part in [
        "203.0.113.9:443 in the internet: the configuration lets it through",
        "all traffic enters the network (outboundVnetRouting)",
        "to the internet through the NAT gateway nw-api-nat, from 203.0.113.81",
    ] {
        assert!(text.contains(part), "{part}{said}");
    }
    let said = netcheck(&["route", "192.168.41.7:8080", "--json"]);
    assert_eq!(said.code, 3, "{said}");
    let route = &said.json()["routes"][0];
    assert_eq!(route["outlook"], "unclear");
    let hops: Vec<&str> = route["trace"]
        .as_array()
        .unwrap()
        .iter()
        .map(|hop| hop["hop"].as_str().unwrap())
        .collect();
    assert_eq!(
        hops,
        [
            "app-routes",
            "outbound-security-group",
            "outbound-routes",
            "place",
            "peering",
            "site-to-site",
            "route-back"
        ]
    );
}

#[test]
fn reach_holds_the_subnets_the_hub_and_the_internet() {
    let said = netcheck(&["reach"]);
    assert_eq!(said.code, 0, "{said}");
    let text = said.flowing();
    for part in [
        "the subnet data (10.80.8.0/24) all of it: ports 1433",
        "10.70.0.4/31: ports 53",
        "not known: 192.168.40.0/22 ports 443, 8080",
        "the internet 1.0.0.0-9.255.255.255",
    ] {
        assert!(text.contains(part), "{part}{said}");
    }
    let document = netcheck(&["reach", "--to", "10.80.8.0/24", "--json"]).json();
    assert_eq!(
        document["reach"][0]["ports"],
        serde_json::json!(["1433-1433"])
    );
    assert_eq!(
        document["reach"][0]["from"],
        serde_json::json!(["10.80.4.0-10.80.4.63"])
    );
}
