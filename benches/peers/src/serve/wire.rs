//! A wire of known length between two network devices: each frame leaves by the other device
//! [`ONE_WAY`] after it came.

use std::os::fd::{AsRawFd, OwnedFd};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use nix::ifaddrs::getifaddrs;
use nix::sys::socket::{
    AddressFamily, LinkAddr, MsgFlags, SockFlag, SockProtocol, SockType, SockaddrLike, bind,
    recvfrom, send, socket,
};

use super::{ANSWERING, role};
use crate::measure::stay_on;
use crate::outcome::Result;

/// How long a frame is on its way.
const ONE_WAY: Duration = Duration::from_millis(10);

/// What is on its way at most; more is lost, as on any wire.
const CAPACITY: usize = 20_000;

/// The wire between `w0` and `w1`.
pub fn main() -> Result<()> {
    role(|| {
        stay_on(ANSWERING);
        let (one, other) = (Arc::new(device("w0")?), Arc::new(device("w1")?));
        carry(Arc::clone(&one), Arc::clone(&other));
        carry(other, one);
        Ok(())
    })
}

/// A socket that sees and sends all frames of a device.
fn device(name: &str) -> Result<OwnedFd> {
    let link: LinkAddr = getifaddrs()?
        .filter(|interface| interface.interface_name == name)
        .find_map(|interface| interface.address?.as_link_addr().copied())
        .ok_or("the device is missing")?;
    let socket = socket(
        AddressFamily::Packet,
        SockType::Raw,
        SockFlag::SOCK_CLOEXEC,
        SockProtocol::EthAll,
    )?;
    debug_assert_eq!(link.family(), Some(AddressFamily::Packet));
    bind(socket.as_raw_fd(), &link)?;
    Ok(socket)
}

fn carry(from: Arc<OwnedFd>, to: Arc<OwnedFd>) {
    let (sender, receiver) = mpsc::sync_channel::<(Instant, Vec<u8>)>(CAPACITY);
    thread::spawn(move || {
        let mut buffer = [0; 65_536];
        loop {
            // Our own frames come by too, going out.
            match recvfrom::<LinkAddr>(from.as_raw_fd(), &mut buffer) {
                Ok((length, _)) => {
                    let mut frame = buffer[..length].to_vec();
                    complete_checksum(&mut frame);
                    let _ = sender.try_send((Instant::now() + ONE_WAY, frame));
                }
                Err(nix::errno::Errno::EINTR | nix::errno::Errno::ENETDOWN) => {}
                Err(_) => return,
            }
        }
    });
    thread::spawn(move || {
        for (due, frame) in receiver {
            thread::sleep(due.saturating_duration_since(Instant::now()));
            // A full device loses frames, as any does.
            let _ = send(to.as_raw_fd(), &frame, MsgFlags::empty());
        }
    });
}

/// Completes the checksum of TCP and UDP over IPv4: between virtual devices the kernel leaves that to
/// hardware that there is none of, and what is sent on from here would count as damaged.
fn complete_checksum(frame: &mut [u8]) {
    let Some((head, packet)) = frame.split_at_mut_checked(14) else {
        return;
    };
    if head[12..] != [8, 0] || packet.len() < 20 {
        return;
    }
    let start = usize::from(packet[0] & 15) * 4;
    let end = usize::from(u16::from_be_bytes([packet[2], packet[3]]));
    let (protocol, at) = match packet[9] {
        6 => (6_u32, 16),
        17 => (17, 6),
        _ => return,
    };
    if end > packet.len() || start + at + 2 > end {
        return;
    }
    packet[start + at..start + at + 2].fill(0);
    let words = |bytes: &[u8]| -> u32 {
        let pair = |pair: &[u8]| u32::from(pair[0]) << 8 | u32::from(*pair.get(1).unwrap_or(&0));
        bytes.chunks(2).map(pair).sum()
    };
    let length = u32::try_from(end - start).unwrap_or_default();
    let mut sum = words(&packet[12..20]) + protocol + length + words(&packet[start..end]);
    while sum > 0xffff {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    let checksum = match !(sum as u16) {
        0 => 0xffff,
        other => other,
    };
    packet[start + at..start + at + 2].copy_from_slice(&checksum.to_be_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checksum_covers_addresses_ports_and_data() {
        // A DNS-sized datagram from 10.97.0.1:4660 to 10.97.0.2:53 with the data "abc".
        let mut frame = vec![0; 14 + 20 + 8 + 3];
        frame[12] = 8;
        frame[14] = 0x45;
        frame[17] = 31;
        frame[23] = 17;
        frame[26..34].copy_from_slice(&[10, 97, 0, 1, 10, 97, 0, 2]);
        frame[34..40].copy_from_slice(&[0x12, 0x34, 0, 53, 0, 11]);
        frame[42..].copy_from_slice(b"abc");
        complete_checksum(&mut frame);
        // 0a61+0001+0a61+0002 + 0011+000b + 1234+0035+000b + 6162+6300 = 0xebb7 -> !0xebb7
        assert_eq!(frame[40..42], (!0xebb7_u16).to_be_bytes());
    }
}
