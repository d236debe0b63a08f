//! The name gives a public address, so this traffic does not use the integration.

use netdiag::model::{Entry, Kind};

use super::case::Case;
use super::finding::Finding;
use super::{Cause, Explanation};
use crate::path::place::Place;

pub const CAUSE: Cause = Cause {
    name: "name-is-public",
    title: "the name gives a public address, so this traffic does not use the integration",
    explanation: Explanation {
        means: "The address that the name resolves to lies in no route into the network, or with regional integration is no private one while not all traffic is routed into it.",
        matters: "A firewall on the other side sees one of the app's outbound addresses, not an address of the network.",
        reads: "The answer and the routes (or the route-all switch).",
        mend: "Use the private name or zone (privatelink), or route the address into the network on purpose.",
    },
    mend_regional: Some(
        "Use the private name or zone (privatelink), or let all traffic enter the network: portal: the app, Networking, VNet integration, Outbound internet traffic. az resource update --ids APP --set properties.outboundVnetRouting.applicationTraffic=true. A firewall on the other side must allow the app's outbound addresses, or with all traffic routed those of the NAT gateway.",
    ),
    judge,
    ..Cause::PLAIN
};

fn judge(case: &Case<'_>) -> Option<Finding> {
    if !case.failed() {
        return None;
    }
    let (point, by) = case.points.iter().find_map(|point| match &point.entry {
        Entry::Internet { by } if !point.is_private() => Some((point, by)),
        _ => None,
    })?;
    // Public by its number, but the network's own: it could be reached there.
    let place = point.trace.as_ref().and_then(|trace| {
        let mut places = trace.ways.iter().map(|(region, _)| &region.place);
        places.find(|place| !matches!(place, Place::Nowhere | Place::Internet | Place::Platform))
    });
    if let (Some(place), Some(&Kind::Regional)) = (place, case.snapshot.integration.kind.value()) {
        let finding = Finding::certain(format!(
            "{} lies in {}, but it is no private address (RFC 1918), so that it enters the network only with route-all on",
            point.address,
            place.name()
        ));
        return Some(finding.because("routing", by, None).seen(point));
    }
    let what = match case.name() {
        Some(name) => format!("{name} gives the public address {}", point.address),
        None => format!("{} is a public address", point.address),
    };
    let finding = Finding::likely(format!("{what}, which does not enter the network"));
    Some(finding.because("routing", by, None).seen(point))
}
