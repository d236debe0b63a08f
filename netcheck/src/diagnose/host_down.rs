use super::{Cause, Explanation};

pub const CAUSE: Cause = Cause {
    name: "host-down",
    title: "nothing on the host answers while its neighbours do",
    explanation: Explanation {
        means: "The configuration lets the traffic through, other hosts of the subnet answer, this one does not on any usual port.",
        matters: "The host is stopped, or the address belongs to nobody.",
        reads: "Connects to usual ports of the host and to known neighbours.",
        mend: "Start the machine, or correct the address.",
    },
};
