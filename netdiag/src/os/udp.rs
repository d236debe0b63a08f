//! UDP sockets that say more than silence.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::time::Duration;

use super::sockets;

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
    // Linux passes on "port unreachable" by itself, all other ICMP errors only with this option.
    sockets::keep_icmp_errors(&socket2::SockRef::from(&socket), server.is_ipv6());
    socket.connect(server)?;
    socket.set_nonblocking(true)?;
    Ok(socket)
}

/// Waits for an error of a connected socket that waiting for data does not report; never ends on
/// systems where waiting for data reports every error.
///
/// Windows' readiness (AFD, on which tokio stands) is not documented to report "port unreachable",
/// and wine's does not; a look at the socket always does. So it is looked at every 20 ms.
pub async fn unreported_error(socket: &tokio::net::UdpSocket) -> io::Error {
    let Some(every) = LOOK_EVERY else {
        return std::future::pending().await;
    };
    loop {
        tokio::time::sleep(every).await;
        if let Some(error) = pending_error(socket) {
            return error;
        }
    }
}

/// How often [`pending_error`] has to be asked by who receives from a socket of its own; `None` where
/// that reports every error.
const LOOK_EVERY: Option<Duration> = if cfg!(windows) {
    Some(Duration::from_millis(20))
} else {
    None
};

/// An error of a connected socket that waiting for data does not report.
#[cfg(windows)]
pub fn pending_error(socket: &tokio::net::UdpSocket) -> Option<io::Error> {
    use std::io::ErrorKind;
    use std::mem::MaybeUninit;
    let socket = socket2::SockRef::from(socket);
    if let Ok(Some(error)) = socket.take_error() {
        return Some(error);
    }
    // A look at one byte of a larger datagram is an error too, but none of these.
    match socket.peek(&mut [MaybeUninit::uninit(); 1]) {
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::ConnectionReset
                    | ErrorKind::ConnectionRefused
                    | ErrorKind::HostUnreachable
                    | ErrorKind::NetworkUnreachable
            ) =>
        {
            Some(error)
        }
        _ => None,
    }
}

/// An error of a connected socket that nobody has heard of yet.
#[cfg(not(windows))]
pub fn pending_error(socket: &tokio::net::UdpSocket) -> Option<io::Error> {
    socket.take_error().ok().flatten()
}
