use super::{Cause, Explanation};

pub const CAUSE: Cause = Cause {
    name: "on-premises-firewall",
    title: "the on-premises firewall drops the point-to-site range",
    explanation: Explanation {
        means: "The on-premises side lets the network's own machines through, but not the app's addresses.",
        matters: "Machines of the network reach the host, the app does not.",
        reads: "That the configuration is clean, and what witnesses inside the network saw. It cannot be told from on-premises-no-route-back by Azure alone.",
        mend: "Allow the point-to-site range on the on-premises firewall.",
    },
};
