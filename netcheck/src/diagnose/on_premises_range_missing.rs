use super::{Cause, Explanation};

pub const CAUSE: Cause = Cause {
    name: "on-premises-range-missing",
    title: "no local network gateway holds the address",
    explanation: Explanation {
        means: "The address is on-premises by the user's account, but no connection's ranges hold it.",
        matters: "Azure has nowhere to send it.",
        reads: "localNetworkAddressSpace of every local network gateway.",
        mend: "Add the range to the local network gateway, then Sync Network on the plan.",
    },
};
