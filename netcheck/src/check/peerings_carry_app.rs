//! Do the peered networks take the app's traffic?

use netdiag::fact::Fact;
use netdiag::model::{Kind, Peering, RouteKind};
use netdiag::space::AddressSet;
use netdiag::text::counted;

use super::{Check, Explanation, Findings, Judgement, Scope, Snapshot, reached};
use crate::path::peering::{Purpose, Switch, is_connected, remote_gateway};

pub const CHECK: Check = Check {
    name: "peerings-carry-app",
    title: "the peerings carry the app's traffic",
    explanation: Explanation {
        means: "Each peering is connected and in sync, this network lends its gateway (allowGatewayTransit), and the other one uses it (useRemoteGateways) and takes traffic that did not begin in its peer (allowForwardedTraffic). With regional integration the app's traffic begins in the network itself: access (allowVirtualNetworkAccess) on both sides is enough, and where this network uses the other one's gateway (useRemoteGateways) that one has to lend it.",
        matters: "With gateway-required integration what comes from the app did not begin in this network: without these flags the peered network drops it, or sends its answers elsewhere.",
        reads: "virtualNetworkPeerings of this network and, where it was read, of the other one. A peering that no INHERITED or STATIC route leads into is only warned of: perhaps the app has no business there.",
        mend: "Portal: the network, Peerings, the peering, on both sides. Or: az network vnet peering update --vnet-name VNET --resource-group RG --name PEERING --set allowForwardedTraffic=true allowGatewayTransit=true (there: useRemoteGateways=true). Then, with gateway-required integration, add the peered range to the app's routes.",
    },
    scope: Scope::Integrated,
    after: &[],
    judge,
};

fn judge(snapshot: &Snapshot) -> Judgement {
    let peerings = snapshot.peerings()?;
    let mut found = Findings::default();
    for peering in peerings {
        judge_peering(snapshot, peering, &mut found);
    }
    Ok(found.verdict(format!(
        "{} the app's traffic",
        counted(peerings.len(), "peering carries", "peerings carry")
    )))
}

fn judge_peering(snapshot: &Snapshot, peering: &Peering, found: &mut Findings) {
    let name = &peering.name;
    let regional = snapshot.integration.kind.value() == Some(&Kind::Regional);
    // With regional integration every peered network is reached unless somebody closes it.
    let meant = regional || is_meant(snapshot, peering);
    let wrong = |found: &mut Findings, what: String| {
        if meant {
            found.fail(what);
        } else {
            found.warn(what);
        }
    };
    if let Some(what) = peering_not_connected(peering, found) {
        wrong(found, what);
    }
    if let Some((value, from)) = found.known(&peering.sync_level)
        && !value.eq_ignore_ascii_case("FullyInSync")
    {
        found.evidence(format!("peeringSyncLevel of {name}"), value, Some(from));
        found.warn(format!(
            "{name} is not in sync ({value}): one side's address space has changed since"
        ));
    }
    let needs = |found: &mut Findings, switch: Switch<'_>, side: &str| match switch.on {
        Fact::Known { value: true, .. } => {}
        Fact::Known { from, .. } | Fact::Absent { from } => {
            found.evidence(format!("{} of {side}", switch.name), "false", Some(from));
            wrong(found, format!("{side} has {} off", switch.name));
        }
        Fact::Unknown(gap) => found.unknown(gap),
    };
    let purpose = Purpose::of_app(regional);
    for switch in purpose.here(peering) {
        needs(found, switch, name);
    }
    let (_, other) = snapshot.integration.other_side(peering);
    match other {
        Fact::Known { value: other, .. } => {
            let side = format!("the other side ({})", other.name);
            for switch in purpose.there(other) {
                needs(found, switch, &side);
            }
            let gateway = remote_gateway(peering);
            match gateway.on {
                _ if !regional => {}
                // Behind the other network's gateway lies what this network has no gateway for.
                Fact::Known { value: true, from } => {
                    found.evidence(format!("{} of {name}", gateway.name), "true", Some(from));
                    for switch in Purpose::ToGateway.there(other) {
                        needs(found, switch, &side);
                    }
                }
                Fact::Known { .. } | Fact::Absent { .. } => {}
                Fact::Unknown(gap) => found.unknown(gap),
            }
        }
        Fact::Absent { from } => {
            found.evidence(
                format!("the other side of {name}"),
                "no peering back",
                Some(&from),
            );
            wrong(
                found,
                format!("the other network has no peering back to {name}"),
            );
        }
        Fact::Unknown(gap) if meant => found.unknown(&gap),
        // Nobody sends the app's traffic there: that its flags are not known is no gap worth a mark.
        Fact::Unknown(gap) => found.evidence(format!("the other side of {name}"), gap.why, None),
    }
}

/// The fault of a peering that is not connected; its state is evidence.
pub(crate) fn peering_not_connected(peering: &Peering, found: &mut Findings) -> Option<String> {
    let name = &peering.name;
    let state = found.stated(
        &format!("peeringState of {name}"),
        &peering.state,
        format!("{name} does not say its state"),
    )?;
    (!is_connected(state)).then(|| format!("{name} is not connected ({state})"))
}

/// Whether the app's routes lead into the peered network on purpose: DEFAULT routes lead everywhere.
fn is_meant(snapshot: &Snapshot, peering: &Peering) -> bool {
    let routes = snapshot
        .integration
        .connection
        .value()
        .and_then(|c| c.routes.value());
    let deliberate = routes
        .into_iter()
        .flatten()
        .filter(|route| route.kind != RouteKind::Default);
    let deliberate = reached(deliberate);
    let space = peering.remote_address_space.value();
    space.is_some_and(|space| AddressSet::of(space).overlaps(&deliberate))
}
