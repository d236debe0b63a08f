//! One question and its answer as messages: what is sent, and what may be believed of what comes
//! back. Pure.

use hickory_proto::op::{Message, MessageType, OpCode, Query, ResponseCode};
use hickory_proto::rr::{DNSClass, Name, RData, RecordType};

use super::{Answer, Outcome, present};

/// Far more aliases than any honest name has; without a bound the walk takes quadratic time.
const LONGEST_CHAIN: usize = 64;

/// What a server's answer says about the question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Resolved, no such name or no records.
    pub outcome: Outcome,
    /// The owners of the CNAME records that were followed, in order; the first is the name asked.
    pub aliases: Vec<Name>,
    /// Where the CNAME chain of this message ends.
    pub canonical: Name,
    /// The records of the asked type there.
    pub answers: Vec<Answer>,
}

/// What is to be made of a message that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// It answers the question.
    Answer(Reply),
    /// It ends the wait for this server: refused, server failure, malformed; and why in words.
    Failure(Outcome, String),
    /// The answer did not fit: ask over TCP.
    Truncated,
    /// It belongs to another question: wait on.
    Foreign,
}

/// The query message. No EDNS: the app's own resolver sends none.
///
/// # Errors
/// Why it makes no message.
pub fn question(id: u16, name: &Name, record_type: RecordType) -> Result<Vec<u8>, String> {
    let mut message = Message::new(id, MessageType::Query, OpCode::Query);
    message.metadata.recursion_desired = true;
    message.add_query(Query::query(name.clone(), record_type));
    let mut bytes = message.to_vec().map_err(|error| error.to_string())?;
    // It comes with room for 512 bytes, and thousands may be on their way.
    bytes.shrink_to_fit();
    Ok(bytes)
}

/// Judges what a server sent.
pub fn hear(bytes: &[u8], id: u16, name: &Name, record_type: RecordType) -> Heard {
    match bytes {
        [high, low, ..] if u16::from_be_bytes([*high, *low]) == id => {}
        _ => return Heard::Foreign,
    }
    let malformed = |why: &str| Heard::Failure(Outcome::Malformed, why.to_owned());
    // Flags: QR is the third byte's highest bit, TC its second lowest.
    let flags = bytes.get(2).copied().unwrap_or_default();
    if bytes.len() >= 12 && flags & 0x80 == 0 {
        return malformed("sent a question back instead of an answer");
    }
    let message = match Message::from_vec(bytes) {
        Ok(message) => message,
        // The cut may go through a record.
        Err(_) if bytes.len() >= 12 && flags & 0x02 != 0 => return Heard::Truncated,
        Err(error) => return malformed(&format!("sent a message that cannot be read ({error})")),
    };
    let echoed = message.queries.first();
    let same = |query: &Query| {
        query.name.eq_ignore_root(name)
            && query.query_type == record_type
            && query.query_class == DNSClass::IN
    };
    match echoed {
        Some(query) if same(query) => {}
        // Some servers leave the question out of a refusal.
        None if message.response_code != ResponseCode::NoError => {}
        _ => return malformed("answered another question"),
    }
    match message.response_code {
        ResponseCode::NoError | ResponseCode::NXDomain => {}
        ResponseCode::Refused => {
            return Heard::Failure(Outcome::Refused, "refused to answer (REFUSED)".to_owned());
        }
        code => {
            return Heard::Failure(
                Outcome::ServerFailure,
                format!("could not answer ({})", code_words(code)),
            );
        }
    }
    if message.truncation {
        return Heard::Truncated;
    }
    match read_answers(&message, name, record_type) {
        Ok(reply) => Heard::Answer(reply),
        Err(why) => malformed(&why),
    }
}

/// Follows the CNAME records of the message from `name` to the records that were asked for.
fn read_answers(message: &Message, name: &Name, record_type: RecordType) -> Result<Reply, String> {
    let mut canonical = name.clone();
    let mut aliases: Vec<Name> = Vec::new();
    if record_type != RecordType::CNAME {
        while let Some(target) = message
            .answers
            .iter()
            .find_map(|record| match &record.data {
                RData::CNAME(target) if record.name.eq_ignore_root(&canonical) => Some(&target.0),
                _ => None,
            })
        {
            if target.eq_ignore_root(&canonical) || aliases.iter().any(|a| a.eq_ignore_root(target))
            {
                return Err(loop_words(target));
            }
            if aliases.len() == LONGEST_CHAIN {
                return Err(format!(
                    "sent more than {LONGEST_CHAIN} aliases (CNAME) in a row"
                ));
            }
            aliases.push(std::mem::replace(&mut canonical, target.clone()));
        }
    }
    let answers: Vec<Answer> = message
        .answers
        .iter()
        .filter(|record| {
            record.record_type() == record_type
                && record.dns_class == DNSClass::IN
                && record.name.eq_ignore_root(&canonical)
        })
        .map(|record| Answer {
            record_type,
            data: present::data(&record.data),
            address: match &record.data {
                RData::A(a) => Some(a.0.into()),
                RData::AAAA(aaaa) => Some(aaaa.0.into()),
                _ => None,
            },
            ttl: ttl(record.ttl),
        })
        .collect();
    let outcome = if !answers.is_empty() {
        Outcome::Resolved
    } else if message.response_code == ResponseCode::NXDomain {
        Outcome::NoSuchName
    } else {
        Outcome::NoRecords
    };
    Ok(Reply {
        outcome,
        aliases,
        canonical,
        answers,
    })
}

