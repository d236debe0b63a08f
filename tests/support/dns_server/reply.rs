//! One message in, one message out.

use hickory_proto::op::{Message, OpCode, Query};
use hickory_proto::rr::{Record, RecordType};

use super::{Asked, Behaviour, name};

pub fn read_question(bytes: &[u8], tcp: bool) -> Option<(Message, Asked)> {
    let message = Message::from_vec(bytes).ok()?;
    let query = message.queries.first()?;
    let asked = Asked {
        name: query
            .name
            .to_lowercase()
            .to_ascii()
            .trim_end_matches('.')
            .to_owned(),
        kind: query.query_type.to_string(),
        tcp,
        edns: message.edns.is_some(),
    };
    Some((message, asked))
}

/// The answer to `question`, which came as `bytes`; `None` if there is none.
pub fn reply(
    question: &Message,
    bytes: &[u8],
    behaviour: &Behaviour,
    tcp: bool,
) -> Option<Vec<u8>> {
    let mut message = Message::response(question.id, OpCode::Query);
    message.metadata.recursion_desired = question.recursion_desired;
    message.metadata.recursion_available = true;
    message.add_queries(question.queries.iter().cloned());
    let mut with = |records: &[Record]| {
        message.add_answers(records.iter().cloned());
    };
    match behaviour {
        Behaviour::Records(records) | Behaviour::Changed(records, _) => with(records),
        Behaviour::Code(code, records) => {
            with(records);
            message.metadata.response_code = *code;
        }
        Behaviour::Truncated(records) if tcp => with(records),
        Behaviour::Truncated(_) | Behaviour::Stream(_) => message.metadata.truncation = true,
        Behaviour::WrongId(records) => {
            with(records);
            message.metadata.id = question.id.wrapping_add(1);
        }
        Behaviour::OtherQuestion(records) => {
            with(records);
            message.queries = vec![Query::query(name("other.example"), RecordType::A)];
        }
        Behaviour::Echo => return Some(bytes.to_vec()),
        Behaviour::Bytes(rest) => return Some([&bytes[..2], rest].concat()),
        Behaviour::Garbage(all) => return Some(all.clone()),
        Behaviour::FromElsewhere(what) => return reply(question, bytes, what, tcp),
        Behaviour::Silent | Behaviour::Close | Behaviour::Later(..) | Behaviour::Several(_) => {
            return None;
        }
    }
    let mut reply = message.to_vec().expect("a message");
    if let Behaviour::Changed(_, change) = behaviour {
        change(&mut reply);
    }
    Some(reply)
}
