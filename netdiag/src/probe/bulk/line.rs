//! What the bulk loop keeps for each server.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use super::question::Handle;
use super::timers::Timers;
use super::window::Window;
use crate::pace::Pace;
use crate::probe::lookup::told::Over;

/// Sockets of a server that are used in turn.
pub const LANES: usize = 4;

/// How often a question is repeated early in the first attempt.
pub const MOST_REPEATS: u32 = 3;

/// One server's line.
#[derive(Debug)]
pub struct Line {
    pub address: SocketAddr,
    pub window: Window,
    pub pace: Pace,
    /// Questions that have not left yet.
    pub queue: VecDeque<Handle>,
    /// Questions to be repeated.
    pub again: VecDeque<Handle>,
    /// Questions to be asked from a socket of their own.
    pub alone: VecDeque<(Handle, Over)>,
    /// How many are being asked so.
    pub asked_alone: usize,
    /// The sockets in use.
    pub lanes: Vec<usize>,
    /// Which of them is next.
    pub turn: usize,
    /// The questions on their way, by how often they left.
    pub patience: [Timers; MOST_REPEATS as usize + 1],
    /// Until when every question gets a socket of its own, because a shared one had an error.
    pub trouble: Option<Instant>,
    pub counts: Counts,
}

impl Line {
    pub fn new(address: SocketAddr, most: usize) -> Self {
        Self {
            address,
            window: Window::new(most),
            pace: Pace::new(BURST),
            queue: VecDeque::new(),
            again: VecDeque::new(),
            alone: VecDeque::new(),
            asked_alone: 0,
            lanes: Vec::new(),
            turn: 0,
            patience: Default::default(),
            trouble: None,
            counts: Counts::default(),
        }
    }

    /// Questions that wait although more might leave.
    pub fn backlog(&self) -> usize {
        (self.queue.len() + self.alone.len()).saturating_sub(self.window.room())
    }
}

/// Datagrams that may leave in one go: more would overrun the buffers on the way.
pub const BURST: f64 = 64.0;

/// What became of the questions to one server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Questions asked, each attempt by itself.
    pub questions: u64,
    /// Datagrams beyond one for each question: repetitions of what seemed lost.
    pub repeated: u64,
    /// Answers, be it with a failure.
    pub answers: u64,
    /// The shortest time to an answer.
    pub shortest: Option<Duration>,
    /// The longest time to an answer.
    pub longest: Duration,
    /// All times to an answer together.
    pub together: Duration,
}

impl Counts {
    /// The mean time to an answer.
    pub fn mean(&self) -> Option<Duration> {
        let answers = u32::try_from(self.answers).ok()?;
        self.together.checked_div(answers)
    }

    pub(super) fn answer(&mut self, took: Duration) {
        self.answers += 1;
        self.shortest = Some(self.shortest.map_or(took, |least| least.min(took)));
        self.longest = self.longest.max(took);
        self.together += took;
    }
}
