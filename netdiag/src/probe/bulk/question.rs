//! One question to one server on its way through the bulk loop.

use std::time::{Duration, Instant};

use hickory_proto::rr::{Name, RecordType};
use slab::Slab;
use tokio::task::AbortHandle;

use crate::probe::lookup::inquiry::{Ask, Ticket};

/// A question.
#[derive(Debug)]
pub struct Question {
    /// Which lookup it belongs to.
    pub lookup: usize,
    pub ticket: Ticket,
    pub name: Name,
    pub record_type: RecordType,
    /// The message; its id is set when it leaves.
    pub message: Vec<u8>,
    pub place: Place,
    /// When it left for the first time.
    pub began: Option<Instant>,
    /// Its number among all that left to the server, when it left for the last time.
    pub number: u64,
    /// How often it left.
    pub times: u32,
    /// Its repetitions, each with an id of its own: so it is known which of them was answered.
    pub later: Vec<(u16, Instant)>,
    /// How often it may still be repeated early.
    pub repeats: u32,
    /// What of its time was spent before it was asked from a socket of its own.
    pub spent: Duration,
    /// Whether it counts among those on their way: neither answered nor taken for lost.
    pub in_flight: bool,
    /// Whether an answer to it came that could not be believed.
    pub junk: bool,
    serial: u32,
}

impl Question {
    /// How long the answer to that id took, and whether it was taken for lost meanwhile.
    pub fn round_trip(&self, id: u16, now: Instant) -> (Duration, bool) {
        let last = self.later.last().is_none_or(|(last, _)| *last == id);
        let later = self.later.iter().find(|(later, _)| *later == id);
        let sent = later.map_or(self.began.unwrap_or(now), |(_, sent)| *sent);
        (now.saturating_duration_since(sent), !last)
    }
}

/// Where a question is.
#[derive(Debug)]
pub enum Place {
    /// It has not left yet, or has to leave from a socket of its own.
    Queue,
    /// It left from a shared socket, first with this id.
    Lane { lane: usize, id: u16 },
    /// It is asked from a socket of its own.
    Own(AbortHandle),
}

/// A question that may be gone by now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Handle {
    pub key: usize,
    serial: u32,
}

/// The questions under way.
#[derive(Debug, Default)]
pub struct Questions {
    slab: Slab<Question>,
    serial: u32,
}

impl Questions {
    /// Takes in a question that has not left yet.
    pub fn add(&mut self, lookup: usize, ask: Ask, message: Vec<u8>, repeats: u32) -> Handle {
        self.serial = self.serial.wrapping_add(1);
        let serial = self.serial;
        let key = self.slab.insert(Question {
            lookup,
            ticket: ask.ticket,
            name: ask.name,
            record_type: ask.record_type,
            message,
            place: Place::Queue,
            began: None,
            number: 0,
            times: 0,
            later: Vec::new(),
            repeats,
            spent: Duration::ZERO,
            in_flight: false,
            junk: false,
            serial,
        });
        Handle { key, serial }
    }

    /// The question, if it is still under way.
    pub fn get(&self, handle: Handle) -> Option<&Question> {
        self.slab
            .get(handle.key)
            .filter(|question| question.serial == handle.serial)
    }

    /// The question, if it is still under way.
    pub fn get_mut(&mut self, handle: Handle) -> Option<&mut Question> {
        self.slab
            .get_mut(handle.key)
            .filter(|question| question.serial == handle.serial)
    }

    /// The handle of a question that is under way.
    pub fn handle(&self, key: usize) -> Option<Handle> {
        self.slab.get(key).map(|question| Handle {
            key,
            serial: question.serial,
        })
    }

    /// Takes out a question.
    pub fn remove(&mut self, key: usize) -> Option<Question> {
        self.slab.try_remove(key)
    }
}
