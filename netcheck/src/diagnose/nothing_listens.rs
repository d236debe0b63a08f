//! The host is up, but nothing listens on this port.

use super::case::Case;
use super::finding::Finding;
use super::observation::Contact;
use super::{Cause, Clears, Explanation};

pub const CAUSE: Cause = Cause {
    name: "nothing-listens",
    title: "the host is up, but nothing listens on this port",
    explanation: Explanation {
        means: "The host refused the connection (a reset): the path to it, or to a device that answers for it, works there and back.",
        matters: "The fault is on the host: the application is down, or it listens on another port or address.",
        reads: "The refusal, and that no ICMP error came with it (that would be a firewall's). A firewall that sends resets in the host's name looks the same.",
        mend: "Start the application on the host, or correct the port.",
    },
    cleared_by: &[Clears::Machine, Clears::App],
    judge,
    ..Cause::PLAIN
};

fn judge(case: &Case<'_>) -> Option<Finding> {
    if case.reached() {
        return None;
    }
    let mut points = case.points.iter();
    let point = points.find(|point| point.came(Contact::refused_by_host))?;
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
