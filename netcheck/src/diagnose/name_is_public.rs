//! The name gives a public address, so this traffic does not use the integration.

use netdiag::model::Entry;

use super::case::Case;
use super::finding::Finding;
use super::{Cause, Explanation};

pub const CAUSE: Cause = Cause {
    name: "name-is-public",
    title: "the name gives a public address, so this traffic does not use the integration",
    explanation: Explanation {
        means: "The address that the name resolves to lies in no route into the network.",
        matters: "A firewall on the other side sees one of the app's outbound addresses, not an address of the network.",
        reads: "The answer and the routes (or the route-all switch).",
        mend: "Use the private name or zone (privatelink), or route the address into the network on purpose.",
    },
    judge,
};

fn judge(case: &Case<'_>) -> Option<Finding> {
    if !case.failed() {
        return None;
    }
    let point = case
        .points
        .iter()
        .find(|point| !point.is_private() && matches!(point.entry, Entry::Internet { .. }))?;
    let Entry::Internet { by } = &point.entry else {
        return None;
    };
    let what = match case.name() {
        Some(name) => format!("{name} gives the public address {}", point.address),
        None => format!("{} is a public address", point.address),
    };
    let finding = Finding::likely(format!("{what}, which does not enter the network"));
    Some(finding.because("routing", by, None).seen(point))
}
