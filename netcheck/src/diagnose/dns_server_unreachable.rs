//! The app cannot reach its DNS server.

use super::case::Case;
use super::finding::Finding;
use super::{Cause, Explanation};

pub const CAUSE: Cause = Cause {
    name: "dns-server-unreachable",
    title: "the app cannot reach its DNS server",
    explanation: Explanation {
        means: "The DNS server that the app asks does not answer, or refuses the connection.",
        matters: "Every name then fails after the full timeout, whatever the target is.",
        reads: "Lookups to the server, port 53 of it, and the path to it as to any other target.",
        mend: "Mend the path to the server (its own trace says where it breaks), or name a server that is reachable.",
    },
    judge,
    ..Cause::PLAIN
};

fn judge(case: &Case<'_>) -> Option<Finding> {
    let seen = case.name_seen().filter(|seen| seen.silent())?;
    let mut finding = Finding::certain(seen.message.clone());
    for server in &case.deaf_servers {
        finding = finding.seen(server);
        let place = server
            .trace
            .as_ref()
            .map(|trace| format!("in {}; ", trace.places().join(" and in ")));
        let way = server.entry.sentence("it");
        finding = finding.because(
            format!("the server {}", server.address),
            format!("{}{way}", place.unwrap_or_default()),
            None,
        );
        let Some(trace) = &server.trace else {
            continue;
        };
        // Why: the server's own trace.
        for (hop, blocker, _) in trace.blockers() {
            let what = format!("on the way to {} ({})", server.shown(), hop.kind.name);
            finding = finding.because(what, &blocker.what, blocker.from.as_ref());
        }
    }
    Some(finding)
}
