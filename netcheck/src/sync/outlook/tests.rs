use netdiag::model::ResourceId;
use serde_json::json;

use super::*;
use crate::example::{ADMIN_COPY, APP_COPY, Example, GATEWAY, NETWORKS, PLAN_COPY, PLANS, SITE};
use crate::sync::call::Method;

fn of(example: &Example) -> Outlook {
    Outlook::of(&example.snapshot(), &Task::default(), false)
}

fn all_copies(example: Example, member: &str, value: serde_json::Value) -> Example {
    let pointer = format!("/0/properties/{member}");
    [PLAN_COPY, APP_COPY, ADMIN_COPY]
        .into_iter()
        .fold(example, |example, file| {
            example.set(file, &pointer, value.clone())
        })
}

fn whats(outlook: &Outlook) -> Vec<&'static str> {
    outlook.differences.iter().map(|one| one.what).collect()
}

#[test]
fn the_healthy_example_has_nothing_to_sync() {
    let outlook = of(&Example::healthy());
    assert_eq!(outlook.state, State::InSync, "{outlook:?}");
    assert!(outlook.differences.is_empty() && outlook.calls.is_empty());
}

#[test]
fn the_broken_example_says_line_by_line_what_differs_and_which_calls_follow() {
    let outlook = of(&Example::broken());
    assert_eq!(outlook.state, State::Due, "{outlook:?}");
    assert_eq!(
        whats(&outlook),
        [
            "certificate",
            "dns_servers",
            "dns_servers",
            "routes",
            "resync_required"
        ]
    );
    let calls: Vec<(Method, &str)> = outlook
        .calls
        .iter()
        .map(|call| (call.method, call.path.split("/providers/").nth(1).unwrap()))
        .collect();
    assert_eq!(
        calls,
        [
            (
                Method::Put,
                "Microsoft.Network/virtualNetworkGateways/nw-gw?api-version=2024-05-01"
            ),
            (
                Method::Post,
                "Microsoft.Network/virtualNetworkGateways/nw-gw/generatevpnclientpackage?api-version=2024-05-01"
            ),
            (
                Method::Put,
                "Microsoft.Web/serverfarms/nw-plan/virtualNetworkConnections/nw-net/gateways/primary?api-version=2025-03-01"
            ),
        ]
    );
    assert!(
        outlook.calls[0].body.contains(
            "added as AppServiceCertificate_1.cer beside AppServiceCertificate.cer, nw-laptops"
        ),
        "{outlook:?}"
    );
    assert!(outlook.calls[2].uncertain.is_some());
    assert_eq!(outlook.users.apps, ["nw-shop"]);
    assert_eq!(outlook.users.perhaps, ["nw-admin"]);
    assert_eq!(outlook.unread_apps(), Some(2));
}

#[test]
fn each_difference_by_itself() {
    let healthy = Example::healthy;
    for (example, expected) in [
        (
            all_copies(healthy(), "resyncRequired", json!(true)),
            vec!["resync_required"],
        ),
        (
            all_copies(healthy(), "dnsServers", json!("10.61.0.5,10.61.0.4")),
            vec!["dns_servers"],
        ),
        (
            healthy().set(APP_COPY, "/0/properties/dnsServers", json!("10.61.0.4")),
            vec!["copy"],
        ),
        (
            healthy().without(APP_COPY, "/0/properties/routes/4"),
            vec![],
        ),
        (
            healthy().set(
                APP_COPY,
                "/0/properties/routes/4/properties/startAddress",
                json!("100.64.0.0/16"),
            ),
            vec!["copy"],
        ),
    ] {
        let outlook = of(&example);
        assert_eq!(whats(&outlook), expected, "{outlook:?}");
        assert_eq!(
            outlook.state,
            if expected.is_empty() {
                State::InSync
            } else {
                State::Due
            }
        );
    }
}

