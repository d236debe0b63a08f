use super::{Cause, Explanation};

pub const CAUSE: Cause = Cause {
    name: "gateway-down",
    title: "the gateway is not up",
    explanation: Explanation {
        means: "There is no gateway, or it failed, or it is not available.",
        matters: "Gateway-required integration goes through it: nothing in the network is reached.",
        reads: "provisioningState, resource health, and that nothing in the network answers.",
        mend: "Reset or create the gateway; see netcheck explain gateway-up.",
    },
};
