//! DNS answers: what the app's rules make of messages from servers that lie. The input is what the servers send: each
//! message begins with its length in two bytes; a length beyond the end means the rest.

use std::net::SocketAddr;

use netdiag::fact::Origin;
use netdiag::model::{NameServer, NameServerSource, NameServers};
use netdiag::probe::lookup::{RecordType, Resolution, rehearse};

use crate::shown::line;

const TYPES: &[RecordType] = &[
    RecordType::A,
    RecordType::AAAA,
    RecordType::CNAME,
    RecordType::TXT,
    RecordType::MX,
    RecordType::SRV,
    RecordType::SOA,
    RecordType::PTR,
    RecordType::NS,
    RecordType::CAA,
    RecordType::HTTPS,
];

/// Panics if something does not hold.
pub fn body(bytes: &[u8]) {
    let Some((how, bytes)) = bytes.split_first() else {
        return;
    };
    let first = TYPES[usize::from(how & 0x0f) % TYPES.len()];
    let types: &[RecordType] = match how & 0x20 {
        0 => &[first],
        _ => &[RecordType::A, RecordType::AAAA],
    };
    let servers = servers(how & 0x40 != 0, how & 0x80 != 0);
    let resolve = || {
        let mut rest = bytes;
        let mut asked = 0;
        let resolution = rehearse(&servers, "sql01.example", types, |question, _| {
            asked += 1;
            let (message, after) = next(rest)?;
            rest = after;
            Some(answer(message, question))
        });
        (resolution, asked)
    };
    let (resolution, asked) = resolve();
    // Attempts, servers, types, suffixes, steps of a chain, once more over TCP: bounded, whatever is said.
    assert!(asked <= 2 * 2 * 2 * 2 * 18 * 2, "{asked} questions");
    judge(&resolution);
    assert_eq!(resolve().0, resolution);
}

fn servers(two: bool, search: bool) -> NameServers {
    let server = |address: &str| NameServer {
        address: address.parse::<SocketAddr>().expect("an address"),
        source: NameServerSource::Argument,
        from: Origin::Everything,
    };
    let mut servers = vec![server("192.0.2.1:53")];
    servers.extend(two.then(|| server("192.0.2.2:53")));
    NameServers {
        attempts: 2,
        search: if search {
            vec!["corp.example".to_owned()]
        } else {
            Vec::new()
        },
        ndots: 2,
        ..NameServers::of(servers)
    }
}

/// The next message; silence when there are no more.
fn next(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<2>()?;
    let length = usize::from(u16::from_be_bytes(*length)).min(rest.len());
    Some(rest.split_at(length))
}

/// A message with the id of the question; one whose first byte is odd gets the question itself too.
fn answer(message: &[u8], question: &[u8]) -> Vec<u8> {
    let mut answer = message.to_vec();
    if let Some([a, b]) = answer.first_chunk_mut::<2>() {
        let with_question = *a & 1 == 1 && *b != 0;
        (*a, *b) = (question[0], question[1]);
        if with_question && answer.len() >= 12 {
            answer.splice(12..12, question[12..].iter().copied());
            answer[4..6].copy_from_slice(&question[4..6]);
        }
    }
    answer
}

fn judge(resolution: &Resolution) {
    let words = resolution
        .canonical
        .iter()
        .chain(&resolution.aliases)
        .chain(&resolution.server);
    words.for_each(|word| line(word));
    for answer in &resolution.answers {
        line(&answer.data);
    }
    for attempt in &resolution.attempts {
        line(&attempt.name);
        attempt.detail.iter().for_each(|detail| line(detail));
    }
}
