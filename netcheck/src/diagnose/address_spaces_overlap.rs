//! The target's address exists on both sides.

use super::case::Case;
use super::finding::Finding;
use super::observation::Contact;
use super::{Cause, Explanation};
use crate::check::sync_costs;

pub const CAUSE: Cause = Cause {
    name: "address-spaces-overlap",
    title: "the target's address exists on both sides",
    explanation: Explanation {
        means: "The address lies in two of: the pool, the network, a peered network, an on-premises range.",
        matters: "It is reached on one side, which need not be the one that is meant.",
        reads: "All address spaces that were read.",
        mend: concat!(
            "Renumber one side; a new point-to-site pool (portal: the gateway, Point-to-site configuration; az network vnet-gateway update --name GATEWAY --resource-group RG --address-prefixes POOL) needs a Sync Network. ",
            sync_costs!()
        ),
    },
    mend_regional: Some(
        "Renumber one side. Where a peered network and an on-premises range hold it both, the more specific prefix wins, and of equal ones the peering.",
    ),
    judge,
    ..Cause::PLAIN
};

fn judge(case: &Case<'_>) -> Option<Finding> {
    if case.reached() {
        return None;
    }
    case.points.iter().find_map(|point| {
        let mut places = point.trace.as_ref()?.places();
        if point.came(Contact::answered) {
            return None;
        }
        if let Some(pool) = case.snapshot.integration.pool().value()
            && pool.holds(point.address)
        {
            places.push("the point-to-site pool".to_owned());
        }
        if places.len() < 2 {
            return None;
        }
        let summary = format!("{} exists in {}", point.address, places.join(" and in "));
        let finding = if point.contact.is_some() {
            Finding::certain(summary)
        } else {
            Finding::likely(summary)
        };
        Some(finding.seen(point))
    })
}
