//! Is what lies behind peerings, and the network that the app leaves, within reach?

use netdiag::model::{Generation, Peering};

use super::{Explanation, Findings, Judgement, Move, Need};
use crate::check::{Verdict, peering_not_connected};

pub const NEED: Need = Need {
    name: "peerings-connected",
    title: "the peerings that the app will use are connected",
    explanation: Explanation {
        means: "The peerings of the network that the app moves into are connected; if it leaves its network, one leads back there.",
        matters: "What lies behind a peering that is not connected is not reached. A classic network is not reached across a peering at all.",
        reads: "virtualNetworkPeerings of the network.",
        mend: "Connect the peering on both sides: az network vnet peering create --vnet-name VNET --resource-group RG --name NAME --remote-vnet OTHER --allow-vnet-access. Traffic of the regional kind begins in the network, so it needs neither allowForwardedTraffic nor hand-added routes.",
    },
    time: "at once",
    judge,
};

fn judge(it: &Move<'_>) -> Judgement {
    let mut found = Findings::default();
    let none = Vec::new();
    let peerings: &Vec<Peering> = match found.known(&it.vnet.peerings) {
        Some((peerings, _)) => peerings,
        None => &none,
    };
    for peering in peerings {
        if let Some(what) = peering_not_connected(peering, &mut found) {
            found.fail(what);
        }
    }
    let left = it.now.integration.vnet.value().filter(|_| !it.stays());
    if let Some(left) = left {
        if left.generation == Generation::V1 {
            found.fail(format!("{} is classic: the app reaches it from {} only through a VPN between the two networks' gateways, not across a peering", left.name, it.vnet.name));
        } else if !peerings
            .iter()
            .any(|peering| peering.remote.value() == Some(&left.id))
            && it.vnet.peerings.gap().is_none()
        {
            found.fail(format!(
                "{} is not peered with {}, which the app uses now",
                it.vnet.name, left.name
            ));
        }
    }
    if peerings.is_empty() && found.is_clean() {
        return Err(Verdict::not_applicable(
            "the network has no peerings, and the app stays in it",
        ));
    }
    Ok(found.verdict("all of them are"))
}
