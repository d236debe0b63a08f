use super::{Cause, Explanation};

pub const CAUSE: Cause = Cause {
    name: "host-firewall",
    title: "the host answers on other ports; this one is dropped there, not in Azure",
    explanation: Explanation {
        means: "The host is reached on another port, and nothing in the configuration treats the two ports differently.",
        matters: "The host's own firewall drops the point-to-site range or the port.",
        reads: "Connects to other ports of the same host.",
        mend: "Allow the point-to-site range on the host's firewall for this port.",
    },
};
