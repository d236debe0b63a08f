//! The app's rules of resolving, without anybody who asks: hosts file, search list, all types side by
//! side, all servers side by side in each attempt.
//!
//! Pure. [`resolve`](super::resolve) drives one of these with a socket for each question,
//! [`bulk`](crate::probe::bulk) thousands with a few sockets; neither decides anything.

use std::net::IpAddr;

use hickory_proto::rr::{Name, RecordType};

use super::chase::Chase;
use super::told::Told;
use super::{Answer, Attempt, Outcome, Resolution, present, to_name};
use crate::model::{NameServerSource, NameServers, shown_server};

/// Which question an answer belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ticket {
    /// Counts the names of the search list.
    candidate: u32,
    /// Which of the types.
    chase: usize,
    round: u32,
    /// Which of the servers, in configured order.
    pub server: usize,
}

/// A question that has to be asked now.
#[derive(Debug)]
pub struct Ask {
    pub ticket: Ticket,
    pub name: Name,
    pub record_type: RecordType,
    /// The number of the attempt, from 1.
    pub n: u32,
}

/// A name on its way to a [`Resolution`].
#[derive(Debug)]
pub struct Inquiry {
    meant: String,
    types: Vec<RecordType>,
    /// The names to try, the next one last.
    candidates: Vec<String>,
    candidate: u32,
    chases: Vec<Chase>,
    attempts: Vec<Attempt>,
    failed: Vec<Resolution>,
    asks: Vec<Ask>,
    /// On the heap: it is there for a moment only, and thousands may be on their way.
    resolution: Option<Box<Resolution>>,
}

impl Inquiry {
    /// For records of these types. A final dot keeps the search list away.
    pub fn new(servers: &NameServers, name: &str, types: &[RecordType]) -> Self {
        let mut inquiry = Self {
            meant: name.to_owned(),
            types: types.to_vec(),
            candidates: Vec::new(),
            candidate: 0,
            chases: Vec::new(),
            attempts: Vec::new(),
            failed: Vec::new(),
            asks: Vec::new(),
            resolution: from_hosts(servers, name, types).map(Box::new),
        };
        if inquiry.resolution.is_none() {
            if servers.servers.is_empty() {
                let none = Resolution::unasked(name, types, Outcome::Unreachable);
                inquiry.resolution = Some(Box::new(none));
            } else {
                inquiry.candidates = servers.candidates(name);
                inquiry.candidates.reverse();
                inquiry.next_candidate(servers);
            }
        }
        inquiry
    }

    /// The questions that came up since the last call, in the order in which they should leave.
    pub fn asks(&mut self) -> Vec<Ask> {
        std::mem::take(&mut self.asks)
    }

    /// What became of it, once; without the time that it took.
    pub fn resolution(&mut self) -> Option<Resolution> {
        self.resolution.take().map(|resolution| *resolution)
    }

    /// Whether the answer to that question can still matter.
    pub fn waits_for(&self, ticket: Ticket) -> bool {
        ticket.candidate == self.candidate
            && self
                .chases
                .get(ticket.chase)
                .is_some_and(|chase| chase.waits_for(ticket.server, ticket.round))
    }

    /// Takes what came of a question; one that does not matter any more is passed over.
    pub fn hear(&mut self, servers: &NameServers, ticket: Ticket, told: Told) {
        if !self.waits_for(ticket) {
            return;
        }
        let chase = &mut self.chases[ticket.chase];
        if !chase.hear(servers, ticket.server, told) {
            return;
        }
        if chase.round().is_some() {
            self.ask(servers, ticket.chase);
        } else if self.chases.iter().all(|chase| chase.round().is_none()) {
            self.judge_candidate(servers);
        }
    }

    fn ask(&mut self, servers: &NameServers, at: usize) {
        let chase = &self.chases[at];
        let Some(round) = chase.round() else { return };
        let candidate = self.candidate;
        self.asks
            .extend((0..servers.servers.len()).map(|server| Ask {
                ticket: Ticket {
                    candidate,
                    chase: at,
                    round,
                    server,
                },
                name: chase.canonical.clone(),
                record_type: chase.record_type(),
                n: chase.n(),
            }));
    }

