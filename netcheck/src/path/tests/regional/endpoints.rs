//! Private endpoints and network interfaces: what applies to them, and which are the target's.

use super::*;

#[test]
fn private_endpoints_are_passed_by_unless_the_policies_of_their_subnet_say_otherwise() {
    let policies = |e: Example, value: Value| {
        e.set(
            NETWORKS,
            &format!("{ENDPOINTS_SUBNET}/privateEndpointNetworkPolicies"),
            value,
        )
    };
    let group = || {
        let id = format!("{ID}/networkSecurityGroups/pe-nsg");
        let rules = json!([rule("no", "Inbound", "*", 100)]);
        regional()
            .set(NETWORKS, &format!("{ENDPOINTS_SUBNET}/networkSecurityGroup"), json!({"id": id}))
            .with_file("pe-nsg.json", json!({"id": id, "name": "pe-nsg", "type": "Microsoft.Network/networkSecurityGroups",
                "properties": {"securityRules": rules}}))
    };
    for (value, outlook) in [
        (json!("Disabled"), Outlook::Open),
        (json!(null), Outlook::Open),
        (json!("RouteTableEnabled"), Outlook::Open),
        (json!("NetworkSecurityGroupEnabled"), Outlook::Closed),
        (json!("Enabled"), Outlook::Closed),
        (json!({"bad": 1}), Outlook::Unclear),
    ] {
        assert_eq!(
            follow(&policies(group(), value.clone()), STORE).0,
            outlook,
            "group, {value}"
        );
    }
    // A host beside it has no such privilege; an endpoint that was not read might have.
    assert_eq!(follow(&group(), ("10.80.12.77", 443)).0, Outlook::Closed);
    assert_eq!(
        follow(&group().without_file(ENDPOINTS), STORE).0,
        Outlook::Unclear
    );
    // Why that is not known is said.
    let id = format!("{ID}/privateEndpoints/nw-store-pe");
    let other = json!({"id": id, "name": "nw-store-pe", "type": "Microsoft.Network/privateEndpoints",
        "properties": {"customDnsConfigs": []}});
    let twice = group().with_file("another.json", other);
    let by = said(&twice, STORE, &[], "subnet-security-group");
    assert!(
        by.contains("nw-store-pe was read twice with different content"),
        "{by}"
    );
    for (value, prefix, outlook) in [
        ("Disabled", "10.80.0.0/16", Outlook::Open),
        ("Disabled", "10.80.12.4/32", Outlook::Closed),
        ("NetworkSecurityGroupEnabled", "10.80.0.0/16", Outlook::Open),
        ("RouteTableEnabled", "10.80.0.0/16", Outlook::Closed),
        // Wider than the network: the endpoint's own route stays.
        ("RouteTableEnabled", "10.0.0.0/8", Outlook::Open),
    ] {
        let example = policies(route(regional(), prefix, "None"), json!(value));
        assert_eq!(
            follow(&example, STORE).0,
            outlook,
            "route {prefix}, {value}"
        );
    }
    let unread = policies(route(regional(), "10.80.0.0/16", "None"), json!({"bad": 1}));
    assert_eq!(follow(&unread, STORE).0, Outlook::Unclear);
    let answers = |value: &str| {
        policies(
            table(
                regional(),
                NETWORKS,
                ENDPOINTS_SUBNET,
                "10.80.4.0/24",
                "None",
            ),
            json!(value),
        )
    };
    assert_eq!(follow(&answers("Disabled"), STORE).0, Outlook::Open);
    assert_eq!(follow(&answers("Enabled"), STORE).0, Outlook::Closed);
    let pending = regional().set(ENDPOINTS, "/value/0/properties/privateLinkServiceConnections/0/properties/privateLinkServiceConnectionState/status", json!("Pending"));
    assert_eq!(
        follow(&pending, STORE).1,
        ["place private-endpoint-not-approved"]
    );
    assert_eq!(follow(&pending, ("10.80.12.5", 1433)).0, Outlook::Open);
}

#[test]
fn an_interface_or_endpoint_of_another_network_is_not_the_targets() {
    let elsewhere = json!({"id": format!("{ID}/virtualNetworks/other/subnets/data")});
    let group = format!("{ID}/networkSecurityGroups/a-closed");
    let closed = json!({"id": group, "name": "a-closed", "type": "Microsoft.Network/networkSecurityGroups",
        "properties": {"securityRules": [rule("no", "Inbound", "*", 100)]}});
    let interface = json!({"id": format!("{ID}/networkInterfaces/a-nic"), "name": "a-nic",
        "type": "Microsoft.Network/networkInterfaces", "properties": {
            "networkSecurityGroup": {"id": group},
            "ipConfigurations": [{"properties": {"privateIPAddress": SQL.0, "subnet": elsewhere}}]}});
    let beside = regional()
        .with_file("a-closed.json", closed.clone())
        .with_file("a-nic.json", interface);
    assert_eq!(follow(&beside, SQL).0, Outlook::Open);

    // What would pass a private endpoint by does not pass by the host that has its address here.
    let endpoint = json!({"id": format!("{ID}/privateEndpoints/a-pe"), "name": "a-pe",
        "type": "Microsoft.Network/privateEndpoints", "properties": {"subnet": elsewhere,
            "customDnsConfigs": [{"fqdn": "a.example", "ipAddresses": [SQL.0]}]}});
    let shut = regional()
        .with_file("a-closed.json", closed)
        .with_file("a-pe.json", endpoint)
        .set(
            NETWORKS,
            &format!("{DATA}/networkSecurityGroup"),
            json!({"id": group}),
        );
    assert_eq!(follow(&shut, SQL).0, Outlook::Closed);
}
