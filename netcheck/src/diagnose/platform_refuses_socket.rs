use super::{Cause, Explanation};

pub const CAUSE: Cause = Cause {
    name: "platform-refuses-socket",
    title: "the sandbox refused the socket",
    explanation: Explanation {
        means: "The platform refused the connection before a packet left (10013, 'forbidden by its access permissions').",
        matters: "It means one of: no network adapter of the integration on this instance, not synced, a blocked port, or a local address.",
        reads: "The refusal, the port, the address, and the state of the integration.",
        mend: "Check the first three questions (gateway, certificates, network in sync), then Sync Network; restart the app if the instance has no adapter.",
    },
};
