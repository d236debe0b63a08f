//! Systems without a call for a whole batch.

use std::io;

use socket2::SockRef;
use tokio::net::UdpSocket;

use super::BATCH;

/// Winsock's WSAEMSGSIZE: it calls a datagram that is longer than the buffer an error.
fn is_too_long(error: &io::Error) -> bool {
    cfg!(windows) && error.raw_os_error() == Some(10040)
}

#[derive(Debug, Default)]
pub(super) struct Headers;

impl Headers {
    pub(super) fn receive<const N: usize>(
        &mut self,
        socket: &UdpSocket,
        buffers: &mut [[u8; N]],
        lengths: &mut Vec<usize>,
    ) -> io::Result<()> {
        for buffer in buffers {
            match socket.try_recv(buffer) {
                Ok(length) => lengths.push(length),
                // What fits is in the buffer, and the rest is gone.
                Err(error) if is_too_long(&error) => lengths.push(N),
                // The next call meets a lasting error again.
                Err(_) if !lengths.is_empty() => break,
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    pub(super) fn send(&mut self, socket: &UdpSocket, messages: &[&[u8]]) -> io::Result<usize> {
        // Not by way of the runtime, which takes a new socket for not writable until it has looked at it.
        let socket = SockRef::from(socket);
        let mut sent = 0;
        for message in messages.iter().take(BATCH) {
            match socket.send(message) {
                Ok(_) => sent += 1,
                Err(_) if sent > 0 => break,
                Err(error) => return Err(error),
            }
        }
        Ok(sent)
    }
}
