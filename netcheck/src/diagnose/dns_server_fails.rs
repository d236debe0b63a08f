//! The DNS server fails to answer.

use super::case::Case;
use super::finding::Finding;
use super::{Cause, Explanation};

pub const CAUSE: Cause = Cause {
    name: "dns-server-fails",
    title: "the DNS server fails to answer",
    explanation: Explanation {
        means: "The server answers SERVFAIL, or with a message that cannot be read.",
        matters: "The app gets no address; a forwarder that is not reached looks like this.",
        reads: "The answer's response code, or why it could not be decoded.",
        mend: "Look at the DNS server's own log: mostly its forwarder or the zone's own server does not answer it.",
    },
    judge,
    ..Cause::PLAIN
};

fn judge(case: &Case<'_>) -> Option<Finding> {
    let seen = case.name_seen()?;
    if !matches!(seen.outcome.as_str(), "server_failure" | "malformed") {
        return None;
    }
    Some(Finding::certain(seen.message.clone()).answers(case))
}
