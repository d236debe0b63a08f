//! The regional kind needs a subnet of its own.

use netdiag::model::Generation;
use netdiag::text::counted;

use super::super::Eligible;
use super::super::subnet::{fits, how_to_make};
use super::{Concern, Explanation, Question, REGIONAL, Reason, Verdict};
use crate::check::Evidence;

pub const REASON: Reason = Reason {
    name: "no-subnet-free",
    title: "no subnet of the network will do",
    good: "a subnet is there for the plan",
    explanation: Explanation {
        means: "Every subnet is taken by another plan or service, too small, not empty, delegated to something else, or has a name that Azure reserves.",
        matters: "Regional integration sends from a subnet that holds nothing else, of /28 or larger: an address for each instance, twice that while the plan scales up or down, and 5 that Azure keeps. Its size cannot be changed afterwards; /26 is advised.",
        reads: "Of each subnet: prefix, ipConfigurations, privateEndpoints, delegations, serviceAssociationLinks; virtualNetworkSubnetId of the apps; instances (sku.capacity) of the plan.",
        mend: "Create a subnet of /26 delegated to Microsoft.Web/serverFarms.",
    },
    time: "at once",
    ways: REGIONAL,
    concern: Concern::Plan,
    judge,
};

fn judge(question: &Question<'_>) -> Option<Verdict> {
    let vnet = question.vnet;
    // That a classic network cannot serve at all is said elsewhere.
    if vnet.generation == Generation::V1 {
        return None;
    }
    if let Some(gap) = vnet.subnets.gap() {
        return Some(Verdict::unknown(gap));
    }
    let fits = fits(question);
    if fits.iter().any(|fit| fit.eligible == Eligible::Yes) {
        return None;
    }
    let how = how_to_make(question);
    let unclear = fits.iter().find(|fit| fit.eligible == Eligible::Unclear);
    let verdict = match unclear {
        Some(fit) => Verdict::cannot_tell(format!(
            "whether the subnet {} will do: {}",
            fit.subnet.name,
            fit.why.join("; ")
        )),
        None if fits.is_empty() => Verdict::fail(format!("{} has no subnet", vnet.name)),
        None if fits.len() == 1 => {
            Verdict::fail(format!("the only subnet of {} will not do", vnet.name))
        }
        None => Verdict::fail(format!(
            "none of the {} of {} will do",
            counted(fits.len(), "subnet", "subnets"),
            vnet.name
        )),
    };
    let evidence = unclear.map_or_else(
        || vec![Evidence::new("subnets", fits.len(), vnet.subnets.origin())],
        |fit| fit.evidence.clone(),
    );
    Some(Verdict {
        evidence,
        remedy: Some(how),
        ..verdict
    })
}
