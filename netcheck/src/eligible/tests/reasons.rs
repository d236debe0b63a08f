//! One change strikes one reason, or leaves it unknown.

use std::collections::BTreeSet;

use time::macros::datetime;

use super::super::reason::ALL;
use super::*;

fn found(answer: &Answer, name: &str) -> Option<(Weight, String)> {
    let struck = answer
        .struck
        .iter()
        .find(|struck| struck.reason.name == name)?;
    Some((struck.weight, struck.verdict.summary.clone()))
}

/// reason, way, what it becomes, the change, the network, and a part of the sentence that says why.
type Change = (
    &'static str,
    Way,
    Weight,
    Example,
    &'static str,
    &'static str,
);

fn changes() -> Vec<Change> {
    use Way::{Gateway, Regional};
    use Weight::{No, Note, Unknown};
    let e = Example::healthy;
    let foreign = |e: Example| {
        let id = json!(
            "/subscriptions/99999999-0000-0000-0000-000000000000/resourceGroups/nw-rg/providers/Microsoft.Web/serverfarms/nw-plan"
        );
        e.set(PLANS, "/value/0/id", id.clone())
            .set(SITE, "/properties/serverFarmId", id)
    };
    let without_app = |e: Example| {
        e.without_file(PLAN_COPY)
            .without_file(APP_COPY)
            .without_file(ADMIN_COPY)
            .without_file(SITE)
            .without_file(SITE_WEB)
            .without_file(SWIFT)
            .without_file("site-nw-shop-virtualNetworkConnections-nw-net-gateways-primary.json")
    };
    let protocols = "/properties/vpnClientConfiguration/vpnClientProtocols";
    let pool = "/properties/vpnClientConfiguration/vpnClientAddressPool/addressPrefixes/0";
    vec![
        (
            "already-integrated",
            Gateway,
            No,
            e(),
            "nw-hub",
            "with nw-net already",
        ),
        (
            "already-integrated",
            Gateway,
            Note,
            e(),
            "nw-net",
            "in this way now",
        ),
        (
            "already-integrated",
            Regional,
            No,
            e(),
            "nw-net",
            "in the other way",
        ),
        (
            "already-integrated",
            Gateway,
            No,
            Example::regional(),
            "nw-spoke",
            "in the other way (regional)",
        ),
        (
            "already-integrated",
            Gateway,
            Unknown,
            without_app(e()),
            "nw-net",
            "cannot be told",
        ),
        (
            "tier-unsupported",
            Gateway,
            No,
            e().set(PLANS, "/value/0/sku/tier", json!("Shared")),
            "nw-net",
            "Shared",
        ),
        (
            "tier-unsupported",
            Gateway,
            No,
            e().set(PLANS, "/value/0/sku/tier", json!("Basic")),
            "nw-net",
            "Basic",
        ),
        (
            "tier-unsupported",
            Regional,
            No,
            e().set(PLANS, "/value/0/sku/tier", json!("Free")),
            "nw-net",
            "Free",
        ),
        (
            "tier-unsupported",
            Regional,
            No,
            e().set(PLANS, "/value/0/sku/tier", json!("IsolatedV2")),
            "nw-net",
            "App Service Environment",
        ),
        (
            "tier-unsupported",
            Gateway,
            Unknown,
            e().without(PLANS, "/value/0/sku"),
            "nw-net",
            "pricing tier",
        ),
        (
            "plan-full",
            Gateway,
            No,
            crowded(),
            "nw-hub",
            "5 networks already",
        ),
        (
            "plan-full",
            Gateway,
            Unknown,
            unread(e().set(PLANS, "/value/0/properties/numberOfSites", json!(6))),
            "nw-net",
            "it holds 6 apps",
        ),
        (
            "plan-full",
            Regional,
            No,
            two_subnets(),
            "nw-hub",
            "2 subnets already",
        ),
        (
            "plan-full",
            Regional,
            Unknown,
            Example::regional(),
            "nw-hub",
            "runs Linux",
        ),
        (
            "plan-full",
            Regional,
            Unknown,
            unread(e()),
            "nw-net",
            "it holds 3 apps",
        ),
        (
            "windows-only",
            Gateway,
            No,
            e().set(SITE, "/properties/reserved", json!(true)),
            "nw-net",
            "Linux",
        ),
        (
            "windows-only",
            Gateway,
            No,
            e().set(SITE, "/properties/hyperV", json!(true)),
            "nw-net",
            "Windows container",
        ),
        (
            "windows-only",
            Gateway,
            No,
            e().set(SITE, "/kind", json!("app,container,xenon")),
            "nw-net",
            "a container",
        ),
        (
            "windows-only",
            Gateway,
            Unknown,
            e().set(SITE, "/properties/reserved", json!("cut"))
                .without_file(PLANS),
            "nw-net",
            "reserved is 'cut'",
        ),
        (
            "deployment-too-old",
            Regional,
            No,
            e().set(SWIFT, "/properties/swiftSupported", json!(false)),
            "nw-net",
            "does not support",
        ),
        (
            "deployment-too-old",
            Regional,
            Unknown,
            e().without_file(SWIFT),
            "nw-net",
            "was not read",
        ),
        (
            "network-classic",
            Regional,
            No,
            classic(),
            "old-net",
            "classic network",
        ),
        (
            "other-subscription",
            Gateway,
            No,
            foreign(e()),
            "nw-net",
            "two subscriptions",
        ),
        (
            "other-subscription",
            Regional,
            Note,
            foreign(e()),
            "nw-net",
            "within one tenant",
        ),
        (
            "other-subscription",
            Gateway,
            Unknown,
            without_app(e()).without_file(PLANS),
            "nw-net",
            "neither the app nor its plan",
        ),
        (
            "other-region",
            Regional,
            No,
            e().set(NETWORKS, "/value/0/location", json!("northeurope")),
            "nw-net",
            "northeurope",
        ),
        (
            "other-region",
            Gateway,
            Note,
            e().set(NETWORKS, "/value/0/location", json!("northeurope")),
            "nw-net",
            "latency",
        ),
        (
            "other-region",
            Regional,
            Unknown,
            e().without(NETWORKS, "/value/0/location"),
            "nw-net",
            "does not say its region",
        ),
        (
            "other-region",
            Gateway,
            Note,
            e().without(NETWORKS, "/value/0/location"),
            "nw-net",
            "latency, no more",
        ),
        (
            "gateway-missing",
            Gateway,
            No,
            e(),
            "nw-hub",
            "it has no GatewaySubnet",
        ),
        (
            "gateway-missing",
            Gateway,
            No,
            e().without_file(GATEWAY)
                .without(NETWORKS, &format!("{GATEWAY_SUBNET}/ipConfigurations")),
            "nw-net",
            "stands in its GatewaySubnet",
        ),
        (
            "gateway-missing",
            Gateway,
            Unknown,
            e().without_file(GATEWAY),
            "nw-net",
            "was not read",
        ),
        (
            "gateway-missing",
            Gateway,
            Unknown,
            classic(),
            "old-net",
            "classic network old-net",
        ),
        (
            "gateway-not-dynamic",
            Gateway,
            No,
            e().set(GATEWAY, "/properties/vpnType", json!("PolicyBased")),
            "nw-net",
            "not route-based",
        ),
        (
            "gateway-not-dynamic",
            Gateway,
            Unknown,
            e().without(GATEWAY, "/properties/vpnType"),
            "nw-net",
            "vpnType",
        ),
        (
            "gateway-not-ready",
            Gateway,
            No,
            e().set(GATEWAY, "/properties/provisioningState", json!("Failed")),
            "nw-net",
            "failed",
        ),
        (
            "gateway-not-ready",
            Gateway,
            No,
            e().set(GATEWAY, "/properties/provisioningState", json!("Updating")),
            "nw-net",
            "being changed",
        ),
        (
            "gateway-not-ready",
            Gateway,
            No,
            e().set(
                HEALTH,
                "/properties/availabilityState",
                json!("Unavailable"),
            ),
            "nw-net",
            "unavailable",
        ),
        (
            "gateway-not-ready",
            Gateway,
            Unknown,
            e().without(GATEWAY, "/properties/provisioningState"),
            "nw-net",
            "does not say",
        ),
        (
            "expressroute-gateway",
            Gateway,
            No,
            beside_expressroute(),
            "nw-net",
            "nw-er is an ExpressRoute gateway",
        ),
        (
            "expressroute-gateway",
            Gateway,
            Unknown,
            e().without(GATEWAY, "/properties/gatewayType"),
            "nw-net",
            "gatewayType",
        ),
        (
            "point-to-site-off",
            Gateway,
            No,
            e().without(GATEWAY, "/properties/vpnClientConfiguration"),
            "nw-net",
            "not configured",
        ),
        (
            "point-to-site-off",
            Gateway,
            No,
            e().without(GATEWAY, pool),
            "nw-net",
            "no point-to-site address pool",
        ),
        (
            "point-to-site-off",
            Gateway,
            Unknown,
            e().set(GATEWAY, pool, json!("x.x.x.x")),
            "nw-net",
            "'x.x.x.x'",
        ),
        (
            "sstp-off",
            Gateway,
            No,
            e().set(GATEWAY, protocols, json!(["IkeV2"])),
            "nw-net",
            "needs SSTP",
        ),
        (
            "sstp-off",
            Gateway,
            Note,
            e().set(GATEWAY, protocols, json!(["SSTP", "IkeV2"])),
            "nw-net",
            "IKEv2",
        ),
        (
            "sstp-off",
            Gateway,
            Unknown,
            e().without(GATEWAY, protocols),
            "nw-net",
            "does not say",
        ),
        (
            "no-subnet-free",
            Regional,
            No,
            e(),
            "nw-net",
            "none of the 4 subnets",
        ),
        (
            "no-subnet-free",
            Regional,
            No,
            e(),
            "nw-hub",
            "the only subnet",
        ),
        (
            "no-subnet-free",
            Regional,
            Unknown,
            e().set(NETWORKS, "/value/0/properties/subnets", json!("cut")),
            "nw-net",
            "subnets",
        ),
        (
            "no-subnet-free",
            Regional,
            Unknown,
            Example::roomy().set(NETWORKS, &format!("{NEW}/ipConfigurations"), json!("cut")),
            "nw-net",
            "the subnet new",
        ),
        (
            "gateway-kind-ended",
            Gateway,
            Note,
            e(),
            "nw-net",
            "ends on 2027-03-31",
        ),
        (
            "gateway-kind-ended",
            Gateway,
            No,
            e().at(datetime!(2027-04-01 00:00 UTC)),
            "nw-net",
            "ended on 2027-03-31",
        ),
    ]
}

