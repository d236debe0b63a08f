//! Rounds of attempts, and CNAME chains that a server leaves unfinished.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;
use std::time::Instant;

use hickory_proto::rr::{Name, RecordType};

use super::wire::{Reply, loop_words};
use super::{Answer, Attempt, Outcome, exchange, present};
use crate::model::{NameServer, NameServers};

/// How often the target of an alias is asked for when the answer does not bring its records. glibc
/// and unbound stop near there too.
const MOST_STEPS: usize = 16;

/// What one name and type came to.
#[derive(Debug)]
pub struct Chased {
    pub outcome: Outcome,
    pub server: Option<NameServer>,
    pub canonical: Name,
    pub aliases: Vec<Name>,
    pub answers: Vec<Answer>,
    pub attempts: Vec<Attempt>,
}

/// Asks for records of `name`, following its aliases to their end.
pub async fn chase(servers: &NameServers, name: &Name, record_type: RecordType) -> Chased {
    let mut chased = Chased {
        outcome: Outcome::Unreachable,
        server: None,
        canonical: name.clone(),
        aliases: Vec::new(),
        answers: Vec::new(),
        attempts: Vec::new(),
    };
    for step in 0.. {
        let before = chased.attempts.len();
        let answer = rounds(
            servers,
            &chased.canonical,
            record_type,
            &mut chased.attempts,
        )
        .await;
        let Some((server, reply)) = answer else {
            let (outcome, server) = failure(servers, &chased.attempts[before..]);
            chased.outcome = outcome;
            chased.server = server;
            return chased;
        };
        chased.server = Some(server);
        let unfinished = reply.outcome == Outcome::NoRecords && !reply.aliases.is_empty();
        let circle = reply
            .aliases
            .iter()
            .skip(1)
            .chain([&reply.canonical])
            .find(|name| chased.aliases.iter().any(|a| a.eq_ignore_root(name)));
        let broken = match circle {
            Some(name) => Some(loop_words(name)),
            None if unfinished && step == MOST_STEPS => Some(format!(
                "sent more than {MOST_STEPS} aliases (CNAME) one by one"
            )),
            None => None,
        };
        if let Some(detail) = broken {
            if let Some(last) = chased.attempts.last_mut() {
                last.outcome = Outcome::Malformed;
                last.detail = Some(detail);
            }
            chased.outcome = Outcome::Malformed;
            return chased;
        }
        chased.aliases.extend(reply.aliases);
        chased.canonical = reply.canonical;
        chased.outcome = reply.outcome;
        chased.answers = reply.answers;
        if !unfinished {
            break;
        }
    }
    chased
}

/// Attempt after attempt until a server answers. Records every question up to the one that decided.
async fn rounds(
    servers: &NameServers,
    name: &Name,
    record_type: RecordType,
    attempts: &mut Vec<Attempt>,
) -> Option<(NameServer, Reply)> {
    for n in 1..=servers.attempts {
        let asked = servers.servers.iter().map(|server| async move {
            let started = Instant::now();
            let (transport, result) = exchange::ask(
                server.address,
                name,
                record_type,
                servers.timeout,
                servers.tcp,
            )
            .await;
            let (outcome, detail, reply) = match result {
                Ok(reply) => (reply.outcome, None, Some(reply)),
                Err((outcome, detail)) => (outcome, Some(detail), None),
            };
            let attempt = Attempt {
                server: server.clone(),
                name: present::name(name),
                record_type,
                n,
                outcome,
                took: started.elapsed(),
                transport,
                detail,
            };
            (attempt, reply)
        });
        for (attempt, reply) in in_order(asked, |(_, reply)| reply.is_some()).await {
            let server = attempt.server.clone();
            attempts.push(attempt);
            if let Some(reply) = reply {
                return Some((server, reply));
            }
        }
    }
    None
}

/// Drives futures together until the first *in order* that is good has finished, or all have. Gives
/// the results up to that one; the rest are dropped, and their sockets with them.
pub async fn in_order<F: Future>(
    futures: impl Iterator<Item = F>,
    good: impl Fn(&F::Output) -> bool,
) -> Vec<F::Output> {
    let mut pending: Vec<Option<Pin<Box<F>>>> = futures.map(|f| Some(Box::pin(f))).collect();
    let mut done: Vec<Option<F::Output>> = pending.iter().map(|_| None).collect();
    let wanted = poll_fn(|context| {
        for (slot, result) in pending.iter_mut().zip(&mut done) {
            if let Some(future) = slot
                && let Poll::Ready(output) = future.as_mut().poll(context)
            {
                *result = Some(output);
                *slot = None;
            }
        }
        for (i, result) in done.iter().enumerate() {
            match result {
                None => return Poll::Pending,
                Some(output) if good(output) => return Poll::Ready(i + 1),
                Some(_) => {}
            }
        }
        Poll::Ready(done.len())
    })
    .await;
    done.truncate(wanted);
    done.into_iter().flatten().collect()
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
