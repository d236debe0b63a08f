//! One resource in every packaging; slips; contradictions; Azure's own examples.

mod every_member;

use serde_json::{Value, json};

use super::inventory;
use crate::fact::Fact;
use crate::model::{Inventory, Kind, NextHop, Protocol, ResourceId, Shelf};

fn read(documents: &[(&str, Value)]) -> Inventory {
    let documents: Vec<(String, Value)> = documents
        .iter()
        .map(|(file, value)| ((*file).to_owned(), value.clone()))
        .collect();
    inventory(&documents, Vec::new())
}

fn only<T>(shelf: &Shelf<T>) -> &T {
    let facts: Vec<_> = shelf.values().collect();
    match facts[..] {
        [Fact::Known { value, .. }] => value,
        _ => panic!("{} resources, or an unknown one", facts.len()),
    }
}

const VNET: &str =
    "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/nw";

#[test]
fn a_network_is_the_same_in_every_packaging() {
    let rest = json!({
        "id": VNET, "name": "nw", "type": "Microsoft.Network/virtualNetworks", "location": "westeurope",
        "properties": {
            "addressSpace": {"addressPrefixes": ["10.61.0.0/16"]},
            "dhcpOptions": {"dnsServers": ["10.61.0.4"]},
            "subnets": [{"name": "data", "properties": {"addressPrefix": "10.61.8.0/24",
                "networkSecurityGroup": {"id": "/subscriptions/s/x/nsg"}}}],
        }
    });
    let lifted = json!({
        "id": VNET, "name": "nw", "location": "westeurope",
        "addressSpace": {"addressPrefixes": ["10.61.0.0/16"]},
        "dhcpOptions": {"dnsServers": ["10.61.0.4"]},
        "subnets": [{"name": "data", "addressPrefix": "10.61.8.0/24",
            "networkSecurityGroup": {"id": "/subscriptions/s/x/nsg"}}],
        "unknownMember": {"deep": [1, 2]},
    });
    let powershell = json!({
        "Name": "nw", "Id": VNET, "Location": "westeurope", "Type": null,
        "AddressSpace": {"AddressPrefixes": ["10.61.0.0/16"]},
        "DhcpOptions": {"DnsServers": "10.61.0.4"},
        "Subnets": {"Name": "data", "AddressPrefix": ["10.61.8.0/24"],
            "NetworkSecurityGroup": {"Id": "/subscriptions/s/x/nsg"}},
    });
    for document in [
        rest.clone(),
        lifted,
        powershell,
        json!([rest]),
        json!({"value": [rest], "nextLink": null}),
    ] {
        let inventory = read(&[("a.json", document.clone())]);
        let vnet = only(&inventory.vnets);
        assert_eq!(vnet.name, "nw", "{document}");
        assert_eq!(vnet.location.value().unwrap(), "westeurope");
        assert_eq!(
            vnet.address_space.value().unwrap()[0].to_string(),
            "10.61.0.0/16"
        );
        assert_eq!(
            vnet.dns_servers.value().unwrap()[0].to_string(),
            "10.61.0.4"
        );
        let subnet = &vnet.subnets.value().unwrap()[0];
        assert_eq!(
            subnet.prefixes.value().unwrap()[0].to_string(),
            "10.61.8.0/24"
        );
        assert_eq!(subnet.security_group.value().unwrap().name(), "nsg");
        assert!(subnet.route_table.is_absent());
        assert_eq!(inventory.gaps, []);
    }
}

#[test]
fn a_fact_leads_back_to_its_file_and_pointer() {
    let inventory = read(&[(
        "networks.json",
        json!({"value": [{"id": VNET, "properties": {"dhcpOptions": {"dnsServers": ["10.61.0.4"]}}}]}),
    )]);
    let origin = only(&inventory.vnets)
        .dns_servers
        .origin()
        .unwrap()
        .to_string();
    assert_eq!(
        origin,
        "networks.json#/value/0/properties/dhcpOptions/dnsServers"
    );
}

