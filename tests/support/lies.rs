//! Everything that a DNS server can lie in, as a table that each tool is put through.

use std::sync::LazyLock;

use hickory_proto::op::ResponseCode;
use hickory_proto::rr::rdata::{A, CNAME, MX, NS, PTR, SOA, SRV, TXT};
use hickory_proto::rr::{Name, RData, Record};

use super::dns_server::{Asked, Behaviour, Stream, answer, name, nxdomain, record};

/// One way to lie.
pub struct Lie {
    /// The first label of the names of `hostile.example` that are answered so.
    pub name: &'static str,
    /// The record type that is asked for.
    pub kind: &'static str,
    /// What the server does.
    pub told: fn(&Asked) -> Behaviour,
    /// What must become of it.
    pub outcome: &'static str,
    /// What the answer in words must hold.
    pub words: &'static str,
}

impl Lie {
    /// The name to ask for.
    pub fn host(&self) -> String {
        format!("{}.hostile.example", self.name)
    }

    /// nameresolver's exit code.
    pub fn code(&self) -> i32 {
        match self.outcome {
            "resolved" => 0,
            "no_such_name" | "no_records" => 1,
            _ => 3,
        }
    }

    /// Whether that is told only when the time is up.
    pub fn takes_all_the_time(&self) -> bool {
        self.outcome == "timeout" || self.words == JUNK
    }
}

/// The address that a name really has, on loopback; and one that it does not have.
pub const RIGHT: &str = "127.61.8.9";
pub const POISON: &str = "127.66.66.66";

const JUNK: &str = "nothing but answers to other questions";
const UNREADABLE: &str = "cannot be read";
const STALLED: &str = "took the connection and sent no whole answer";

