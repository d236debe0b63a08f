//! The good examples pass; one change fails one check, or leaves it unknown.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use time::macros::datetime;

use super::{ALL, Scope, Status};
use crate::example::*;

mod regional;

const POOL: &str = "/properties/vpnClientConfiguration/vpnClientAddressPool/addressPrefixes/0";
const ROOT: &str =
    "/properties/vpnClientConfiguration/vpnClientRootCertificates/0/properties/publicCertData";
const RULE: &str = "/value/0/properties/securityRules/-";
const SUBSCRIPTION: &str =
    "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/nw-rg";
/// The subnet `data`, and the peerings, of nw-net.
const DATA: &str = "/value/0/properties/subnets/2/properties";
/// The address of dns1-nic.
const DNS1: &str = "/value/1/properties/ipConfigurations/0/properties";
const GATEWAY_SUBNET: &str = "/value/0/properties/subnets/0/properties";
const PEERING: &str = "/value/0/properties/virtualNetworkPeerings/0/properties";

/// The same for every port that anybody can use.
fn usable(mut rule: Value) -> Value {
    rule["properties"]["destinationPortRange"] = json!("1-65535");
    rule
}

fn deny(source: Value) -> Value {
    json!({"name": "no-p2s", "properties": {"protocol": "*", "sourcePortRange": "*",
        "destinationPortRange": "*", "sourceAddressPrefix": source, "destinationAddressPrefix": "*",
        "access": "Deny", "priority": 150, "direction": "Inbound"}})
}

fn user_route(prefix: &str, hop: &str) -> Value {
    json!({"name": "odd", "properties": {"addressPrefix": prefix, "nextHopType": hop, "nextHopIpAddress": "10.61.0.200"}})
}

#[test]
fn the_healthy_example_passes_all_but_the_kind_that_ends() {
    for judged in Example::healthy().judged() {
        let expected = match judged.check.name {
            "gateway-integration-supported" => Status::Warn,
            _ if judged.check.scope == Scope::Regional => Status::NotApplicable,
            _ => Status::Pass,
        };
        assert_eq!(
            judged.verdict.status, expected,
            "{}: {:?}",
            judged.check.name, judged.verdict
        );
        assert_eq!(judged.follows_from, None);
    }
}

#[test]
fn the_regional_example_passes_all_that_has_a_meaning_there() {
    let inside = Example::regional().variable("WEBSITE_SITE_NAME", "nw-api");
    let inside = inside.variable("WEBSITE_PRIVATE_IP", "10.80.4.6");
    for judged in inside.judged() {
        let expected = match judged.check.name {
            "same-subscription" => Status::NotApplicable,
            // Whose gateway it is, is told by what was read of the hub.
            "site-to-site-connected" => continue,
            _ if judged.check.scope == Scope::Gateway => Status::NotApplicable,
            _ => Status::Pass,
        };
        assert_eq!(
            judged.verdict.status, expected,
            "{}: {:?}",
            judged.check.name, judged.verdict
        );
    }
    let outside = Example::regional().check("instances-have-addresses");
    assert_eq!(outside.verdict.status, Status::NotApplicable);
}

#[test]
fn the_environment_of_the_healthy_example_changes_nothing() {
    let statuses = |example: &Example| {
        let judged = example.judged();
        let all = judged.iter().map(|j| (j.check.name, j.verdict.status));
        all.collect::<Vec<_>>()
    };
    let inside = Example::healthy()
        .variable("WEBSITE_SITE_NAME", "nw-shop")
        .variable("WEBSITE_VNETNAME", "nw-net");
    assert_eq!(statuses(&inside), statuses(&Example::healthy()));
}

/// check, what it becomes, the change, and a part of the sentence that says why.
type Change = (&'static str, Status, Example, &'static str);

/// Changes to either example.
fn changes() -> Vec<Change> {
    [gateway_changes(), regional::changes()].concat()
}

/// DNS servers of the network, and of its copy, that no route holds.
fn far_servers() -> Example {
    let routes = json!([{"name": "net", "properties": {
        "startAddress": "10.61.0.0/16", "endAddress": "", "routeType": "INHERITED"}}]);
    Example::healthy()
        .set(
            NETWORKS,
            "/value/0/properties/dhcpOptions/dnsServers",
            json!(["192.168.200.4"]),
        )
        .set(
            PLAN_COPY,
            "/0/properties/dnsServers",
            json!("192.168.200.4"),
        )
        .set(PLAN_COPY, "/0/properties/routes", routes)
}

