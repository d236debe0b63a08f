//! The on-premises gateway has no route to the app's addresses.

use super::case::Case;
use super::finding::{Finding, by_on_premises_silence, silent_and_clean};
use super::point::Point;
use super::{Cause, Explanation};

pub const CAUSE: Cause = Cause {
    name: "on-premises-no-route-back",
    title: "the on-premises gateway has no route to the app's addresses",
    explanation: Explanation {
        means: "Requests reach the on-premises host, its answers have no way back to the app's addresses.",
        matters: "Machines of the network reach the host, the app does not.",
        reads: "That the configuration is clean, and what witnesses inside the network saw. It cannot be told from on-premises-firewall by Azure alone.",
        mend: "Add the point-to-site range to the on-premises gateway's routes (and traffic selectors).",
    },
    mend_regional: Some(
        "Add the integration subnet's range, or the whole network's, to the on-premises gateway's routes (and traffic selectors); where a peered network lends its gateway the range must be known there too.",
    ),
    judge,
    ..Cause::PLAIN
};

fn judge(case: &Case<'_>) -> Option<Finding> {
    let answers = |point: &Point<'_>| case.other_port_that_answers(point).is_some();
    if silent_and_clean(case).is_some_and(answers) {
        return None;
    }
    by_on_premises_silence(case, "the on-premises side may have no route back to")
}
