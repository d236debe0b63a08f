//! What is charged.

use super::*;

fn costs(view: &AppView) -> String {
    let texts: Vec<String> = view
        .cost
        .iter()
        .map(|cost| format!("{}: {}", cost.name, cost.text))
        .collect();
    texts.join("\n")
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
