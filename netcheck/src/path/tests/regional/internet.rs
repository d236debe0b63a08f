//! What goes to public addresses: by the network, straight, or over a service endpoint.

use super::*;

#[test]
fn public_addresses_enter_the_network_with_route_all_only() {
    let off = route_all_off(regional()).variable("WEBSITE_SITE_NAME", "nw-api");
    let (outlook, hops) = words(&off, PUBLIC, &["www.example"]);
    assert_eq!(outlook, Outlook::Leaves);
    assert_eq!(hops.len(), 1, "{hops:?}");
    // A denial in the network does not matter to what may not enter it.
    let denied = off.clone().set(
        GROUPS,
        "/value/0/properties/securityRules/-",
        rule("no", "Outbound", "*", 99),
    );
    assert_eq!(
        follow(&denied, PUBLIC),
        (Outlook::Unclear, vec!["app-routes unknown".to_owned()])
    );
    assert_eq!(words(&denied, PUBLIC, &["www.example"]).0, Outlook::Leaves);
    // The app setting alone turns it on.
    let set = denied.variable("WEBSITE_VNET_ROUTE_ALL", "1");
    assert_eq!(follow(&set, PUBLIC).0, Outlook::Closed);
    let by = said(&regional(), PUBLIC, &[], "app-routes");
    assert_eq!(by, "all traffic enters the network (outboundVnetRouting)");
}

#[test]
fn the_internet_is_reached_from_an_address_that_is_told() {
    let out = |e: &Example| said(e, PUBLIC, &[], "outbound-routes");
    assert_eq!(
        out(&regional()),
        "to the internet through the NAT gateway nw-api-nat, from 203.0.113.81"
    );
    let unread = out(&regional().without_file(crate::example::regional::NAT));
    assert!(unread.contains("from an address that is not known (the NAT gateway nw-api-nat is named but was not read)"), "{unread}");
    let none = out(&regional().without(NETWORKS, &format!("{INTEGRATION}/natGateway")));
    assert!(
        none.contains("one of the app's") && none.contains("outbound addresses"),
        "{none}"
    );
}

#[test]
fn a_service_endpoint_goes_before_routes_and_switch() {
    let store = ["nwother.blob.core.windows.net"];
    let dropped = |e: Example| {
        e.set(
            TABLES,
            "/value/0/properties/routes/0/properties/nextHopType",
            json!("None"),
        )
    };
    assert_eq!(
        follow(&dropped(regional()), PUBLIC),
        (Outlook::Unclear, vec!["outbound-routes unknown".to_owned()])
    );
    assert_eq!(
        words(&dropped(regional()), PUBLIC, &["www.example"]).0,
        Outlook::Closed
    );
    assert_eq!(words(&dropped(regional()), PUBLIC, &store).0, Outlook::Open);
    let (outlook, _) = words(&route_all_off(dropped(regional())), PUBLIC, &store);
    assert_eq!(outlook, Outlook::Open);
    let by = said(&regional(), PUBLIC, &store, "outbound-routes");
    assert!(
        by.starts_with(
            "by the service endpoint Microsoft.Storage of integration, with a private source"
        ),
        "{by}"
    );
    let without = dropped(regional()).set(
        NETWORKS,
        &format!("{INTEGRATION}/serviceEndpoints"),
        json!([]),
    );
    assert_eq!(words(&without, PUBLIC, &store).0, Outlook::Closed);
}
