//! The way out: what may leave, from which socket.

use std::io::{self, ErrorKind};
use std::time::{Duration, Instant};

use super::Bulk;
use super::lane::Lane;
use super::line::{BURST, LANES};
use super::question::{Handle, Place};
use crate::os::datagrams::BATCH;
use crate::probe::lookup::exchange;
use crate::probe::lookup::told::Over;

/// Questions to one server that are asked from sockets of their own at a time.
const ALONE: usize = 64;

/// For how long every question gets a socket of its own after a shared one had an error.
const TROUBLE: Duration = Duration::from_secs(1);

impl Bulk {
    /// Sends what the windows, the pace and `--rate` allow.
    pub(super) fn send(&mut self, now: Instant) {
        for at in 0..self.lines.len() {
            self.send_alone(now, at);
            loop {
                let line = &mut self.lines[at];
                if line.queue.is_empty() && line.again.is_empty() {
                    break;
                }
                let rate = line.window.rate();
                let mut may = line.window.room().min(line.pace.allowed(now, rate, BURST));
                may = may.min(self.may_by_rate(now));
                if may == 0 || !self.send_some(now, at, may) {
                    break;
                }
            }
        }
    }

    /// What `--rate` allows.
    fn may_by_rate(&mut self, now: Instant) -> usize {
        self.rate
            .as_mut()
            .map_or(usize::MAX, |rate| rate.allowed(now))
    }

    fn took_by_rate(&mut self, n: usize) {
        if let Some(rate) = &mut self.rate {
            rate.took(n);
        }
    }

    /// Sends up to `may` questions from one socket; whether there is a point in trying again.
    fn send_some(&mut self, now: Instant, at: usize, may: usize) -> bool {
        if let Some(handle) = self.lines[at].again.pop_front() {
            self.repeat(now, at, handle);
            return true;
        }
        let Some(key) = self.lane(at) else {
            // No socket to be had: the reason is found out question by question.
            let line = &mut self.lines[at];
            line.trouble = Some(now + TROUBLE);
            let queued = line.queue.drain(..).map(|handle| (handle, Over::Udp));
            line.alone.extend(queued);
            return false;
        };
        let lane = &mut self.lanes[key];
        let line = &mut self.lines[at];
        let most = may.min(BATCH).min(lane.left());
        let mut batch: Vec<(Handle, u16)> = Vec::with_capacity(most);
        while batch.len() < most
            && let Some(handle) = line.queue.pop_front()
        {
            if let Some(question) = self.questions.get_mut(handle) {
                let id = lane.fresh_id();
                question.message[..2].copy_from_slice(&id.to_be_bytes());
                batch.push((handle, id));
            }
        }
        let questions = &self.questions;
        let messages: Vec<&[u8]> = batch
            .iter()
            .filter_map(|(handle, _)| questions.get(*handle))
            .map(|question| question.message.as_slice())
            .collect();
        let Some(datagrams) = self.datagrams.as_mut().filter(|_| !messages.is_empty()) else {
            return false;
        };
        let sent = datagrams.send(&lane.socket, &messages);
        let left = *sent.as_ref().unwrap_or(&0);
        // What did not leave goes back to its place; the id is lost, there are plenty.
        for (handle, _) in batch.drain(left..).rev() {
            line.queue.push_front(handle);
        }
        let timeout = self.servers.timeout;
        let numbers = line.window.next_sent()..;
        for ((handle, id), number) in batch.into_iter().zip(numbers) {
            lane.waiting.insert(id, handle.key);
            let Some(question) = self.questions.get_mut(handle) else {
                continue;
            };
            question.place = Place::Lane { lane: key, id };
            question.began = Some(now);
            question.number = number;
            question.times = 1;
            question.in_flight = true;
            self.lookups[question.lookup].began.get_or_insert(now);
            let questions = &self.questions;
            let current = |handle| questions.get(handle).is_some();
            self.deadlines.push(now + timeout, handle, current);
            let on_its_way = |handle| super::timers::on_its_way(questions, handle, 1);
            line.patience[0].push(now, handle, on_its_way);
        }
        line.window.sent(left);
        line.pace.took(left);
        line.counts.questions += left as u64;
        self.took_by_rate(left);
        match sent {
            Ok(_) => left == most,
            Err(error) => self.send_failed(now, key, &error),
        }
    }

