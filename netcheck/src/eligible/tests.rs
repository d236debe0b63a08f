//! The healthy example can be integrated; one change strikes one reason, or leaves it unknown.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use time::macros::datetime;

use netdiag::model::{Generation, Integration};

use super::question::Question;
use super::reason::{ALL, Concern};
use super::subnet::Demand;
use super::*;
use crate::check::Snapshot;
use crate::example::*;

/// The subnet that [`Example::roomy`] adds to nw-net.
const NEW: &str = "/value/0/properties/subnets/4/properties";
const SWIFT: &str = "site-nw-shop-networkConfig-virtualNetwork.json";
const GATEWAY_SUBNET: &str = "/value/0/properties/subnets/0/properties";

/// The example with the app on no network.
fn unintegrated(example: Example) -> Example {
    example
        .without_file(PLAN_COPY)
        .without_file(APP_COPY)
        .without_file(ADMIN_COPY)
        .set(SITE, "/properties/siteConfig/vnetName", json!(""))
        .without_file(SITE_WEB)
        // So few that the plan has room, though nothing tells of its integrations any more.
        .set(PLANS, "/value/0/properties/numberOfSites", json!(2))
}

/// A question about an app that stays.
fn asked<'a>(vnet: Option<&'a str>, ways: &'a [Way]) -> Asked<'a> {
    Asked {
        vnet,
        ways,
        concerns: Concern::ALL,
        moving: false,
    }
}

fn answer(example: &Example, network: &str, way: Way) -> Answer {
    let all = networks(&example.snapshot(), &asked(Some(network), &[way]));
    let [network] = <[Network; 1]>::try_from(all).expect("one network");
    network.answers.into_iter().next().expect("an answer")
}

fn found(answer: &Answer, name: &str) -> Option<(Weight, String)> {
    let struck = answer
        .struck
        .iter()
        .find(|struck| struck.reason.name == name)?;
    Some((struck.weight, struck.verdict.summary.clone()))
}

