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
};
