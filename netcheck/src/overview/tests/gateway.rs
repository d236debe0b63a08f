//! The lines of an app with gateway-required integration.

use super::*;

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
