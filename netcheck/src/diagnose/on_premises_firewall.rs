//! The on-premises firewall drops the app's addresses.

use super::case::Case;
use super::finding::{Finding, by_on_premises_silence, silent_and_clean};
use super::{Cause, Explanation};

pub const CAUSE: Cause = Cause {
    name: "on-premises-firewall",
    title: "the on-premises firewall drops the app's addresses",
    explanation: Explanation {
        means: "The on-premises side lets the network's own machines through, but not the app's addresses.",
        matters: "Machines of the network reach the host, the app does not.",
        reads: "That the configuration is clean, and what witnesses inside the network saw. It cannot be told from on-premises-no-route-back by Azure alone.",
        mend: "Allow the point-to-site range on the on-premises firewall.",
    },
    mend_regional: Some(
        "Allow the integration subnet's range on the on-premises firewall (an app that moved from gateway-required integration sent from the point-to-site range before).",
    ),
    judge,
    ..Cause::PLAIN
};

fn judge(case: &Case<'_>) -> Option<Finding> {
    // A firewall that rejects says so.
    let rejected = case
        .points
        .iter()
        .filter(|point| point.is_on_premises())
        .find(|point| point.came(|contact| contact.rejected_by().is_some()));
    if let Some(point) = rejected {
        return Some(Finding::likely("a firewall on the on-premises side rejects it").seen(point));
    }
    let silent = silent_and_clean(case).filter(|point| point.is_on_premises());
    if let Some(point) = silent
        && let Some(port) = case.other_port_that_answers(point)
    {
        return Some(
            Finding::likely(format!(
                "{} answers on port {port}, but not on {}, and nothing in Azure treats the two differently: a firewall on the on-premises side, or the host's own, drops it",
                point.address, point.port
            ))
            .seen(point),
        );
    }
    by_on_premises_silence(case, "the on-premises firewall may drop")
}