/// The site has fewer ranges than App Service routes there.
fn fewer_ranges() -> Example {
    Example::healthy().set(
        LOCAL,
        "/value/0/properties/localNetworkAddressSpace/addressPrefixes/0",
        json!("192.168.40.0/23"),
    )
}

/// Beside the connection that was read one that two files contradict each other about.
fn and_contradictory_connection(example: Example) -> Example {
    let named = |status: &str| {
        json!({"id": format!("{SUBSCRIPTION}/providers/Microsoft.Network/connections/odd"), "name": "odd",
            "type": "Microsoft.Network/connections", "properties": {"connectionStatus": status}})
    };
    example
        .with_file("connection-odd.json", named("Connected"))
        .with_file("connection-odd-too.json", named("NotConnected"))
}

/// A slot of the app on the same network, with a certificate of its own.
fn slot_with_old_certificate() -> Example {
    let mut copy = Example::healthy().get(APP_COPY, "/0");
    let id = copy["id"].as_str().expect("an id");
    copy["id"] = json!(id.replace("/sites/nw-shop/", "/sites/nw-shop/slots/next/"));
    copy["type"] = json!("Microsoft.Web/sites/slots/virtualNetworkConnections");
    copy["properties"]["certThumbprint"] = json!("2".repeat(40));
    Example::healthy().with_file("slot-copy.json", json!([copy]))
}

/// The app's own DNS configuration.
fn site_dns(configuration: Value) -> Example {
    Example::healthy().set(SITE, "/properties/dnsConfiguration", configuration)
}