#[test]
fn a_bad_member_is_named_and_loses_only_what_depends_on_it() {
    let inventory = read(&[(
        "vnet.json",
        json!({"id": VNET, "properties": {
            "addressSpace": {"addressPrefixes": ["x.x.x.x"]},
            "dhcpOptions": {"dnsServers": ["10.61.0.4"]}}}),
    )]);
    let vnet = only(&inventory.vnets);
    assert_eq!(
        vnet.address_space.gap().unwrap().to_string(),
        "addressPrefixes is 'x.x.x.x', not an address prefix (vnet.json#/properties/addressSpace/addressPrefixes/0)"
    );
    assert!(vnet.dns_servers.value().is_some());
}

#[test]
fn a_list_with_something_unreadable_in_it_is_unknown_not_shorter() {
    let document = json!({"id": VNET, "properties": {"subnets": [{"name": "data", "properties": {
        "delegations": [{"properties": {"serviceName": {"cut": "off"}}}],
        "serviceEndpoints": [{"service": "Microsoft.Sql"}, {"service": ["Microsoft.Storage"]}],
    }}]}});
    let inventory = read(&[("n.json", document)]);
    let subnets = only(&inventory.vnets).subnets.value().unwrap();
    assert!(subnets[0].delegations.gap().is_some());
    assert!(subnets[0].service_endpoints.gap().is_some());
    let interface = json!({
        "id": "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/networkInterfaces/nic",
        "properties": {"ipConfigurations": [{"properties": {"applicationSecurityGroups": "cut"}}]},
    });
    let inventory = read(&[("nic.json", interface)]);
    let configurations = only(&inventory.network_interfaces)
        .ip_configurations
        .value();
    assert!(
        configurations.unwrap()[0]
            .application_security_groups
            .gap()
            .is_some()
    );
}

#[test]
fn what_convertto_json_cut_off_says_how_to_export_it_whole() {
    let inventory = read(&[(
        "vnet.json",
        json!({"Id": VNET, "Subnets": "Microsoft.Azure.Commands.Network.Models.PSSubnet",
            "AddressSpace": "Microsoft.Azure.Commands.Network.Models.PSAddressSpace"}),
    )]);
    let gap = only(&inventory.vnets).subnets.gap().unwrap().to_string();
    assert!(gap.contains("export again with -Depth 20"), "{gap}");
}

#[test]
fn the_same_resource_twice_is_one_and_a_contradiction_is_unknown() {
    let vnet =
        |dns: &str| json!({"id": VNET, "properties": {"dhcpOptions": {"dnsServers": [dns]}}});
    let same = read(&[("a.json", vnet("10.0.0.4")), ("b.json", vnet("10.0.0.4"))]);
    assert!(only(&same.vnets).dns_servers.value().is_some());
    assert_eq!(same.gaps, []);

    // A list that says less than the single answer is no contradiction; the fuller one counts.
    let short = read(&[
        ("a.json", json!({"id": VNET})),
        ("b.json", vnet("10.0.0.4")),
    ]);
    assert!(only(&short.vnets).dns_servers.value().is_some());

    let differ = read(&[
        ("a.json", vnet("10.0.0.4")),
        ("b.json", vnet("10.0.0.5")),
        ("c.json", vnet("10.0.0.4")),
    ]);
    let gap = differ.vnets[&ResourceId::new(VNET)]
        .gap()
        .unwrap()
        .to_string();
    assert!(gap.contains("a.json") && gap.contains("b.json"), "{gap}");
    assert!(!differ.gaps.is_empty());
}

#[test]
fn a_document_without_type_and_id_is_named() {
    let inventory = read(&[("x.json", json!({"hello": 1})), ("y.json", json!(3))]);
    let places: Vec<String> = inventory.gaps.iter().map(ToString::to_string).collect();
    assert_eq!(places.len(), 2);
    assert!(
        places[0].ends_with("(x.json)") && places[1].ends_with("(y.json)"),
        "{places:?}"
    );
}

