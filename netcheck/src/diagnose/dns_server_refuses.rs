//! The DNS server refuses to answer.

use netdiag::model::shown_server;

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
};

fn judge(case: &Case<'_>) -> Option<Finding> {
    let seen = case.name_seen()?;
    if !matches!(seen.outcome.as_str(), "refused") {
        return None;
    }
    let mut finding = Finding::certain(seen.message.clone());
    for (server, answer) in case.answers() {
        finding = finding.because(shown_server(server), &answer.message, None);
    }
    Some(finding)
}