fn gateway_changes() -> Vec<Change> {
    use Status::{Fail, Pass, Unknown, Warn};
    let e = Example::healthy;
    let mut all = vec![
        ("gateway-up", Fail, e().set(GATEWAY, "/properties/provisioningState", json!("Failed")), "failed"),
        ("gateway-up", Fail, e().set(GATEWAY, "/properties/provisioningState", json!("Deleting")), "being deleted"),
        ("gateway-up", Warn, e().set(GATEWAY, "/properties/provisioningState", json!("Updating")), "being changed"),
        ("gateway-up", Fail, e().set(HEALTH, "/properties/availabilityState", json!("Unavailable")), "unavailable"),
        ("gateway-up", Warn, e().set(HEALTH, "/properties/availabilityState", json!("Degraded")), "degraded"),
        ("gateway-up", Warn, e().set(CLIENTS, "/value", json!([])), "no connected point-to-site client"),
        ("gateway-up", Warn, e().variable("WEBSITE_SITE_NAME", "nw-shop"), "WEBSITE_VNETNAME"),
        ("gateway-up", Fail, e().without_file(GATEWAY).without(NETWORKS, "/value/0/properties/subnets/0"), "no VPN gateway"),
        ("gateway-up", Fail, e().without_file(GATEWAY).without(NETWORKS, &format!("{GATEWAY_SUBNET}/ipConfigurations")), "no VPN gateway"),
        ("gateway-up", Unknown, e().without_file(GATEWAY), "stands in the GatewaySubnet but was not read"),
        ("gateway-up", Unknown, e().without(GATEWAY, "/properties/provisioningState"), "does not say"),
        ("certificates-in-sync", Fail, e().set(PLAN_COPY, "/0/properties/certThumbprint", json!("0000000000000000000000000000000000000000")), "two different certificates"),
        ("certificates-in-sync", Fail, e().without(GATEWAY, "/properties/vpnClientConfiguration/vpnClientRootCertificates/0"), "does not know the certificate"),
        ("certificates-in-sync", Fail, e().without(GATEWAY, "/properties/vpnClientConfiguration/vpnClientRootCertificates"), "has no root certificate"),
        ("certificates-in-sync", Fail, e().set(ADMIN_COPY, "/0/properties/certThumbprint", json!("1111111111111111111111111111111111111111")), "nw-admin has another certificate"),
        ("certificates-in-sync", Fail, slot_with_old_certificate(), "nw-shop/next has another certificate"),
        ("certificates-in-sync", Unknown, e().set(GATEWAY, ROOT, json!("bm8gY2VydGlmaWNhdGU=")), "holds no certificate"),
        ("certificates-in-sync", Unknown, e().set(PLAN_COPY, "/0/properties/certBlob", json!("!")), "no base64"),
        ("certificates-in-sync", Unknown, e().without_file(GATEWAY), "was not read"),
        ("certificates-in-sync", Unknown, e().set(ADMIN_COPY, "/0/properties/certThumbprint", json!([])), "certThumbprint"),
        ("network-in-sync", Fail, e().set(NETWORKS, "/value/0/properties/dhcpOptions/dnsServers/0", json!("10.61.0.10")), "does not know the DNS server 10.61.0.10"),
        ("network-in-sync", Warn, e().set(PLAN_COPY, "/0/properties/dnsServers", json!("10.61.0.5,10.61.0.4")), "another order"),
        ("network-in-sync", Fail, e().set(NETWORKS, "/value/0/properties/addressSpace/addressPrefixes/-", json!("10.62.0.0/16")), "no route to 10.62.0.0/16"),
        ("network-in-sync", Fail, fewer_ranges(), "routes to 192.168.42.0/23"),
        ("network-in-sync", Warn, e().set(PLAN_COPY, "/0/properties/resyncRequired", json!(true)), "resyncRequired"),
        ("network-in-sync", Unknown, e().set(NETWORKS, "/value/0/properties/dhcpOptions/dnsServers/0", json!("x.x.x.x")), "'x.x.x.x'"),
        ("network-in-sync", Unknown, e().set(GATEWAY, "/properties/customRoutes/addressPrefixes/0", json!("x")), "as far as it was read"),
        ("network-in-sync", Unknown, fewer_ranges().set(CONNECTION, "/properties/enableBgp", json!(true)), "as far as it was read"),
        ("network-in-sync", Unknown, fewer_ranges().set(CONNECTION, "/properties/enableBgp", json!("cut")), "as far as it was read"),
        ("network-in-sync", Unknown, and_contradictory_connection(fewer_ranges()), "as far as it was read"),
        ("network-in-sync", Unknown, e().without_file(PLAN_COPY).without_file(APP_COPY).without_file(ADMIN_COPY), "was not read"),
        ("plan-tier-supported", Fail, e().set(PLANS, "/value/0/sku/tier", json!("Basic")), "Basic"),
        ("plan-tier-supported", Unknown, e().without_file(PLANS), "is named but was not read"),
        ("plan-within-limits", Unknown, e().without_file(PLAN_COPY), "were not read"),
        ("same-region", Warn, e().set(NETWORKS, "/value/0/location", json!("northeurope")), "latency"),
        ("same-region", Unknown, e().without(NETWORKS, "/value/0/location"), "does not say its region"),
        ("gateway-route-based", Fail, e().set(GATEWAY, "/properties/vpnType", json!("PolicyBased")), "not route-based"),
        ("gateway-route-based", Unknown, e().without(GATEWAY, "/properties/vpnType"), "vpnType"),
        ("point-to-site-enabled", Fail, e().without(GATEWAY, "/properties/vpnClientConfiguration"), "not configured"),
        ("point-to-site-enabled", Fail, e().without(GATEWAY, POOL), "no point-to-site address pool"),
        ("point-to-site-enabled", Fail, e().set(GATEWAY, "/properties/vpnClientConfiguration/vpnAuthenticationTypes", json!(["AAD"])), "AAD only"),
        ("point-to-site-enabled", Unknown, e().set(GATEWAY, POOL, json!("x.x.x.x")), "'x.x.x.x'"),
        ("vpn-protocols-usable", Fail, e().set(GATEWAY, "/properties/vpnClientConfiguration/vpnClientProtocols", json!(["IkeV2"])), "needs SSTP"),
        ("vpn-protocols-usable", Fail, e().set(GATEWAY, "/properties/vpnClientConfiguration/vpnClientProtocols", json!(["OpenVPN"])), "needs SSTP"),
        ("vpn-protocols-usable", Warn, e().set(GATEWAY, "/properties/vpnClientConfiguration/vpnClientProtocols", json!(["SSTP", "IkeV2"])), "IKEv2 is offered beside"),
        ("vpn-protocols-usable", Unknown, e().without(GATEWAY, "/properties/vpnClientConfiguration/vpnClientProtocols"), "does not say"),
        ("address-spaces-disjoint", Fail, e().set(GATEWAY, POOL, json!("10.61.200.0/24")), "10.61.200.0/24 is in the point-to-site pool and in the network"),
        ("address-spaces-disjoint", Fail, e().set(GATEWAY, POOL, json!("203.0.113.0/24")), "not private"),
        ("address-spaces-disjoint", Fail, e().set(NETWORKS, &format!("{DATA}/addressPrefix"), json!("10.61.16.0/24")), "is in the subnets data and apps"),
        ("address-spaces-disjoint", Fail, e().set(NETWORKS, &format!("{DATA}/addressPrefix"), json!("10.99.0.0/24")), "outside the network"),
        ("address-spaces-disjoint", Unknown, e().set(GATEWAY, POOL, json!("x.x.x.x")), "'x.x.x.x'"),
        ("address-spaces-disjoint", Unknown, e().set(NETWORKS, "/value/0/properties/subnets", json!("cut")), "subnets"),
        ("address-spaces-disjoint", Unknown, e().set(NETWORKS, "/value/0/properties/virtualNetworkPeerings", json!("cut")), "virtualNetworkPeerings"),
        ("certificates-valid", Fail, e().at(datetime!(2034-01-01 00:00 UTC)), "expired"),
        ("certificates-valid", Fail, e().at(datetime!(2024-01-01 00:00 UTC)), "not valid before"),
        ("certificates-valid", Warn, e().at(datetime!(2033-03-01 00:00 UTC)), "less than six months"),
        ("certificates-valid", Unknown, e().set(PLAN_COPY, "/0/properties/certBlob", json!("!")), "no base64"),
        ("no-expressroute-gateway", Fail, e().set(GATEWAY, "/properties/gatewayType", json!("ExpressRoute")), "ExpressRoute gateway"),
        ("no-expressroute-gateway", Unknown, e().without_file(GATEWAY), "was not read"),
        ("no-expressroute-gateway", Unknown, e().set(NETWORKS, &format!("{GATEWAY_SUBNET}/ipConfigurations"), json!("cut")), "ipConfigurations"),
        ("dns-servers-set", Warn, e().without(NETWORKS, "/value/0/properties/dhcpOptions"), "no DNS servers"),
        ("dns-servers-set", Unknown, e().set(NETWORKS, "/value/0/properties/dhcpOptions/dnsServers/0", json!("x.x.x.x")), "'x.x.x.x'"),
        ("dns-settings-consistent", Fail, e().variable("WEBSITE_DNS_SERVER", "dns1.corp.example"), "names no server"),
        ("dns-settings-consistent", Warn, e().variable("WEBSITE_ALT_DNS_SERVER", "10.61.0.5"), "WEBSITE_DNS_ALT_SERVER"),
        ("dns-settings-consistent", Warn, e().variable("WEBSITE_DNS_SERVER", "10.61.0.99"), "hides the network's DNS servers"),
        ("dns-settings-consistent", Warn, e().variable("WEBSITE_DNS_ALT_SERVER", "10.61.0.99"), "without a list"),
        ("dns-settings-consistent", Warn, e().variable("WEBSITE_DNS_SERVER", "10.61.0.4, 10.61.0.5"), "blank"),
        ("dns-settings-consistent", Warn, e().variable("WEBSITE_DNS_ATTEMPTS", "9"), "WEBSITE_DNS_ATTEMPTS"),
        ("dns-settings-consistent", Unknown, site_dns(json!({"dnsServers": {"cut": 1}})), "dnsServers"),
        ("dns-settings-consistent", Unknown, site_dns(json!({"dnsAltServer": {}})), "dnsAltServer"),
        ("dns-settings-consistent", Unknown, site_dns(json!({"dnsRetryAttemptCount": "cut"})), "dnsRetryAttemptCount"),
        ("dns-settings-consistent", Warn, site_dns(json!({"dnsRetryAttemptCount": 9})), "outside 1 to 5"),
        // Whose copy of the network's servers is old, network-in-sync judges.
        ("dns-settings-consistent", Pass, e().set(PLAN_COPY, "/0/properties/dnsServers", json!("10.61.0.99")), "contradicts itself"),
        ("dns-settings-consistent", Pass, e().without_file(NETWORKS), "contradicts itself"),
        ("dns-settings-consistent", Unknown, e().without_file(SITE).without_file(SITE_WEB), "was not read"),
        ("dns-servers-routed", Fail, e().set(PLAN_COPY, "/0/properties/routes", json!([])), "no route into the network holds the DNS server 10.61.0.4"),
        ("dns-servers-routed", Pass, far_servers().set(SITE, "/properties/dnsConfiguration", json!({"dnsServers": ["10.61.0.4"]})), "1 DNS server is reached"),
        ("dns-servers-routed", Fail, far_servers(), "no route into the network holds the DNS server 192.168.200.4"),
        ("dns-servers-routed", Unknown, e().set(PLAN_COPY, "/0/properties/routes", json!("cut")), "routes"),
        ("routes-cover-network", Fail, e().set(PLAN_COPY, "/0/properties/routes", json!([])), "no route holds 10.61.0.0/16"),
        ("routes-cover-network", Unknown, e().set(PLAN_COPY, "/0/properties/routes", json!("cut")), "routes"),
        ("route-back-to-app", Fail, e().set(TABLES, "/value/0/properties/disableBgpRoutePropagation", json!(true)), "data drops what goes to the pool"),
        ("route-back-to-app", Fail, e().set(TABLES, "/value/0/properties/routes/-", user_route("172.29.7.128/25", "None")), "data drops what goes to the part 172.29.7.128/25"),
        ("route-back-to-app", Unknown, e().set(TABLES, "/value/0/properties/routes/-", user_route("172.29.7.0/24", "VirtualAppliance")), "appliance 10.61.0.200"),
        ("route-back-to-app", Unknown, e().set(TABLES, "/value/0/properties/routes/-", user_route("172.29.7.0/24", "Teleport")), "sends what goes to the pool to 'Teleport', which is not known here"),
        ("route-back-to-app", Unknown, e().without_file(TABLES), "is named but was not read"),
        ("security-groups-admit-app", Fail, e().set(GROUPS, RULE, deny(json!("172.29.7.0/24"))), "denies the whole point-to-site pool (rule no-p2s, priority 150)"),
        ("security-groups-admit-app", Fail, e().set(GROUPS, RULE, deny(json!("172.29.7.128/25"))), "denies 172.29.7.128/25 of the point-to-site pool (rule no-p2s"),
        ("security-groups-admit-app", Fail, e().set(GROUPS, RULE, deny(json!("VirtualNetwork"))), "rule no-p2s"),
        ("security-groups-admit-app", Fail, e().set(GROUPS, RULE, usable(deny(json!("172.29.7.0/24")))), "denies the whole point-to-site pool (rule no-p2s, priority 150)"),
        ("security-groups-admit-app", Unknown, e().set(GROUPS, RULE, deny(json!("Sql.WestUS"))), "the service tag Sql.WestUS"),
        ("security-groups-admit-app", Unknown, e().without_file(GROUPS), "is named but was not read"),
        ("security-groups-admit-app", Unknown, e().without_file(INTERFACES), "network interface"),
        ("security-groups-admit-app", Unknown, e().set(INTERFACES, &format!("{DNS1}/privateIPAddress"), json!("cut")), "privateIPAddress"),
        ("security-groups-admit-app", Unknown, e().set(NETWORKS, &format!("{DATA}/ipConfigurations"), json!("cut")), "ipConfigurations"),
        ("security-groups-admit-app", Unknown, e().set(GROUPS, "/value/0/properties/securityRules/0/properties/destinationPortRange", json!("x")), "which are no ports"),
        ("gateway-subnet-clean", Fail, e().set(NETWORKS, &format!("{GATEWAY_SUBNET}/networkSecurityGroup"), json!({"id": format!("{SUBSCRIPTION}/providers/Microsoft.Network/networkSecurityGroups/nw-nsg")})), "nw-nsg is on the GatewaySubnet"),
        ("gateway-subnet-clean", Warn, e().set(NETWORKS, &format!("{GATEWAY_SUBNET}/routeTable"), e().get(NETWORKS, &format!("{DATA}/routeTable"))), "is on the GatewaySubnet"),
        ("gateway-subnet-clean", Unknown, e().set(NETWORKS, "/value/0/properties/subnets", json!("cut")), "subnets"),
        ("site-to-site-connected", Fail, e().set(CONNECTION, "/properties/connectionStatus", json!("NotConnected")), "NotConnected"),
        ("site-to-site-connected", Unknown, e().without(CONNECTION, "/properties/connectionStatus"), "does not say its status"),
        ("on-premises-ranges-routed", Fail, e().set(LOCAL, "/value/0/properties/localNetworkAddressSpace/addressPrefixes/-", json!("203.0.113.0/24")), "holds 203.0.113.0/24"),
        ("on-premises-ranges-routed", Unknown, e().without_file(LOCAL), "is named but was not read"),
        ("peerings-carry-app", Fail, e().set(NETWORKS, &format!("{PEERING}/peeringState"), json!("Disconnected")), "Disconnected"),
        ("peerings-carry-app", Fail, e().set(NETWORKS, &format!("{PEERING}/allowGatewayTransit"), json!(false)), "allowGatewayTransit off"),
        ("peerings-carry-app", Fail, e().set(NETWORKS, "/value/1/properties/virtualNetworkPeerings/0/properties/useRemoteGateways", json!(false)), "useRemoteGateways off"),
        ("peerings-carry-app", Fail, e().set(NETWORKS, "/value/1/properties/virtualNetworkPeerings/0/properties/allowForwardedTraffic", json!(false)), "allowForwardedTraffic off"),
        ("peerings-carry-app", Unknown, e().without(NETWORKS, "/value/1"), "was not read"),
        ("peerings-carry-app", Unknown, e().set(NETWORKS, &format!("{PEERING}/peeringSyncLevel"), json!([])), "peeringSyncLevel"),
        ("gateway-integration-supported", Fail, e().at(datetime!(2027-04-01 00:00 UTC)), "ended on 2027-03-31"),
    ];
    // The app is not integrated: nothing says so any more.
    let not_integrated = e()
        .without_file(PLAN_COPY)
        .without_file(APP_COPY)
        .without_file(ADMIN_COPY)
        .set(SITE, "/properties/siteConfig/vnetName", json!(""))
        .without_file(SITE_WEB);
    all.push((
        "app-integrated",
        Fail,
        not_integrated,
        "not integrated with any network",
    ));
    // Neither the app nor anything that hangs on it was read.
    let without_app = || {
        e().without_file(PLAN_COPY)
            .without_file(APP_COPY)
            .without_file(ADMIN_COPY)
            .without_file(SITE)
            .without_file(SITE_WEB)
            .without_file("site-nw-shop-networkConfig-virtualNetwork.json")
            .without_file("site-nw-shop-virtualNetworkConnections-nw-net-gateways-primary.json")
    };
    all.push(("app-integrated", Unknown, without_app(), "cannot be told"));
    all.push((
        "gateway-integration-supported",
        Unknown,
        without_app(),
        "cannot be told",
    ));
    all.push((
        "same-subscription",
        Unknown,
        without_app().without_file(PLANS),
        "neither the app nor its plan was read",
    ));
    // Six networks on one plan.
    let mut crowded = e();
    for i in 0..5 {
        let mut copy = e().get(PLAN_COPY, "/0");
        copy["id"] = json!(format!(
            "{SUBSCRIPTION}/providers/Microsoft.Web/serverfarms/nw-plan/virtualNetworkConnections/net{i}"
        ));
        copy["name"] = json!(format!("net{i}"));
        crowded = crowded.set(PLAN_COPY, "/-", copy);
    }
    all.push(("plan-within-limits", Fail, crowded, "6 networks"));
    // The plan in another subscription.
    let foreign = json!(
        "/subscriptions/99999999-0000-0000-0000-000000000000/resourceGroups/nw-rg/providers/Microsoft.Web/serverfarms/nw-plan"
    );
    let moved = e().set(PLANS, "/value/0/id", foreign.clone()).set(
        SITE,
        "/properties/serverFarmId",
        foreign,
    );
    all.push(("same-subscription", Fail, moved, "two subscriptions"));
    all
}

