//! What is asked, from the examples: change one thing, and see what is asked more or less.

use serde_json::json;

use super::*;
use crate::example::{CONNECTION, Example, GATEWAY, LOCAL, NETWORKS, regional};

fn place(name: &str, slot: Option<&str>) -> AppPlace {
    AppPlace {
        subscription: "11111111-2222-3333-4444-555555555555".into(),
        group: "nw-rg".into(),
        name: name.into(),
        slot: slot.map(str::to_owned),
    }
}

/// What is wanted once the whole example is read, below its resource group, with the provider left out.
fn wanted(app: &str, needs: Needs, example: &Example) -> Vec<String> {
    let snapshot = example.snapshot();
    let asked = BTreeSet::new();
    next(
        &place(app, None),
        needs,
        &snapshot.integration.inventory,
        &asked,
    )
    .iter()
    .map(|request| {
        let target = request.target();
        let (path, query) = target.split_once('?').unwrap();
        let short = path.split_once("/providers/Microsoft.").unwrap().1;
        let more = query.split_once('&').map_or("", |(_, more)| more);
        format!("{} {more}", short.split_once('/').unwrap().1)
            .trim_end()
            .to_lowercase()
    })
    .collect()
}

fn wants(app: &str, needs: Needs, example: &Example, path: &str) -> bool {
    wanted(app, needs, example).contains(&path.to_lowercase())
}

#[test]
fn it_begins_with_the_app_or_its_slot() {
    for (slot, expected) in [
        (None, "sites/nw-shop"),
        (Some("blue"), "sites/nw-shop/slots/blue"),
    ] {
        let requests = next(
            &place("nw-shop", slot),
            Needs::CHECK,
            &Inventory::default(),
            &BTreeSet::new(),
        );
        let paths: Vec<&str> = requests
            .iter()
            .map(|request| request.path.as_str())
            .collect();
        assert_eq!(paths.len(), 4);
        for (path, more) in paths.iter().zip([
            "",
            "/config/web",
            "/networkConfig/virtualNetwork",
            "/virtualNetworkConnections",
        ]) {
            assert!(path.ends_with(&format!("{expected}{more}")), "{path}");
        }
    }
}

#[test]
fn the_healthy_example_leads_to_everything_that_is_judged() {
    let all = wanted("nw-shop", Needs::CHECK, &Example::healthy());
    for path in [
        "serverfarms/nw-plan",
        "serverfarms/nw-plan/virtualnetworkconnections",
        "serverfarms/nw-plan/sites",
        "virtualnetworks/nw-net",
        "virtualnetworks/nw-hub",
        "virtualnetworkgateways/nw-gw",
        "virtualnetworkgateways/nw-gw/connections",
        "virtualnetworkgateways/nw-gw/getvpnclientconnectionhealth",
        "virtualnetworkgateways/nw-gw/providers/microsoft.resourcehealth/availabilitystatuses/current",
        "localnetworkgateways/nw-onprem",
        "networksecuritygroups/nw-nsg",
        "routetables/nw-rt",
        "networkinterfaces/sql01-nic",
    ] {
        assert!(all.contains(&path.to_owned()), "{path} in {all:#?}");
    }
    // The connection's status is known, its routes are in the plan's copy, nobody speaks BGP.
    for path in ["connections/nw-onprem-cn", "routes", "getlearnedroutes"] {
        assert!(
            !all.iter().any(|one| one.ends_with(path)
                && !one.starts_with("virtualnetworkgateways/nw-gw/connections")),
            "{path} in {all:#?}"
        );
    }
    let asked = next(
        &place("nw-shop", None),
        Needs::CHECK,
        &Example::healthy().snapshot().integration.inventory,
        &BTreeSet::new(),
    )
    .iter()
    .map(Request::key)
    .collect();
    let again = next(
        &place("nw-shop", None),
        Needs::CHECK,
        &Example::healthy().snapshot().integration.inventory,
        &asked,
    );
    assert_eq!(again, []);
}

