//! How the evaluation of a security group grows with its rules.
//!
//!     cargo bench -p netcheck
//!
//! Realistic groups: augmented rules of four prefixes on average, ports from a few dozen services, a
//! denial now and then; the flows are a whole point-to-site pool to a whole network, every port.

use std::net::Ipv4Addr;

use ipnet::{IpNet, Ipv4Net};
use netcheck::path::flows::Block;
use netcheck::path::security::evaluate;
use netcheck::path::tags::Tags;
use netdiag::fact::{Fact, Origin};
use netdiag::model::{
    Access, Direction, Environment, Integration, Inventory, Protocol, ResourceId, RulePeer,
    SecurityGroup, SecurityRule,
};
use netdiag::space::{AddressSet, PortSet};

fn main() {
    divan::main();
}

const SERVICES: [u16; 24] = [
    22, 25, 53, 80, 88, 135, 389, 443, 445, 636, 1433, 1521, 3268, 3306, 3389, 5432, 5671, 5985,
    6379, 8080, 8443, 9092, 9200, 27017,
];

/// A small generator with a fixed seed: the same groups in every run.
struct Draw(u64);

impl Draw {
    fn below(&mut self, n: u32) -> u32 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        ((self.0 >> 33) % u64::from(n)) as u32
    }

    fn net(&mut self) -> IpNet {
        let address = Ipv4Addr::from(0x0a3d_0000 + self.below(1 << 16));
        let length = 24 + self.below(9) as u8;
        IpNet::V4(Ipv4Net::new_assert(address, length).trunc())
    }
}

fn group(rules: usize) -> SecurityGroup {
    let mut draw = Draw(42);
    let rules = (0..rules).map(|i| {
        let prefixes = (0..1 + draw.below(7)).map(|_| draw.net()).collect();
        let source = match draw.below(4) {
            0 => RulePeer {
                any: true,
                ..RulePeer::default()
            },
            1 => RulePeer {
                prefixes: vec!["172.29.7.0/25".parse().unwrap()],
                ..RulePeer::default()
            },
            2 => RulePeer {
                prefixes: vec!["172.29.7.0/24".parse().unwrap()],
                ..RulePeer::default()
            },
            _ => RulePeer {
                prefixes: vec![draw.net()],
                ..RulePeer::default()
            },
        };
        let port = SERVICES[draw.below(24) as usize];
        SecurityRule {
            name: format!("rule-{i}"),
            priority: 100 + i as u32,
            direction: Direction::Inbound,
            access: if draw.below(5) == 0 {
                Access::Deny
            } else {
                Access::Allow
            },
            protocol: Protocol::Tcp,
            source,
            source_ports: PortSet::all(),
            destination: RulePeer {
                prefixes,
                ..RulePeer::default()
            },
            destination_ports: PortSet::from_range(port, port),
            from: Origin::Everything,
        }
    });
    SecurityGroup {
        id: ResourceId::new("/group"),
        name: "group".to_owned(),
        rules: Fact::known(rules.collect(), Origin::Everything),
        default_rules: Fact::Absent {
            from: Origin::Everything,
        },
        from: Origin::Everything,
    }
}

#[divan::bench(args = [10, 100, 1_000, 4_000])]
fn whole_group(bencher: divan::Bencher<'_, '_>, rules: usize) {
    let group = group(rules);
    let nothing = Integration::assemble(Inventory::default(), Environment::empty(), None).unwrap();
    let tags = Tags::around(&nothing);
    let flows = Block {
        from: AddressSet::of(&["172.29.7.0/24".parse().unwrap()]),
        to: AddressSet::of(&["10.61.0.0/16".parse().unwrap()]),
        ports: PortSet::all(),
    };
    bencher.bench(|| {
        evaluate(&group, Direction::Inbound, Protocol::Tcp, &flows, &tags)
            .unwrap()
            .len()
    });
}
