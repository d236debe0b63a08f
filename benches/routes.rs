//! How choosing routes grows with a subnet's route table. (Azure allows 400 user-defined routes in a
//! table; the larger ones show the curve.)
//!
//!     cargo bench -p netcheck --bench routes

use std::sync::Arc;

use divan::{Bencher, black_box};
use netcheck::path::routes::EffectiveRoutes;
use netdiag::fact::Fact;
use netdiag::model::{Environment, Integration, Inventory, Subnet, Vnet};
use netdiag::space::AddressSet;
use serde_json::{Value, json};

fn main() {
    divan::main();
}

const GROUP: &str = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/bench";

/// A network whose one subnet has a table of that many routes: nested prefixes, so that most answers
/// are put together from several.
fn inventory(routes: usize) -> Inventory {
    let network = format!("{GROUP}/providers/Microsoft.Network/virtualNetworks/net");
    let table = format!("{GROUP}/providers/Microsoft.Network/routeTables/table");
    let routes: Vec<Value> = (0..routes)
        .map(|i| {
            let (b, c) = (i / 128 % 256, i % 128 * 2);
            let length = [16, 20, 23, 24][i % 4];
            let octets = [10, b as u8, c as u8, 0];
            let prefix = ipnet::Ipv4Net::new_assert(octets.into(), length).trunc();
            json!({
                "name": format!("route-{i}"),
                "properties": {
                    "addressPrefix": prefix.to_string(),
                    "nextHopType": if i % 5 == 0 { "None" } else { "VirtualAppliance" },
                    "nextHopIpAddress": "172.16.0.4",
                    "provisioningState": "Succeeded",
                }
            })
        })
        .collect();
    netdiag::source::inventory(
        &[
            (
                "network.json".to_owned(),
                json!({
                    "id": network,
                    "name": "net",
                    "type": "Microsoft.Network/virtualNetworks",
                    "location": "westeurope",
                    "properties": {
                        "provisioningState": "Succeeded",
                        "addressSpace": {"addressPrefixes": ["172.16.0.0/16"]},
                        "virtualNetworkPeerings": [],
                        "subnets": [{
                            "id": format!("{network}/subnets/apps"),
                            "name": "apps",
                            "properties": {
                                "addressPrefix": "172.16.1.0/24",
                                "provisioningState": "Succeeded",
                                "routeTable": {"id": table},
                            }
                        }],
                    }
                }),
            ),
            (
                "table.json".to_owned(),
                json!({
                    "id": table,
                    "name": "table",
                    "type": "Microsoft.Network/routeTables",
                    "location": "westeurope",
                    "properties": {
                        "provisioningState": "Succeeded",
                        "disableBgpRoutePropagation": false,
                        "routes": routes,
                    }
                }),
            ),
        ],
        Vec::new(),
    )
}

fn with_routes(routes: usize, bench: impl FnOnce(&Subnet, &Vnet, &Integration)) {
    let whole = Integration::assemble(inventory(routes), Environment::empty(), None)
        .expect("no app is needed");
    let inventory = Arc::clone(&whole.inventory);
    let network = inventory.vnets.values().next().and_then(Fact::value);
    let network = network.expect("one network");
    let subnets = network.subnets.value().expect("its subnets");
    bench(&subnets[0], network, &whole);
}

#[divan::bench(args = [10, 100, 400, 1_600])]
fn effective_routes(bencher: Bencher<'_, '_>, routes: usize) {
    with_routes(routes, |subnet, network, whole| {
        bencher.bench(|| EffectiveRoutes::of(black_box(subnet), network, whole));
    });
}

#[divan::bench(args = [10, 100, 400, 1_600])]
fn choose_for_everything(bencher: Bencher<'_, '_>, routes: usize) {
    with_routes(routes, |subnet, network, whole| {
        let chosen = EffectiveRoutes::of(subnet, network, whole).expect("all was read");
        let everywhere = AddressSet::all();
        assert!(chosen.choose(&everywhere).len() > routes / 4);
        bencher.bench(|| chosen.choose(black_box(&everywhere)).len());
    });
}
