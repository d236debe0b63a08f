//! The rules of a security group, as JSON: prefixes, ports, tags, priorities. What the group does with a
//! set of flows must be what it does with some of them one by one.

use std::net::Ipv4Addr;

use netcheck::path::flows::Block;
use netcheck::path::security::{Part, evaluate};
use netcheck::path::tags::Tags;
use netdiag::model::{Direction, Environment, Integration, Inventory, Protocol, SecurityGroup};
use netdiag::source;
use netdiag::space::{AddressSet, PortSet};
use serde_json::{Value, json};

const ID: &str =
    "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/networkSecurityGroups/n";

/// Panics if something does not hold.
pub fn body(bytes: &[u8]) {
    let Ok(rules) = source::parse_document(bytes) else {
        return;
    };
    let Some(group) = group(rules) else { return };
    let nothing = Integration::assemble(Inventory::default(), Environment::empty(), None);
    let tags = Tags::around(&nothing.expect("nothing is unambiguous"));
    let flows = Block {
        from: AddressSet::of(&["172.29.7.0/24".parse().expect("a prefix")]),
        to: AddressSet::of(&["10.0.0.0/8".parse().expect("a prefix")]),
        ports: PortSet::all(),
    };
    for direction in [Direction::Inbound, Direction::Outbound] {
        for protocol in [Protocol::Tcp, Protocol::Udp] {
            let parts = match evaluate(&group, direction, protocol, &flows, &tags) {
                Ok(parts) => parts,
                Err(gap) => {
                    assert!(!gap.what.is_empty());
                    continue;
                }
            };
            assert_eq!(
                volume(parts.iter().map(|part| &part.flows)),
                volume([&flows])
            );
            for flow in samples(&parts) {
                let whole: Vec<&Part> = parts
                    .iter()
                    .filter(|part| holds(&part.flows, flow))
                    .collect();
                assert_eq!(whole.len(), 1, "{flow:?} is in {} parts", whole.len());
                let alone = evaluate(&group, direction, protocol, &block(flow), &tags);
                let alone = alone.expect("the rules are read");
                assert_eq!(alone.len(), 1);
                // Which of several unknown things is named first may differ.
                assert_eq!(
                    std::mem::discriminant(&alone[0].fate),
                    std::mem::discriminant(&whole[0].fate),
                    "{flow:?}: {:?}, by itself {:?}",
                    whole[0].fate,
                    alone[0].fate
                );
            }
        }
    }
}

fn group(rules: Value) -> Option<SecurityGroup> {
    let rules: Vec<Value> = match rules {
        Value::Array(rules) => rules,
        rule => vec![rule],
    };
    let rules: Vec<Value> = rules
        .into_iter()
        .enumerate()
        .map(|(i, rule)| json!({"name": format!("r{i}"), "id": format!("{ID}/securityRules/r{i}"), "properties": rule}))
        .collect();
    let document = json!({
        "id": ID,
        "name": "n",
        "type": "Microsoft.Network/networkSecurityGroups",
        "properties": {"securityRules": rules},
    });
    let inventory = source::inventory(&[("n.json".to_owned(), document)], Vec::new());
    let group = inventory.security_groups.into_values().next()?;
    group.value().cloned()
}

type Flow = (Ipv4Addr, Ipv4Addr, u16);

/// A corner of each of the first parts.
fn samples(parts: &[Part]) -> Vec<Flow> {
    let corner = |part: &Part| {
        let from = part.flows.from.ranges().first()?.0;
        let to = part.flows.to.ranges().last()?.1;
        let port = part.flows.ports.ranges().first()?.1;
        Some((from, to, port))
    };
    parts.iter().take(8).filter_map(corner).collect()
}

fn holds(block: &Block, (from, to, port): Flow) -> bool {
    block.from.contains(from) && block.to.contains(to) && block.ports.contains(port)
}

fn block((from, to, port): Flow) -> Block {
    Block {
        from: AddressSet::from_range(from, from),
        to: AddressSet::from_range(to, to),
        ports: PortSet::from_range(port, port),
    }
}

/// How many flows there are. Parts that share none and leave none out have as many as the whole.
fn volume<'a>(blocks: impl IntoIterator<Item = &'a Block>) -> u128 {
    blocks
        .into_iter()
        .map(|block| {
            let ports: u32 = block
                .ports
                .ranges()
                .iter()
                .map(|(a, b)| u32::from(b - a) + 1)
                .sum();
            u128::from(block.from.count()) * u128::from(block.to.count()) * u128::from(ports)
        })
        .sum()
}