#[test]
fn one_change_gives_one_verdict() {
    for (name, status, example, part) in changes() {
        let judged = example.check(name);
        assert_eq!(
            judged.verdict.status, status,
            "{name} ({part}): {:#?}",
            judged.verdict
        );
        assert!(
            judged.verdict.summary.contains(part),
            "{name}: '{}' lacks '{part}'",
            judged.verdict.summary
        );
        if matches!(status, Status::Fail | Status::Warn) {
            assert!(judged.verdict.remedy.is_some(), "{name} has no remedy");
        }
    }
}

/// Every check can say all that it may have to say: something is wrong, and nobody can tell.
#[test]
fn every_check_has_a_change_that_strikes_it_and_one_that_hides_it() {
    let struck: BTreeSet<&str> = changes()
        .iter()
        .filter(|c| matches!(c.1, Status::Fail | Status::Warn))
        .map(|c| c.0)
        .collect();
    let hidden: BTreeSet<&str> = changes()
        .iter()
        .filter(|c| c.1 == Status::Unknown)
        .map(|c| c.0)
        .collect();
    for check in ALL {
        assert!(
            struck.contains(check.name),
            "{} is never struck",
            check.name
        );
        assert!(
            hidden.contains(check.name),
            "{} is never hidden",
            check.name
        );
    }
}