/// Nothing is known of the plan's integrations.
fn unread(example: Example) -> Example {
    example
        .without_file(PLAN_COPY)
        .without_file(APP_COPY)
        .without_file(ADMIN_COPY)
}

/// Five networks on one plan, nw-hub not among them.
fn crowded() -> Example {
    let mut example = Example::healthy();
    for i in 0..4 {
        let mut copy = example.get(PLAN_COPY, "/0");
        copy["id"] = json!(format!(
            "{PROVIDERS}/Microsoft.Web/serverfarms/nw-plan/virtualNetworkConnections/net{i}"
        ));
        copy["name"] = json!(format!("net{i}"));
        example = example.set(PLAN_COPY, "/-", copy);
    }
    example
}

/// Two subnets of other networks, on a Windows plan.
fn two_subnets() -> Example {
    let copy = |i: u32| {
        json!({"id": format!("{PROVIDERS}/Microsoft.Web/serverfarms/nw-plan/virtualNetworkConnections/guid_s{i}"),
            "name": format!("guid_s{i}"), "type": "Microsoft.Web/serverfarms/virtualNetworkConnections", "properties": {"isSwift": true,
            "vnetResourceId": format!("{PROVIDERS}/Microsoft.Network/virtualNetworks/v{i}/subnets/s{i}")}})
    };
    Example::healthy()
        .set(PLAN_COPY, "/-", copy(1))
        .set(PLAN_COPY, "/-", copy(2))
}

