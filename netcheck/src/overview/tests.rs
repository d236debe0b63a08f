//! Each line of each view: on the examples, and after one change to them.

use netdiag::model::{AppDns, Environment, NameServers, ResourceId};
use serde_json::{Value, json};

use super::line::line;
use super::{AppView, PlanView, Section, State, choose_plan};
use crate::example::{
    ADMIN_COPY, APP_COPY, CONNECTION, Example, GATEWAY, NETWORKS, PLAN_COPY, PLANS, SITE,
};

pub(crate) fn app(example: &Example) -> AppView {
    let snapshot = example.snapshot();
    let servers = NameServers::as_exported(&AppDns::of(&snapshot.integration));
    AppView::of(&snapshot, &servers)
}

pub(crate) fn plan(example: &Example) -> PlanView {
    let snapshot = example.snapshot();
    let inventory = snapshot.integration.inventory.clone();
    let plan = choose_plan(&inventory, None).unwrap();
    PlanView::of(&inventory, &Environment::empty(), &plan, snapshot.time)
}

/// What the line says: its state if it is not known, its values with kinds, and why.
fn said(sections: &[Section], name: &str) -> String {
    let line = line(sections, name);
    let values: Vec<String> = line
        .values
        .iter()
        .map(|value| match (&value.kind, &value.note) {
            (Some(kind), Some(note)) if kind != note => format!("{} {kind} {note}", value.value),
            (Some(word), _) | (None, Some(word)) => format!("{} {word}", value.value),
            (None, None) => value.value.clone(),
        })
        .collect();
    let state = match line.state {
        State::Known => "",
        State::None => "none",
        State::Unknown => "unknown",
        State::NotApplicable => "not applicable",
    };
    let parts = [state, &values.join("; "), line.why.as_deref().unwrap_or("")];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" | ")
}

fn costs(view: &AppView) -> String {
    let texts: Vec<String> = view
        .cost
        .iter()
        .map(|cost| format!("{}: {}", cost.name, cost.text))
        .collect();
    texts.join("\n")
}

/// A change to an example, and an example after one.
type Change = fn(Example) -> Example;
type Changed = fn() -> Example;

/// One line of the view of an app after a change.
type Row = (&'static str, Change, &'static str);

#[track_caller]
fn holds(start: Changed, rows: &[Row]) {
    for (name, change, expected) in rows {
        let found = said(&app(&change(start())).sections, name);
        assert!(found.contains(expected), "{name}: {found}\n{expected}");
    }
}

fn same(example: Example) -> Example {
    example
}

fn no_vnet(example: Example) -> Example {
    example.without_file(NETWORKS)
}

fn no_copies(example: Example) -> Example {
    example
        .without_file(PLAN_COPY)
        .without_file(APP_COPY)
        .without_file(ADMIN_COPY)
}

fn in_app(example: Example) -> Example {
    example.variable("WEBSITE_SITE_NAME", "nw-shop")
}

