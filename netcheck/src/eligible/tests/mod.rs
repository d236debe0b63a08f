//! The healthy example can be integrated; what the networks and plans are called.

mod reasons;
mod subnets;

use netdiag::model::{Generation, Integration};
use serde_json::{Value, json};

use super::question::Question;
use super::reason::Concern;
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
