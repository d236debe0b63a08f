//! Which app, which network, which way in: on the shipped example, and on parts of it.

use super::*;
use crate::fact::Origin;
use crate::model::example::{healthy, regional};
use crate::model::{Entry, RouteKind};

fn assemble(inventory: Inventory, app: Option<&str>) -> Result<Integration, AppChoiceError> {
    Integration::assemble(inventory, Environment::empty(), app)
}

fn entry(integration: &Integration, address: &str) -> String {
    match integration.entry(address.parse().unwrap()) {
        Entry::Vnet { by, kind, .. } => {
            format!("vnet by {by} {}", kind.map_or("", RouteKind::as_str))
        }
        Entry::Internet { by } => format!("internet: {by}"),
        Entry::Unknown { why } => format!("unknown: {why}"),
    }
}

#[test]
fn the_example_is_one_gateway_integration() {
    let integration = assemble(healthy(), None).unwrap();
    assert_eq!(integration.app_name.as_deref(), Some("nw-shop"));
    assert_eq!(integration.kind.value(), Some(&Kind::Gateway));
    assert_eq!(integration.plan.value().unwrap().name, "nw-plan");
    assert_eq!(integration.vnet.value().unwrap().name, "nw-net");
    assert_eq!(integration.gateway.value().unwrap().name, "nw-gw");
    let connection = integration.connection.value().unwrap();
    assert!(
        connection.id.after("serverfarms").is_some(),
        "the plan's copy"
    );
    assert_eq!(integration.other_copies().count(), 2);
}

#[test]
fn the_smallest_route_says_why_an_address_enters() {
    let integration = assemble(healthy(), None).unwrap();
    for (address, expected) in [
        ("10.61.8.9", "vnet by 10.61.0.0/16 INHERITED"),
        ("10.99.0.1", "vnet by 10.0.0.0/8 DEFAULT"),
        ("192.168.41.1", "vnet by 192.168.40.0/22 INHERITED"),
        (
            "8.8.8.8",
            "internet: no route into the network holds the address",
        ),
        (
            "fd00::4",
            "internet: no route into the network holds the address",
        ),
    ] {
        assert_eq!(entry(&integration, address), expected, "{address}");
    }
}

#[test]
fn without_routes_nobody_knows_the_way() {
    let mut inventory = healthy();
    inventory.vnet_connections.clear();
    let integration = assemble(inventory, None).unwrap();
    assert!(entry(&integration, "10.61.8.9").starts_with("unknown: "));
}

#[test]
fn the_newest_switch_decides_what_enters_a_subnet() {
    let mut inventory = healthy();
    inventory.vnet_connections.clear();
    let subnet = ResourceId::new(
        "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/n/subnets/s",
    );
    let from = Origin::Everything;
    let site = |inventory: &mut Inventory, change: &dyn Fn(&mut Site)| {
        for fact in inventory.sites.values_mut() {
            if let Fact::Known { value, .. } = fact {
                value.subnet = Fact::known(subnet.clone(), from.clone());
                change(value);
            }
        }
    };
    let mut off = inventory.clone();
    site(&mut off, &|_| {});
    let off = assemble(off, None).unwrap();
    assert_eq!(off.kind.value(), Some(&Kind::Regional));
    assert!(entry(&off, "10.0.0.1").starts_with("vnet by private addresses"));
    assert!(entry(&off, "8.8.8.8").starts_with("internet: route-all is off"));
    let mut on = inventory;
    site(&mut on, &|site| {
        site.route_all = Fact::known(true, Origin::Everything)
    });
    assert_eq!(
        entry(&assemble(on, None).unwrap(), "8.8.8.8"),
        "vnet by vnetRouteAllEnabled "
    );
}

