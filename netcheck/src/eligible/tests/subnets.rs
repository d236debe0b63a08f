//! Which subnet will do, why not, and where a new one goes.

use super::super::subnet::Demand;
use super::*;

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
