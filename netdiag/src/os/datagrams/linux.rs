//! Linux: sendmmsg and recvmmsg.

use std::fmt;
use std::io::{self, IoSlice, IoSliceMut};
use std::os::fd::AsRawFd;

use nix::sys::socket::{MsgFlags, MultiHeaders, recvmmsg, sendmmsg};
use tokio::io::Interest;
use tokio::net::UdpSocket;

use super::BATCH;

/// The kernel's description of a batch, made once.
pub(super) struct Headers {
    coming: MultiHeaders<()>,
    going: MultiHeaders<()>,
}

impl Default for Headers {
    fn default() -> Self {
        Self {
            coming: MultiHeaders::preallocate(BATCH, None),
            going: MultiHeaders::preallocate(BATCH, None),
        }
    }
}

impl fmt::Debug for Headers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Headers")
    }
}

impl Headers {
    pub(super) fn receive<const N: usize>(
        &mut self,
        socket: &UdpSocket,
        buffers: &mut [[u8; N]],
        lengths: &mut Vec<usize>,
    ) -> io::Result<()> {
        let mut parts: Vec<[IoSliceMut<'_>; 1]> = buffers
            .iter_mut()
            .map(|buffer| [IoSliceMut::new(buffer)])
            .collect();
        socket.try_io(Interest::READABLE, || {
            let came = recvmmsg(
                socket.as_raw_fd(),
                &mut self.coming,
                parts.iter_mut(),
                MsgFlags::MSG_DONTWAIT,
                None,
            )?;
            lengths.extend(came.map(|message| message.bytes));
            Ok(())
        })
    }

    pub(super) fn send(&mut self, socket: &UdpSocket, messages: &[&[u8]]) -> io::Result<usize> {
        let parts: Vec<[IoSlice<'_>; 1]> = messages
            .iter()
            .take(BATCH)
            .map(|message| [IoSlice::new(message)])
            .collect();
        // Not by way of the runtime, which takes a new socket for not writable until it has looked at it.
        let went = sendmmsg(
            socket.as_raw_fd(),
            &mut self.going,
            &parts,
            [None; BATCH],
            [],
            MsgFlags::MSG_DONTWAIT,
        )?;
        Ok(went.count())
    }
}
