//! A socket that many questions share.

use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;

use rand::RngExt;
use tokio::net::UdpSocket;

use crate::os::{datagrams, udp};

/// Questions that leave from one socket; then another takes its place, on another port. No id is used
/// twice on a socket, so a late answer never meets another question.
const QUESTIONS: usize = 8192;

/// A connected socket and the questions that wait for an answer there. A forged answer has to meet
/// its port, the server's address (the kernel compares both), an id that waits, and the question.
#[derive(Debug)]
pub struct Lane {
    pub socket: UdpSocket,
    /// Which of the servers it is connected to.
    pub server: usize,
    /// The questions that wait, by id.
    pub waiting: HashMap<u16, usize>,
    /// A bit for each id that was used here.
    used: Box<[u64]>,
    left: usize,
}

impl Lane {
    /// A socket to `address`.
    ///
    /// # Errors
    /// The system's.
    pub fn open(server: usize, address: SocketAddr) -> io::Result<Self> {
        let socket = udp::connected(address)?;
        datagrams::expect_bursts(&socket);
        Ok(Self {
            socket: UdpSocket::from_std(socket)?,
            server,
            waiting: HashMap::new(),
            used: vec![0; 1 << 10].into_boxed_slice(),
            left: QUESTIONS,
        })
    }

    /// Whether it has served its time.
    pub fn worn_out(&self) -> bool {
        self.left == 0
    }

    /// How many more questions may leave from here.
    pub fn left(&self) -> usize {
        self.left
    }

    /// An id that was not used here, from a cryptographic generator.
    pub fn fresh_id(&mut self) -> u16 {
        self.left = self.left.saturating_sub(1);
        let mut random = rand::rng();
        loop {
            let id: u16 = random.random();
            if !self.was_used(id) {
                self.used[usize::from(id >> 6)] |= 1 << (id & 63);
                return id;
            }
        }
    }

    /// Whether a question with this id ever left from here.
    pub fn was_used(&self, id: u16) -> bool {
        self.used[usize::from(id >> 6)] & (1 << (id & 63)) != 0
    }
}