#[test]
fn the_healthy_example_can_be_integrated_both_ways() {
    let gateway = answer(&Example::healthy(), "nw-net", Way::Gateway);
    assert_eq!(gateway.eligible(), Eligible::Yes, "{:#?}", gateway.struck);
    let free = unintegrated(Example::roomy());
    let regional = answer(&free, "nw-net", Way::Regional);
    assert_eq!(regional.eligible(), Eligible::Yes, "{:#?}", regional.struck);
    assert!(regional.struck.is_empty(), "{:#?}", regional.struck);
    let fit = regional.subnets.last().unwrap();
    assert_eq!(
        (fit.eligible, fit.steps.len()),
        (Eligible::Yes, 1),
        "delegated on the way"
    );
    let spoke = answer(&Example::regional(), "nw-spoke", Way::Regional);
    assert_eq!(spoke.eligible(), Eligible::Yes, "{:#?}", spoke.struck);
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

/// A classic network beside the others. The shape is constructed: no captured one was found.
fn classic() -> Example {
    Example::healthy().with_file(
        "classic.json",
        json!({"id": format!("{PROVIDERS}/Microsoft.ClassicNetwork/virtualNetworks/old-net"),
            "name": "old-net", "type": "Microsoft.ClassicNetwork/virtualNetworks", "location": "West Europe",
            "properties": {"addressSpace": {"addressPrefixes": ["10.90.0.0/16"]}, "subnets": []}}),
    )
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

/// Why the subnet `new` will not do, or whether that is not known.
#[test]
fn each_subnet_says_why_it_will_not_do() {
    use Eligible::{No, Unclear, Yes};
    let set = |member: &str, value: Value| {
        Example::roomy().set(NETWORKS, &format!("{NEW}/{member}"), value)
    };
    let link = |kind: &str, name: &str| {
        json!([{"name": "AppServiceLink", "properties": {"linkedResourceType": kind,
            "link": format!("{PROVIDERS}/{kind}/{name}")}}])
    };
    let delegation = |service: &str| json!([{"name": "d", "properties": {"serviceName": service}}]);
    let containers = |hyper_v: Value| {
        Example::roomy()
            .without(PLANS, "/value/0/properties/isXenon")
            .set(PLANS, "/value/0/properties/hyperV", hyper_v)
    };
    let prefixes = |prefixes: &[&str]| {
        Example::roomy()
            .without(NETWORKS, &format!("{NEW}/addressPrefix"))
            .set(NETWORKS, &format!("{NEW}/addressPrefixes"), json!(prefixes))
    };
    let instances = |n: u32| Example::roomy().set(PLANS, "/value/0/sku/capacity", json!(n));
    for (example, eligible, part) in [
        (Example::roomy(), Yes, ""),
        (set("addressPrefix", json!("10.61.9.0/28")), Yes, ""),
        (
            set("addressPrefix", json!("10.61.9.0/29")),
            No,
            "too small: 8 addresses",
        ),
        (set("addressPrefix", json!("x")), Unclear, "'x'"),
        (instances(29), Yes, ""),
        (
            instances(30),
            No,
            "too small: 64 addresses for 30 instances, which want 65",
        ),
        (
            Example::roomy().without(PLANS, "/value/0/sku/capacity"),
            Unclear,
            "sku.capacity",
        ),
        // Windows containers take an address for each app beside that of the instance.
        (
            containers(json!(true)).without(PLANS, "/value/0/properties/numberOfSites"),
            Unclear,
            "does not say how many apps it has (numberOfSites)",
        ),
        (containers(json!("cut")), Unclear, "hyperV"),
        (
            containers(json!("cut")).set(PLANS, "/value/0/sku/capacity", json!(30)),
            No,
            "too small: 64 addresses for 30 instances, which want 65",
        ),
        // Azure keeps five addresses of each prefix, and no prefix may be smaller than a /28.
        (
            prefixes(&["10.61.9.0/29", "10.61.9.8/29"]),
            No,
            "too small: 16 addresses",
        ),
        (
            prefixes(&["10.61.9.0/28", "10.61.9.16/28"]).set(
                PLANS,
                "/value/0/sku/capacity",
                json!(12),
            ),
            No,
            "too small: 32 addresses for 12 instances, which want 34 while the plan scales up or down (twice their own, and 10 that Azure keeps)",
        ),
        (
            set("delegations", delegation("microsoft.web/serverfarms")),
            Yes,
            "",
        ),
        (
            set("delegations", delegation("Microsoft.Sql/managedInstances")),
            No,
            "delegated to Microsoft.Sql/managedInstances",
        ),
        (set("delegations", json!("cut")), Unclear, "delegations"),
        (
            set(
                "serviceAssociationLinks",
                link("Microsoft.Web/serverfarms", "nw-plan"),
            ),
            Yes,
            "",
        ),
        (
            set(
                "serviceAssociationLinks",
                link("Microsoft.Web/serverfarms", "other-plan"),
            ),
            No,
            "taken by other-plan (several plans",
        ),
        (
            set(
                "serviceAssociationLinks",
                link("Microsoft.Batch/batchAccounts", "b"),
            ),
            No,
            "taken by b",
        ),
        (
            set(
                "serviceAssociationLinks",
                json!([{"name": "l", "properties": {"linkedResourceType": "Microsoft.Web/serverfarms"}}]),
            ),
            Unclear,
            "does not say which",
        ),
        (
            set("serviceAssociationLinks", json!("cut")),
            Unclear,
            "serviceAssociationLinks",
        ),
        (
            set(
                "ipConfigurations",
                json!([{"id": format!("{PROVIDERS}/Microsoft.Network/networkInterfaces/vm-nic/ipConfigurations/a")}]),
            ),
            No,
            "1 IP configuration (vm-nic)",
        ),
        (
            set(
                "privateEndpoints",
                json!([{"id": format!("{PROVIDERS}/Microsoft.Network/privateEndpoints/pe")}]),
            ),
            No,
            "1 private endpoint (pe)",
        ),
        (
            Example::roomy().set(
                NETWORKS,
                "/value/0/properties/subnets/4/name",
                json!("AzureBastionSubnet"),
            ),
            No,
            "Azure's own",
        ),
        (
            taken_by_app(),
            No,
            "taken by other-plan: the app other sends from it",
        ),
    ] {
        let answer = answer(&example, "nw-net", Way::Regional);
        let fit = answer.subnets.last().expect("the new subnet");
        assert_eq!(fit.eligible, eligible, "{part}: {fit:#?}");
        assert!(fit.why.join("; ").contains(part), "{part}: {:?}", fit.why);
        assert!(
            eligible != No || fit.steps.is_empty(),
            "{part}: of a subnet that will not do nothing has to be done"
        );
    }
}

fn taken_by_app() -> Example {
    Example::roomy().with_file(
        "other.json",
        json!({"id": format!("{PROVIDERS}/Microsoft.Web/sites/other"), "name": "other", "type": "Microsoft.Web/sites",
            "properties": {"serverFarmId": format!("{PROVIDERS}/Microsoft.Web/serverfarms/other-plan"),
            "virtualNetworkSubnetId": format!("{PROVIDERS}/Microsoft.Network/virtualNetworks/nw-net/subnets/new")}}),
    ).variable("WEBSITE_SITE_NAME", "nw-shop")
}

/// Source: the table of Microsoft's overview-vnet-integration page: 5, 13 and 29 instances.
#[test]
fn sizes_are_those_of_the_documents() {
    for (instances, length) in [
        (1, 28),
        (5, 28),
        (6, 27),
        (13, 27),
        (14, 26),
        (29, 26),
        (30, 25),
    ] {
        let demand = Demand {
            instances,
            each: 1,
            unread: None,
            from: netdiag::fact::Origin::Everything,
        };
        assert_eq!(demand.prefix_length(), length, "{instances}");
    }
    // Ten instances with four apps in Windows containers hold 50 addresses.
    let demand = Demand {
        instances: 10,
        each: 5,
        unread: None,
        from: netdiag::fact::Origin::Everything,
    };
    assert_eq!((demand.in_use(), demand.prefix_length()), (100, 25));
}

#[test]
fn a_new_subnet_goes_into_a_gap_and_overlaps_nothing() {
    let example = Example::healthy();
    let snapshot = example.snapshot();
    let vnet = snapshot.integration.vnet.value().unwrap();
    let question = Question::new(&snapshot, vnet, Way::Regional, true);
    let demand = Demand::of(&question).unwrap();
    assert_eq!(
        subnet::free_block(vnet, &demand).unwrap().to_string(),
        "10.61.1.0/26"
    );
    // Nothing is left, or nobody knows what is left.
    let full = example
        .clone()
        .set(
            NETWORKS,
            "/value/0/properties/addressSpace/addressPrefixes/0",
            json!("10.61.8.0/24"),
        )
        .snapshot();
    assert_eq!(
        subnet::free_block(full.integration.vnet.value().unwrap(), &demand),
        None
    );
    let hidden = example
        .set(
            NETWORKS,
            &format!("{GATEWAY_SUBNET}/addressPrefix"),
            json!("x"),
        )
        .snapshot();
    assert_eq!(
        subnet::free_block(hidden.integration.vnet.value().unwrap(), &demand),
        None
    );
}

#[test]
fn networks_stand_as_in_the_portal_and_each_has_a_name() {
    let snapshot = classic().snapshot();
    let all = networks(&snapshot, &asked(None, Way::ALL));
    let names: Vec<&str> = all.iter().map(Network::name).collect();
    assert_eq!(names, ["nw-hub", "nw-net", "old-net"]);
    assert_eq!(all[2].generation(), Generation::V1);
    // By name and by id, in any letter case.
    for name in ["NW-NET", &all[1].id.to_string().to_uppercase()] {
        assert_eq!(
            networks(&snapshot, &asked(Some(name), Way::ALL)).len(),
            1,
            "{name}"
        );
    }
}

#[test]
fn a_network_that_was_read_twice_is_unclear() {
    let mut other = Example::healthy().get(NETWORKS, "/value/1");
    other["properties"]["addressSpace"]["addressPrefixes"] = json!(["10.71.0.0/16"]);
    let snapshot = Example::healthy().with_file("again.json", other).snapshot();
    let all = networks(&snapshot, &asked(Some("nw-hub"), Way::ALL));
    assert_eq!(
        (all[0].eligible(), all[0].name()),
        (Eligible::Unclear, "nw-hub")
    );
}

#[test]
fn a_plan_is_asked_about_without_its_apps() {
    let snapshot = Example::roomy().snapshot();
    let inventory = std::sync::Arc::clone(&snapshot.integration.inventory);
    let (id, plan) = inventory.plans.first_key_value().unwrap();
    let of_plan = Snapshot {
        integration: Integration::of_plan_alone(inventory.clone(), plan.clone()),
        time: snapshot.time,
    };
    let all = networks(
        &of_plan,
        &Asked {
            concerns: &[Concern::Plan],
            ..asked(Some("nw-net"), Way::ALL)
        },
    );
    assert_eq!(
        all[0].answers[0].eligible(),
        Eligible::Yes,
        "{:#?}",
        all[0].answers[0].struck
    );
    assert_eq!(
        all[0].answers[1].eligible(),
        Eligible::Yes,
        "{:#?}",
        all[0].answers[1].struck
    );
    let apps = apps_on(&of_plan, id);
    assert_eq!(
        apps.iter().map(|app| app.name.as_str()).collect::<Vec<_>>(),
        ["nw-shop"]
    );
}
