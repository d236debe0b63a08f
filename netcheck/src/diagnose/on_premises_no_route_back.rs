//! The on-premises gateway has no route to the point-to-site range.

use super::case::Case;
use super::finding::{Finding, sender_name, silent_and_clean};
use super::witness::Place;
use super::{Cause, Explanation};

pub const CAUSE: Cause = Cause {
    name: "on-premises-no-route-back",
    title: "the on-premises gateway has no route to the point-to-site range",
    explanation: Explanation {
        means: "Requests reach the on-premises host, its answers have no way back to the app's addresses.",
        matters: "Machines of the network reach the host, the app does not.",
        reads: "That the configuration is clean, and what witnesses inside the network saw. It cannot be told from on-premises-firewall by Azure alone.",
        mend: "Add the point-to-site range to the on-premises gateway's routes (and traffic selectors).",
    },
    judge,
};

fn judge(case: &Case<'_>) -> Option<Finding> {
    let point = silent_and_clean(case)?;
    if !point.is_on_premises() {
        return None;
    }
    let summary = format!(
        "the on-premises side may have no route back to {}",
        sender_name(case)
    );
    Some(match case.witness(Place::Vm) {
        Some(seen) if seen.reached => Finding::likely(format!(
            "a machine in the network reaches {}, the app does not: {summary}",
            case.target
        ))
        .because("witness in the network", &seen.outcome, None)
        .seen(point),
        // It fails from the network too: what is special about the app is not the reason.
        Some(_) => return None,
        None => Finding::possible(format!("{summary}; Azure cannot see it")).seen(point),
    })
}
