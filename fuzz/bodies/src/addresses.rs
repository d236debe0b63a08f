//! Addresses and prefixes wherever they are typed or stand in an export: a list of texts, one a line.

use netdiag::model::ResourceId;
use netdiag::source;
use netdiag::space::AddressSet;
use serde_json::json;

use crate::case;
use crate::shown::netcheck_all_ways;

const NETWORK: &str =
    "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/n";

/// Panics if something does not hold.
pub fn body(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let lines: Vec<&str> = text.lines().take(100).collect();
    let document = json!({
        "id": NETWORK,
        "name": "n",
        "type": "Microsoft.Network/virtualNetworks",
        "properties": {
            "addressSpace": {"addressPrefixes": lines},
            "dhcpOptions": {"dnsServers": lines},
        },
    });
    let inventory = source::inventory(&[("n.json".to_owned(), document)], Vec::new());
    let network = inventory.vnets[&ResourceId::new(NETWORK)]
        .value()
        .expect("it is read");
    if let Some(prefixes) = network.address_space.value() {
        let set = AddressSet::of(prefixes);
        let again: Vec<ipnet::IpNet> = set.prefixes().into_iter().map(Into::into).collect();
        assert_eq!(AddressSet::of(&again), set);
        for prefix in prefixes {
            assert_eq!(prefix.trunc(), *prefix, "a prefix holds no host part");
        }
    }
    let is_typed =
        |line: &&&str| !line.is_empty() && line.chars().all(|c| (' '..='~').contains(&c));
    if let Some(first) = lines.first().filter(is_typed) {
        case::with("healthy", &[], |folder| {
            netcheck_all_ways(&["reach", "--from", folder, &format!("--to={first}")]);
            netcheck_all_ways(&["route", "--from", folder, "--", first]);
        });
    }
}
