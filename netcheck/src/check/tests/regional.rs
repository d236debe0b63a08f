//! Changes to the regional example.

use serde_json::json;

use super::{Change, SUBSCRIPTION, Status};
use crate::example::regional::*;
use crate::example::{Example, GROUPS, INTERFACES, NETWORKS, TABLES};

/// The integration subnet, the subnet `data`, and the peering, of nw-spoke.
const SUBNET: &str = "/value/0/properties/subnets/0/properties";
const DATA: &str = "/value/0/properties/subnets/1/properties";
const PEERING: &str = "/value/0/properties/virtualNetworkPeerings/0/properties";
/// The hub's side of the peering, and its subnet `dns`.
const HUBS_PEERING: &str = "/value/1/properties/virtualNetworkPeerings/0/properties";
const HUBS_DNS: &str = "/value/1/properties/subnets/1/properties";
/// What `outboundVnetRouting` and `siteConfig` say of the app's own traffic.
const ROUTING: &str = "/properties/outboundVnetRouting/applicationTraffic";
const ROUTE_ALL: &str = "/properties/siteConfig/vnetRouteAllEnabled";
const OUTBOUND: &str = "/value/0/properties/securityRules/-";

fn e() -> Example {
    Example::regional()
}

fn set(pointer: &str, value: serde_json::Value) -> Example {
    e().set(NETWORKS, pointer, value)
}

fn in_subnet(member: &str, value: serde_json::Value) -> Example {
    set(&format!("{SUBNET}/{member}"), value)
}

/// Inside the app.
fn inside(example: Example) -> Example {
    example.variable("WEBSITE_SITE_NAME", "nw-api")
}

/// With route-all off, by all that says so.
fn private_only() -> Example {
    e().set(SITE, ROUTING, json!(false))
        .set(SITE, ROUTE_ALL, json!(false))
}

/// An outbound rule before all others.
fn denied(protocol: &str, from: &str, to: &str, ports: &str) -> Example {
    let rule = json!({"name": "odd", "properties": {"protocol": protocol, "sourcePortRange": "*",
        "destinationPortRange": ports, "sourceAddressPrefix": from, "destinationAddressPrefix": to,
        "access": "Deny", "priority": 99, "direction": "Outbound"}});
    e().set(GROUPS, OUTBOUND, rule)
}

/// A route table of its own for a subnet of the spoke or the hub.
fn with_route(subnet: &str, prefix: &str, hop: &str) -> Example {
    let id = format!("{SUBSCRIPTION}/providers/Microsoft.Network/routeTables/odd");
    let table = json!({"id": id, "name": "odd", "type": "Microsoft.Network/routeTables", "properties": {
        "disableBgpRoutePropagation": false,
        "routes": [{"name": "odd", "properties": {"addressPrefix": prefix, "nextHopType": hop, "nextHopIpAddress": "10.80.8.200"}}]}});
    e().set(TABLES, "/value/-", table).set(
        NETWORKS,
        &format!("{subnet}/routeTable"),
        json!({"id": id}),
    )
}

/// Another app of the plan, on another subnet.
fn second_subnet() -> Example {
    and_subnet(e(), "endpoints")
}

fn third_subnet() -> Example {
    and_subnet(second_subnet(), "data")
}

/// What the hub knows of the spoke's addresses cannot be read.
fn hubs_peering_cut() -> Example {
    let space = |name: &str| format!("{HUBS_PEERING}/{name}");
    set(&space("remoteVirtualNetworkAddressSpace"), json!("cut")).set(
        NETWORKS,
        &space("remoteAddressSpace"),
        json!("cut"),
    )
}

/// The hub does not know the integration subnet's range: no answer from there finds back.
fn hub_forgets_spoke() -> Example {
    let space = |name: &str| format!("{HUBS_PEERING}/{name}/addressPrefixes");
    set(
        &space("remoteVirtualNetworkAddressSpace"),
        json!(["10.80.8.0/24"]),
    )
    .set(
        NETWORKS,
        &space("remoteAddressSpace"),
        json!(["10.80.8.0/24"]),
    )
}

