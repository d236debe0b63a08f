//! Every cause has a scenario that names it first, and a near miss that must not name it.

use std::collections::BTreeSet;

use super::*;

/// The cause, a scenario that names it first, and one close to it that must not name it.
pub(crate) fn scenarios() -> Vec<regional::Row> {
    let named = format!("{NAME}:1433");
    let named: &'static str = Box::leak(named.into_boxed_str());
    let resolved = || healthy().name("resolved", &["10.61.8.9"]);
    let silent = || healthy().tcp(SQL, "timeout");
    let far = || healthy().tcp(ONPREM, "timeout");
    let down = |state: &'static str| {
        move |e: Example| e.set(CONNECTION, "/properties/connectionStatus", json!(state))
    };
    vec![
        (
            "hybrid-connection-serves",
            named,
            resolved()
                .change(|e| e.variable("WEBSITE_RELAYS", &format!("{NAME}:1433")))
                .tcp(SQL, "timeout"),
            named,
            resolved()
                .change(|e| e.variable("WEBSITE_RELAYS", &format!("{NAME}:14331")))
                .tcp(SQL, "timeout"),
        ),
        (
            "name-does-not-exist",
            named,
            healthy().name("no_such_name", &[]),
            named,
            healthy()
                .name("no_such_name", &[])
                .server(AZURE, "resolved", &["10.61.8.9"]),
        ),
        (
            "dns-server-unreachable",
            named,
            healthy().name("timeout", &[]),
            named,
            healthy().name("refused", &[]),
        ),
        (
            "dns-server-refuses",
            named,
            healthy().name("refused", &[]),
            named,
            healthy().name("server_failure", &[]),
        ),
        (
            "dns-server-fails",
            named,
            healthy().name("server_failure", &[]),
            named,
            healthy().name("refused", &[]),
        ),
        (
            "dns-answers-differ",
            named,
            healthy()
                .name("no_such_name", &[])
                .server(AZURE, "resolved", &["10.61.8.9"]),
            named,
            resolved()
                .server(AZURE, "no_such_name", &[])
                .tcp(SQL, "connected"),
        ),
        (
            "dns-server-missing",
            "sql01:1433",
            Scenario::of(Example::healthy().without(NETWORKS, "/value/0/properties/dhcpOptions"))
                .unnamed("sql01", "no_such_name"),
            "sql01:1433",
            healthy().unnamed("sql01", "no_such_name"),
        ),
        (
            "not-integrated",
            SQL,
            silent().change(not_integrated),
            SQL,
            silent(),
        ),
        (
            "platform-blocks-port",
            "10.61.8.9:445",
            healthy().tcp("10.61.8.9:445", "not_permitted"),
            "10.61.8.9:446",
            healthy().tcp("10.61.8.9:446", "not_permitted"),
        ),
        (
            "expressroute-unsupported",
            SQL,
            silent().change(|e| e.set(GATEWAY, "/properties/gatewayType", json!("ExpressRoute"))),
            SQL,
            silent(),
        ),
        (
            "gateway-down",
            SQL,
            silent().change(|e| e.set(GATEWAY, "/properties/provisioningState", json!("Failed"))),
            SQL,
            silent()
                .change(|e| e.set(GATEWAY, "/properties/provisioningState", json!("Updating")))
                .tcp("10.61.0.4:53", "connected"),
        ),
        (
            "certificates-out-of-sync",
            SQL,
            healthy().tcp(SQL, "not_permitted").change(|e| {
                e.without(
                    GATEWAY,
                    "/properties/vpnClientConfiguration/vpnClientRootCertificates/0",
                )
            }),
            SQL,
            healthy().tcp(SQL, "refused").change(|e| {
                e.without(
                    GATEWAY,
                    "/properties/vpnClientConfiguration/vpnClientRootCertificates/0",
                )
            }),
        ),
        (
            "network-out-of-sync",
            "203.0.113.9:80",
            healthy().tcp("203.0.113.9:80", "timeout").change(|e| {
                e.set(
                    NETWORKS,
                    "/value/0/properties/addressSpace/addressPrefixes/-",
                    json!("203.0.113.0/24"),
                )
            }),
            SQL,
            silent().change(|e| {
                e.set(
                    NETWORKS,
                    "/value/0/properties/addressSpace/addressPrefixes/-",
                    json!("203.0.113.0/24"),
                )
            }),
        ),
        (
            "not-routed",
            "192.168.77.7:80",
            healthy()
                .tcp("192.168.77.7:80", "not_permitted")
                .change(routes(&[0, 1, 3])),
            SQL,
            silent(),
        ),
        (
            "platform-refuses-socket",
            SQL,
            healthy().tcp(SQL, "not_permitted"),
            SQL,
            silent(),
        ),
        (
            "address-spaces-overlap",
            ONPREM,
            far().change(|e| {
                e.set(
                    NETWORKS,
                    "/value/0/properties/addressSpace/addressPrefixes/-",
                    json!("192.168.41.0/24"),
                )
                .set(
                    PLAN_COPY,
                    "/0/properties/routes/3/properties/startAddress",
                    json!("10.61.0.0/16"),
                )
            }),
            ONPREM,
            far(),
        ),
        (
            "route-table-diverts",
            SQL,
            silent().change(table_on_gateway_subnet("10.61.8.0/24", "None")),
            SQL,
            silent().change(table_on_gateway_subnet("10.61.9.0/24", "None")),
        ),
        (
            "peering-blocks",
            "10.70.4.5:22",
            healthy().tcp("10.70.4.5:22", "timeout").change(|e| {
                e.set(
                    NETWORKS,
                    "/value/1/properties/virtualNetworkPeerings/0/properties/allowForwardedTraffic",
                    json!(false),
                )
            }),
            "10.70.4.5:22",
            healthy().tcp("10.70.4.5:22", "timeout"),
        ),
        (
            "site-to-site-down",
            ONPREM,
            far().change(down("NotConnected")),
            ONPREM,
            far(),
        ),
        (
            "on-premises-range-missing",
            "192.168.77.7:80",
            healthy().tcp("192.168.77.7:80", "timeout"),
            ONPREM,
            far(),
        ),
        (
            "security-group-denies",
            SQL,
            silent().change(deny("172.29.7.0/24")),
            SQL,
            healthy().tcp(SQL, "refused").change(deny("172.29.7.0/24")),
        ),
        (
            "no-route-back",
            SQL,
            silent().change(no_propagation),
            "10.61.16.4:80",
            healthy()
                .tcp("10.61.16.4:80", "timeout")
                .change(no_propagation),
        ),
        (
            "nothing-listens",
            SQL,
            healthy().tcp(SQL, "refused"),
            SQL,
            healthy().tcp_by(SQL, "refused", Some("10.61.8.9")),
        ),
        (
            "host-down",
            SQL,
            silent()
                .tcp("10.61.8.9:443", "timeout")
                .tcp("10.61.0.4:53", "connected"),
            SQL,
            silent()
                .tcp("10.61.8.9:443", "connected")
                .tcp("10.61.0.4:53", "connected"),
        ),
        (
            "host-firewall",
            SQL,
            silent().tcp("10.61.8.9:443", "connected"),
            SQL,
            silent()
                .tcp("10.61.8.9:443", "connected")
                .tcp(SQL, "connected"),
        ),
        (
            "on-premises-no-route-back",
            ONPREM,
            far().witness(Stand::Vm, ONPREM, true),
            ONPREM,
            far().witness(Stand::Vm, ONPREM, false),
        ),
        (
            "on-premises-firewall",
            ONPREM,
            healthy().tcp_by(ONPREM, "prohibited", Some("192.168.40.1")),
            SQL,
            silent(),
        ),
        (
            "name-is-public",
            "203.0.113.9:443",
            healthy().tcp("203.0.113.9:443", "timeout"),
            SQL,
            silent(),
        ),
    ]
}

#[test]
fn every_cause_is_named_first_in_its_scenario_and_not_in_the_near_miss() {
    for (cause, target, scenario, near, miss) in scenarios() {
        let (causes, verdict) = scenario.judge(target);
        let first = causes.first().map(|(name, _)| *name);
        assert_eq!(first, Some(cause), "{target}: {verdict} {causes:?}");
        let (causes, verdict) = miss.judge(near);
        assert!(
            causes.iter().all(|(name, confidence)| *name != cause
                || *confidence == Confidence::Possible
                    && matches!(cause, "gateway-down" | "host-firewall" | "host-down")),
            "near miss of {cause}: {verdict} {causes:?}"
        );
        assert_ne!(
            causes.first().map(|(name, _)| *name),
            Some(cause),
            "near miss of {cause}: {verdict}"
        );
    }
}

#[test]
fn every_cause_has_a_scenario() {
    let covered: BTreeSet<&str> = scenarios().iter().map(|s| s.0).collect();
    let regional: BTreeSet<&str> = regional::scenarios().iter().map(|s| s.0).collect();
    for cause in ALL {
        assert!(
            covered.contains(cause.name) || regional.contains(cause.name),
            "{} has no scenario",
            cause.name
        );
    }
}
