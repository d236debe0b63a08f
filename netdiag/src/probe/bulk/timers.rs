//! Times that come in order, most of which nobody waits for any more when they come.

use std::collections::VecDeque;
use std::time::Instant;

use super::question::{Handle, Questions};

/// Questions in the order of their times.
#[derive(Debug, Default)]
pub struct Timers {
    queue: VecDeque<(Instant, Handle)>,
    /// How long it may become before what is obsolete is thrown out.
    limit: usize,
}

impl Timers {
    /// Adds a question with a time that is not before those added so far.
    pub fn push(&mut self, at: Instant, handle: Handle, current: impl Fn(Handle) -> bool) {
        if self.queue.len() >= self.limit {
            self.queue.retain(|(_, handle)| current(*handle));
            self.limit = 1024.max(2 * self.queue.len());
        }
        self.queue.push_back((at, handle));
    }

    /// The earliest time that somebody still waits for.
    pub fn next(&mut self, current: impl Fn(Handle) -> bool) -> Option<(Instant, Handle)> {
        while let Some((at, handle)) = self.queue.front() {
            if current(*handle) {
                return Some((*at, *handle));
            }
            self.queue.pop_front();
        }
        None
    }

    /// Takes off what [`Timers::next`] gave.
    pub fn pop(&mut self) {
        self.queue.pop_front();
    }
}

/// Whether the question left that often and nothing has come since.
pub fn on_its_way(questions: &Questions, handle: Handle, times: u32) -> bool {
    questions
        .get(handle)
        .is_some_and(|question| question.in_flight && question.times == times)
}