/// These subnets are linked to the plan too.
fn linked(subnets: &[usize]) -> Example {
    let link = e().get(NETWORKS, &format!("{SUBNET}/serviceAssociationLinks"));
    subnets.iter().fold(e(), |example, n| {
        let links = format!("/value/0/properties/subnets/{n}/properties/serviceAssociationLinks");
        example.set(NETWORKS, &links, link.clone())
    })
}

/// Another plan on the subnet, which runs Windows containers: six instances, and so many apps.
fn beside_containers(apps: serde_json::Value) -> Example {
    let id = format!("{SUBSCRIPTION}/providers/Microsoft.Web/serverfarms/other");
    let link = json!({"name": "AppServiceLink", "properties": {
        "linkedResourceType": "Microsoft.Web/serverfarms", "link": id}});
    let plan = json!({"id": id, "name": "other", "type": "Microsoft.Web/serverfarms", "kind": "windows",
        "sku": {"name": "P1v3", "tier": "PremiumV3", "capacity": 6},
        "properties": {"hyperV": true, "numberOfSites": apps}});
    in_subnet("serviceAssociationLinks/-", link).with_file("serverfarm-other.json", plan)
}

/// The plan has a connection to this subnet too.
fn and_subnet(example: Example, name: &str) -> Example {
    let mut copy = e().get(PLAN_COPY, "/0");
    copy["id"] = json!(format!(
        "{SUBSCRIPTION}/providers/Microsoft.Web/serverfarms/nw-api-plan/virtualNetworkConnections/guid_{name}"
    ));
    copy["name"] = json!(format!("guid_{name}"));
    copy["properties"]["vnetResourceId"] = json!(format!(
        "{SUBSCRIPTION}/providers/Microsoft.Network/virtualNetworks/nw-spoke/subnets/{name}"
    ));
    example.set(PLAN_COPY, "/-", copy)
}

/// A group that closes the subnet of the private endpoints, with these network policies.
fn endpoints_closed(policies: serde_json::Value) -> Example {
    const ENDPOINTS: &str = "/value/0/properties/subnets/2/properties";
    let id = format!("{SUBSCRIPTION}/providers/Microsoft.Network/networkSecurityGroups/nw-closed");
    let group = json!({"id": id, "name": "nw-closed", "type": "Microsoft.Network/networkSecurityGroups", "properties": {
        "securityRules": [{"name": "odd", "properties": {"protocol": "*", "sourcePortRange": "*",
            "destinationPortRange": "*", "sourceAddressPrefix": "*", "destinationAddressPrefix": "*",
            "access": "Deny", "priority": 100, "direction": "Inbound"}}]}});
    e().set(GROUPS, "/value/-", group)
        .set(
            NETWORKS,
            &format!("{ENDPOINTS}/networkSecurityGroup"),
            json!({"id": id}),
        )
        .set(
            NETWORKS,
            &format!("{ENDPOINTS}/privateEndpointNetworkPolicies"),
            policies,
        )
}

fn on_windows(example: Example) -> Example {
    example.set(PLAN, "/properties/reserved", json!(false)).set(
        SITE,
        "/properties/reserved",
        json!(false),
    )
}

