//! Very many names: the app's rules ([`lookup`](super::lookup)), asked through a few shared sockets.
//!
//! What an answer means, which server counts and when a name is given up is decided by the same code
//! as for a single name. Only the way of asking differs: questions share connected sockets, leave in
//! batches within a window for each server, and what seems lost is repeated before the attempt ends,
//! a few times: so many questions at once lose some by themselves, which says nothing of the name.
//! Attempts and timeout begin and end as the app's do, so a repetition can bring a lost answer
//! sooner, and nothing else.
//!
//! Whatever a shared socket cannot tell exactly (an ICMP error, a datagram that belongs to no
//! question, an answer that does not fit) is asked again from a socket of its own, as a single name
//! would be.

mod lane;
mod line;
mod question;
mod receive;
mod send;
mod timers;
mod window;

use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::num::NonZeroU32;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use hickory_proto::rr::RecordType;
use slab::Slab;
use tokio::task::JoinSet;
use tokio::time::Sleep;

use super::lookup::Resolution;
use super::lookup::inquiry::Inquiry;
use super::lookup::told::{Over, Told, junk, silent, unaskable};
use super::lookup::{Transport, wire};
use crate::model::NameServers;
use crate::os::datagrams::Datagrams;
use crate::pace::Rate;
use lane::Lane;
pub use line::Counts;
use line::{Line, MOST_REPEATS};
use question::{Handle, Place, Questions};
use timers::Timers;

/// How often the shared sockets are looked at for an error: waiting for one to become readable does not
/// report it.
const SOCKETS_LOOKED_AT_EVERY: Duration = Duration::from_millis(20);

/// How far the loop may go.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Names at a time, at most.
    pub names: usize,
    /// Questions a second, at most, repetitions included.
    pub rate: Option<NonZeroU32>,
}

/// Many names on their way. It asks only while [`Bulk::advance`] is awaited.
#[derive(Debug)]
pub struct Bulk {
    servers: Arc<NameServers>,
    limits: Limits,
    lookups: Slab<Lookup>,
    questions: Questions,
    lines: Vec<Line>,
    lanes: Slab<Lane>,
    deadlines: Timers,
    alone: JoinSet<(Handle, Told)>,
    /// Absent only while a batch is looked at.
    datagrams: Option<Box<Datagrams>>,
    rate: Option<Rate>,
    finished: VecDeque<(u64, Resolution)>,
    alarm: Option<(Instant, Pin<Box<Sleep>>)>,
    /// Whether the runtime has looked at the sockets for [`Bulk::listen`], which was then cut short.
    looked: bool,
}

/// A name on its way.
#[derive(Debug)]
struct Lookup {
    token: u64,
    inquiry: Inquiry,
    /// When its first question left.
    began: Option<Instant>,
    /// Its questions.
    open: Vec<usize>,
}

/// What [`Bulk::advance`] woke up for.
#[derive(Debug, Default)]
struct Woken {
    readable: Vec<usize>,
    told: Vec<(Handle, Told)>,
}

impl Bulk {
    /// Nothing on its way yet.
    pub fn new(servers: Arc<NameServers>, limits: Limits) -> Self {
        let most = limits.names.max(1);
        Self {
            lines: servers
                .servers
                .iter()
                .map(|server| Line::new(server.address, most))
                .collect(),
            servers,
            limits,
            lookups: Slab::new(),
            questions: Questions::default(),
            lanes: Slab::new(),
            deadlines: Timers::default(),
            alone: JoinSet::new(),
            datagrams: Some(Box::default()),
            rate: limits.rate.map(Rate::new),
            finished: VecDeque::new(),
            alarm: None,
            looked: false,
        }
    }

    /// Names on their way.
    pub fn running(&self) -> usize {
        self.lookups.len()
    }

    /// Whether another name could be asked soon.
    pub fn has_room(&self) -> bool {
        let soon = self.lines.iter().any(|line| line.backlog() < 32);
        self.lookups.len() < self.limits.names.max(1) && (soon || self.lines.is_empty())
    }