#[test]
fn every_problem_has_evidence_and_its_origin() {
    for (name, status, example, _) in changes() {
        let verdict = example.check(name).verdict;
        if status == Status::Fail {
            assert!(
                verdict.evidence.iter().any(|e| e.from.is_some()),
                "{name}: {verdict:#?}"
            );
        }
    }
}

#[test]
fn a_failure_that_follows_from_another_says_so() {
    let example = Example::healthy().set(PLAN_COPY, "/0/properties/routes", json!([]));
    assert_eq!(
        example.check("network-in-sync").verdict.status,
        Status::Fail
    );
    assert_eq!(
        example.check("routes-cover-network").follows_from,
        Some("network-in-sync")
    );
    assert_eq!(
        example.check("dns-servers-routed").follows_from,
        Some("network-in-sync")
    );
    assert_eq!(example.check("network-in-sync").follows_from, None);
}

#[test]
fn names_are_distinct_and_earlier_checks_exist() {
    let names: BTreeSet<&str> = ALL.iter().map(|check| check.name).collect();
    assert_eq!(names.len(), ALL.len());
    for (i, check) in ALL.iter().enumerate() {
        for earlier in check.after {
            assert!(
                ALL[..i].iter().any(|c| c.name == *earlier),
                "{} comes after {earlier}",
                check.name
            );
        }
    }
}

