//! A hybrid connection listens for this host and port.

use netdiag::target::Host;

use super::case::Case;
use super::finding::Finding;
use super::{Cause, Explanation};

pub const CAUSE: Cause = Cause {
    name: "hybrid-connection-serves",
    title: "a hybrid connection listens for this host and port",
    explanation: Explanation {
        means: "The host and port are those of a hybrid connection of the app.",
        matters: "The traffic goes through the relay, not through the network: nothing in the network matters for it.",
        reads: "WEBSITE_RELAYS and WEBSITE_REWRITE_TABLE in the app's environment.",
        mend: "Look at the hybrid connection's own state, or remove it to use the network.",
    },
    judge,
    ..Cause::PLAIN
};

fn judge(case: &Case<'_>) -> Option<Finding> {
    if case.reached() {
        return None;
    }
    let host = match &case.target.host {
        Host::Name(name) => name.trim_end_matches('.').to_ascii_lowercase(),
        Host::Address(address) => address.to_string(),
    };
    let wanted = format!("{host}:{}", case.target.port);
    // Their exact form is not documented: a whole host:port in them is taken as one.
    ["WEBSITE_RELAYS", "WEBSITE_REWRITE_TABLE"].into_iter().find_map(|name| {
        let set = case.snapshot.integration.environment.get(name);
        let (value, from) = (set.value()?.to_ascii_lowercase(), set.origin());
        let held = value.split(|c: char| !(c.is_ascii_alphanumeric() || ".-:_".contains(c))).any(|word| word == wanted);
        held.then(|| {
            Finding::likely(format!("a hybrid connection of the app serves {wanted}: this traffic goes through its relay, not through the network"))
                .because(name, format!("holds {wanted}"), from)
        })
    })
}
