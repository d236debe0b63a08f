use super::{Cause, Explanation};

pub const CAUSE: Cause = Cause {
    name: "name-is-public",
    title: "the name gives a public address, so this traffic does not use the integration",
    explanation: Explanation {
        means: "The address that the name resolves to lies in no route into the network.",
        matters: "A firewall on the other side sees one of the app's outbound addresses, not an address of the network.",
        reads: "The answer and the routes (or the route-all switch).",
        mend: "Use the private name or zone (privatelink), or route the address into the network on purpose.",
    },
};
