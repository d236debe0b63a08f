use super::{Cause, Explanation};

pub const CAUSE: Cause = Cause {
    name: "site-to-site-down",
    title: "the connection to the on-premises network is not connected",
    explanation: Explanation {
        means: "The address lies behind a site-to-site connection that is not connected.",
        matters: "Nothing behind it is reached, though the network itself works.",
        reads: "connectionStatus of the connection that holds the address.",
        mend: "Mend the connection: shared key, peer address, IKE settings; then reset it.",
    },
};
