use super::{Cause, Explanation};

pub const CAUSE: Cause = Cause {
    name: "peering-blocks",
    title: "the peering's flags do not let the app's traffic through",
    explanation: Explanation {
        means: "The address lies in a peered network, and a flag of the peering on one side is off, or it is not connected.",
        matters: "The app's traffic is forwarded traffic for the peered network, which drops it.",
        reads: "allowForwardedTraffic, allowGatewayTransit, useRemoteGateways, peeringState of both sides.",
        mend: "Set the flags on both sides; see netcheck explain peerings-carry-app.",
    },
};
