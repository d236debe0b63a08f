//! The answers from on-premises go to another range.

use netdiag::fact::Fact;
use netdiag::text::listed;

use super::{Explanation, Findings, Judgement, Move, Need};
use crate::check::Verdict;

pub const NEED: Need = Need {
    name: "on-premises-way-back",
    title: "on-premises routes the new subnet back, and lets it in",
    explanation: Explanation {
        means: "The site at the other end of each site-to-site connection sends answers to the new subnet into the tunnel, and its firewalls admit that subnet.",
        matters: "The app comes from another range than before; a site that knows the point-to-site range only drops its answers.",
        reads: "Connections of the gateway, and whether a peered network uses it (useRemoteGateways). Routes and firewalls on-premises cannot be read from Azure.",
        mend: "Have the on-premises side route the new subnet into the tunnel and admit it in its firewalls, beside the point-to-site range until every app has moved.",
    },
    time: "whatever the on-premises side takes; no outage",
    judge,
};

fn judge(it: &Move<'_>) -> Judgement {
    let neighbours = it.now.integration.neighbours();
    if neighbours.is_empty() {
        return Err(Verdict::not_applicable(
            "no site-to-site connection was read",
        ));
    }
    let mut found = Findings::default();
    let pool = it.now.integration.pool();
    let pool = pool
        .value()
        .map_or_else(|| "the point-to-site range".to_owned(), ToString::to_string);
    let senders = it.senders();
    for neighbour in &neighbours {
        let name = &neighbour.connection.name;
        found.evidence(
            format!("behind {name}"),
            listed(neighbour.prefixes.value().into_iter().flatten()),
            Some(&neighbour.connection.from),
        );
        let known = if it.exists || !inside(it) {
            ""
        } else {
            " (the network's address space holds it, so a side that routes all of that knows it)"
        };
        found.cannot_tell(format!("whether the other side of {name} routes {senders} back and admits it{known} cannot be seen from Azure; until now the app came from {pool}"));
    }
    if !it.stays() {
        transit(it, &mut found);
    }
    Ok(found.verdict(""))
}

fn inside(it: &Move<'_>) -> bool {
    let space = it.vnet.address_space.value();
    space.is_some_and(|space| netdiag::space::AddressSet::of(space).covers(&it.senders()))
}

/// From another network the gateway is reached only if the peering lends it.
fn transit(it: &Move<'_>, found: &mut Findings) {
    let Some(now) = it.now.integration.vnet.value() else {
        return;
    };
    let peerings = it.vnet.peerings.value().into_iter().flatten();
    let uses = peerings
        .filter(|peering| peering.remote.value() == Some(&now.id))
        .any(|peering| {
            matches!(
                peering.uses_remote_gateways,
                Fact::Known { value: true, .. }
            )
        });
    if !uses {
        found.fail(format!("{} does not use the gateway of {} (useRemoteGateways), so on-premises is not reached from it", it.vnet.name, now.name));
    }
}
