use super::{Cause, Explanation};

pub const CAUSE: Cause = Cause {
    name: "network-out-of-sync",
    title: "App Service works with an old copy of the network's information",
    explanation: Explanation {
        means: "The copied routes or DNS servers are not what the network has now.",
        matters: "New ranges are not reached, and the wrong DNS servers are asked.",
        reads: "routes and dnsServers of the connection against the network.",
        mend: "Sync Network on the plan.",
    },
};
