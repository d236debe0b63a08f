use super::{Cause, Explanation};

pub const CAUSE: Cause = Cause {
    name: "nothing-listens",
    title: "the host is up, but nothing listens on this port",
    explanation: Explanation {
        means: "The host itself refused the connection (a reset): the path to it and back is fine.",
        matters: "The fault is on the host: the application is down, or it listens on another port or address.",
        reads: "The refusal, and that no ICMP error came with it (that would be a firewall's).",
        mend: "Start the application on the host, or correct the port.",
    },
};