#[test]
fn each_line_of_a_gateway_app_says_what_was_read() {
    holds(
        Example::healthy,
        &[
            (
                "kind",
                same,
                "gateway-required gateway | gateway-required integration ends on 2027-03-31",
            ),
            ("plan", same, "nw-plan Standard, 2 instances of at most 10"),
            (
                "plan",
                |e| e.set(PLANS, "/value/0/properties/status", json!("Pending")),
                "Pending",
            ),
            (
                "plan",
                |e| e.without_file(PLANS),
                "unknown | the plan nw-plan is named but was not read",
            ),
            ("app_location", same, "West Europe"),
            ("platform", same, "Windows"),
            (
                "state",
                |e| e.set(SITE, "/properties/state", json!("Stopped")),
                "Stopped",
            ),
            (
                "hybrid_connections",
                same,
                "unknown | the app's environment was not read",
            ),
            (
                "hybrid_connections",
                in_app,
                "none | none in the app's environment",
            ),
            (
                "hybrid_connections",
                |e| in_app(e).variable("WEBSITE_RELAYS", r#"[{"host":"erp:8080","key":"CANARY"}]"#),
                "erp:8080 | traffic to these goes through a relay",
            ),
            (
                "hybrid_connections",
                |e| in_app(e).variable("WEBSITE_REWRITE_TABLE", "CANARY"),
                "unknown | WEBSITE_REWRITE_TABLE holds hybrid connections in a form that is not known",
            ),
            ("name", same, "nw-net resource group nw-rg"),
            (
                "name",
                no_vnet,
                "unknown | the network nw-net is named but was not read",
            ),
            ("location", same, "westeurope"),
            (
                "location",
                |e| e.set(NETWORKS, "/value/0/location", json!("eastus")),
                "eastus | the plan is in West Europe, the network in eastus: every connection pays the latency",
            ),
            ("address_space", same, "10.61.0.0/16"),
            ("address_space", no_vnet, "unknown | "),
            (
                "dns_servers",
                same,
                "10.61.0.4 vnet the VNET's own server; 10.61.0.5 vnet",
            ),
            (
                "dns_servers",
                |e| {
                    e.set(
                        SITE,
                        "/properties/dnsConfiguration",
                        json!({"dnsServers": ["10.61.0.9"]}),
                    )
                },
                "10.61.0.9 site_property the app's DNS configuration",
            ),
            (
                "dns_servers",
                |e| e.without(NETWORKS, "/value/0/properties/dhcpOptions"),
                "168.63.129.16 platform_default the platform's default",
            ),
            (
                "dns_servers",
                |e| no_copies(no_vnet(e)),
                "unknown | the network nw-net is named but was not read",
            ),
            ("routed", same, "10.0.0.0/8 DEFAULT; "),
            ("routed", same, "10.61.0.0/16 INHERITED; "),
            ("routed", same, "10.70.4.0/24 STATIC"),
            ("routed", no_copies, "unknown | "),
            (
                "certificates",
                same,
                "in sync pass | nw-gw knows the certificate that the app presents",
            ),
            (
                "certificates",
                |e| e.without_file(GATEWAY),
                "unknown | the gateway nw-gw stands in",
            ),
            (
                "certificate",
                same,
                "82D29C46BD5C9A94BC1B1F760FCC3A5275A18568 sha1 until 2033-06-03",
            ),
            (
                "certificate",
                |e| e.without(PLAN_COPY, "/0/properties/certThumbprint"),
                "82D29C46BD5C9A94BC1B1F760FCC3A5275A18568 sha1 until 2033-06-03",
            ),
            (
                "certificate",
                |e| e.at(time::macros::datetime!(2033-05-01 12:00 UTC)),
                "expires on 2033-06-03, in less than six months",
            ),
            (
                "gateway_status",
                same,
                "up pass | nw-gw stands in the GatewaySubnet",
            ),
            (
                "gateway_status",
                |e| e.set(GATEWAY, "/properties/provisioningState", json!("Failed")),
                "not up fail | the last change of nw-gw failed",
            ),
            (
                "gateway_status",
                |e| e.set(GATEWAY, "/properties/provisioningState", json!("Updating")),
                "up warn | nw-gw is being changed (Updating)",
            ),
            ("gateway", same, "nw-gw VpnGw1, RouteBased, Succeeded"),
            ("point_to_site", same, "172.29.7.0/24"),
            (
                "point_to_site",
                |e| e.without(GATEWAY, "/properties/vpnClientConfiguration"),
                "none | point-to-site is not enabled",
            ),
            ("point_to_site", |e| e.without_file(GATEWAY), "unknown | "),
            (
                "site_to_site",
                same,
                "192.168.40.0/22 Connected nw-onprem, Connected",
            ),
            (
                "site_to_site",
                |e| e.without_file(CONNECTION),
                "unknown | no connections of a gateway were read",
            ),
            (
                "site_to_site",
                |e| {
                    let other = json!(
                        "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworkGateways/x"
                    );
                    e.set(CONNECTION, "/properties/virtualNetworkGateway1/id", other)
                },
                "none | no connection that was read is one of this gateway",
            ),
        ],
    );
}

#[test]
fn the_broken_example_shows_what_is_broken() {
    holds(
        Example::broken,
        &[
            ("certificates", same, "not in sync fail | "),
            ("site_to_site", same, "nw-onprem, NotConnected"),
            (
                "dns_servers",
                same,
                "until the platform's copy is synced the app asks those of the copy",
            ),
        ],
    );
}

const API: &str = "site-nw-api.json";
const API_PLAN: &str = "serverfarm-nw-api-plan.json";

/// The integration subnet's place in the list of the spoke's subnets.
fn subnet_at(example: &Example) -> String {
    let vnets = example.get(NETWORKS, "/value");
    for (v, vnet) in vnets.as_array().unwrap().iter().enumerate() {
        for (s, subnet) in vnet["properties"]["subnets"]
            .as_array()
            .unwrap()
            .iter()
            .enumerate()
        {
            if subnet["name"] == "integration" {
                return format!("/value/{v}/properties/subnets/{s}/properties");
            }
        }
    }
    panic!("no subnet named integration");
}

fn subnet_with(example: Example, member: &str, value: Value) -> Example {
    let at = format!("{}/{member}", subnet_at(&example));
    example.set(NETWORKS, &at, value)
}

fn subnet_without(example: Example, member: &str) -> Example {
    let at = format!("{}/{member}", subnet_at(&example));
    example.without(NETWORKS, &at)
}

#[test]
fn each_line_of_a_regional_app_says_what_was_read() {
    holds(
        Example::regional,
        &[
            ("kind", same, "regional regional"),
            ("platform", same, "Linux"),
            ("certificates", same, "not applicable | "),
            ("gateway_status", same, "not applicable | "),
            (
                "point_to_site",
                same,
                "not applicable | regional integration has no gateway",
            ),
            (
                "routed",
                same,
                "all addresses all outboundVnetRouting is on",
            ),
            (
                "routed",
                |e| {
                    e.without(API, "/properties/outboundVnetRouting")
                        .set(API, "/properties/vnetRouteAllEnabled", json!(false))
                        .set(
                            API,
                            "/properties/siteConfig/vnetRouteAllEnabled",
                            json!(false),
                        )
                },
                "10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 (RFC 1918) only private route-all is off: vnetRouteAllEnabled; WEBSITE_VNET_ROUTE_ALL was not read | and what the subnet has service endpoints for: Microsoft.Storage",
            ),
            (
                "site_to_site",
                same,
                "192.168.40.0/22 Connected nw-onprem, Connected, by nw-hub-gw behind the peering to-nw-hub",
            ),
            ("subnet", same, "integration"),
            (
                "subnet",
                no_vnet,
                "unknown | the network nw-spoke is named but was not read",
            ),
            ("prefixes", same, "10.80.4.0/26"),
            (
                "size",
                same,
                "59 usable addresses usable 5 are reserved by Azure",
            ),
            ("size", same, "29 instances that can still scale"),
            (
                "size",
                |e| subnet_with(e, "addressPrefix", json!("10.80.4.0/28")),
                "11 usable addresses",
            ),
            (
                "size",
                |e| subnet_with(e, "addressPrefix", json!("10.80.4.0/30")),
                "0 usable addresses",
            ),
            ("delegation", same, "Microsoft.Web/serverFarms"),
            (
                "delegation",
                |e| subnet_without(e, "delegations"),
                "none | the subnet is not delegated",
            ),
            ("linked_to", same, "nw-api-plan Microsoft.Web/serverfarms"),
            (
                "security_group",
                same,
                "nw-integration-nsg its outbound rules apply to the app",
            ),
            (
                "security_group",
                |e| e.without_file("networkSecurityGroups.json"),
                "nw-integration-nsg its outbound rules apply to the app; it is named but was not read",
            ),
            (
                "security_group",
                |e| subnet_without(e, "networkSecurityGroup"),
                "none | none on the subnet",
            ),
            ("route_table", same, "nw-integration-rt 2 routes"),
            (
                "route_table",
                |e| e.without_file("routeTables.json"),
                "its routes were not read",
            ),
            ("nat_gateway", same, "nw-api-nat"),
            (
                "nat_gateway",
                |e| subnet_without(e, "natGateway"),
                "none | none: public traffic",
            ),
            ("service_endpoints", same, "Microsoft.Storage"),
        ],
    );
}

#[test]
fn costs_name_what_is_charged_and_what_the_gateway_is_for() {
    let rows: &[(Changed, &[&str])] = &[
        (
            Example::healthy,
            &[
                "tier: the plan must be Standard or Premium; Standard supports it",
                "outbound_data: ",
                "it also serves 1 connection to another network (nw-onprem-cn) and the clients of 1 other root certificate (nw-laptops)",
            ],
        ),
        // The certificate of before the last renewal is no other client's.
        (
            Example::broken,
            &["the clients of 1 other root certificate (nw-laptops)"],
        ),
        (
            || Example::healthy().without_file(GATEWAY),
            &[
                "gateway: the VPN gateway, which this kind needs, has a cost of its own; what else it serves is not known: ",
            ],
        ),
        (
            || {
                let other = json!(
                    "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworkGateways/x"
                );
                Example::healthy()
                    .without(
                        GATEWAY,
                        "/properties/vpnClientConfiguration/vpnClientRootCertificates/1",
                    )
                    .set(CONNECTION, "/properties/virtualNetworkGateway1/id", other)
            },
            &["nothing else that was read uses it: it seems to exist for this integration alone"],
        ),
        (
            || {
                Example::healthy()
                    .without(
                        GATEWAY,
                        "/properties/vpnClientConfiguration/vpnClientRootCertificates/1",
                    )
                    .without_file(CONNECTION)
            },
            &[
                "whether anything else uses it is not known (its connections to other networks were not read)",
            ],
        ),
        (
            || Example::healthy().set(NETWORKS, "/value/0/location", json!("eastus")),
            &["other_region: "],
        ),
        (
            || Example::healthy().without_file(PLANS),
            &[
                "tier: the plan must be Standard or Premium; whether it is is not known: the plan nw-plan",
            ],
        ),
        (
            Example::regional,
            &[
                "no_gateway: ",
                "nat_gateway: the NAT gateway nw-api-nat has a cost of its own (not certain)",
                "private_endpoints: 2 private endpoints in nw-spoke have a cost of their own (not certain)",
            ],
        ),
        (
            none,
            &["none: the app has no integration: there is nothing to pay for"],
        ),
    ];
    for (start, parts) in rows {
        let found = costs(&app(&start()));
        for part in *parts {
            assert!(found.contains(part), "{found}\n{part}");
        }
    }
    assert!(!costs(&app(&Example::healthy())).contains("other_region"));
}

/// The healthy example's app, integrated with nothing.
/// The healthy example without its integration.
pub(crate) fn none() -> Example {
    Example::healthy()
        .set(SITE, "/properties/siteConfig/vnetName", Value::Null)
        .without_file("site-nw-shop-config-web.json")
        .without_file("site-nw-shop-networkConfig-virtualNetwork.json")
        .without_file("site-nw-shop-virtualNetworkConnections-nw-net-gateways-primary.json")
        .without_file(APP_COPY)
}

#[test]
fn an_app_without_integration_has_no_network_to_show() {
    let view = app(&none());
    assert_eq!(view.integration, "none");
    assert_eq!(view.sections.len(), 1);
    assert!(said(&view.sections, "kind").starts_with("none"));
    assert!(!view.is_incomplete());
}

#[test]
fn a_main_fact_that_is_not_known_makes_the_view_unclear() {
    let rows: [(Change, bool); 5] = [
        (same, false),
        (no_vnet, true),
        (|e| e.without_file(GATEWAY), true),
        (no_copies, true),
        // What is only good to know may be missing.
        (|e| e.without_file(CONNECTION), false),
    ];
    for (i, (change, expected)) in rows.into_iter().enumerate() {
        let view = app(&change(Example::healthy()));
        assert_eq!(view.is_incomplete(), expected, "row {i}");
    }
}

/// A second app on the plan of the healthy example.
fn with_second(example: Example, change: fn(&mut Value)) -> Example {
    let mut site = example.get(SITE, "");
    let id = site["id"].as_str().unwrap().replace("nw-shop", "nw-second");
    site["id"] = json!(id);
    site["name"] = json!("nw-second");
    change(&mut site);
    example
        .with_file("second.json", site)
        .variable("WEBSITE_SITE_NAME", "nw-shop")
}

#[test]
fn a_plan_shows_each_network_once_with_its_apps() {
    let view = plan(&with_second(Example::healthy(), |_| {}));
    assert_eq!(view.plan, "nw-plan");
    assert_eq!(view.networks.len(), 1);
    let network = &view.networks[0];
    assert_eq!(
        (network.name.as_str(), network.integration),
        ("nw-net", "gateway")
    );
    assert_eq!(network.apps, ["nw-second", "nw-shop"]);
    assert_eq!(network.perhaps, ["nw-admin"]);
    assert!(said(&network.sections, "certificates").starts_with("in sync"));
    let section = std::slice::from_ref(&view.section);
    assert!(said(section, "networks").starts_with("1 of 5 VNETs | gateway-required"));
    assert_eq!(
        said(section, "apps"),
        "unknown | 2 apps were read | 1 of the plan's 3 apps was not read, and so whether it is integrated"
    );
    assert!(view.is_incomplete());
}

#[test]
fn a_plan_that_was_read_with_all_of_its_apps_is_complete() {
    let example = Example::healthy().set(PLANS, "/value/0/properties/numberOfSites", json!(1));
    assert!(!plan(&example).is_incomplete());
    let without = example.without_file(GATEWAY);
    assert!(plan(&without).is_incomplete());
}

#[test]
fn apps_are_told_apart_by_what_they_use() {
    type Case = (fn(&mut Value), fn(&PlanView) -> bool);
    let cases: [Case; 5] = [
        // Another network, which was not read.
        (
            |site| site["properties"]["siteConfig"]["vnetName"] = json!("other-net"),
            |view| {
                view.networks.len() == 2
                    && view
                        .networks
                        .iter()
                        .any(|n| n.name == "other-net" && n.apps == ["nw-second"])
            },
        ),
        (
            |site| site["properties"]["siteConfig"]["vnetName"] = Value::Null,
            |view| view.without == ["nw-second"] && view.networks[0].apps == ["nw-shop"],
        ),
        (
            |site| {
                site["properties"]
                    .as_object_mut()
                    .unwrap()
                    .remove("siteConfig");
            },
            |view| view.unknown.is_empty() && view.networks[0].apps.len() == 2,
        ),
        (
            |site| {
                site["properties"]
                    .as_object_mut()
                    .unwrap()
                    .remove("serverFarmId");
            },
            |view| view.unknown.len() == 1 && view.unknown[0].app == "nw-second",
        ),
        (
            |site| {
                site["properties"]["serverFarmId"] = json!(
                    "/subscriptions/s/resourceGroups/g/providers/Microsoft.Web/serverfarms/other"
                )
            },
            |view| view.networks[0].apps == ["nw-shop"],
        ),
    ];
    for (i, (change, holds)) in cases.into_iter().enumerate() {
        let snapshot = with_second(Example::healthy(), change).snapshot();
        let inventory = snapshot.integration.inventory.clone();
        let id = choose_plan(&inventory, Some("nw-plan")).unwrap();
        let view = PlanView::of(&inventory, &Environment::empty(), &id, snapshot.time);
        assert!(holds(&view), "row {i}: {view:#?}");
    }
}

#[test]
fn apps_that_ask_other_dns_servers_are_named() {
    let view = plan(&with_second(Example::healthy(), |site| {
        site["properties"]["dnsConfiguration"] = json!({"dnsServers": ["10.61.0.9"]});
    }));
    let found = said(&view.networks[0].sections, "dns_servers");
    assert!(
        found.contains("10.61.0.9 site_property the app's DNS configuration; 1 app: nw-second"),
        "{found}"
    );
    assert!(
        found.contains("10.61.0.4, 10.61.0.5 vnet the VNET's own server; 1 app: nw-shop"),
        "{found}"
    );
}

#[test]
fn a_tier_that_does_not_support_integration_names_the_apps() {
    let view = plan(&Example::healthy().set(PLANS, "/value/0/sku/tier", json!("Basic")));
    assert_eq!(view.unsupported.len(), 1);
    assert_eq!(view.unsupported[0].apps, ["nw-shop"]);
    assert!(view.unsupported[0].why.contains("Basic"));
    assert!(plan(&Example::healthy()).unsupported.is_empty());
}

#[test]
fn a_plan_of_the_regional_kind_shows_its_subnet() {
    let view = plan(&Example::regional());
    assert_eq!(view.networks.len(), 1);
    let network = &view.networks[0];
    assert_eq!(network.name, "nw-spoke/integration");
    assert_eq!(network.apps, ["nw-api"]);
    assert_eq!(network.perhaps, ["nw-api-jobs"]);
    assert!(said(&network.sections, "size").contains("59 usable"));
    let section = std::slice::from_ref(&view.section);
    assert!(said(section, "subnets") == "1 of 2 subnets");
    let one = plan(&Example::regional().set(API_PLAN, "/properties/numberOfSites", json!(1)));
    assert!(!one.is_incomplete());
}

#[test]
fn a_network_that_no_app_uses_is_still_the_plans() {
    let view = plan(&none());
    assert_eq!(view.without, ["nw-shop"]);
    assert_eq!(view.networks.len(), 1);
    assert!(view.networks[0].apps.is_empty());
}

#[test]
fn the_plan_is_chosen_by_name_and_a_slip_says_what_to_type() {
    let other = json!({
        "id": "/subscriptions/s/resourceGroups/other-rg/providers/Microsoft.Web/serverfarms/nw-plan",
        "type": "Microsoft.Web/serverfarms", "name": "nw-plan", "properties": {}
    });
    let one = Example::healthy().snapshot().integration.inventory;
    let two = Example::healthy()
        .with_file("other.json", other)
        .snapshot()
        .integration
        .inventory;
    let chosen =
        |id: Result<ResourceId, String>| id.map(|id| id.resource_group().unwrap().to_owned());
    assert_eq!(chosen(choose_plan(&one, None)).unwrap(), "nw-rg");
    assert_eq!(chosen(choose_plan(&one, Some("NW-Plan"))).unwrap(), "nw-rg");
    assert_eq!(
        chosen(choose_plan(&two, Some("other-rg/nw-plan"))).unwrap(),
        "other-rg"
    );
    let id = "/SUBSCRIPTIONS/s/resourceGroups/other-rg/providers/Microsoft.Web/serverfarms/nw-plan";
    assert_eq!(chosen(choose_plan(&two, Some(id))).unwrap(), "other-rg");
    for (inventory, wanted, part) in [
        (
            &one,
            Some("shop"),
            "no plan 'shop' was read; --plan takes one of: nw-plan",
        ),
        (
            &two,
            Some("nw-plan"),
            "--plan takes one of: nw-rg/nw-plan, other-rg/nw-plan",
        ),
        (
            &two,
            None,
            "several plans were read; choose one with --plan: ",
        ),
    ] {
        let why = choose_plan(inventory, wanted).unwrap_err();
        assert!(why.contains(part), "{why}");
    }
    let nothing = netdiag::model::Inventory::default();
    assert!(
        choose_plan(&nothing, None)
            .unwrap_err()
            .contains("no App Service plan was read")
    );
}