#[test]
fn the_app_is_connected_anew_only_where_its_copy_is_not_the_plans() {
    let old = Example::healthy().get(APP_COPY, "/0/properties");
    let example = Example::broken().set(APP_COPY, "/0/properties", old);
    let outlook = of(&example);
    let app: Vec<&str> = outlook
        .calls
        .iter()
        .filter(|call| call.path.contains("/sites/nw-shop/"))
        .map(|call| call.what.as_str())
        .collect();
    assert_eq!(app.len(), 2, "{outlook:?}");
    assert!(app[0].starts_with("make the copy of the app nw-shop anew"));
}

#[test]
fn what_a_sync_cannot_mend_is_told_and_nothing_is_called() {
    let thumbprint = Example::broken().get(PLAN_COPY, "/0/properties/certThumbprint");
    let revoked =
        "/properties/vpnClientConfiguration/vpnClientRevokedCertificates/0/properties/thumbprint";
    for (example, part) in [
        (Example::broken().set(GATEWAY, revoked, thumbprint), "revoked"),
        (Example::broken().without(GATEWAY, "/properties/vpnClientConfiguration"), "point-to-site"),
        (Example::broken().set(GATEWAY, "/properties/vpnType", json!("PolicyBased")), "PolicyBased"),
        (Example::broken().set(GATEWAY, "/properties/provisioningState", json!("Failed")), "provisioningState is Failed"),
        (
            all_copies(
                Example::broken(),
                "vnetResourceId",
                json!("/subscriptions/99999999-2222-3333-4444-555555555555/resourceGroups/nw-rg/providers/Microsoft.Network/virtualNetworks/nw-net"),
            )
            .without_file(NETWORKS),
            "does not work across subscriptions",
        ),
    ] {
        let outlook = of(&example);
        assert_eq!(outlook.state, State::Blocked, "{part}: {outlook:?}");
        assert!(outlook.reasons.iter().any(|why| why.contains(part)), "{part}: {outlook:?}");
        assert!(outlook.calls.is_empty() && outlook.due.is_none());
    }
}

#[test]
fn what_was_not_read_is_never_in_sync() {
    for (example, state) in [
        (Example::healthy().without_file(GATEWAY), State::Unknown),
        (Example::healthy().without_file(NETWORKS), State::Unknown),
        (Example::broken().without_file(GATEWAY), State::Unknown),
        // The certificate differs, whatever the network is.
        (
            Example::broken().without(GATEWAY, "/properties/customRoutes"),
            State::Due,
        ),
    ] {
        let outlook = of(&example);
        assert_eq!(outlook.state, state, "{outlook:?}");
        if state == State::Unknown {
            assert!(outlook.calls.is_empty());
            assert!(
                !(outlook.unknown.is_empty() && outlook.reasons.is_empty()),
                "{outlook:?}"
            );
        }
    }
}

#[test]
fn regional_and_no_integration_have_nothing_to_sync() {
    let outlook = of(&Example::regional());
    assert_eq!(outlook.state, State::NotApplicable);
    assert!(outlook.reasons[0].contains("regional"));
}

#[test]
fn what_an_earlier_run_left_is_due_though_nothing_differs() {
    let copy = ResourceId::new(Example::healthy().get(PLAN_COPY, "/0/id").as_str().unwrap());
    let left = Task {
        connect: vec![],
        hand_over: vec![copy],
    };
    let outlook = Outlook::of(&Example::healthy().snapshot(), &left, false);
    assert_eq!(
        (outlook.state, whats(&outlook)),
        (State::Due, vec!["unfinished"])
    );
    assert!(matches!(outlook.due, Some(Due::Sync { task, .. }) if task == left));
    assert_eq!(outlook.calls.len(), 2);
    let anyway = Outlook::of(&Example::healthy().snapshot(), &Task::default(), true);
    assert_eq!((anyway.state, anyway.calls.len()), (State::Due, 2));
}

#[test]
fn apps_that_nobody_read_are_counted() {
    let outlook = of(&Example::broken().without_file(PLANS));
    assert_eq!(outlook.unread_apps(), None);
    let outlook = of(&Example::broken().without_file(SITE));
    assert!(outlook.users.apps.is_empty());
}