    /// Whether there is a point in trying again.
    fn send_failed(&mut self, now: Instant, key: usize, error: &io::Error) -> bool {
        if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) {
            return false;
        }
        self.give_up_lane(now, key);
        false
    }

    /// Asks again, under another id; an answer to either counts.
    fn repeat(&mut self, now: Instant, at: usize, handle: Handle) {
        let line = &mut self.lines[at];
        let Some(question) = self.questions.get_mut(handle) else {
            return;
        };
        let Place::Lane { lane: key, .. } = question.place else {
            return;
        };
        let (Some(lane), Some(datagrams)) = (self.lanes.get_mut(key), self.datagrams.as_mut())
        else {
            return;
        };
        let id = lane.fresh_id();
        lane.waiting.insert(id, handle.key);
        question.message[..2].copy_from_slice(&id.to_be_bytes());
        question.later.push((id, now));
        let sent = datagrams.send(&lane.socket, &[&question.message]);
        question.number = line.window.next_sent();
        question.times += 1;
        question.repeats -= 1;
        question.in_flight = true;
        let times = question.times;
        let questions = &self.questions;
        let on_its_way = |handle| super::timers::on_its_way(questions, handle, times);
        if let Some(timers) = line.patience.get_mut(times as usize - 1) {
            timers.push(now, handle, on_its_way);
        }
        line.window.sent(1);
        line.pace.took(1);
        line.counts.repeated += 1;
        self.took_by_rate(1);
        if let Err(error) = sent {
            self.send_failed(now, key, &error);
        }
    }

    /// The socket whose turn it is; `None` if there is none to be had.
    fn lane(&mut self, at: usize) -> Option<usize> {
        let line = &mut self.lines[at];
        let lanes = &mut self.lanes;
        line.lanes.retain(|key| {
            let Some(lane) = lanes.get(*key) else {
                return false;
            };
            let worn_out = lane.worn_out();
            if worn_out && lane.waiting.is_empty() {
                lanes.remove(*key);
            }
            !worn_out
        });
        if line.lanes.len() < LANES {
            let lane = Lane::open(at, line.address).ok()?;
            line.lanes.push(self.lanes.insert(lane));
        }
        line.turn = (line.turn + 1) % line.lanes.len();
        Some(line.lanes[line.turn])
    }

    /// A shared socket had an error, or a datagram came that belongs to no question of it: whom that
    /// concerns is found out by asking each question from a socket of its own.
    pub(super) fn give_up_lane(&mut self, now: Instant, key: usize) {
        let Some(lane) = self.lanes.try_remove(key) else {
            return;
        };
        let line = &mut self.lines[lane.server];
        line.trouble = Some(now + TROUBLE);
        let mut concerned: Vec<Handle> = lane
            .waiting
            .values()
            .filter_map(|key| self.questions.handle(*key))
            .collect();
        concerned.extend(line.queue.drain(..));
        for handle in concerned {
            self.ask_alone(handle, Over::Udp);
        }
    }

    /// Lets a question be asked from a socket of its own: the attempt begins anew, except for what is
    /// spent of its time.
    pub(super) fn ask_alone(&mut self, handle: Handle, over: Over) {
        let Some(question) = self.questions.get_mut(handle) else {
            return;
        };
        let line = &mut self.lines[question.ticket.server];
        if question.in_flight {
            question.in_flight = false;
            line.window.left();
        }
        line.alone.push_back((handle, over));
        let later = std::mem::take(&mut question.later);
        if let Place::Lane { lane, id } = std::mem::replace(&mut question.place, Place::Queue) {
            self.leave(lane, id, &later);
        }
    }

    fn send_alone(&mut self, now: Instant, at: usize) {
        while self.lines[at].asked_alone < ALONE
            && !self.lines[at].alone.is_empty()
            && self.may_by_rate(now) > 0
        {
            let line = &mut self.lines[at];
            let Some((handle, over)) = line.alone.pop_front() else {
                return;
            };
            let Some(question) = self.questions.get_mut(handle) else {
                continue;
            };
            self.lookups[question.lookup].began.get_or_insert(now);
            let timeout = self.servers.timeout.saturating_sub(question.spent);
            let (name, record_type) = (question.name.clone(), question.record_type);
            let (address, times) = (line.address, question.times);
            let task = self.alone.spawn(async move {
                (
                    handle,
                    exchange::ask(address, name, record_type, timeout, Some(timeout / 4), over)
                        .await,
                )
            });
            question.place = Place::Own(task);
            line.asked_alone += 1;
            if times == 0 {
                line.counts.questions += 1;
            } else {
                line.counts.repeated += 1;
            }
            self.took_by_rate(1);
        }
    }
}
