//! One name and one type: rounds of attempts, and CNAME chains that a server leaves unfinished.
//!
//! Pure: it says what is to be asked and is told what came of it. Who asks, how, and how many names
//! at once is no concern of it, so that every way of asking ends in the same answer.

use hickory_proto::rr::{Name, RecordType};

use super::told::Told;
use super::wire::{Reply, loop_words};
use super::{Answer, Attempt, Outcome, present};
use crate::model::{NameServer, NameServers};

/// How often the target of an alias is asked for when the answer does not bring its records. glibc
/// and unbound stop near there too.
const MOST_STEPS: usize = 16;

/// What one name and type came to, or has so far.
#[derive(Debug)]
pub struct Chase {
    pub outcome: Outcome,
    pub server: Option<NameServer>,
    pub canonical: Name,
    pub aliases: Vec<Name>,
    pub answers: Vec<Answer>,
    pub attempts: Vec<Attempt>,
    record_type: RecordType,
    /// The attempts before this step of the chain.
    before: usize,
    step: usize,
    /// The number of the attempt, from 1.
    n: u32,
    /// Counts every time that the servers are asked: what was asked in an earlier round does not
    /// matter any more.
    round: u32,
    /// What the servers said in this round, in configured order.
    said: Vec<Option<(Attempt, Option<Reply>)>>,
    ended: bool,
}

impl Chase {
    /// To be asked of `servers` servers, in round 1.
    pub fn new(name: &Name, record_type: RecordType, servers: usize) -> Self {
        Self {
            outcome: Outcome::Unreachable,
            server: None,
            canonical: name.clone(),
            aliases: Vec::new(),
            answers: Vec::new(),
            attempts: Vec::new(),
            record_type,
            before: 0,
            step: 0,
            n: 1,
            round: 1,
            said: (0..servers).map(|_| None).collect(),
            ended: false,
        }
    }

    /// The type that is asked for.
    pub fn record_type(&self) -> RecordType {
        self.record_type
    }

    /// The number of the attempt, from 1.
    pub fn n(&self) -> u32 {
        self.n
    }

    /// The round in which every server is asked for [`Chase::canonical`] now; `None` at the end.
    pub fn round(&self) -> Option<u32> {
        (!self.ended).then_some(self.round)
    }

    /// Whether what this server says in that round can still matter.
    pub fn waits_for(&self, server: usize, round: u32) -> bool {
        self.round() == Some(round) && self.said.get(server).is_some_and(Option::is_none)
    }

    /// Takes what a server said in this round. Whether the round ended, and with it the interest in
    /// all servers that have not answered in it.
    pub fn hear(&mut self, servers: &NameServers, server: usize, told: Told) -> bool {
        let Some(asked) = servers.servers.get(server) else {
            return false;
        };
        let (outcome, detail, reply) = match told.result {
            Ok(reply) => (reply.outcome, None, Some(reply)),
            Err((outcome, detail)) => (outcome, Some(detail), None),
        };
        let attempt = Attempt {
            server: asked.clone(),
            name: present::name(&self.canonical),
            record_type: self.record_type,
            n: self.n,
            outcome,
            took: told.took,
            transport: told.transport,
            detail,
        };
        self.said[server] = Some((attempt, reply));
        self.judge_round(servers)
    }

    /// The first answer in configured order counts, once all before it have failed.
    fn judge_round(&mut self, servers: &NameServers) -> bool {
        let mut counted = 0;
        for said in &self.said {
            match said {
                None => return false,
                Some((_, reply)) => {
                    counted += 1;
                    if reply.is_some() {
                        break;
                    }
                }
            }
        }
        let mut answer = None;
        for (attempt, reply) in self.said.drain(..).take(counted).flatten() {
            if let Some(reply) = reply {
                answer = Some((attempt.server.clone(), reply));
            }
            self.attempts.push(attempt);
        }
        match answer {
            Some((server, reply)) => self.follow(server, reply),
            None if self.n < servers.attempts => self.n += 1,
            None => {
                (self.outcome, self.server) = failure(servers, &self.attempts[self.before..]);
                self.ended = true;
            }
        }
        self.round += 1;
        self.said = servers.servers.iter().map(|_| None).collect();
        true
    }

    /// Takes an answer, and goes on to the end of its aliases if it does not bring the records there.
    fn follow(&mut self, server: NameServer, reply: Reply) {
        self.server = Some(server);
        let unfinished = reply.outcome == Outcome::NoRecords && !reply.aliases.is_empty();
        let circle = reply
            .aliases
            .iter()
            .skip(1)
            .chain([&reply.canonical])
            .find(|name| self.aliases.iter().any(|a| a.eq_ignore_root(name)));
        let broken = match circle {
            Some(name) => Some(loop_words(name)),
            None if unfinished && self.step == MOST_STEPS => Some(format!(
                "sent more than {MOST_STEPS} aliases (CNAME) one by one"
            )),
            None => None,
        };
        if let Some(detail) = broken {
            if let Some(last) = self.attempts.last_mut() {
                last.outcome = Outcome::Malformed;
                last.detail = Some(detail);
            }
            self.outcome = Outcome::Malformed;
            self.ended = true;
            return;
        }
        self.aliases.extend(reply.aliases);
        self.canonical = reply.canonical;
        self.outcome = reply.outcome;
        self.answers = reply.answers;
        self.ended = !unfinished;
        self.step += 1;
        self.n = 1;
        self.before = self.attempts.len();
    }
}

/// What all failures together mean: the first server that said something decides, else the first.
fn failure(servers: &NameServers, attempts: &[Attempt]) -> (Outcome, Option<NameServer>) {
    let said = |a: &&Attempt| !matches!(a.outcome, Outcome::Timeout | Outcome::Unreachable);
    let decides = servers
        .servers
        .iter()
        .find_map(|server| {
            attempts
                .iter()
                .rev()
                .filter(said)
                .find(|a| a.server.address == server.address)
        })
        .or_else(|| {
            let first = servers.servers.first()?;
            attempts
                .iter()
                .rev()
                .find(|a| a.server.address == first.address)
        });
    match decides {
        Some(attempt) => (attempt.outcome, Some(attempt.server.clone())),
        None => (Outcome::Unreachable, None),
    }
}
