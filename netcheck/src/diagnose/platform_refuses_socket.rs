//! The sandbox refused the socket.

use std::net::IpAddr;

use netdiag::model::{ClosedPort, Kind};

use super::case::Case;
use super::finding::Finding;
use super::observation::Contact;
use super::{Cause, Explanation};
use crate::check::sync_costs;

pub const CAUSE: Cause = Cause {
    name: "platform-refuses-socket",
    title: "the sandbox refused the socket",
    explanation: Explanation {
        means: "The platform refused the connection before a packet left (10013, 'forbidden by its access permissions').",
        matters: "It means one of: no network adapter of the integration on this instance, not synced (gateway-required), a blocked port, or a local address.",
        reads: "The refusal, the port, the address, and the state of the integration.",
        mend: concat!(
            "Check the first three questions (gateway, certificates, network in sync), then Sync Network; restart the app if the instance has no adapter. ",
            sync_costs!()
        ),
    },
    mend_regional: Some(
        "See whether the instance has an address in the integration subnet (WEBSITE_PRIVATE_IP in Kudu), whether the subnet is delegated and large enough, then restart the app; if that does not help disconnect the integration and add it again.",
    ),
    judge,
    ..Cause::PLAIN
};

fn judge(case: &Case<'_>) -> Option<Finding> {
    let mut points = case.points.iter().chain(&case.deaf_servers);
    let point = points.find(|point| point.came(Contact::not_permitted))?;
    let regional = case.snapshot.integration.kind.value() == Some(&Kind::Regional);
    let summary = if point.address.is_loopback()
        || Some(point.address) == case.own_address().map(IpAddr::V4)
    {
        "the sandbox refuses the app's own and loopback addresses, unless the listener is in the same sandbox".to_owned()
    } else if point.is_private() && regional {
        format!(
            "the platform refused {} before a packet left: this instance has no network adapter in the integration subnet",
            point.address
        )
    } else if point.is_private() {
        format!(
            "the platform refused {} before a packet left: this instance has no network adapter of the integration, or it is not synced",
            point.address
        )
    } else {
        format!(
            "the platform refused {} before a packet left",
            point.shown()
        )
    };
    // The configuration's own faults, or a blocked port, explain it better.
    let finding = if point.is_blocked()
        || case.context.is_err()
        || ClosedPort::of(case.target.port).is_some()
    {
        Finding::possible(summary)
    } else {
        Finding::likely(summary)
    };
    Some(finding.seen(point))
}