    /// What became of the questions to each server so far, in configured order.
    pub fn counts(&self) -> impl Iterator<Item = Counts> + '_ {
        self.lines.iter().map(|line| line.counts)
    }

    /// Takes in a name, as [`resolve`](super::lookup::resolve) does; `token` comes back with what became
    /// of it.
    pub fn begin(&mut self, token: u64, name: &str, types: &[RecordType]) {
        let mut inquiry = Inquiry::new(&self.servers, name, types);
        if let Some(resolution) = inquiry.resolution() {
            self.finished.push_back((token, resolution));
            return;
        }
        let at = self.lookups.insert(Lookup {
            token,
            inquiry,
            began: None,
            open: Vec::new(),
        });
        self.ask(at);
    }

    /// A name that is done.
    pub fn finished(&mut self) -> Option<(u64, Resolution)> {
        self.finished.pop_front()
    }

    /// Asks and listens until a name is done; for ever if there is none on its way. Nothing is lost
    /// if the caller stops waiting.
    pub async fn advance(&mut self) {
        while self.finished.is_empty() {
            let mut now = Instant::now();
            if self.is_overdue(now) {
                self.listen().await;
                now = Instant::now();
            }
            self.expire(now);
            self.send(now);
            if !self.finished.is_empty() {
                return;
            }
            let alarm = self.next_alarm(now);
            self.arm(alarm);
            let woken = poll_fn(|context| self.poll(context)).await;
            for lane in woken.readable {
                self.receive(lane);
            }
            for (handle, told) in woken.told {
                self.told_alone(handle, told);
            }
        }
    }

    /// Sends what may leave now, without waiting for anything: to be called before other work.
    pub fn push(&mut self) {
        self.send(Instant::now());
    }

    /// Whether something has waited long enough, as far as is known.
    fn is_overdue(&mut self, now: Instant) -> bool {
        let questions = &self.questions;
        let deadline = self
            .deadlines
            .next(|handle| questions.get(handle).is_some());
        if deadline.is_some_and(|(at, _)| at <= now) {
            return true;
        }
        self.lines.iter_mut().any(|line| {
            let patience = line.window.patience();
            line.patience.iter_mut().enumerate().any(|(level, timers)| {
                let times = level as u32 + 1;
                timers
                    .next(|handle| timers::on_its_way(questions, handle, times))
                    .is_some_and(|(sent, _)| sent + patience * (1 << level) <= now)
            })
        })
    }

    /// Takes what has come by now, before anything is called late: we may have been kept from listening
    /// ourselves, by other work or because the processor was not ours.
    async fn listen(&mut self) {
        if !std::mem::replace(&mut self.looked, true) {
            // Lets the runtime see which sockets can be read.
            tokio::task::yield_now().await;
        }
        self.looked = false;
        let lanes: Vec<usize> = self.lanes.iter().map(|(key, _)| key).collect();
        for lane in lanes {
            self.receive(lane);
        }
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Woken> {
        let mut woken = Woken::default();
        for (key, lane) in &self.lanes {
            // What is wrong with a socket is found when it is read.
            if lane.socket.poll_recv_ready(context).is_ready() {
                woken.readable.push(key);
            }
        }
        while let Poll::Ready(Some(result)) = self.alone.poll_join_next(context) {
            // Else it was abandoned.
            if let Ok(told) = result {
                woken.told.push(told);
            }
        }
        let rang = match &mut self.alarm {
            Some((_, sleep)) => sleep.as_mut().poll(context).is_ready(),
            None => false,
        };
        if rang {
            self.alarm = None;
            woken.readable = self.lanes.iter().map(|(key, _)| key).collect();
        }
        if rang || !woken.readable.is_empty() || !woken.told.is_empty() {
            Poll::Ready(woken)
        } else {
            Poll::Pending
        }
    }

    /// Sees to it that the wait ends by then. An alarm that rings early does no harm, so one that is
    /// set earlier is left as it is.
    fn arm(&mut self, at: Option<Instant>) {
        let Some(at) = at else { return };
        match &mut self.alarm {
            Some((set, _)) if *set <= at => {}
            Some((set, sleep)) => {
                *set = at;
                sleep.as_mut().reset(at.into());
            }
            None => self.alarm = Some((at, Box::pin(tokio::time::sleep_until(at.into())))),
        }
    }

    fn next_alarm(&mut self, now: Instant) -> Option<Instant> {
        let questions = &self.questions;
        let mut next = self
            .deadlines
            .next(|handle| questions.get(handle).is_some())
            .map(|(at, _)| at);
        let mut earlier = |at: Instant| next = Some(next.map_or(at, |next| next.min(at)));
        for line in &mut self.lines {
            let patience = line.window.patience();
            for (level, timers) in line.patience.iter_mut().enumerate() {
                let times = level as u32 + 1;
                if let Some((sent, _)) =
                    timers.next(|handle| timers::on_its_way(questions, handle, times))
                {
                    earlier(sent + patience * (1 << level));
                }
            }
            if line.window.room() > 0 && !(line.queue.is_empty() && line.again.is_empty()) {
                let mut wait = line.pace.wait(line.window.rate());
                if let Some(rate) = &self.rate {
                    wait = wait.max(rate.wait());
                }
                earlier(now + wait.clamp(Duration::from_millis(1), Duration::from_secs(1)));
            }
        }
        if !self.lanes.is_empty() {
            earlier(now + SOCKETS_LOOKED_AT_EVERY);
        }
        next
    }

    /// Queues what the lookup wants to have asked.
    fn ask(&mut self, at: usize) {
        let now = Instant::now();
        let asks = self.lookups[at].inquiry.asks();
        for ask in asks {
            let (server, ticket) = (ask.ticket.server, ask.ticket);
            match wire::question(0, &ask.name, ask.record_type) {
                Ok(message) => {
                    // A server that was silent once is likely to be silent again.
                    let repeats = if ask.n == 1 { MOST_REPEATS } else { 1 };
                    let handle = self.questions.add(at, ask, message, repeats);
                    self.lookups[at].open.push(handle.key);
                    let line = &mut self.lines[server];
                    let troubled = line.trouble.is_some_and(|until| now < until);
                    if self.servers.tcp || troubled {
                        line.alone.push_back((handle, Over::of(&self.servers)));
                    } else {
                        line.queue.push_back(handle);
                    }
                }
                Err(why) => {
                    let told = Told {
                        transport: Transport::Udp,
                        result: Err(unaskable(&why)),
                        took: Duration::ZERO,
                    };
                    self.lookups[at].inquiry.hear(&self.servers, ticket, told);
                }
            }
        }
        self.settle(at);
    }

    /// A question has come to an end.
    fn tell(&mut self, key: usize, told: Told) {
        let Some(question) = self.forget(key) else {
            return;
        };
        let lookup = &mut self.lookups[question.lookup];
        lookup.open.retain(|open| *open != key);
        lookup.inquiry.hear(&self.servers, question.ticket, told);
        self.ask(question.lookup);
    }

    /// Drops the questions that do not matter any more, and hands on what became of a name.
    fn settle(&mut self, at: usize) {
        let lookup = &mut self.lookups[at];
        let mut open = std::mem::take(&mut lookup.open);
        let inquiry = &lookup.inquiry;
        let questions = &self.questions;
        let mut gone = Vec::new();
        open.retain(|key| {
            let wanted = questions
                .handle(*key)
                .and_then(|handle| questions.get(handle))
                .is_some_and(|question| inquiry.waits_for(question.ticket));
            if !wanted {
                gone.push(*key);
            }
            wanted
        });
        let lookup = &mut self.lookups[at];
        lookup.open = open;
        let resolution = lookup.inquiry.resolution();
        for key in gone {
            self.forget(key);
        }
        if let Some(mut resolution) = resolution {
            let lookup = self.lookups.remove(at);
            resolution.took = lookup.began.map_or(Duration::ZERO, |began| began.elapsed());
            self.finished.push_back((lookup.token, resolution));
        }
    }

    /// Takes a question out, wherever it is.
    fn forget(&mut self, key: usize) -> Option<question::Question> {
        let question = self.questions.remove(key)?;
        let line = &mut self.lines[question.ticket.server];
        if question.in_flight {
            line.window.left();
        }
        match &question.place {
            Place::Queue => {}
            Place::Lane { lane, id } => self.leave(*lane, *id, &question.later),
            Place::Own(task) => {
                task.abort();
                line.asked_alone -= 1;
            }
        }
        Some(question)
    }

    /// A shared socket waits for one question less; it is closed with the last if it is worn out.
    fn leave(&mut self, key: usize, id: u16, later: &[(u16, Instant)]) {
        if let Some(lane) = self.lanes.get_mut(key) {
            lane.waiting.remove(&id);
            for (id, _) in later {
                lane.waiting.remove(id);
            }
            if lane.worn_out() && lane.waiting.is_empty() {
                self.lanes.remove(key);
            }
        }
    }

    /// Ends what has waited long enough, and marks for repetition what seems lost.
    fn expire(&mut self, now: Instant) {
        for at in 0..self.lines.len() {
            self.expire_patience(now, at);
        }
        let timeout = self.servers.timeout;
        while let Some((_, handle)) = {
            let questions = &self.questions;
            self.deadlines
                .next(|handle| questions.get(handle).is_some())
                .filter(|(at, _)| *at <= now)
        } {
            self.deadlines.pop();
            let Some(question) = self.questions.get(handle) else {
                continue;
            };
            // Asked from a socket of its own it ends by itself.
            if !matches!(question.place, Place::Lane { .. }) {
                continue;
            }
            let result = Err(if question.junk { junk() } else { silent() });
            let took = question.began.map_or(timeout, |began| now - began);
            if question.in_flight {
                self.lines[question.ticket.server]
                    .window
                    .lost(now, question.number);
                if let Some(question) = self.questions.get_mut(handle) {
                    question.in_flight = false;
                }
            }
            let told = Told {
                transport: Transport::Udp,
                result,
                took,
            };
            self.tell(handle.key, told);
        }
    }

    fn expire_patience(&mut self, now: Instant, at: usize) {
        let line = &mut self.lines[at];
        let patience = line.window.patience();
        for level in 0..line.patience.len() {
            let times = level as u32 + 1;
            let questions = &self.questions;
            while let Some((_, handle)) = line.patience[level]
                .next(|handle| timers::on_its_way(questions, handle, times))
                .filter(|(sent, _)| *sent + patience * (1 << level) <= now)
            {
                line.patience[level].pop();
                line.again.push_back(handle);
            }
        }
        // Nothing is on its way twice: what is marked leaves the window at once.
        for handle in &line.again {
            if let Some(question) = self.questions.get_mut(*handle)
                && question.in_flight
            {
                question.in_flight = false;
                line.window.lost(now, question.number);
            }
        }
        let questions = &self.questions;
        line.again
            .retain(|handle| questions.get(*handle).is_some_and(|q| q.repeats > 0));
    }
}
