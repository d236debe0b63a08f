//! Many datagrams at a time on connected UDP sockets: one system call for a batch where there is such
//! a thing (Linux), one for each elsewhere.

use std::io;
use std::net::UdpSocket as StdSocket;

use socket2::SockRef;
use tokio::net::UdpSocket;

#[cfg(target_os = "linux")]
#[path = "linux.rs"]
mod system;
#[cfg(not(target_os = "linux"))]
#[path = "other.rs"]
mod system;

/// Datagrams in a batch at most.
pub const BATCH: usize = 64;

/// The longest datagram that is taken whole.
const LONGEST: usize = 4096;

/// What is asked of the system for answers that wait to be read, in bytes; it may give less.
const WAITING: usize = 1 << 20;

/// Room for a batch of datagrams.
#[derive(Debug)]
pub struct Datagrams {
    buffers: Box<[[u8; LONGEST]]>,
    lengths: Vec<usize>,
    system: system::Headers,
}

impl Default for Datagrams {
    fn default() -> Self {
        Self {
            buffers: vec![[0; LONGEST]; BATCH].into_boxed_slice(),
            lengths: Vec::with_capacity(BATCH),
            system: system::Headers::default(),
        }
    }
}

impl Datagrams {
    /// Takes up to [`BATCH`] datagrams off the socket, in place of those taken before, and says how
    /// many. Never waits.
    ///
    /// # Errors
    /// WouldBlock if there is none; else the system's, which may be an ICMP message that came for
    /// anything sent from this socket.
    pub fn receive(&mut self, socket: &UdpSocket) -> io::Result<usize> {
        self.lengths.clear();
        self.system
            .receive(socket, &mut self.buffers, &mut self.lengths)?;
        Ok(self.lengths.len())
    }

    /// A datagram of the last batch, and whether it is certain to be whole.
    pub fn datagram(&self, at: usize) -> (&[u8], bool) {
        let length = self.lengths[at].min(LONGEST);
        (&self.buffers[at][..length], self.lengths[at] < LONGEST)
    }

    /// Sends up to [`BATCH`] messages, in order, and says how many left. Never waits.
    ///
    /// # Errors
    /// Why the first of them could not be sent: WouldBlock, or as for [`Datagrams::receive`].
    pub fn send(&mut self, socket: &UdpSocket, messages: &[&[u8]]) -> io::Result<usize> {
        self.system.send(socket, messages)
    }
}

/// Asks for room for more answers than the system gives by default, since they come in bursts.
pub fn expect_bursts(socket: &StdSocket) {
    // Without it some answers may be lost and are asked for again.
    let _ = SockRef::from(socket).set_recv_buffer_size(WAITING);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_socket_sends_without_being_waited_for() {
        let server = StdSocket::bind("127.0.0.1:0").unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .build()
            .unwrap();
        runtime.block_on(async {
            let socket = crate::os::udp::connected(server.local_addr().unwrap()).unwrap();
            let socket = UdpSocket::from_std(socket).unwrap();
            // Nobody has let the runtime look at it.
            let sent = Datagrams::default().send(&socket, &[b"one", b"two"]);
            assert_eq!(sent.unwrap(), 2);
        });
        let mut piece = [0; 16];
        for expected in ["one", "two"] {
            let n = server.recv(&mut piece).unwrap();
            assert_eq!(&piece[..n], expected.as_bytes());
        }
    }
}
