//! An address must mean one place.

use netdiag::fact::Origin;
use netdiag::space::{AddressSet, private_ranges};

use super::{Check, Explanation, Findings, Judgement, Scope, Snapshot, Verdict, sync_costs};

pub const CHECK: Check = Check {
    name: "address-spaces-disjoint",
    title: "no address spaces overlap",
    explanation: Explanation {
        means: "The point-to-site pool (if there is one), the network, the peered networks and the on-premises ranges have no address in common, the pool is private (RFC 1918), and the subnets lie in the network without overlap.",
        matters: "An address that exists on both sides is reached on one of them, and answers to a pool that exists elsewhere never come back.",
        reads: "vpnClientAddressPool, addressSpace, subnets, remoteAddressSpace of the peerings, localNetworkAddressSpace.",
        mend: concat!(
            "Give the point-to-site pool other addresses (portal: the gateway, Point-to-site configuration), then Sync Network on the plan; or renumber the other side. Regional integration has no pool: renumber one of the two. ",
            sync_costs!()
        ),
    },
    scope: Scope::Integrated,
    after: &[],
    judge,
};

const POOL: &str = "the point-to-site pool";

struct Space {
    what: String,
    addresses: AddressSet,
    from: Origin,
}

fn judge(snapshot: &Snapshot) -> Judgement {
    if snapshot.integration.vnet.is_absent() {
        return Err(Verdict::not_applicable("there is no network"));
    }
    let mut found = Findings::default();
    let spaces = spaces(snapshot, &mut found);
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
    if let Some(pool) = spaces.iter().find(|space| space.what == POOL) {
        let public = pool.addresses.difference(&private_ranges());
        if !public.is_empty() {
            found.fail(format!("{public} of {POOL} is not private (RFC 1918)"));
            found.evidence(POOL, &pool.addresses, Some(&pool.from));
        }
    }
    subnets(snapshot, &mut found);
    Ok(found.verdict("every address means one place"))
}

/// The address spaces that must have nothing in common.
fn spaces(snapshot: &Snapshot, found: &mut Findings) -> Vec<Space> {
    let integration = &snapshot.integration;
    let mut all = vec![
        (POOL.to_owned(), integration.pool()),
        ("the network".to_owned(), integration.vnet_addresses()),
    ];
    // That the network itself was not read is said already.
    if let Some(vnet) = integration.vnet.value()
        && let Some((peerings, _)) = found.known(&vnet.peerings)
    {
        all.extend(peerings.iter().map(|peering| {
            let what = format!("the peered network of {}", peering.name);
            let space = peering.remote_address_space.as_ref();
            (what, space.map(AddressSet::of))
        }));
    }
    all.extend(integration.neighbours().iter().map(|neighbour| {
        let what = format!("the other side of {}", neighbour.connection.name);
        (what, neighbour.ranges())
    }));
    all.into_iter()
        .filter_map(|(what, fact)| {
            let (addresses, from) = found.known(&fact)?;
            Some(Space {
                what,
                addresses: addresses.clone(),
                from: from.clone(),
            })
        })
        .collect()
}

fn subnets(snapshot: &Snapshot, found: &mut Findings) {
    let Some(vnet) = snapshot.integration.vnet.value() else {
        return;
    };
    let Some((subnets, _)) = found.known(&vnet.subnets) else {
        return;
    };
    let space = snapshot.integration.vnet_addresses();
    let mut taken: Vec<(&str, AddressSet)> = Vec::new();
    for subnet in subnets {
        let name = &subnet.name;
        let Some((prefixes, from)) = found.known(&subnet.prefixes) else {
            continue;
        };
        let addresses = AddressSet::of(prefixes);
        let mut wrong = |what: String| {
            found.fail(what);
            found.evidence(format!("subnet {name}"), &addresses, Some(from));
        };
        if let Some(space) = space.value() {
            let outside = addresses.difference(space);
            if !outside.is_empty() {
                wrong(format!(
                    "{outside} of the subnet {name} is outside the network"
                ));
            }
        }
        for (other, taken) in &taken {
            let common = addresses.intersection(taken);
            if !common.is_empty() {
                wrong(format!("{common} is in the subnets {other} and {name}"));
            }
        }
        taken.push((name, addresses));
    }
}