/// The table: name, what the server does, outcome, words.
#[rustfmt::skip]
pub static LIES: LazyLock<Vec<Lie>> = LazyLock::new(|| vec![
    // Whose answer is it?
    of_a("wrongid", |q| Behaviour::WrongId(right(q)), "malformed", JUNK),
    of_a("wrongids", |q| Behaviour::Several(vec![Behaviour::WrongId(poison(q)); 300]), "malformed", JUNK),
    of_a("wrongidfirst", |q| Behaviour::Several(vec![Behaviour::WrongId(poison(q)), Behaviour::Records(right(q))]), "resolved", RIGHT),
    of_a("elsewhere", |q| Behaviour::FromElsewhere(Box::new(Behaviour::Records(poison(q)))), "timeout", "was silent"),
    of_a("elsewherefirst", |q| Behaviour::Several(vec![Behaviour::FromElsewhere(Box::new(Behaviour::Records(poison(q)))), Behaviour::Records(right(q))]), "resolved", RIGHT),
    of_a("otherquestion", |q| Behaviour::OtherQuestion(poison(q)), "malformed", "another question"),
    of_a("othertype", |q| changed(q, |m| { let at = after_name(m); m[at + 1] = 28; }), "malformed", "another question"),
    of_a("otherclass", |q| changed(q, |m| { let at = after_name(m); m[at + 3] = 3; }), "malformed", "another question"),
    of_a("othercase", |q| changed(q, |m| m[13] ^= 0x20), "resolved", RIGHT),
    of_a("noquestion", |q| changed(q, |m| { m[5] = 0; let end = after_name(m) + 4; m.drain(12..end); }), "malformed", ""),
    of_a("echo", |_| Behaviour::Echo, "malformed", "sent a question back"),
    // Names that lead nowhere, or are none.
    of_a("pointerself", |q| owned_by(q, pointer), "malformed", UNREADABLE),
    of_a("pointerforward", |q| owned_by(q, |at| pointer(at + 2)), "malformed", UNREADABLE),
    of_a("pointerbeyond", |q| owned_by(q, |_| vec![0xff, 0xff]), "malformed", UNREADABLE),
    of_a("pointerpair", |q| owned_by(q, |at| [pointer(at + 2), pointer(at)].concat()), "malformed", UNREADABLE),
    of_a("label64", |q| owned_by(q, |_| [vec![0x40], vec![b'a'; 64], vec![0]].concat()), "malformed", UNREADABLE),
    of_a("name256", |q| owned_by(q, |_| [[1, b'a'].repeat(128), vec![0]].concat()), "malformed", UNREADABLE),
    of_a("name255", |q| alias(q, Name::from_labels(vec![&b"a"[..]; 127]).expect("255 octets")), "resolved", "Name: a.a."),
    of_a("endlessname", |q| owned_by(q, |_| [1, b'a'].repeat(20_000)), "malformed", UNREADABLE),
    of_a("dotsandnuls", |q| alias(q, labels(&[b"a.b\0c", b".", b"\0"])), "resolved", r"Name: a\.b\000c.\..\000.hostile.example"),
    of_a("terminal", |q| alias(q, labels(&[EVIL, b">"])), "resolved", r"\027]0\;owned\007"),
    of_a("prompt", |q| alias(q, root(&[b"C:\\Windows>"])), "resolved", r"C:\\Windows>"),
    of_a("righttoleft", |q| alias(q, labels(&["\u{202e}elpmaxe".as_bytes()])), "resolved", r"\226\128\174elpmaxe"),
    // Lengths and counts that lie.
    of_a("rdatashort", |q| raw(q, &[0, 1, 0, 1, 0, 0, 0, 60, 0, 3, 127, 66, 66]), "malformed", UNREADABLE),
    of_a("rdatalong", |q| raw(q, &[0, 1, 0, 1, 0, 0, 0, 60, 0, 5, 127, 66, 66, 66, 66]), "malformed", UNREADABLE),
    of_a("rdatabeyond", |q| raw(q, &[0, 1, 0, 1, 0, 0, 0, 60, 0xff, 0xff, 127, 66, 66, 66]), "malformed", UNREADABLE),
    of_a("rdataempty", |q| raw(q, &[0, 1, 0, 1, 0, 0, 0, 60, 0, 0]), "malformed", UNREADABLE),
    of_a("cutrecord", |q| raw(q, &[0, 1, 0]), "malformed", UNREADABLE),
    of_a("ancount", |q| changed(q, |m| m[6..8].fill(0xff)), "malformed", UNREADABLE),
    of_a("qdcount", |q| changed(q, |m| m[4..6].fill(0xff)), "malformed", UNREADABLE),
    of_a("nscount", |q| changed(q, |m| m[8..10].fill(0xff)), "malformed", UNREADABLE),
    of_a("arcount", |q| changed(q, |m| m[10..12].fill(0xff)), "malformed", UNREADABLE),
    of_a("headeronly", |_| Behaviour::Bytes(vec![0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0]), "malformed", UNREADABLE),
    of_a("halfheader", |_| Behaviour::Bytes(vec![0x81]), "malformed", UNREADABLE),
    of_a("onebyte", |_| Behaviour::Garbage(vec![0]), "malformed", JUNK),
    of_a("empty", |_| Behaviour::Garbage(Vec::new()), "malformed", JUNK),
    of_a("http", |_| Behaviour::Garbage(b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec()), "malformed", JUNK),
    of_a("noise", |_| Behaviour::Bytes([&[0x81, 0x80][..], &[0xaa; 60_000]].concat()), "malformed", UNREADABLE),
    of_a("ttl", |q| changed(q, |m| { let at = m.len() - 10; m[at] = 0x80; }), "resolved", RIGHT),
    of_a("otherclassrecord", |q| changed(q, |m| { let at = m.len() - 11; m[at] = 3; }), "no_records", "no A record"),
    // Addresses that nobody asked for.
    of_a("poison", |_| answer(&[&format!("other.example 60 A {POISON}")]), "no_records", "no A record"),
    of_a("poisonalias", |q| answer(&[&format!("{} 60 CNAME b.hostile.example", q.name), &format!("b.hostile.example 60 A {RIGHT}"), &format!("{} 60 A {POISON}", q.name)]), "resolved", RIGHT),
    of_a("poisonmore", |q| changed(q, |m| { m[11] = 1; m.extend([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 66, 66, 66]); }), "resolved", RIGHT),
    of_a("poisonauthority", |_| Behaviour::Changed(vec![], |m| { m[9] = 1; m.extend([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 66, 66, 66]); }), "no_records", "no A record"),
    // Aliases without end.
    of_a("circle", |q| answer(&[&format!("{} 60 CNAME {}", q.name, q.name)]), "malformed", "lead in a circle"),
    of_a("circle2", |q| answer(&[&format!("{} 60 CNAME b.example", q.name), &format!("b.example 60 CNAME {}", q.name)]), "malformed", "lead in a circle"),
    of_a("chain20", |_| chain(20), "resolved", RIGHT),
    of_a("chain64", |_| chain(64), "resolved", RIGHT),
    of_a("chain65", |_| chain(65), "malformed", "more than 64 aliases"),
    of_a("chain1000", |_| chain(1000), "malformed", "more than 64 aliases"),
    of_a("steps16", |q| steps(q, 16), "resolved", RIGHT),
    of_a("steps17", |q| steps(q, 17), "malformed", "more than 16 aliases"),
    // Too much.
    of_a("addresses4000", |q| many(q, 4000), "resolved", "127.62.15.159"),
    // Over TCP.
    of_a("truncatedforever", |q| Behaviour::Several(vec![truncated(q); 3]), "malformed", "truncated answer over TCP"),
    of_a("drip", |_| Behaviour::Stream(Stream::Drip), "timeout", STALLED),
    of_a("lengthonly", |_| Behaviour::Stream(Stream::LengthOnly), "timeout", STALLED),
    of_a("endless", |_| Behaviour::Stream(Stream::Endless), "malformed", JUNK),
    of_a("endlessempty", |_| Behaviour::Stream(Stream::Empty), "malformed", JUNK),
    of_a("closed", |q| if q.tcp { Behaviour::Close } else { truncated(q) }, "malformed", "closed the connection without an answer"),
    // EDNS, of which we asked nothing.
    of_a("formerr", |_| Behaviour::Code(ResponseCode::FormErr, vec![]), "server_failure", "FORMERR"),
    of_a("badvers", |_| Behaviour::Changed(vec![], |m| { m[11] = 1; m.extend([0, 0, 41, 4, 208, 1, 0, 0, 0, 0, 0]); }), "server_failure", "response code 16"),
    of_a("opt", |q| changed(q, |m| { m[11] = 1; m.extend([0, 0, 41, 4, 208, 0, 0, 0, 0, 0, 0]); }), "resolved", RIGHT),
    of_a("opttwice", |q| changed(q, |m| { m[11] = 2; m.extend([0, 0, 41, 4, 208, 0, 0, 0, 0, 0, 0].repeat(2)); }), "malformed", UNREADABLE),
    // What else is shown.
    of("txt", "TXT", |q| one(q, RData::TXT(TXT::from_bytes(vec![EVIL, b"\"quoted\" \\", "\u{202e}>".as_bytes(), b"\r\n>"]))), "resolved", r#""\"quoted\" \\" "\226\128\174>" "\013\010>""#),
    of("txt64k", "TXT", |q| Behaviour::Truncated(vec![Record::from_rdata(name(&q.name), 60, RData::TXT(TXT::from_bytes(vec![&[0x1b; 250][..]; 60]))); 4]), "resolved", r"\027\027"),
    of("ns", "NS", |q| one(q, RData::NS(NS(evil()))), "resolved", r"\027]0\;"),
    of("ptr", "PTR", |q| one(q, RData::PTR(PTR(evil()))), "resolved", r"\027]0\;"),
    of("mx", "MX", |q| one(q, RData::MX(MX::new(10, evil()))), "resolved", r"\027]0\;"),
    of("srv", "SRV", |q| one(q, RData::SRV(SRV::new(1, 2, 3, evil()))), "resolved", r"\027]0\;"),
    of("soa", "SOA", |q| one(q, RData::SOA(SOA::new(evil(), evil(), 1, 2, 3, 4, 5))), "resolved", r"\027]0\;"),
    of("cname", "CNAME", |q| one(q, RData::CNAME(CNAME(evil()))), "resolved", r"\027]0\;"),
]);

/// Answers every name of the table.
pub fn liar(asked: &Asked) -> Behaviour {
    let first = asked.name.split('.').next().unwrap_or_default();
    let first = first.split('-').next().unwrap_or_default();
    LIES.iter()
        .find(|lie| lie.name == first)
        .map_or_else(nxdomain, |lie| (lie.told)(asked))
}

const EVIL: &[u8] = b"\x1b]0;owned\x07\r\n\x9b31m";

fn of_a(
    name: &'static str,
    told: fn(&Asked) -> Behaviour,
    outcome: &'static str,
    words: &'static str,
) -> Lie {
    of(name, "A", told, outcome, words)
}

fn of(
    name: &'static str,
    kind: &'static str,
    told: fn(&Asked) -> Behaviour,
    outcome: &'static str,
    words: &'static str,
) -> Lie {
    Lie {
        name,
        kind,
        told,
        outcome,
        words,
    }
}

fn right(asked: &Asked) -> Vec<Record> {
    vec![record(&format!("{} 60 A {RIGHT}", asked.name))]
}

fn poison(asked: &Asked) -> Vec<Record> {
    vec![record(&format!("{} 60 A {POISON}", asked.name))]
}

fn changed(asked: &Asked, change: fn(&mut Vec<u8>)) -> Behaviour {
    Behaviour::Changed(right(asked), change)
}

fn one(asked: &Asked, data: RData) -> Behaviour {
    Behaviour::Records(vec![Record::from_rdata(name(&asked.name), 60, data)])
}

/// The name is an alias of this one, which has the right address.
fn alias(asked: &Asked, target: Name) -> Behaviour {
    let address = RData::A(A(RIGHT.parse().expect("an address")));
    Behaviour::Records(vec![
        Record::from_rdata(name(&asked.name), 60, RData::CNAME(CNAME(target.clone()))),
        Record::from_rdata(target, 60, address),
    ])
}

/// Below hostile.example.
fn labels(labels: &[&[u8]]) -> Name {
    root(&[labels, &[b"hostile", b"example"]].concat())
}

fn root(labels: &[&[u8]]) -> Name {
    let mut name = Name::from_labels(labels.iter().copied()).expect("a name");
    name.set_fqdn(true);
    name
}

fn evil() -> Name {
    labels(&[EVIL, b"a b>", "\u{202e}".as_bytes()])
}

/// Where the question's name ends.
fn after_name(message: &[u8]) -> usize {
    let mut at = 12;
    while message[at] != 0 {
        at += usize::from(message[at]) + 1;
    }
    at + 1
}

fn pointer(to: usize) -> Vec<u8> {
    (0xc000 | to as u16).to_be_bytes().to_vec()
}

/// An address whose owner is written with these bytes; they are told where they stand.
fn owned_by(asked: &Asked, owner: fn(usize) -> Vec<u8>) -> Behaviour {
    let message = header_and_question(asked);
    let record = [0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 66, 66, 66];
    // The two bytes of the id are put before it.
    let owner = owner(message.len() + 2);
    Behaviour::Bytes([message, owner, record.to_vec()].concat())
}

/// A record of the name that was asked, from the type on.
fn raw(asked: &Asked, record: &[u8]) -> Behaviour {
    let owner = vec![0xc0, 12];
    Behaviour::Bytes([header_and_question(asked), owner, record.to_vec()].concat())
}

/// All but the id, with one question and one record.
fn header_and_question(asked: &Asked) -> Vec<u8> {
    let mut message = vec![0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0];
    for label in asked.name.split('.') {
        message.push(label.len() as u8);
        message.extend_from_slice(label.as_bytes());
    }
    message.extend([0, 0, 1, 0, 1]);
    message
}

/// So many aliases in one answer, then the right address.
fn chain(length: usize) -> Behaviour {
    let host = |i: usize| match i {
        0 => format!("chain{length}.hostile.example"),
        i => format!("n{i}.example"),
    };
    let mut records: Vec<Record> = (0..length)
        .map(|i| record(&format!("{} 60 CNAME {}", host(i), host(i + 1))))
        .collect();
    records.push(record(&format!("{} 60 A {RIGHT}", host(length))));
    Behaviour::Truncated(records)
}

/// So many aliases, each in an answer of its own.
fn steps(asked: &Asked, length: usize) -> Behaviour {
    let first = asked.name.split('.').next().unwrap_or_default();
    let (way, at) = first.split_once('-').unwrap_or((first, "0"));
    let at: usize = at.parse().unwrap_or_default();
    if at == length {
        return Behaviour::Records(right(asked));
    }
    let next = format!("{way}-{}.hostile.example", at + 1);
    answer(&[&format!("{} 60 CNAME {next}", asked.name)])
}

/// As many addresses as are wanted; a message holds little more than 4,000.
fn many(asked: &Asked, count: u16) -> Behaviour {
    if !asked.tcp {
        return truncated(asked);
    }
    let mut message = header_and_question(asked);
    message[4..6].copy_from_slice(&count.to_be_bytes());
    for [high, low] in (0..count).map(u16::to_be_bytes) {
        message.extend([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 62, high, low]);
    }
    Behaviour::Bytes(message)
}

fn truncated(asked: &Asked) -> Behaviour {
    Behaviour::Changed(right(asked), |message| message[2] |= 2)
}
