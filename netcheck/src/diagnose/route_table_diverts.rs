use super::{Cause, Explanation};

pub const CAUSE: Cause = Cause {
    name: "route-table-diverts",
    title: "a user-defined route on the way out takes the traffic elsewhere",
    explanation: Explanation {
        means: "A route table on the gateway's subnet (or the integration subnet) sends the target's address to another next hop.",
        matters: "The traffic never arrives where the configuration of the target expects it.",
        reads: "The route table of the subnet that the traffic leaves from, by longest prefix.",
        mend: "Remove the route, or make its next hop one that reaches the target.",
    },
};