#[test]
fn more_is_asked_where_less_is_known() {
    let status = Example::healthy().without(CONNECTION, "/properties/connectionStatus");
    assert!(wants(
        "nw-shop",
        Needs::CHECK,
        &status,
        "connections/nw-onprem-cn"
    ));
    let routes = Example::healthy().without(crate::example::PLAN_COPY, "/0/properties/routes");
    assert!(wants(
        "nw-shop",
        Needs::CHECK,
        &routes,
        "serverfarms/nw-plan/virtualNetworkConnections/nw-net/routes"
    ));
    // The app itself may not be read: its own copy of the network still leads to the network.
    let site = Example::healthy().without_file(crate::example::SITE);
    let snapshot = site.snapshot();
    let requests = next(
        &place("nw-shop", None),
        Needs::CHECK,
        &snapshot.integration.inventory,
        &BTreeSet::new(),
    );
    assert!(
        requests
            .iter()
            .any(|request| request.path.name() == "nw-gw")
    );
}

#[test]
fn bgp_routes_are_asked_for_by_who_needs_them_where_bgp_is_spoken() {
    let bgp = Example::healthy()
        .set(CONNECTION, "/properties/enableBgp", json!(true))
        .set(
            LOCAL,
            "/value/0/properties/bgpSettings",
            json!({"asn": 65010, "bgpPeeringAddress": "192.168.40.254"}),
        );
    let learned = "virtualNetworkGateways/nw-gw/getLearnedRoutes";
    let announced = "virtualNetworkGateways/nw-gw/getAdvertisedRoutes peer=192.168.40.254";
    for (needs, example, expected) in [
        (Needs::EXPORT, &bgp, true),
        (Needs::CHECK, &bgp, false),
        (Needs::PLAN, &bgp, false),
        (Needs::EXPORT, &Example::healthy(), false),
    ] {
        assert_eq!(wants("nw-shop", needs, example, learned), expected);
        assert_eq!(wants("nw-shop", needs, example, announced), expected);
    }
}

#[test]
fn many_interfaces_are_asked_for_as_a_list() {
    let configurations: Vec<_> = (0..9)
        .map(|n| json!({"id": format!("/subscriptions/s/resourceGroups/vms/providers/Microsoft.Network/networkInterfaces/vm{n}/ipConfigurations/a")}))
        .collect();
    let many = Example::healthy().set(
        NETWORKS,
        "/value/0/properties/subnets/1/properties/ipConfigurations",
        json!(configurations),
    );
    let all = wanted("nw-shop", Needs::CHECK, &many);
    assert!(all.contains(&"networkinterfaces".to_owned()), "{all:#?}");
    assert!(
        !all.contains(&"networkinterfaces/vm3".to_owned()),
        "{all:#?}"
    );
}

#[test]
fn the_regional_kind_uses_the_hubs_gateway() {
    let example = Example::regional();
    assert!(wants(
        "nw-api",
        Needs::CHECK,
        &example,
        "virtualNetworkGateways/nw-hub-gw"
    ));
    let own = example.set(
        NETWORKS,
        "/value/0/properties/virtualNetworkPeerings/0/properties/useRemoteGateways",
        json!(false),
    );
    assert!(!wants(
        "nw-api",
        Needs::CHECK,
        &own,
        "virtualNetworkGateways/nw-hub-gw"
    ));
    assert!(wants(
        "nw-api",
        Needs::ELIGIBLE,
        &own,
        "virtualNetworkGateways/nw-hub-gw"
    ));
    // The gateway is no VPN gateway: it has no clients and no connections that matter.
    let express = Example::healthy().set(GATEWAY, "/properties/gatewayType", json!("ExpressRoute"));
    assert!(!wants(
        "nw-shop",
        Needs::CHECK,
        &express,
        "virtualNetworkGateways/nw-gw/connections"
    ));
}

#[test]
fn who_may_not_read_the_network_may_still_read_the_apps_subnet() {
    let example = Example::regional().without_file(NETWORKS);
    let subnet = example.get(regional::SITE, "/properties/virtualNetworkSubnetId");
    let subnet = ResourceId::new(subnet.as_str().unwrap());
    let vnet = subnet.parent().unwrap();
    let mut inventory = (*example.snapshot().integration.inventory).clone();
    let asks = |inventory: &Inventory| {
        let requests = next(
            &place("nw-api", None),
            Needs::CHECK,
            inventory,
            &BTreeSet::new(),
        );
        requests.iter().any(|request| request.path == subnet)
    };
    assert!(!asks(&inventory));
    inventory
        .vnets
        .insert(vnet, Fact::unknown("the network", "may not be read"));
    assert!(asks(&inventory));
}
