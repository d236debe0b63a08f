//! UDP sockets that say more than silence.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};

/// A non-blocking socket on a port of the system's choice, *connected* to `server`: only a connected
/// socket hears that nothing listens there. Where the system can, it also hears of unreachable hosts
/// and prohibitions that a router reports.
///
/// # Errors
/// The system's, as it comes: no route there from here, forbidden, no port left.
pub fn connected(server: SocketAddr) -> io::Result<UdpSocket> {
    let any: IpAddr = match server {
        SocketAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
        SocketAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
    };
    let socket = UdpSocket::bind((any, 0))?;
    hear_icmp_errors(&socket, server);
    socket.connect(server)?;
    socket.set_nonblocking(true)?;
    Ok(socket)
}

/// Linux passes on "port unreachable" by itself, all other ICMP errors only with this option. A
/// kernel that does not know it costs nothing but those words.
#[cfg(target_os = "linux")]
fn hear_icmp_errors(socket: &UdpSocket, server: SocketAddr) {
    use nix::sys::socket::{setsockopt, sockopt};
    let _ = match server {
        SocketAddr::V4(_) => setsockopt(socket, sockopt::Ipv4RecvErr, &true),
        SocketAddr::V6(_) => setsockopt(socket, sockopt::Ipv6RecvErr, &true),
    };
}

#[cfg(not(target_os = "linux"))]
fn hear_icmp_errors(_: &UdpSocket, _: SocketAddr) {}
