//! The way in: which question a datagram answers, if any.

use std::io::ErrorKind;
use std::time::Instant;

use hickory_proto::op::Message;

use super::Bulk;
use super::question::{Handle, Place};
use crate::os::datagrams::BATCH;
use crate::os::udp;
use crate::probe::lookup::Transport;
use crate::probe::lookup::told::{Over, Told};
use crate::probe::lookup::wire::{self, Heard};

impl Bulk {
    /// Takes what came to a shared socket.
    pub(super) fn receive(&mut self, key: usize) {
        let Some(mut datagrams) = self.datagrams.take() else {
            return;
        };
        while let Some(lane) = self.lanes.get(key) {
            let received = datagrams.receive(&lane.socket);
            let now = Instant::now();
            match received {
                Ok(count) => {
                    for at in 0..count {
                        let (bytes, whole) = datagrams.datagram(at);
                        self.take(now, key, bytes, whole);
                    }
                    if count < BATCH {
                        break;
                    }
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    if udp::pending_error(&lane.socket).is_some() {
                        self.give_up_lane(now, key);
                    }
                    break;
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => {
                    self.give_up_lane(now, key);
                    break;
                }
            }
        }
        self.datagrams = Some(datagrams);
    }

    fn take(&mut self, now: Instant, lane_key: usize, bytes: &[u8], whole: bool) {
        // It may have been given up on the way.
        let Some(lane) = self.lanes.get(lane_key) else {
            return;
        };
        let id = match bytes {
            [high, low, ..] => Some(u16::from_be_bytes([*high, *low])),
            _ => None,
        };
        let Some(key) = id.and_then(|id| lane.waiting.get(&id).copied()) else {
            // What answers an earlier question of this socket is only late.
            if !id.is_some_and(|id| lane.was_used(id)) {
                self.take_junk(now, lane_key, bytes);
            }
            return;
        };
        let (Some(id), Some(handle)) = (id, self.questions.handle(key)) else {
            return;
        };
        if !whole {
            self.ask_alone(handle, Over::Udp);
            return;
        }
        let Some(question) = self.questions.get_mut(handle) else {
            return;
        };
        let heard = wire::hear(bytes, id, &question.name, question.record_type);
        let line = &mut self.lines[question.ticket.server];
        let began = question.began.unwrap_or(now);
        let took = now.saturating_duration_since(began);
        if std::mem::take(&mut question.in_flight) {
            line.window.left();
        }
        let (round_trip, only_late) = question.round_trip(id, now);
        if only_late {
            line.window.found();
        }
        line.window.answered(now, round_trip);
        line.counts.answer(took);
        let result = match heard {
            Heard::Answer(reply) => Ok(reply),
            Heard::Failure(outcome, why) => Err((outcome, why)),
            Heard::Truncated => {
                question.spent = took;
                self.ask_alone(handle, Over::TcpInstead);
                return;
            }
            Heard::Foreign => return,
        };
        let told = Told {
            transport: Transport::Udp,
            result,
            took,
        };
        self.tell(key, told);
    }

    /// A datagram with an id that never left from there. If it tells which question it means, that
    /// question has an answer that cannot be believed; else it may be anyone's.
    fn take_junk(&mut self, now: Instant, lane_key: usize, bytes: &[u8]) {
        let asked = Message::from_vec(bytes)
            .ok()
            .and_then(|mut message| message.queries.pop());
        let meant = asked.and_then(|asked| {
            let waiting = self.lanes.get(lane_key)?.waiting.values();
            waiting.copied().find(|key| {
                self.question(*key).is_some_and(|question| {
                    question.record_type == asked.query_type
                        && question.name.eq_ignore_root(&asked.name)
                })
            })
        });
        match meant.and_then(|key| self.questions.handle(key)) {
            Some(handle) => {
                if let Some(question) = self.questions.get_mut(handle) {
                    question.junk = true;
                }
            }
            None => self.give_up_lane(now, lane_key),
        }
    }

    fn question(&self, key: usize) -> Option<&super::question::Question> {
        let handle = self.questions.handle(key)?;
        self.questions.get(handle)
    }

    /// What came of a question that was asked from a socket of its own.
    pub(super) fn told_alone(&mut self, handle: Handle, mut told: Told) {
        let Some(question) = self.questions.get(handle) else {
            return;
        };
        if !matches!(question.place, Place::Own(_)) {
            return;
        }
        let line = &mut self.lines[question.ticket.server];
        told.took += question.spent;
        if told.result.is_ok() {
            line.counts.answer(told.took);
        }
        self.tell(handle.key, told);
    }
}