/// A TTL with the highest bit set is none (RFC 2181, section 8).
fn ttl(sent: u32) -> u32 {
    if sent >> 31 == 0 { sent } else { 0 }
}

/// Said of a CNAME chain that bites its tail.
pub fn loop_words(at: &Name) -> String {
    format!(
        "sent aliases (CNAME) that lead in a circle through {}",
        present::name(at)
    )
}

fn code_words(code: ResponseCode) -> String {
    match code {
        ResponseCode::ServFail => "SERVFAIL".to_owned(),
        ResponseCode::FormErr => "FORMERR: it does not understand the question".to_owned(),
        ResponseCode::NotImp => "NOTIMP: it does not answer such questions".to_owned(),
        ResponseCode::NotAuth => "NOTAUTH: it is not in charge of that zone".to_owned(),
        code => format!("response code {}", u16::from(code)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hickory_proto::rr::Record;
    use hickory_proto::rr::rdata::{A, CNAME};

    fn name(text: &str) -> Name {
        let mut name = Name::from_str_relaxed(text).unwrap();
        name.set_fqdn(true);
        name
    }

    fn reply(code: ResponseCode, records: &[(&str, &str)]) -> Vec<u8> {
        let mut message = Message::response(7, OpCode::Query);
        message.metadata.response_code = code;
        message.add_query(Query::query(name("SQL.example"), RecordType::A));
        for (owner, data) in records {
            let data = match data.parse() {
                Ok(address) => RData::A(A(address)),
                Err(_) => RData::CNAME(CNAME(name(data))),
            };
            message.add_answer(Record::from_rdata(name(owner), 300, data));
        }
        message.to_vec().unwrap()
    }

    fn heard(bytes: &[u8]) -> Heard {
        // Asked without a final dot and in another letter case.
        hear(
            bytes,
            7,
            &Name::from_ascii("sql.EXAMPLE").unwrap(),
            RecordType::A,
        )
    }

    fn outcome(bytes: &[u8]) -> Outcome {
        match heard(bytes) {
            Heard::Answer(reply) => reply.outcome,
            Heard::Failure(outcome, _) => outcome,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn each_response_code_has_its_outcome() {
        for (code, expected) in [
            (ResponseCode::NoError, Outcome::NoRecords),
            (ResponseCode::NXDomain, Outcome::NoSuchName),
            (ResponseCode::Refused, Outcome::Refused),
            (ResponseCode::ServFail, Outcome::ServerFailure),
            (ResponseCode::NotImp, Outcome::ServerFailure),
            (ResponseCode::FormErr, Outcome::ServerFailure),
        ] {
            assert_eq!(outcome(&reply(code, &[])), expected, "{code}");
        }
    }

    #[test]
    fn a_chain_is_followed_to_its_end_in_any_order() {
        let bytes = reply(
            ResponseCode::NoError,
            &[
                ("c.example", "10.61.8.9"),
                ("b.example", "c.example"),
                ("sql.example", "b.example"),
                ("other.example", "10.0.0.1"),
            ],
        );
        let Heard::Answer(reply) = heard(&bytes) else {
            panic!()
        };
        assert_eq!(present::name(&reply.canonical), "c.example");
        assert_eq!(reply.aliases.len(), 2);
        assert_eq!(reply.answers.len(), 1);
        assert_eq!(reply.answers[0].data, "10.61.8.9");
    }

    #[test]
    fn a_circle_is_malformed() {
        for records in [
            &[("sql.example", "sql.example")][..],
            &[("sql.example", "b.example"), ("b.example", "sql.example")],
            &[
                ("sql.example", "b.example"),
                ("b.example", "c.example"),
                ("c.example", "b.example"),
            ],
        ] {
            assert_eq!(
                outcome(&reply(ResponseCode::NoError, records)),
                Outcome::Malformed
            );
        }
    }

    #[test]
    fn only_what_answers_this_question_is_believed() {
        let good = reply(ResponseCode::NoError, &[("sql.example", "10.61.8.9")]);
        assert_eq!(outcome(&good), Outcome::Resolved);
        let mut other_id = good.clone();
        other_id[1] ^= 1;
        assert_eq!(heard(&other_id), Heard::Foreign);
        for junk in [&b""[..], b"\0", b"garbage garbage"] {
            assert_eq!(heard(junk), Heard::Foreign);
        }
        let mut echo = good.clone();
        echo[2] &= 0x7f;
        assert_eq!(outcome(&echo), Outcome::Malformed);
        let mut other_name = good.clone();
        other_name[13] = b'x';
        assert_eq!(outcome(&other_name), Outcome::Malformed);
        assert_eq!(outcome(&good[..good.len() - 1]), Outcome::Malformed);
        let mut cut = good[..good.len() - 1].to_vec();
        cut[2] |= 0x02;
        assert_eq!(heard(&cut), Heard::Truncated);
    }

    #[test]
    fn no_prefix_or_flipped_bit_of_a_message_is_a_panic() {
        let good = reply(
            ResponseCode::NoError,
            &[("sql.example", "b.example"), ("b.example", "10.61.8.9")],
        );
        for end in 0..good.len() {
            heard(&good[..end]);
        }
        for bit in 0..good.len() * 8 {
            let mut bytes = good.clone();
            bytes[bit / 8] ^= 1 << (bit % 8);
            heard(&bytes);
        }
    }
}