#[test]
fn a_group_before_nothing_admits_nobody() {
    let opened = |example: &Example| {
        let verdict = example.check("security-groups-admit-app").verdict;
        assert_eq!(verdict.status, Status::Pass, "{verdict:?}");
        let mut evidence = verdict.evidence.iter();
        evidence.any(|one| one.what.contains("dns1-nic"))
    };
    assert!(opened(&Example::healthy()));
    let elsewhere = json!({"id": format!("{SUBSCRIPTION}/providers/Microsoft.Network/virtualNetworks/other/subnets/dns")});
    let moved = Example::healthy().set(INTERFACES, &format!("{DNS1}/subnet"), elsewhere);
    assert!(!opened(&moved));
}

#[test]
fn kudus_old_copy_of_the_networks_servers_is_no_slip_of_the_apps() {
    let found = |name, value| {
        let example = Example::healthy().variable(name, value);
        example.check("dns-settings-consistent").verdict
    };
    let hidden = found("WEBSITE_DNS_SERVER", "10.61.0.99");
    assert!(hidden.summary.contains("old copy"), "{hidden:?}");
    let remedy = hidden.remedy.expect("a remedy");
    assert!(remedy.contains("correct or remove"), "{remedy}");
    assert!(remedy.contains("Sync Network"), "{remedy}");
    let misspelt = found("WEBSITE_ALT_DNS_SERVER", "10.61.0.5");
    let remedy = misspelt.remedy.expect("a remedy");
    assert!(remedy.contains("correct or remove"), "{remedy}");
    assert!(!remedy.contains("Sync Network"), "{remedy}");
}

