//! An address must mean one place.

use netdiag::fact::{Fact, Origin};
use netdiag::space::{AddressSet, private_ranges};

use super::{Check, Explanation, Findings, Scope, Snapshot, Verdict};

pub const CHECK: Check = Check {
    name: "address-spaces-disjoint",
    title: "no address spaces overlap",
    explanation: Explanation {
        means: "The point-to-site pool, the network, the peered networks and the on-premises ranges have no address in common, the pool is private (RFC 1918), and the subnets lie in the network without overlap.",
        matters: "An address that exists on both sides is reached on one of them, and answers to a pool that exists elsewhere never come back.",
        reads: "vpnClientAddressPool, addressSpace, subnets, remoteAddressSpace of the peerings, localNetworkAddressSpace.",
        mend: "Give the point-to-site pool other addresses (portal: the gateway, Point-to-site configuration), then Sync Network on the plan; or renumber the other side.",
    },
    scope: Scope::Gateway,
    after: &[],
    judge,
};

struct Space {
    what: String,
    addresses: AddressSet,
    from: Origin,
}

fn judge(snapshot: &Snapshot) -> Verdict {
    let integration = &snapshot.integration;
    let mut found = Findings::default();
    let mut spaces: Vec<Space> = Vec::new();
    let mut add = |what: String, fact: Fact<AddressSet>, found: &mut Findings| match fact {
        Fact::Known { value, from } => spaces.push(Space {
            what,
            addresses: value,
            from,
        }),
        Fact::Absent { .. } => {}
        Fact::Unknown(gap) => found.unknown(&gap),
    };
    if integration.vnet.is_absent() {
        return Verdict::not_applicable("there is no network");
    }
    add(
        "the point-to-site pool".to_owned(),
        integration.pool(),
        &mut found,
    );
    add(
        "the network".to_owned(),
        integration.vnet_addresses(),
        &mut found,
    );
    match integration.peerings() {
        Fact::Known { value, .. } => {
            for peering in value {
                let space = peering.remote_address_space.as_ref().map(AddressSet::of);
                add(
                    format!("the peered network of {}", peering.name),
                    space,
                    &mut found,
                );
            }
        }
        Fact::Absent { .. } => {}
        // The network itself was not read, which is said already.
        Fact::Unknown(_) => {}
    }
    for neighbour in integration.neighbours() {
        let name = format!("the other side of {}", neighbour.connection.name);
        add(name, neighbour.ranges(), &mut found);
    }
    for (i, a) in spaces.iter().enumerate() {
        for b in &spaces[i + 1..] {
            let common = a.addresses.intersection(&b.addresses);
            if !common.is_empty() {
                found.fail(format!("{common} is in {} and in {}", a.what, b.what));
                found.evidence(&a.what, &a.addresses, Some(&a.from));
                found.evidence(&b.what, &b.addresses, Some(&b.from));
            }
        }
    }
    if let Some(pool) = spaces.iter().find(|s| s.what == "the point-to-site pool") {
        let public = pool.addresses.difference(&private_ranges());
        if !public.is_empty() {
            found.fail(format!(
                "{public} of the point-to-site pool is not private (RFC 1918)"
            ));
            found.evidence(&pool.what, &pool.addresses, Some(&pool.from));
        }
    }
    subnets(snapshot, &mut found);
    found.verdict("every address means one place")
}

fn subnets(snapshot: &Snapshot, found: &mut Findings) {
    let integration = &snapshot.integration;
    let Some(subnets) = integration
        .vnet
        .value()
        .and_then(|vnet| vnet.subnets.value())
    else {
        return;
    };
    let space = integration.vnet_addresses();
    let mut taken: Vec<(&str, AddressSet)> = Vec::new();
    for subnet in subnets {
        let (prefixes, from) = match &subnet.prefixes {
            Fact::Known { value, from } => (AddressSet::of(value), from),
            Fact::Absent { .. } => continue,
            Fact::Unknown(gap) => {
                found.unknown(gap);
                continue;
            }
        };
        if let Some(space) = space.value() {
            let outside = prefixes.difference(space);
            if !outside.is_empty() {
                found.fail(format!(
                    "{outside} of the subnet {} is outside the network",
                    subnet.name
                ));
                found.evidence(format!("subnet {}", subnet.name), &prefixes, Some(from));
            }
        }
        for (other, addresses) in &taken {
            let common = prefixes.intersection(addresses);
            if !common.is_empty() {
                found.fail(format!(
                    "{common} is in the subnets {other} and {}",
                    subnet.name
                ));
                found.evidence(format!("subnet {}", subnet.name), &prefixes, Some(from));
            }
        }
        taken.push((&subnet.name, prefixes));
    }
}
