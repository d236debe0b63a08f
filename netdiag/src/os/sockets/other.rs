//! Systems that tell neither: the clock measures, and the sender of an ICMP error stays unknown.

use socket2::Socket;

use super::{IcmpReport, Stage};

pub(super) fn keep_icmp_errors(_socket: &Socket, _ipv6: bool) {}

pub(super) fn icmp_report(_socket: &Socket) -> Option<IcmpReport> {
    None
}

pub(super) fn was_made(_socket: &Socket) -> bool {
    false
}

pub(super) fn stage(_socket: &Socket) -> Option<Stage> {
    None
}
