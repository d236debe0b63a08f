//! Resolving without a socket: the messages come from whoever calls. For tests and fuzzing.

use std::collections::VecDeque;
use std::time::Duration;

use hickory_proto::rr::RecordType;

use super::inquiry::{Ask, Inquiry};
use super::told::{Said, Told, silent, truncated_over_tcp, unaskable};
use super::wire::{self, Heard};
use super::{Outcome, Resolution, Transport};
use crate::model::NameServers;

/// What [`resolve`](super::resolve) makes of these messages: every question is handed to `say` as the bytes
/// that would leave, and how; what it returns came back, `None` is silence. A message that belongs to
/// another question is followed by silence.
pub fn rehearse(
    servers: &NameServers,
    name: &str,
    types: &[RecordType],
    mut say: impl FnMut(&[u8], Transport) -> Option<Vec<u8>>,
) -> Resolution {
    let mut inquiry = Inquiry::new(servers, name, types);
    let mut open: VecDeque<Ask> = VecDeque::new();
    let mut id = 0_u16;
    loop {
        open.extend(inquiry.asks());
        if let Some(resolution) = inquiry.resolution() {
            return resolution;
        }
        let Some(ask) = open.pop_front() else {
            // Only a fault of ours leaves a name with neither questions nor an outcome.
            return Resolution::unasked(name, types, Outcome::Unreachable);
        };
        id = id.wrapping_add(1);
        let told = one(&ask, id, servers.tcp, &mut say);
        inquiry.hear(servers, ask.ticket, told);
    }
}

/// One question, over TCP if the answer does not fit into a datagram.
fn one(
    ask: &Ask,
    id: u16,
    tcp: bool,
    say: &mut impl FnMut(&[u8], Transport) -> Option<Vec<u8>>,
) -> Told {
    let told = |transport, result| Told {
        transport,
        result,
        took: Duration::ZERO,
    };
    let query = match wire::question(id, &ask.name, ask.record_type) {
        Ok(query) => query,
        Err(why) => return told(Transport::Udp, Err(unaskable(&why))),
    };
    let mut over = |transport| -> Option<Said> {
        let Some(bytes) = say(&query, transport) else {
            return Some(Err(silent()));
        };
        match wire::hear(&bytes, id, &ask.name, ask.record_type) {
            Heard::Answer(reply) => Some(Ok(reply)),
            Heard::Failure(outcome, why) => Some(Err((outcome, why))),
            Heard::Truncated => None,
            Heard::Foreign => Some(Err(silent())),
        }
    };
    let by_datagram = if tcp { None } else { over(Transport::Udp) };
    match by_datagram {
        Some(said) => told(Transport::Udp, said),
        None => {
            let said = over(Transport::Tcp).unwrap_or_else(|| Err(truncated_over_tcp()));
            told(Transport::Tcp, said)
        }
    }
}
