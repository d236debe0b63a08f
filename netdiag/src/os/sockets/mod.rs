//! What only some systems tell about a TCP socket: how long the handshake took, and who sent the
//! ICMP error that ended it.

use std::net::IpAddr;
use std::time::Duration;

use socket2::Socket;

#[cfg(target_os = "linux")]
#[path = "linux.rs"]
mod system;
#[cfg(windows)]
#[path = "windows.rs"]
mod system;
#[cfg(not(any(target_os = "linux", windows)))]
#[path = "other.rs"]
mod system;

/// How far a connection has come, as the kernel sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The SYN was sent and nothing decided yet.
    UnderWay,
    /// The handshake was completed (and perhaps more came after that).
    Made(Handshake),
    /// It ended without one, or so soon after it that the kernel keeps no more of it.
    #[cfg_attr(
        not(target_os = "linux"),
        allow(dead_code, reason = "only Linux tells it")
    )]
    Over,
}

/// What the kernel measured of a handshake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Handshake {
    /// From SYN to SYN-ACK, in the kernel's own clock: a loaded machine that wakes us late does not
    /// change it. Of the repeated SYN if it had to be repeated. `None` if it took no sample.
    pub rtt: Option<Duration>,
    /// How often the SYN was repeated before an answer came.
    pub repeated_syns: u32,
}

/// An ICMP error that came for a socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IcmpReport {
    /// What the kernel makes of it, an errno.
    pub error: i32,
    /// Who sent it: a router, a firewall, the target, this machine itself.
    pub sender: Option<IpAddr>,
    /// ICMPv6 rather than ICMP.
    pub ipv6: bool,
    /// The ICMP type.
    pub kind: u8,
    /// The ICMP code.
    pub code: u8,
}

/// Whether a connection was made on this socket that stands no more, where the system remembers it:
/// elsewhere SO_ERROR tells. (Under Wine a socket that was reset has neither peer nor error.)
pub fn was_made(socket: &Socket) -> bool {
    system::was_made(socket)
}

/// Asks that ICMP errors be kept for [`icmp_report`]; of a datagram socket, that they end a wait for
/// data. To be called before connecting: without it
/// Linux keeps none for IPv6. Needs no privilege. A system that cannot does nothing.
pub fn keep_icmp_errors(socket: &Socket, ipv6: bool) {
    system::keep_icmp_errors(socket, ipv6);
}

/// Takes the oldest ICMP error that was kept for this socket.
///
/// Read the socket's own error (SO_ERROR) first: taking the report clears it, and a dead connection
/// would then look open. A report means that the connection is not open, whatever SO_ERROR said.
pub fn icmp_report(socket: &Socket) -> Option<IcmpReport> {
    system::icmp_report(socket)
}

/// How far this socket's connection has come; `None` where the kernel does not tell. One system call
/// that answers at once.
pub fn stage(socket: &Socket) -> Option<Stage> {
    system::stage(socket)
}
