use super::{Cause, Explanation};

pub const CAUSE: Cause = Cause {
    name: "security-group-denies",
    title: "a network security group denies it",
    explanation: Explanation {
        means: "A rule of the subnet's or network interface's group drops the app's traffic, for the whole point-to-site range or a part of it.",
        matters: "The drop is silent: the app sees a timeout; for a part of the range it comes and goes.",
        reads: "All inbound rules by priority, for the whole range at once.",
        mend: "Allow the point-to-site range to this port with a lower priority number than the denying rule.",
    },
};
