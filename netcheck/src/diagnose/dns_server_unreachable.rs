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
};
