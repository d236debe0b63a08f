//! Which app, which network, which way in: on the shipped example, and on parts of it.

use std::path::Path;

use super::*;
use crate::model::{Entry, RouteKind};

fn healthy() -> Inventory {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/healthy");
    crate::source::read_export(&folder).unwrap()
}

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
    let chosen = assemble(inventory, Some("NW-ADMIN")).unwrap();
    assert_eq!(chosen.app.value().unwrap().name, "nw-admin");
}