#[test]
fn several_apps_want_a_choice_and_a_slip_is_answered() {
    let mut inventory = healthy();
    let (id, fact) = inventory
        .sites
        .iter()
        .next()
        .map(|(i, f)| (i.clone(), f.clone()))
        .unwrap();
    let other = ResourceId::new(id.as_str().replace("nw-shop", "nw-admin"));
    let copy = fact.map(|mut site| {
        site.id = other.clone();
        site.name = "nw-admin".to_owned();
        site
    });
    inventory.sites.insert(other, copy);
    let error = assemble(inventory.clone(), None).unwrap_err().0;
    assert_eq!(
        error,
        "several apps were read; choose one with --app: nw-admin, nw-shop"
    );
    let error = assemble(inventory.clone(), Some("nope")).unwrap_err().0;
    assert!(
        error.contains("--app takes one of: nw-admin, nw-shop"),
        "{error}"
    );
    let chosen = assemble(inventory.clone(), Some("NW-ADMIN")).unwrap();
    assert_eq!(chosen.app.value().unwrap().name, "nw-admin");
    // One that was read twice with different content can be chosen too.
    let id = chosen.app.value().unwrap().id.clone();
    let gap = Fact::unknown("the app", "was read twice with different content");
    inventory.sites.insert(id, gap);
    let error = assemble(inventory, None).unwrap_err().0;
    assert!(error.ends_with("--app: nw-admin, nw-shop"), "{error}");
}

#[test]
fn each_app_of_a_plan_has_an_integration_around_one_inventory() {
    let inventory = std::sync::Arc::new(healthy());
    let chosen = Integration::assemble(inventory.clone(), Environment::empty(), None).unwrap();
    let id = chosen.app.value().unwrap().id.clone();
    let by_id = Integration::of_app(inventory.clone(), Environment::empty(), &id);
    assert_eq!(format!("{by_id:?}"), format!("{chosen:?}"));
    let other = Integration::of_app(
        inventory.clone(),
        Environment::empty(),
        &ResourceId::new(format!("{id}/slots/next")),
    );
    assert_eq!(other.app_name.as_deref(), Some("nw-shop/next"));
    assert!(other.app.gap().is_some());

    let plan = chosen.plan_id().unwrap();
    let copy = chosen.connection.value().unwrap();
    let of_plan = Integration::of_plan(inventory, &plan, copy);
    assert_eq!(of_plan.kind.value(), Some(&Kind::Gateway));
    assert_eq!(of_plan.gateway.value().unwrap().name, "nw-gw");
    assert!(of_plan.app.gap().is_some());
}

#[test]
fn copies_are_found_by_what_they_hang_on_and_by_nothing_that_begins_alike() {
    let mut inventory = Inventory::default();
    let id =
        |text: &str| ResourceId::new(format!("/subscriptions/s/providers/Microsoft.Web/{text}"));
    for text in [
        "sites/a/virtualNetworkConnections/n1",
        "SITES/A/VirtualNetworkConnections/n2",
        "sites/a/virtualNetworkConnections/n1/gateways/primary",
        "sites/a-1/virtualNetworkConnections/n3",
        "sites/a/slots/s/virtualNetworkConnections/n4",
        "sites/ab/virtualNetworkConnections/n5",
    ] {
        let fact = Fact::unknown("it", "was not read");
        inventory.vnet_connections.insert(id(text), fact);
    }
    let of = |parent: &str| -> Vec<String> {
        let parent = id(parent);
        let found = inventory.connections_of(&parent);
        found.map(|(id, _)| id.name().to_owned()).collect()
    };
    assert_eq!(of("sites/a"), ["n1", "n2"]);
    assert_eq!(of("sites/a/slots/s"), ["n4"]);
    assert_eq!(of("sites/b"), [""; 0]);
}

#[test]
fn a_copy_of_another_network_is_not_the_apps() {
    let mut inventory = healthy();
    let app = inventory.sites.values_mut().next().unwrap();
    if let Fact::Known { value, .. } = app {
        value.vnet_name = Fact::known("other-net".to_owned(), Origin::Everything);
        let id = value.id.clone();
        let own = inventory
            .vnet_connections
            .keys()
            .filter(|copy| copy.is_within(&id));
        for copy in own.cloned().collect::<Vec<_>>() {
            inventory.vnet_connections.remove(&copy);
        }
    }
    let integration = assemble(inventory, None).unwrap();
    assert!(
        integration.connection.gap().is_some(),
        "{:?}",
        integration.connection
    );
    let why = integration.vnet.gap().unwrap().to_string();
    assert_eq!(why, "the network other-net is named but was not read");
}

