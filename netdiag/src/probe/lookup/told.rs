//! What one server told of one question, and the sentences that are ours. Pure.

use std::time::Duration;

use super::wire::Reply;
use super::{Outcome, Transport};
use crate::model::NameServers;

/// An answer, or the failure and its words.
pub type Said = Result<Reply, (Outcome, String)>;

/// What came of one question to one server.
#[derive(Debug)]
pub struct Told {
    pub transport: Transport,
    pub result: Said,
    pub took: Duration,
}

/// How a server is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// By a datagram, and over TCP if the answer does not fit into one.
    Udp,
    /// Over TCP only.
    Tcp,
    /// Over TCP, because the answer did not fit into a datagram.
    TcpInstead,
}

impl Over {
    /// As these servers are to be asked.
    pub fn of(servers: &NameServers) -> Self {
        if servers.tcp { Self::Tcp } else { Self::Udp }
    }
}

/// Said of a question that makes no message.
pub fn unaskable(why: &str) -> (Outcome, String) {
    (Outcome::Malformed, format!("could not be asked ({why})"))
}

/// Said of a server that answered only what it was not asked.
pub fn junk() -> (Outcome, String) {
    let why = "sent nothing but answers to other questions";
    (Outcome::Malformed, why.to_owned())
}

/// Said of a server that sent nothing until the timeout.
pub fn silent() -> (Outcome, String) {
    (Outcome::Timeout, "was silent".to_owned())
}

/// Said of a server whose answer does not fit where every answer does.
pub fn truncated_over_tcp() -> (Outcome, String) {
    let why = "sent a truncated answer over TCP";
    (Outcome::Malformed, why.to_owned())
}
