//! The lines of an app with regional integration.

use super::*;

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
