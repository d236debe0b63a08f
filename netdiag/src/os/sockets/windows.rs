//! Windows: neither is told yet.

use socket2::Socket;

use super::{IcmpReport, Stage};

pub(super) fn keep_icmp_errors(_socket: &Socket, _ipv6: bool) {}

pub(super) fn icmp_report(_socket: &Socket) -> Option<IcmpReport> {
    // Winsock has no error queue, and the App Service sandbox refuses raw sockets.
    None
}

pub(super) fn stage(_socket: &Socket) -> Option<Stage> {
    // SIO_TCP_INFO (Windows 10 version 1703 and later) would tell; to come with its own tests on
    // real Windows, because wine does not have it. Until then the clock is used.
    None
}
