//! App Service works with an old copy of the network's information.

use netdiag::model::Entry;

use super::case::Case;
use super::finding::Finding;
use super::observation::Contact;
use super::{Cause, Explanation};
use crate::check::{Status, sync_costs};
use crate::path::place::Place;

pub const CAUSE: Cause = Cause {
    name: "network-out-of-sync",
    title: "App Service works with an old copy of the network's information",
    explanation: Explanation {
        means: "The copied routes or DNS servers are not what the network has now.",
        matters: "New ranges are not reached, and the wrong DNS servers are asked.",
        reads: "routes and dnsServers of the connection against the network.",
        mend: concat!(
            "Portal: the App Service plan, Networking, VNet integration, the network, Sync Network (az has no command for it). ",
            sync_costs!()
        ),
    },
    shows: &["not_permitted"],
    judge,
    ..Cause::PLAIN
};

fn judge(case: &Case<'_>) -> Option<Finding> {
    let judged = case.judged("network-in-sync")?;
    if case.reached() || judged.verdict.status != Status::Fail {
        return None;
    }
    let summary = judged.verdict.summary.clone();
    // It matters here if the address should be in the copied routes and is not, or if the name
    // failed on servers that are not the network's any more.
    let unrouted = case.points.iter().chain(&case.deaf_servers).find(|point| {
        let trace = point.trace.as_ref();
        matches!(point.entry, Entry::Internet { .. })
            && trace.is_some_and(|trace| {
                trace
                    .ways
                    .iter()
                    .any(|(region, _)| !matches!(region.place, Place::Nowhere))
            })
    });
    let finding = match unrouted {
        Some(point) if point.contact.is_some() => Finding::certain(format!(
            "{} belongs to the network, but App Service does not know it: {summary}",
            point.address
        ))
        .seen(point),
        Some(point) => Finding::likely(format!(
            "{} belongs to the network, but App Service does not know it: {summary}",
            point.address
        )),
        None if case.name_failed() && stale_servers(case) => Finding::likely(summary),
        None if case.contacts().any(Contact::not_permitted) => Finding::likely(summary),
        // An old copy that holds the address does no harm to it.
        None => return None,
    };
    Some(finding.of_check(judged))
}

/// Whether App Service's copy of the DNS servers differs from the network's.
fn stale_servers(case: &Case<'_>) -> bool {
    let integration = &case.snapshot.integration;
    let copy = integration
        .connection
        .value()
        .and_then(|c| c.dns_servers.value());
    let own = integration
        .vnet
        .value()
        .and_then(|vnet| vnet.dns_servers.value());
    matches!((copy, own), (Some(copy), Some(own)) if copy != own)
}
