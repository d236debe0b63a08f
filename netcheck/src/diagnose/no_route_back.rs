use super::{Cause, Explanation};

pub const CAUSE: Cause = Cause {
    name: "no-route-back",
    title: "the target's subnet sends its answers elsewhere",
    explanation: Explanation {
        means: "In the target's subnet the point-to-site range, or a part of it, is not routed to the gateway.",
        matters: "The request arrives, the answer does not: a timeout that looks like a firewall's.",
        reads: "The subnet's route table: propagation of gateway routes, user-defined routes over the range.",
        mend: "Turn propagation of gateway routes on, or add a route for the range with next hop Virtual network gateway.",
    },
};