/// An ExpressRoute gateway beside the VPN gateway.
fn beside_expressroute() -> Example {
    let mut other = Example::healthy().get(GATEWAY, "");
    other["id"] = json!(format!(
        "{PROVIDERS}/Microsoft.Network/virtualNetworkGateways/nw-er"
    ));
    other["name"] = json!("nw-er");
    other["properties"]["gatewayType"] = json!("ExpressRoute");
    Example::healthy().with_file("er.json", other)
}

#[test]
fn one_change_gives_one_verdict() {
    for (name, way, weight, example, network, part) in changes() {
        let answer = answer(&example, network, way);
        let (seen, summary) = found(&answer, name)
            .unwrap_or_else(|| panic!("{name} ({part}) does not strike: {:#?}", answer.struck));
        assert_eq!(seen, weight, "{name}: {summary}");
        assert!(summary.contains(part), "{name}: '{summary}' lacks '{part}'");
        let expected = match weight {
            Weight::No => Eligible::No,
            Weight::Unknown => answer.eligible().max(Eligible::Unclear),
            Weight::Note => answer.eligible(),
        };
        assert_eq!(answer.eligible(), expected, "{name}");
    }
}

/// Without its change none of the reasons strikes, so that every change above is what strikes it.
#[test]
fn a_reason_that_has_nothing_to_say_says_nothing() {
    let free = unintegrated(Example::roomy());
    for way in Way::ALL {
        for struck in answer(&free, "nw-net", *way).struck {
            assert_eq!(struck.reason.name, "gateway-kind-ended", "{struck:#?}");
        }
    }
}

/// Every reason can say all that it may have to say: it strikes, and nobody can tell.
#[test]
fn every_reason_has_a_change_that_strikes_it_and_one_that_hides_it() {
    // The day is always known, and so is the type of a network that was read.
    const CERTAIN: &[&str] = &["gateway-kind-ended", "network-classic"];
    let of = |weight| -> BTreeSet<&str> {
        changes()
            .iter()
            .filter(|c| c.2 == weight)
            .map(|c| c.0)
            .collect()
    };
    let (struck, hidden) = (of(Weight::No), of(Weight::Unknown));
    for reason in ALL {
        assert!(
            struck.contains(reason.name),
            "nothing strikes {}",
            reason.name
        );
        assert_ne!(
            hidden.contains(reason.name),
            CERTAIN.contains(&reason.name),
            "{}",
            reason.name
        );
    }
}
