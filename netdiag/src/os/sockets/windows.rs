//! Windows: TCP_INFO, where the system has it (SIO_TCP_INFO: Windows 10 and Server 2016, version 1703 and later).

use std::mem::size_of;
use std::os::windows::io::AsRawSocket;
use std::ptr;
use std::time::Duration;

use socket2::Socket;
use windows_sys::Win32::Networking::WinSock::{
    SIO_TCP_INFO, SO_CONNECT_TIME, SOCKET, SOL_SOCKET, TCP_INFO_v0, TCPSTATE_ESTABLISHED,
    TCPSTATE_TIME_WAIT, WSAIoctl, getsockopt,
};

use super::{Handshake, IcmpReport, Stage};

pub(super) fn keep_icmp_errors(_socket: &Socket, _ipv6: bool) {}

pub(super) fn icmp_report(_socket: &Socket) -> Option<IcmpReport> {
    // Winsock has no error queue, and the App Service sandbox refuses raw sockets.
    None
}

/// Where the system has no such call (an older Windows, Wine) it says so, and the clock is used.
pub(super) fn stage(socket: &Socket) -> Option<Stage> {
    stage_of(&tcp_info(socket)?)
}

/// SO_CONNECT_TIME: how many seconds the connection stands or stood, all ones if there never was one.
#[expect(
    unsafe_code,
    reason = "getsockopt(SO_CONNECT_TIME) has no safe wrapper: socket2 does not know it"
)]
pub(super) fn was_made(socket: &Socket) -> bool {
    const NEVER: u32 = u32::MAX;
    let mut seconds = NEVER;
    let mut length = size_of::<u32>() as i32;
    // SAFETY: the socket is open for the whole call because `socket` is borrowed; the buffer and its
    // length live longer than the call, and the length is the buffer's.
    let result = unsafe {
        getsockopt(
            socket.as_raw_socket() as SOCKET,
            SOL_SOCKET,
            SO_CONNECT_TIME,
            ptr::from_mut(&mut seconds).cast(),
            &mut length,
        )
    };
    result == 0 && seconds != NEVER
}

#[expect(
    unsafe_code,
    reason = "WSAIoctl(SIO_TCP_INFO) has no safe wrapper: socket2 does not know it"
)]
fn tcp_info(socket: &Socket) -> Option<TCP_INFO_v0> {
    let version = 0_u32;
    let mut info = TCP_INFO_v0::default();
    let mut length = 0_u32;
    // SAFETY: the socket is open for the whole call because `socket` is borrowed; both buffers live
    // longer than the call, which without OVERLAPPED is over when it returns, and have the sizes that
    // are given. `TimestampsEnabled` is a BOOLEAN, of which the system writes 0 and 1 only.
    let result = unsafe {
        WSAIoctl(
            socket.as_raw_socket() as SOCKET,
            SIO_TCP_INFO,
            ptr::from_ref(&version).cast(),
            size_of::<u32>() as u32,
            ptr::from_mut(&mut info).cast(),
            size_of::<TCP_INFO_v0>() as u32,
            &mut length,
            ptr::null_mut(),
            None,
        )
    };
    (result == 0 && length as usize == size_of::<TCP_INFO_v0>()).then_some(info)
}

/// Only that a connection stands is taken from it: what it says of one that does not is described
/// nowhere, and Winsock's own way to tell (SO_ERROR, getpeername) serves for both.
fn stage_of(info: &TCP_INFO_v0) -> Option<Stage> {
    let stands = (TCPSTATE_ESTABLISHED..=TCPSTATE_TIME_WAIT).contains(&info.State);
    stands.then(|| {
        Stage::Made(Handshake {
            // "The current estimated round-trip time": right after the handshake that is the
            // handshake's. (Not documented, and not seen by us on a real Windows.)
            rtt: (info.RttUs > 0).then(|| Duration::from_micros(info.RttUs.into())),
            repeated_syns: info.SynRetrans.into(),
        })
    })
}

#[cfg(test)]
mod tests {
    use std::net::{TcpListener, TcpStream};

    use windows_sys::Win32::Networking::WinSock::{
        TCPSTATE_CLOSE_WAIT, TCPSTATE_CLOSED, TCPSTATE_SYN_RCVD, TCPSTATE_SYN_SENT,
    };

    use super::*;

    #[test]
    fn a_connection_that_stands_has_a_handshake() {
        let info = |state, rtt, repeated| TCP_INFO_v0 {
            State: state,
            RttUs: rtt,
            SynRetrans: repeated,
            ..TCP_INFO_v0::default()
        };
        let made = |rtt: Option<u64>, repeated_syns| {
            let rtt = rtt.map(Duration::from_micros);
            Some(Stage::Made(Handshake { rtt, repeated_syns }))
        };
        for (info, expected) in [
            (info(TCPSTATE_ESTABLISHED, 20_131, 0), made(Some(20_131), 0)),
            (info(TCPSTATE_ESTABLISHED, 20_131, 2), made(Some(20_131), 2)),
            (info(TCPSTATE_CLOSE_WAIT, 500, 0), made(Some(500), 0)),
            (info(TCPSTATE_ESTABLISHED, 0, 0), made(None, 0)),
            (info(TCPSTATE_CLOSED, 0, 0), None),
            (info(TCPSTATE_SYN_SENT, 0, 1), None),
            (info(TCPSTATE_SYN_RCVD, 0, 0), None),
            (info(99, 1, 0), None),
        ] {
            assert_eq!(stage_of(&info), expected);
        }
    }

    #[test]
    fn a_connection_that_was_made_is_remembered_after_its_reset() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let stream = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let peer = Socket::from(listener.accept().unwrap().0);
        let stream = Socket::from(stream);
        assert!(was_made(&stream));
        peer.set_linger(Some(Duration::ZERO)).unwrap();
        drop(peer);
        std::thread::sleep(Duration::from_millis(100));
        assert!(was_made(&stream));
        let unconnected = Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None);
        assert!(!was_made(&unconnected.unwrap()));
    }

    #[test]
    fn a_system_without_it_says_nothing() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let stream = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let stage = stage(&stream.into());
        assert!(matches!(stage, None | Some(Stage::Made(_))), "{stage:?}");
        let unconnected = Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None);
        assert_eq!(super::stage(&unconnected.unwrap()), None);
    }
}
