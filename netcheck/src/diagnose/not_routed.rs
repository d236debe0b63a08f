use super::{Cause, Explanation};

pub const CAUSE: Cause = Cause {
    name: "not-routed",
    title: "the address is in no route into the network",
    explanation: Explanation {
        means: "No DEFAULT, INHERITED or STATIC route of the app holds the address.",
        matters: "The traffic does not enter the network; a private address is refused at once.",
        reads: "The routes of the connection.",
        mend: "Sync Network if the range belongs to the network; else add the route: portal, the plan, Networking, VNet integration, the network, Add route.",
    },
};
