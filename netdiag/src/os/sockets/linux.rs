//! Linux: the socket's error queue (IP_RECVERR) and TCP_INFO.

use std::io::IoSliceMut;
use std::mem::{MaybeUninit, size_of};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::os::fd::AsRawFd;
use std::time::Duration;

use nix::sys::socket::{ControlMessageOwned, MsgFlags, recvmsg, setsockopt, sockopt};
use socket2::Socket;

use super::{Handshake, IcmpReport, Stage};

pub(super) fn keep_icmp_errors(socket: &Socket, ipv6: bool) {
    // Without the option the probe still works, it only cannot name the sender.
    let _ = if ipv6 {
        setsockopt(socket, sockopt::Ipv6RecvErr, &true)
    } else {
        setsockopt(socket, sockopt::Ipv4RecvErr, &true)
    };
}

pub(super) fn icmp_report(socket: &Socket) -> Option<IcmpReport> {
    // Entries that are no ICMP error (a path MTU of our own) are taken off and passed over.
    loop {
        match next_entry(socket)? {
            Some(report) => return Some(report),
            None => continue,
        }
    }
}

/// The oldest entry of the error queue: `None` if there is none, `Some(None)` if it is not ICMP.
fn next_entry(socket: &Socket) -> Option<Option<IcmpReport>> {
    // The start of our own packet comes back with the report; nobody needs it.
    let mut packet = [0_u8; 64];
    let mut parts = [IoSliceMut::new(&mut packet)];
    let mut control = nix::cmsg_space!(libc::sock_extended_err, libc::sockaddr_in6);
    let message = recvmsg::<()>(
        socket.as_raw_fd(),
        &mut parts,
        Some(&mut control),
        MsgFlags::MSG_ERRQUEUE | MsgFlags::MSG_DONTWAIT,
    )
    .ok()?;
    let report = message.cmsgs().ok()?.find_map(|part| match part {
        ControlMessageOwned::Ipv4RecvErr(error, from) => report(
            error,
            libc::SO_EE_ORIGIN_ICMP,
            from.map(|a| IpAddr::V4(Ipv4Addr::from(u32::from_be(a.sin_addr.s_addr)))),
        ),
        ControlMessageOwned::Ipv6RecvErr(error, from) => report(
            error,
            libc::SO_EE_ORIGIN_ICMP6,
            from.map(|a| IpAddr::V6(Ipv6Addr::from(a.sin6_addr.s6_addr))),
        ),
        _ => None,
    });
    Some(report)
}

fn report(
    error: libc::sock_extended_err,
    origin: u8,
    sender: Option<IpAddr>,
) -> Option<IcmpReport> {
    (error.ee_origin == origin).then(|| IcmpReport {
        error: i32::try_from(error.ee_errno).unwrap_or_default(),
        sender: sender.filter(|address| !address.is_unspecified()),
        ipv6: origin == libc::SO_EE_ORIGIN_ICMP6,
        kind: error.ee_type,
        code: error.ee_code,
    })
}

#[expect(
    unsafe_code,
    reason = "getsockopt(TCP_INFO) has no safe wrapper: neither socket2 nor nix knows the structure"
)]
fn tcp_info(socket: &Socket) -> Option<libc::tcp_info> {
    let mut info = MaybeUninit::<libc::tcp_info>::zeroed();
    let mut length = size_of::<libc::tcp_info>() as libc::socklen_t;
    // SAFETY: the descriptor is open for the whole call because `socket` is borrowed; the buffer is
    // as long as `length` says, and the kernel writes at most that many bytes. `tcp_info` is plain
    // integers, for which the zeroes that an older kernel leaves untouched are valid too.
    unsafe {
        let result = libc::getsockopt(
            socket.as_raw_fd(),
            libc::IPPROTO_TCP,
            libc::TCP_INFO,
            info.as_mut_ptr().cast(),
            &mut length,
        );
        (result == 0).then(|| info.assume_init())
    }
}

pub(super) fn was_made(_socket: &Socket) -> bool {
    false
}

pub(super) fn stage(socket: &Socket) -> Option<Stage> {
    // The kernel's states (include/net/tcp_states.h); the C library gives them no numbers for this.
    const SYN_SENT: u8 = 2;
    const SYN_RECEIVED: u8 = 3;
    const CLOSED: u8 = 7;
    let info = tcp_info(socket)?;
    Some(match info.tcpi_state {
        SYN_SENT | SYN_RECEIVED => Stage::UnderWay,
        CLOSED => Stage::Over,
        _ => Stage::Made(Handshake {
            // Zero means that the kernel took no sample.
            rtt: (info.tcpi_rtt > 0).then(|| Duration::from_micros(info.tcpi_rtt.into())),
            repeated_syns: info.tcpi_total_retrans,
        }),
    })
}
