//! A plan with all of its apps.

use super::*;

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
