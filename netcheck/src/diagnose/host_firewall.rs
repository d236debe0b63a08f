//! The host answers on other ports; this one is dropped there, not in Azure.

use super::case::Case;
use super::finding::{Finding, silent_and_clean};
use super::{Cause, Explanation};

pub const CAUSE: Cause = Cause {
    name: "host-firewall",
    title: "the host answers on other ports; this one is dropped there, not in Azure",
    explanation: Explanation {
        means: "The host is reached on another port, and nothing in the configuration treats the two ports differently.",
        matters: "The host's own firewall drops the app's addresses (the point-to-site range, or the integration subnet's) or the port.",
        reads: "Connects to other ports of the same host.",
        mend: "Allow the point-to-site range on the host's firewall for this port.",
    },
    mend_regional: Some(
        "Allow the integration subnet's range on the host's firewall for this port.",
    ),
    judge,
    ..Cause::PLAIN
};

fn judge(case: &Case<'_>) -> Option<Finding> {
    if case.reached() {
        return None;
    }
    // A firewall that rejects says so; if the host itself says it, the firewall is the host's.
    for point in case.points.iter().filter(|point| !point.is_on_premises()) {
        if let Some(contact) = &point.contact
            && let Some(by) = contact.reported_by
            && (point.speaks_itself()
                || matches!(contact.outcome.as_str(), "refused" | "prohibited"))
        {
            let finding = if point.speaks_itself() {
                Finding::likely(format!(
                    "a firewall on {} rejects port {}",
                    point.address, point.port
                ))
            } else {
                Finding::likely(format!(
                    "{by}, a firewall or router before {}, rejects it",
                    point.address
                ))
            };
            return Some(finding.seen(point));
        }
    }
    let point = silent_and_clean(case)?;
    if point.is_on_premises() || !point.is_private() {
        return None;
    }
    Some(match case.other_port_that_answers(point) {
        Some(port) => Finding::likely(format!(
            "{} answers on port {port}, but not on {}, and nothing in Azure treats the two differently",
            point.address, point.port
        ))
        .seen(point),
        None => Finding::possible(format!("a firewall on {} may drop it", point.address)).seen(point),
    })
}
