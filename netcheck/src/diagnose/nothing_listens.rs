//! The host is up, but nothing listens on this port.

use super::case::Case;
use super::finding::Finding;
use super::{Cause, Explanation};

pub const CAUSE: Cause = Cause {
    name: "nothing-listens",
    title: "the host is up, but nothing listens on this port",
    explanation: Explanation {
        means: "The host refused the connection (a reset): the path to it, or to a device that answers for it, works there and back.",
        matters: "The fault is on the host: the application is down, or it listens on another port or address.",
        reads: "The refusal, and that no ICMP error came with it (that would be a firewall's). A firewall that sends resets in the host's name looks the same.",
        mend: "Start the application on the host, or correct the port.",
    },
    mend_regional: None,
    judge,
};

fn judge(case: &Case<'_>) -> Option<Finding> {
    if case.reached() {
        return None;
    }
    let point = case.points.iter().find(|point| {
        point
            .contact
            .as_ref()
            .is_some_and(|contact| contact.refused_by_host())
    })?;
    let summary = format!(
        "{} is up and the path to it works, but nothing listens on port {}",
        point.address, point.port
    );
    Some(Finding::likely(summary).seen(point).because(
        "who refused",
        "the host itself, by a reset (no ICMP error came)",
        None,
    ))
}