#[test]
fn a_regional_app_has_no_gateway_to_judge() {
    let subnet =
        format!("{SUBSCRIPTION}/providers/Microsoft.Network/virtualNetworks/nw-net/subnets/apps");
    let example = Example::healthy()
        .set(SITE, "/properties/virtualNetworkSubnetId", json!(subnet))
        .without_file(PLAN_COPY)
        .without_file(APP_COPY)
        .without_file(ADMIN_COPY);
    for name in [
        "gateway-up",
        "certificates-in-sync",
        "network-in-sync",
        "gateway-subnet-clean",
    ] {
        assert_eq!(
            example.check(name).verdict.status,
            Status::NotApplicable,
            "{name}"
        );
    }
    assert_eq!(example.check("app-integrated").verdict.status, Status::Pass);
}

#[test]
fn a_classic_network_is_judged_by_its_thumbprints() {
    let vnet = format!("{SUBSCRIPTION}/providers/Microsoft.ClassicNetwork/virtualNetworks/old");
    let thumbprint = Example::healthy().get(PLAN_COPY, "/0/properties/certThumbprint");
    let classic = |root: &str| {
        Example::healthy()
            .set(PLAN_COPY, "/0/properties/vnetResourceId", json!(vnet))
            .set(APP_COPY, "/0/properties/vnetResourceId", json!(vnet))
            .with_file("classic.json", json!([
                {"id": vnet, "type": "Microsoft.ClassicNetwork/virtualNetworks", "name": "old", "location": "westeurope",
                 "properties": {"addressSpace": {"addressPrefixes": ["10.61.0.0/16"]},
                    "subnets": [{"name": "GatewaySubnet", "addressPrefix": "10.61.255.0/27"}]}},
                {"id": format!("{vnet}/gateways/primary"), "type": "Microsoft.ClassicNetwork/virtualNetworks/gateways", "name": "primary",
                 "properties": {"gatewayType": "DynamicRouting", "provisioningState": "Succeeded",
                    "vpnClientConfiguration": {"vpnClientAddressPool": {"addressPrefixes": ["172.29.7.0/24"]}}}},
                {"id": format!("{vnet}/gateways/primary/clientRootCertificates/{root}"),
                 "type": "Microsoft.ClassicNetwork/virtualNetworks/gateways/clientRootCertificates", "name": root, "properties": {}},
            ]))
    };
    let good = classic(thumbprint.as_str().unwrap());
    for name in [
        "gateway-up",
        "certificates-in-sync",
        "gateway-route-based",
        "point-to-site-enabled",
        "vpn-protocols-usable",
    ] {
        let verdict = good.check(name).verdict;
        assert_eq!(verdict.status, Status::Pass, "{name}: {verdict:?}");
    }
    let other = classic("2222222222222222222222222222222222222222");
    assert_eq!(
        other.check("certificates-in-sync").verdict.status,
        Status::Fail
    );
}

#[test]
fn one_security_group_alone_is_judged_as_far_as_it_goes() {
    let all = Example::healthy();
    let group = all.get(GROUPS, "/value/0");
    let documents = vec![("group.json".to_owned(), group)];
    let inventory = netdiag::source::inventory(&documents, Vec::new());
    let integration = netdiag::model::Integration::assemble(
        inventory,
        netdiag::model::Environment::empty(),
        None,
    )
    .unwrap();
    let snapshot = super::Snapshot {
        integration,
        time: TODAY,
    };
    for judged in super::judge_all(&snapshot) {
        let status = judged.verdict.status;
        assert!(
            matches!(status, Status::Unknown | Status::NotApplicable),
            "{}: {:?}",
            judged.check.name,
            judged.verdict
        );
    }
}

#[test]
fn the_broken_example_names_its_faults_in_order() {
    let failed: Vec<&str> = Example::broken()
        .judged()
        .iter()
        .filter(|judged| judged.verdict.status == Status::Fail)
        .map(|judged| judged.check.name)
        .collect();
    assert_eq!(
        failed,
        [
            "certificates-in-sync",
            "network-in-sync",
            "route-back-to-app",
            "security-groups-admit-app",
            "site-to-site-connected"
        ]
    );
}
