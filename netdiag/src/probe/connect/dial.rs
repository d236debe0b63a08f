//! Making a TCP connection and keeping what the system has to say about one that fails.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use socket2::{Domain, Protocol, SockRef, Socket, Type};
use tokio::io::Interest;
use tokio::net::TcpStream;

use crate::os::sockets::{self, Handshake, IcmpReport, Stage};

/// A connection that was made; dropping it closes it.
#[derive(Debug)]
pub(super) struct Made {
    line: Line,
    /// What the kernel measured, if it tells.
    pub kernel: Option<Handshake>,
}

impl Made {
    /// Its socket.
    pub fn socket(&self) -> SockRef<'_> {
        match &self.line {
            Line::Bare(socket) => SockRef::from(socket),
            Line::Watched(stream) => SockRef::from(stream),
        }
    }
}

/// A socket, by itself or watched by tokio.
#[derive(Debug)]
enum Line {
    Bare(Socket),
    Watched(TcpStream),
}

/// Where a connection broke.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// The system refused the call: nothing was sent.
    Call,
    /// Something came back, or the system gave up waiting.
    Wire,
}

/// A connection that could not be made.
#[derive(Debug)]
pub(super) struct Broken {
    /// The system's error.
    pub error: io::Error,
    /// Where it broke.
    pub step: Step,
    /// The ICMP error behind it, if the system tells.
    pub icmp: Option<IcmpReport>,
    /// Our own address, if there is an ICMP error whose sender it may be.
    pub local: Option<IpAddr>,
}

impl Broken {
    fn at_call(error: io::Error) -> Self {
        Self {
            error,
            step: Step::Call,
            icmp: None,
            local: None,
        }
    }

    fn on_wire(error: io::Error, icmp: Option<IcmpReport>, socket: &Socket) -> Self {
        Self {
            error,
            step: Step::Wire,
            icmp,
            // Only matters beside the sender of an ICMP error.
            local: icmp.and_then(|_| own_address(socket)),
        }
    }
}

/// Connects; waits as long as the system does, so the caller sets the limit. Dropping the future
/// closes the socket.
///
/// The socket is of the address's own family: a dual-mode IPv6 socket fails with 10013 in the App
/// Service sandbox while an IPv4 one works (dotnet/runtime #44686). tokio's own `connect` would not
/// do: when it fails it has already dropped the socket, and the error queue with it.
pub(super) async fn dial(address: SocketAddr) -> Result<Made, Broken> {
    let socket = unconnected(address).map_err(Broken::at_call)?;
    sockets::keep_icmp_errors(&socket, address.is_ipv6());
    match socket.connect(&address.into()) {
        Ok(()) => {}
        Err(error) if is_under_way(&error) => {}
        Err(error) => {
            // Read although the call itself failed: an ICMP error may have come while it ran.
            return Err(match sockets::icmp_report(&socket) {
                Some(report) => Broken::on_wire(error, Some(report), &socket),
                None => Broken::at_call(error),
            });
        }
    }
    // Near by the answer is often there before connect() returns: no need to have the socket watched,
    // which costs more than looking.
    let stage = sockets::stage(&socket).filter(|stage| *stage != Stage::UnderWay);
    if stage.is_some()
        && let Some(settled) = settled(&socket, address, stage)
    {
        return settled.map(|kernel| Made {
            line: Line::Bare(socket),
            kernel,
        });
    }
    // Handed to tokio only now: before connect() a socket counts as hung up.
    let stream = TcpStream::from_std(socket.into()).map_err(Broken::at_call)?;
    loop {
        // A connection made, one broken, and an error alone all count as "writable" (or as closed for
        // writing) here; of a combination of interests try_io would never be ready.
        if let Err(error) = stream.writable().await {
            return Err(Broken::at_call(error));
        }
        // "Would block" tells tokio to wait for the next event.
        let stands = stream.try_io(Interest::WRITABLE, || {
            let socket = SockRef::from(&stream);
            settled(&socket, address, sockets::stage(&socket))
                .ok_or_else(|| io::ErrorKind::WouldBlock.into())
        });
        match stands {
            Ok(Ok(kernel)) => {
                let line = Line::Watched(stream);
                return Ok(Made { line, kernel });
            }
            Ok(Err(broken)) => return Err(broken),
            // An error that was none of ours leaves the stream "closed for writing" for good: look
            // now and then instead of all the time.
            Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
        }
    }
}

/// A non-blocking socket that can connect to this address.
fn unconnected(address: SocketAddr) -> io::Result<Socket> {
    let (domain, protocol) = (Domain::for_address(address), Some(Protocol::TCP));
    // In one system call where the system can.
    #[cfg(target_os = "linux")]
    return Socket::new(domain, Type::STREAM.nonblocking(), protocol);
    #[cfg(not(target_os = "linux"))]
    {
        let socket = Socket::new(domain, Type::STREAM, protocol)?;
        socket.set_nonblocking(true)?;
        Ok(socket)
    }
}

fn is_under_way(error: &io::Error) -> bool {
    #[cfg(unix)]
    if error.raw_os_error() == Some(libc::EINPROGRESS) {
        return true;
    }
    // What Winsock says.
    error.kind() == io::ErrorKind::WouldBlock
}

/// How the connection stands: made, broken, or `None` while the SYN is still on its way.
///
/// The order matters: SO_ERROR before the queue, whose entries clear it; then the queue, an entry of
/// which means that the connection is not open even if SO_ERROR was 0. An ICMP error that came while
/// connect() was running leaves the socket alive and the SYN to be repeated; it is the answer all the
/// same.
fn settled(
    socket: &Socket,
    address: SocketAddr,
    stage: Option<Stage>,
) -> Option<Result<Option<Handshake>, Broken>> {
    if let Some(Stage::Made(handshake)) = stage {
        return Some(made(socket, address, Some(handshake)));
    }
    let error = socket.take_error().unwrap_or_else(Some);
    let icmp = sockets::icmp_report(socket);
    let error = match (error, icmp) {
        (Some(error), _) => error,
        (None, Some(report)) => io::Error::from_raw_os_error(report.error),
        // Only a connected socket has a peer; one that was reset since may have none any more.
        (None, None)
            if stage.is_none() && (socket.peer_addr().is_ok() || sockets::was_made(socket)) =>
        {
            return Some(made(socket, address, None));
        }
        (None, None) => return None,
    };
    Some(Err(Broken::on_wire(error, icmp, socket)))
}

/// A port of this machine on which nobody listens can be the very one that the system chose for our
/// side; TCP then connects the socket to itself, and a closed port would look open.
fn made(
    socket: &Socket,
    address: SocketAddr,
    kernel: Option<Handshake>,
) -> Result<Option<Handshake>, Broken> {
    let ours = socket.local_addr().ok().and_then(|a| a.as_socket());
    if ours.is_some_and(|a| (a.ip(), a.port()) == (address.ip(), address.port())) {
        let error = io::ErrorKind::ConnectionRefused.into();
        return Err(Broken::on_wire(error, None, socket));
    }
    Ok(kernel)
}

fn own_address(socket: &Socket) -> Option<IpAddr> {
    let address = socket.local_addr().ok()?.as_socket()?.ip();
    (!address.is_unspecified()).then_some(address)
}
