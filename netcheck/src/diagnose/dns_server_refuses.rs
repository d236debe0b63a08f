//! The DNS server refuses to answer.

use super::case::Case;
use super::finding::Finding;
use super::{Cause, Explanation};

pub const CAUSE: Cause = Cause {
    name: "dns-server-refuses",
    title: "the DNS server refuses to answer",
    explanation: Explanation {
        means: "The server answers REFUSED: it does not serve clients from the app's addresses, or not this name.",
        matters: "The app gets no address though the server is up.",
        reads: "The answer's response code.",
        mend: "Allow the point-to-site pool (or the integration subnet) as clients on the DNS server, and recursion if it has to ask others.",
    },
    mend_regional: Some(
        "Allow the integration subnet's range as clients on the DNS server, and recursion if it has to ask others.",
    ),
    judge,
    ..Cause::PLAIN
};

fn judge(case: &Case<'_>) -> Option<Finding> {
    let seen = case.name_seen()?;
    if seen.outcome != "refused" {
        return None;
    }
    Some(Finding::certain(seen.message.clone()).answers(case))
}
