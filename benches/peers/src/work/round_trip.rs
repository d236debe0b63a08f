//! How true a reported round trip is: beside SYN and SYN-ACK as they passed the client's device, in
//! the kernel's time stamps.

use std::collections::HashMap;
use std::io::IoSliceMut;
use std::os::fd::{AsRawFd, OwnedFd};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use nix::sys::socket::{
    AddressFamily, ControlMessageOwned, MsgFlags, SockFlag, SockProtocol, SockType, recvmsg,
    setsockopt, socket, sockopt,
};
use serde_json::Value;

use crate::figure::{Figure, Unit, median, sorted};
use crate::lab::Lab;
use crate::outcome::Result;

const SERVER: [u8; 4] = [10, 97, 0, 2];
const PROBES: usize = 20;
/// Busy loops beside it, where the machine is to be loaded.
const LOOPS: usize = 4;

pub(super) fn run(lab: &Lab) -> Result<Vec<Figure>> {
    let mut figures = Vec::new();
    println!(
        "\n== the round trip that tcpping reports, less that of the packets, wire of 20 ms, us"
    );
    println!(
        "{:<26} {:>8} {:>8} {:>8} {:>8} {:>8}",
        "", "mean", "median", "min", "max", "probes"
    );
    for (name, loops) in [("idle", 0), ("4 busy loops", LOOPS)] {
        let errors = with_load(loops, || errors(lab))?;
        let all = sorted(errors);
        let mean = all.iter().sum::<f64>() / all.len() as f64;
        println!(
            "{name:<26} {mean:>+8.0} {:>+8.0} {:>+8.0} {:>+8.0} {:>8}",
            median(&all),
            all[0],
            all[all.len() - 1],
            all.len()
        );
        for (what, value) in [("mean", mean), ("most", all[all.len() - 1])] {
            figures.push(Figure {
                work: format!("tcpping's round trip less that of the packets, {name}"),
                who: what.to_owned(),
                unit: Unit::Microseconds,
                value,
                ratio: None,
                cpu: None,
                memory: None,
                fault: None,
            });
        }
    }
    Ok(figures)
}

fn with_load<T>(loops: usize, work: impl FnOnce() -> T) -> T {
    let stop = Arc::new(AtomicBool::new(false));
    let busy: Vec<_> = (0..loops)
        .map(|_| {
            let stop = Arc::clone(&stop);
            thread::spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    std::hint::spin_loop();
                }
            })
        })
        .collect();
    let result = work();
    stop.store(true, Ordering::Relaxed);
    for thread in busy {
        let _ = thread.join();
    }
    result
}

/// What each probe reported too much, in microseconds.
fn errors(lab: &Lab) -> Result<Vec<f64>> {
    let probe = |count: usize| {
        Command::new(lab.ours("tcpping"))
            .args(["10.97.0.2:8000", "--json", "-i", "0.1", "-n"])
            .arg(count.to_string())
            .stdin(Stdio::null())
            .output()
    };
    // The first SYN waits for the neighbour's hardware address before it passes the device.
    probe(1)?;
    let watch = watch()?;
    let output = probe(PROBES)?;
    let text = String::from_utf8(output.stdout)?;
    let reported: Vec<f64> = text
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|line| line["event"] == "attempt")
        .filter_map(|line| line["rtt_ms"].as_f64())
        .collect();
    let seen = handshakes(&watch)?;
    if reported.len() != seen.len() || seen.is_empty() {
        return Err(format!("{} reported, {} on the wire", reported.len(), seen.len()).into());
    }
    let errors = reported.iter().zip(&seen);
    Ok(errors
        .map(|(said, true_ms)| (said - true_ms) * 1e3)
        .collect())
}

/// A socket that sees the packets of all devices here, from the IP header on.
fn watch() -> Result<OwnedFd> {
    let socket = socket(
        AddressFamily::Packet,
        SockType::Datagram,
        SockFlag::SOCK_CLOEXEC,
        SockProtocol::EthAll,
    )?;
    setsockopt(&socket, sockopt::ReceiveTimestampns, &true)?;
    // More than all packets of a run.
    setsockopt(&socket, sockopt::RcvBuf, &(4 << 20))?;
    Ok(socket)
}

/// From SYN to SYN-ACK of each connection, in the order of the SYNs, in milliseconds.
fn handshakes(watch: &OwnedFd) -> Result<Vec<f64>> {
    let mut begun: Vec<(Duration, Option<Duration>)> = Vec::new();
    let mut of_port: HashMap<u16, usize> = HashMap::new();
    let mut buffer = [0; 2048];
    loop {
        let mut parts = [IoSliceMut::new(&mut buffer)];
        let mut control = nix::cmsg_space!(nix::sys::time::TimeSpec);
        let message = match recvmsg::<()>(
            watch.as_raw_fd(),
            &mut parts,
            Some(&mut control),
            MsgFlags::MSG_DONTWAIT,
        ) {
            Ok(message) => message,
            Err(nix::errno::Errno::EAGAIN) => break,
            Err(error) => return Err(error.into()),
        };
        let at = message.cmsgs()?.find_map(|part| match part {
            ControlMessageOwned::ScmTimestampns(at) => Some(Duration::from(at)),
            _ => None,
        });
        let length = message.bytes;
        let (Some(at), Some((ours, flags))) = (at, segment(&buffer[..length])) else {
            continue;
        };
        match flags & 0x12 {
            // A repeated SYN begins nothing new.
            0x02 => {
                of_port.entry(ours).or_insert_with(|| {
                    begun.push((at, None));
                    begun.len() - 1
                });
            }
            0x12 => {
                if let Some((_, answered)) = of_port.get(&ours).and_then(|i| begun.get_mut(*i)) {
                    answered.get_or_insert(at);
                }
            }
            _ => {}
        }
    }
    let took = |(begun, answered): &(Duration, Option<Duration>)| {
        answered.map(|a| a.saturating_sub(*begun).as_secs_f64() * 1e3)
    };
    Ok(begun.iter().filter_map(took).collect())
}

/// Our port and the flags of a TCP segment to or from the server.
fn segment(packet: &[u8]) -> Option<(u16, u8)> {
    let header = usize::from(packet.first()? & 15) * 4;
    let (from, to) = (packet.get(12..16)?, packet.get(16..20)?);
    if packet[0] >> 4 != 4 || packet[9] != 6 {
        return None;
    }
    let tcp = packet.get(header..header + 20)?;
    let port = |at: usize| u16::from_be_bytes([tcp[at], tcp[at + 1]]);
    if to == SERVER {
        Some((port(0), tcp[13]))
    } else if from == SERVER {
        Some((port(2), tcp[13]))
    } else {
        None
    }
}