#[test]
fn routes_are_ranges_or_prefixes() {
    let connection = |routes: Value| {
        let id = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Web/serverfarms/p/virtualNetworkConnections/nw";
        read(&[(
            "c.json",
            json!([{"id": id, "properties": {"routes": routes, "dnsServers": "10.0.0.4,10.0.0.5"}}]),
        )])
    };
    let good = connection(json!([
        {"name": "a", "properties": {"startAddress": "10.0.0.0", "endAddress": "10.255.255.255", "routeType": "DEFAULT"}},
        {"name": "b", "properties": {"startAddress": "10.61.0.0/16", "routeType": "Inherited"}},
        {"name": "c", "startAddress": "8.8.8.8", "endAddress": "", "routeType": "STATIC"},
    ]));
    let connection_facts = only(&good.vnet_connections);
    let shown: Vec<String> = connection_facts
        .routes
        .value()
        .unwrap()
        .iter()
        .map(|r| format!("{} {}", r.kind.as_str(), r.addresses))
        .collect();
    assert_eq!(
        shown,
        [
            "DEFAULT 10.0.0.0/8",
            "INHERITED 10.61.0.0/16",
            "STATIC 8.8.8.8"
        ]
    );
    assert_eq!(connection_facts.dns_servers.value().unwrap().len(), 2);

    for slip in [
        json!([{"name": "a", "properties": {"startAddress": "10.9.0.0", "endAddress": "10.0.0.0", "routeType": "DEFAULT"}}]),
        json!([{"name": "a", "properties": {"startAddress": "x", "routeType": "DEFAULT"}}]),
        json!([{"name": "a", "properties": {"startAddress": "10.0.0.0/8", "routeType": "ODD"}}]),
        json!([{"name": "a", "properties": {"routeType": "DEFAULT"}}]),
    ] {
        let bad = connection(slip.clone());
        assert!(only(&bad.vnet_connections).routes.gap().is_some(), "{slip}");
    }
}

#[test]
fn rules_are_read_single_plural_and_augmented() {
    let id =
        "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/networkSecurityGroups/g";
    let inventory = read(&[(
        "g.json",
        json!({"id": id, "properties": {"securityRules": [
            {"name": "r", "properties": {"protocol": "Tcp", "sourcePortRange": "*", "destinationPortRanges": ["443", "1433-1434"],
                "sourceAddressPrefixes": ["172.16.0.0/24", "VirtualNetwork"], "destinationAddressPrefix": "*",
                "sourcePortRanges": [], "destinationAddressPrefixes": [],
                "access": "Allow", "priority": 200, "direction": "Inbound"}},
        ]}}),
    )]);
    let rule = &only(&inventory.security_groups).rules.value().unwrap()[0];
    assert_eq!(rule.protocol, Protocol::Tcp);
    assert_eq!(rule.destination_ports.to_string(), "443, 1433-1434");
    assert_eq!(rule.source.prefixes[0].to_string(), "172.16.0.0/24");
    assert_eq!(rule.source.tags, ["VirtualNetwork"]);
    assert!(rule.destination.any);
}

#[test]
fn every_example_of_azures_own_loads() {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../tests/fixtures/arm-examples"
    );
    let inventory = crate::source::read_export(std::path::Path::new(folder)).unwrap();
    assert_eq!(only(&inventory.plans).tier.value().unwrap(), "Premium");
    assert_eq!(only(&inventory.sites).linux.value(), Some(&false));
    assert!(only(&inventory.local_gateways).prefixes.value().is_some());
    assert_eq!(
        inventory
            .connected_clients
            .as_ref()
            .unwrap()
            .value()
            .unwrap()
            .len(),
        2
    );
    let table = inventory
        .route_tables
        .values()
        .next()
        .unwrap()
        .value()
        .unwrap();
    assert_eq!(
        table.routes.value().unwrap()[0].next_hop,
        NextHop::VirtualNetworkGateway
    );
    let group = only(&inventory.security_groups);
    assert_eq!(group.default_rules.value().unwrap().len(), 6);
    let connection = only(&inventory.vnet_connections);
    assert_eq!(connection.regional.value(), Some(&true));
    assert!(connection.thumbprint.is_absent());
    // What is no resource by itself is named; nothing else is missing.
    for gap in &inventory.gaps {
        let text = gap.to_string();
        assert!(
            [
                "networkWatcher-",
                "network-effective",
                "network-virtualNetwork",
                "network-connection"
            ]
            .iter()
            .any(|file| text.contains(file)),
            "{text}"
        );
    }
    // The one secret in them is not kept.
    assert!(!format!("{inventory:?}").contains("Abc123"));
}