    /// Tries the name with and without the suffixes of the search list, as glibc does: "no such
    /// name", "no records" and a server failure lead on to the next; anything else ends the search.
    fn next_candidate(&mut self, servers: &NameServers) {
        while let Some(candidate) = self.candidates.pop() {
            self.candidate += 1;
            if let Ok(name) = to_name(&candidate) {
                self.chases = self
                    .types
                    .iter()
                    .map(|record_type| Chase::new(&name, *record_type, servers.servers.len()))
                    .collect();
                for at in 0..self.chases.len() {
                    self.ask(servers, at);
                }
                return;
            }
            let invalid = Resolution::unasked(&self.meant, &self.types, Outcome::NoSuchName);
            self.failed.push(invalid);
        }
        self.end_search(servers);
    }

    fn judge_candidate(&mut self, servers: &NameServers) {
        let mut resolution = self.all_types();
        self.attempts.append(&mut resolution.attempts);
        let goes_on = matches!(
            resolution.outcome,
            Outcome::NoSuchName | Outcome::NoRecords | Outcome::ServerFailure
        );
        if goes_on {
            self.failed.push(resolution);
            self.next_candidate(servers);
        } else {
            resolution.attempts = std::mem::take(&mut self.attempts);
            self.resolution = Some(Box::new(resolution));
        }
    }

    fn end_search(&mut self, servers: &NameServers) {
        let first_with = |outcome| self.failed.iter().position(|r| r.outcome == outcome);
        let decides = if servers.tries_as_it_is_first(&self.meant) {
            0
        } else {
            first_with(Outcome::NoRecords)
                .or_else(|| first_with(Outcome::ServerFailure))
                .unwrap_or(self.failed.len().saturating_sub(1))
        };
        let mut resolution = self.failed.swap_remove(decides);
        resolution.attempts = std::mem::take(&mut self.attempts);
        self.resolution = Some(Box::new(resolution));
    }

    /// What all types of one name came to.
    fn all_types(&mut self) -> Resolution {
        // What was found counts; else a failure, since it may hide a record; else "no such name".
        let rank = |outcome| match outcome {
            Outcome::Resolved => 0,
            Outcome::NoSuchName => 2,
            Outcome::NoRecords => 3,
            _ => 1,
        };
        let decides = (0..self.chases.len())
            .min_by_key(|i| rank(self.chases[*i].outcome))
            .unwrap_or_default();
        let mut resolution = Resolution::unasked(&self.meant, &self.types, Outcome::NoSuchName);
        for (i, chase) in self.chases.drain(..).enumerate() {
            if i == decides {
                resolution.outcome = chase.outcome;
                resolution.server = chase.server.as_ref().map(|s| shown_server(s.address));
                resolution.server_source = chase.server.map(|s| s.source);
                if chase.outcome.is_answer() || !chase.aliases.is_empty() {
                    resolution.canonical = Some(present::name(&chase.canonical));
                    resolution.aliases = chase.aliases.iter().map(present::name).collect();
                }
            }
            resolution.answers.extend(chase.answers);
            resolution.attempts.extend(chase.attempts);
        }
        resolution
    }
}

/// What the hosts file says, if it says something.
fn from_hosts(servers: &NameServers, name: &str, types: &[RecordType]) -> Option<Resolution> {
    let hosts = servers.hosts.as_ref()?;
    let answers: Vec<Answer> = hosts
        .addresses(name)
        .into_iter()
        .map(|address| Answer {
            record_type: match address {
                IpAddr::V4(_) => RecordType::A,
                IpAddr::V6(_) => RecordType::AAAA,
            },
            data: address.to_string(),
            address: Some(address),
            ttl: 0,
        })
        .filter(|answer| types.contains(&answer.record_type))
        .collect();
    if answers.is_empty() {
        return None;
    }
    Some(Resolution {
        server: Some(hosts.path.clone()),
        server_source: Some(NameServerSource::HostsFile),
        canonical: Some(name.strip_suffix('.').unwrap_or(name).to_owned()),
        answers,
        ..Resolution::unasked(name, types, Outcome::Resolved)
    })
}