/// A row a change, however long.
#[rustfmt::skip]
pub fn changes() -> Vec<Change> {
    use Status::{Fail, NotApplicable, Pass, Unknown, Warn};
    let other_plan = json!([{"name": "AppServiceLink", "properties": {"linkedResourceType": "Microsoft.Web/serverfarms",
        "link": format!("{SUBSCRIPTION}/providers/Microsoft.Web/serverfarms/other")}}]);
    let aci = json!([{"name": "acisal", "properties": {"linkedResourceType": "Microsoft.ContainerInstance/containerGroups"}}]);
    let no_link = json!([{"name": "AppServiceLink", "properties": {"linkedResourceType": "Microsoft.Web/serverfarms"}}]);
    let other_subnet = json!(format!(
        "{SUBSCRIPTION}/providers/Microsoft.Network/virtualNetworks/nw-spoke/subnets/data"
    ));
    let instances = |n: u32| json!(n);
    let prefix = |text: &str| in_subnet("addressPrefix", json!(text));
    vec![
        ("subnet-exists", Fail, e().without(NETWORKS, "/value/0/properties/subnets/0"), "has no subnet integration"),
        ("subnet-exists", Fail, e().set(SITE_SUBNET, "/properties/subnetResourceId", other_subnet.clone()), "names another subnet (data)"),
        ("subnet-exists", Fail, e().set(SITE_COPY, "/0/properties/vnetResourceId", other_subnet), "a connection of the app names another"),
        ("subnet-exists", Fail, e().set(SITE, "/properties/virtualNetworkSubnetId", json!(format!("{SUBSCRIPTION}/providers/Microsoft.Network/virtualNetworks/nw-spoke"))), "no subnet of a network"),
        ("subnet-exists", Unknown, e().without_file(NETWORKS), "was not read"),
        ("subnet-exists", Unknown, set("/value/0/properties/subnets", json!("cut")), "subnets"),
        ("subnet-delegated", Fail, in_subnet("delegations", json!([])), "to no service"),
        ("subnet-delegated", Fail, e().without(NETWORKS, &format!("{SUBNET}/delegations")), "to no service"),
        ("subnet-delegated", Fail, in_subnet("delegations/0/properties/serviceName", json!("Microsoft.App/environments")), "not to Microsoft.Web/serverFarms"),
        ("subnet-delegated", Pass, in_subnet("delegations/0/properties/serviceName", json!("microsoft.web/SERVERFARMS")), "is delegated"),
        ("subnet-delegated", Unknown, in_subnet("delegations", json!("cut")), "delegations"),
        ("subnet-delegated", Unknown, e().without_file(NETWORKS), "was not read"),
        ("subnet-linked-to-plan", Fail, in_subnet("serviceAssociationLinks", other_plan.clone()), "linked to other, not to the app's plan nw-api-plan"),
        ("subnet-linked-to-plan", Warn, inside(in_subnet("serviceAssociationLinks", other_plan)).variable("WEBSITE_PRIVATE_IP", "10.80.4.7"), "but this instance has an address"),
        ("subnet-linked-to-plan", Fail, e().without(NETWORKS, &format!("{SUBNET}/serviceAssociationLinks")), "linked to no App Service plan"),
        ("subnet-linked-to-plan", Fail, in_subnet("serviceAssociationLinks", aci), "held by another service"),
        ("subnet-linked-to-plan", Fail, e().set(SITE_SUBNET, "/properties/swiftSupported", json!(false)), "does not support regional integration"),
        ("subnet-linked-to-plan", Unknown, in_subnet("serviceAssociationLinks", no_link), "does not say whom it links"),
        ("subnet-linked-to-plan", Unknown, in_subnet("serviceAssociationLinks", json!("cut")), "serviceAssociationLinks"),
        ("subnet-large-enough", Fail, prefix("10.80.4.0/29"), "smaller than a /28"),
        ("subnet-large-enough", Fail, e().set(PLAN, "/sku/capacity", instances(60)), "some instances have none"),
        ("subnet-large-enough", Warn, e().set(PLAN, "/sku/capacity", instances(30)), "while the plan scales"),
        ("subnet-large-enough", Warn, prefix("10.80.4.0/28"), "room for 5 instances, the plan may have 30"),
        ("subnet-large-enough", Warn, prefix("10.80.4.0/27"), "room for 13 instances"),
        ("subnet-large-enough", Pass, prefix("10.80.4.0/28").set(PLAN, "/properties/maximumNumberOfWorkers", json!(5)), "room for 5 instances"),
        ("subnet-large-enough", Fail, e().set(PLAN, "/properties/hyperV", json!(true)).set(PLAN, "/properties/numberOfSites", json!(29)), "90 are needed"),
        ("subnet-large-enough", Pass, beside_containers(json!(1)), "15 are needed"),
        ("subnet-large-enough", Fail, beside_containers(json!(9)), "63 are needed"),
        ("subnet-large-enough", Unknown, beside_containers(json!("cut")), "numberOfSites"),
        ("subnet-large-enough", Unknown, e().without(PLAN, "/sku/capacity"), "how many instances"),
        ("subnet-large-enough", Unknown, e().without_file(PLAN), "was not read"),
        ("subnet-large-enough", Unknown, prefix("x"), "'x'"),
        ("instances-have-addresses", Fail, inside(e()), "has no address in the network"),
        ("instances-have-addresses", Fail, inside(e()).variable("WEBSITE_PRIVATE_IP", "10.80.8.4"), "not in the subnet integration"),
        ("instances-have-addresses", Unknown, inside(e()).variable("WEBSITE_PRIVATE_IP", "none"), "no address"),
        ("instances-have-addresses", Unknown, inside(e()).variable("WEBSITE_PRIVATE_IP", "10.80.4.6").without_file(NETWORKS), "was not read"),
        ("route-all-as-meant", Warn, e().set(SITE, ROUTE_ALL, json!(false)), "outboundVnetRouting says that all traffic enters, vnetRouteAllEnabled"),
        ("route-all-as-meant", Warn, inside(private_only()).variable("WEBSITE_VNET_ROUTE_ALL", "1"), "WEBSITE_VNET_ROUTE_ALL says that all traffic enters"),
        ("route-all-as-meant", Warn, private_only(), "the NAT gateway nw-api-nat has no effect"),
        ("route-all-as-meant", Warn, private_only().without(NETWORKS, &format!("{SUBNET}/natGateway")), "internet-through-nat"),
        ("route-all-as-meant", Warn, private_only().set(NETWORKS, "/value/0/properties/dhcpOptions/dnsServers/0", json!("198.51.100.53")), "198.51.100.53 is public"),
        ("route-all-as-meant", Pass, private_only().without(NETWORKS, &format!("{SUBNET}/natGateway")).without(NETWORKS, &format!("{SUBNET}/routeTable")), "only private addresses"),
        ("route-all-as-meant", Unknown, e().without_file(SITE), "not read"),
        ("route-all-as-meant", Unknown, private_only().without(NETWORKS, &format!("{SUBNET}/natGateway")).without_file(TABLES), "was not read"),
        ("outbound-security-group-admits", Fail, denied("*", "*", "10.70.0.4", "53"), "keeps the app from the DNS server 10.70.0.4 over UDP (rule odd, priority 99)"),
        ("outbound-security-group-admits", Fail, denied("Udp", "10.80.4.32/27", "*", "*"), "keeps 10.80.4.32/27 of integration from"),
        ("outbound-security-group-admits", Warn, denied("Tcp", "*", "10.70.0.5", "53"), "over TCP"),
        ("outbound-security-group-admits", Fail, denied("Tcp", "*", "*", "*"), "lets nothing out"),
        ("outbound-security-group-admits", Fail, denied("Tcp", "*", "*", "1-65535"), "lets nothing out"),
        ("outbound-security-group-admits", Pass, e().without(NETWORKS, &format!("{SUBNET}/networkSecurityGroup")), "no security group stands"),
        ("outbound-security-group-admits", Unknown, denied("*", "*", "Sql.WestUS", "*"), "the service tag Sql.WestUS"),
        ("outbound-security-group-admits", Unknown, e().without_file(GROUPS), "was not read"),
        ("plan-tier-supported", Pass, e().set(PLAN, "/sku/tier", json!("Basic")), "Basic supports it"),
        ("plan-tier-supported", Pass, e().set(PLAN, "/sku/tier", json!("ElasticPremium")), "supports it"),
        ("plan-tier-supported", Pass, e().set(PLAN, "/sku/tier", json!("IsolatedV2")), "IsolatedV2 supports it (which is not certain)"),
        ("plan-tier-supported", Fail, e().set(PLAN, "/sku/tier", json!("Shared")), "Shared"),
        ("plan-within-limits", Warn, second_subnet(), "a Linux plan may have room for one subnet only"),
        ("plan-within-limits", Warn, on_windows(second_subnet()), "differ between them"),
        ("plan-within-limits", Fail, third_subnet(), "uses 3 subnets; at most 2 can be used"),
        ("plan-within-limits", Fail, linked(&[1, 2]), "uses 3 subnets; at most 2 can be used"),
        ("same-region", Fail, set("/value/0/location", json!("northeurope")), "needs both in one region"),
        ("same-subscription", NotApplicable, e(), "works across the subscriptions"),
        ("address-spaces-disjoint", Fail, set(&format!("{PEERING}/remoteVirtualNetworkAddressSpace/addressPrefixes/0"), json!("10.80.0.0/12")), "in the network and in the peered network"),
        ("dns-servers-set", Pass, e().without(NETWORKS, "/value/0/properties/dhcpOptions"), "Azure's DNS answers"),
        ("route-back-to-app", Fail, with_route(DATA, "10.80.4.0/27", "None"), "data drops what goes to the part 10.80.4.0/27 of the subnet integration"),
        ("route-back-to-app", Fail, with_route(DATA, "10.80.0.0/20", "VirtualNetworkGateway"), "data sends what goes to the subnet integration to the gateway"),
        ("route-back-to-app", Fail, with_route(HUBS_DNS, "10.80.0.0/16", "Internet"), "dns sends what goes to the subnet integration to the internet"),
        ("route-back-to-app", Unknown, hubs_peering_cut(), "no route of dns that was read leads back"),
        ("route-back-to-app", Fail, hub_forgets_spoke(), "dns drops what goes to the subnet integration"),
        ("route-back-to-app", Fail, hub_forgets_spoke().set(GATEWAY, "/properties/gatewayType", json!("ExpressRoute")), "dns drops what goes to the subnet integration"),
        ("route-back-to-app", Fail, hub_forgets_spoke().set(CONNECTION, "/properties/enableBgp", json!(true)), "dns drops what goes to the subnet integration"),
        ("route-back-to-app", Unknown, with_route(HUBS_DNS, "10.80.0.0/16", "VirtualAppliance"), "appliance 10.80.8.200"),
        ("security-groups-admit-app", Fail, e().without(GROUPS, "/value/1/properties/securityRules/0"), "denies the whole subnet integration"),
        ("security-groups-admit-app", Fail, e().set(GROUPS, "/value/1/properties/securityRules/0/properties/sourceAddressPrefix", json!("10.80.4.0/27")), "denies 10.80.4.32/27 of the subnet integration"),
        ("security-groups-admit-app", Fail, endpoints_closed(json!("Enabled")), "nw-closed on the subnet endpoints denies"),
        ("security-groups-admit-app", Pass, endpoints_closed(json!("Disabled")), "1 security group admits"),
        ("security-groups-admit-app", Pass, endpoints_closed(json!(null)), "1 security group admits"),
        ("security-groups-admit-app", Unknown, endpoints_closed(json!({"cut": 1})), "privateEndpointNetworkPolicies"),
        ("security-groups-admit-app", Unknown, e().without_file(INTERFACES), "network interface"),
        ("peerings-carry-app", Fail, set(&format!("{PEERING}/peeringState"), json!("Disconnected")), "Disconnected"),
        ("peerings-carry-app", Fail, set(&format!("{PEERING}/allowVirtualNetworkAccess"), json!(false)), "to-nw-hub has allowVirtualNetworkAccess off"),
        ("peerings-carry-app", Fail, set(&format!("{HUBS_PEERING}/allowGatewayTransit"), json!(false)), "allowGatewayTransit off"),
        ("peerings-carry-app", Pass, set(&format!("{HUBS_PEERING}/allowGatewayTransit"), json!(false)).set(NETWORKS, &format!("{PEERING}/useRemoteGateways"), json!(false)), "carries"),
        ("peerings-carry-app", Pass, set(&format!("{HUBS_PEERING}/allowForwardedTraffic"), json!(false)), "carries"),
        ("peerings-carry-app", Unknown, e().without(NETWORKS, "/value/1"), "was not read"),
        ("gateway-integration-supported", Pass, e(), "does not use"),
    ]
}