#[test]
fn every_example_of_azures_own_loads_alone() {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../tests/fixtures/arm-examples"
    );
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "json") {
            let inventory = crate::source::read_export(&path).unwrap();
            let integration = crate::model::Integration::assemble(
                inventory,
                crate::model::Environment::empty(),
                None,
            );
            let integration = integration.unwrap_or_else(|e| panic!("{path:?}: {e:?}"));
            assert_ne!(integration.kind.value(), Some(&Kind::Gateway), "{path:?}");
        }
    }
}

#[test]
fn what_netcheck_wrote_is_passed_over_without_a_word() {
    let inventory = read(&[
        (
            "observations.json",
            json!({"schema": "netcheck-observations/1", "time": "x"}),
        ),
        ("report.json", json!({"schema": "netcheck/1"})),
        ("other.json", json!({"schema": "something-else"})),
    ]);
    let gaps: Vec<String> = inventory.gaps.iter().map(ToString::to_string).collect();
    assert_eq!(gaps.len(), 1, "{gaps:?}");
    assert!(gaps[0].ends_with("(other.json)"), "{gaps:?}");
}

#[test]
fn endpoints_and_nat_gateways_are_read_with_what_they_lead_to() {
    let net = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network";
    let link = |status: &str| {
        json!({"properties": {"privateLinkServiceId": "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/nwstore",
            "groupIds": ["blob"], "privateLinkServiceConnectionState": {"status": status}}})
    };
    let endpoint = |automatic: Value, manual: Value| {
        let endpoint = json!({"id": format!("{net}/privateEndpoints/pe"), "properties": {
            "subnet": {"id": format!("{VNET}/subnets/endpoints")},
            "privateLinkServiceConnections": automatic, "manualPrivateLinkServiceConnections": manual,
            "customDnsConfigs": [{"fqdn": "files.example.", "ipAddresses": ["10.0.0.4"]}]}});
        only(&read(&[("pe.json", endpoint)]).private_endpoints).clone()
    };
    let automatic = endpoint(json!([link("Approved")]), json!([]));
    assert_eq!(automatic.unapproved(), None);
    for (name, serves) in [
        ("files.example", true),
        ("NWSTORE.blob.core.windows.net.", true),
        // Another part of the account, another account, another service.
        ("nwstore.file.core.windows.net", false),
        ("nwstore2.blob.core.windows.net", false),
        ("nwstore.database.windows.net", false),
        ("nwstore", false),
    ] {
        assert_eq!(automatic.serves(name), serves, "{name}");
    }
    let manual = endpoint(json!([]), json!([link("Pending")]));
    assert_eq!(manual.unapproved().map(|u| u.0), Some("Pending"));

    let nat = json!({"id": format!("{net}/natGateways/nat"), "properties": {
        "publicIpAddresses": [{"id": format!("{net}/publicIPAddresses/a")}],
        "publicIpPrefixes": [{"id": format!("{net}/publicIPPrefixes/b")}]}});
    let address = json!({"id": format!("{net}/publicIPAddresses/a"), "properties": {"ipAddress": "203.0.113.81"}});
    let prefix = json!({"id": format!("{net}/publicIPPrefixes/b"), "properties": {"ipPrefix": "203.0.113.96/31"}});
    let inventory = read(&[("n.json", json!([nat, address, prefix]))]);
    assert_eq!(
        only(&inventory.nat_gateways).public.value().unwrap().len(),
        2
    );
    let shown: Vec<String> = inventory
        .public_addresses
        .values()
        .flat_map(|public| public.value().unwrap().prefixes.value().unwrap())
        .map(ToString::to_string)
        .collect();
    assert_eq!(shown, ["203.0.113.81/32", "203.0.113.96/31"]);
}