/// Copies of network information, each below an app or a slot that itself was not read.
fn copies(below: &[&str]) -> Inventory {
    let copies = healthy().vnet_connections;
    let copy = copies.values().find_map(Fact::value).unwrap();
    let mut inventory = Inventory::default();
    for below in below {
        let id = ResourceId::new(format!(
            "/subscriptions/s/resourceGroups/g/providers/Microsoft.Web/sites/{below}"
        ));
        let mut copy = copy.clone();
        copy.id = id.clone();
        let known = Fact::known(copy, Origin::Everything);
        inventory.vnet_connections.insert(id, known);
    }
    inventory
}

#[test]
fn the_copy_of_a_slot_is_not_that_of_its_app() {
    let of_app = "shop/virtualNetworkConnections/net";
    let of_slot = "shop/slots/next/virtualNetworkConnections/net";
    for (app, own) in [("shop", of_app), ("SHOP/next", of_slot)] {
        let found = assemble(copies(&[of_slot, of_app]), Some(app)).unwrap();
        let copy = found.connection.value().unwrap();
        assert!(copy.id.as_str().ends_with(own), "{app}: {}", copy.id);
    }
}

#[test]
fn an_app_that_was_not_read_is_named_in_full_and_in_any_letter_case() {
    let slot = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Web/sites/shop/slots/next";
    let slot = ResourceId::new(slot);
    let mut inventory = Inventory::default();
    let refused = Fact::unknown("the app", "was refused");
    inventory.sites.insert(slot.clone(), refused);
    let only = assemble(inventory, None).unwrap();
    assert_eq!(only.app_name.as_deref(), Some("shop/next"));
    assert_eq!(only.app_id(), Some(&slot));

    let two = copies(&[
        "shop/virtualNetworkConnections/a",
        "SHOP/virtualNetworkConnections/b",
    ]);
    let named = assemble(two, None).unwrap();
    assert_eq!(named.app_name.as_deref(), Some("shop"));
    assert_eq!(named.app_id(), None);
}

#[test]
fn in_the_console_of_a_slot_the_slot_is_meant() {
    let variables = [("WEBSITE_SITE_NAME", "shop"), ("WEBSITE_SLOT_NAME", "next")];
    let owned = variables.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let console = Environment::new(owned, None);
    let found = Integration::assemble(Inventory::default(), console, None).unwrap();
    assert_eq!(found.app_name.as_deref(), Some("shop/next"));
}

#[test]
fn the_network_configuration_alone_names_the_subnet() {
    let integration = regional(
        |inventory| {
            inventory.vnet_connections.clear();
            for fact in inventory.sites.values_mut() {
                if let Fact::Known { value, from } = fact {
                    value.subnet = Fact::Absent { from: from.clone() };
                }
            }
        },
        &[],
    );
    assert_eq!(integration.kind.value(), Some(&Kind::Regional));
    assert_eq!(integration.subnet.value().unwrap().name(), "integration");
    assert_eq!(integration.vnet.value().unwrap().name, "nw-spoke");
}

#[test]
fn inside_the_app_an_address_without_a_gateways_name_is_the_regional_kind() {
    let kind = |variables: &[(&str, &str)]| {
        let mut all = vec![("WEBSITE_SITE_NAME", "nw-api")];
        all.extend_from_slice(variables);
        let nothing = |inventory: &mut Inventory| *inventory = Inventory::default();
        regional(nothing, &all).kind
    };
    let address = ("WEBSITE_PRIVATE_IP", "10.80.4.7");
    assert_eq!(kind(&[address]).value(), Some(&Kind::Regional));
    let both = kind(&[("WEBSITE_VNETNAME", "nw-net"), address]);
    assert_eq!(both.value(), Some(&Kind::Gateway));
    assert!(kind(&[]).gap().is_some());
}
