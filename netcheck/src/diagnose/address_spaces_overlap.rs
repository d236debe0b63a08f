use super::{Cause, Explanation};

pub const CAUSE: Cause = Cause {
    name: "address-spaces-overlap",
    title: "the target's address exists on both sides",
    explanation: Explanation {
        means: "The address lies in two of: the pool, the network, a peered network, an on-premises range.",
        matters: "It is reached on one side, which need not be the one that is meant.",
        reads: "All address spaces that were read.",
        mend: "Renumber one side; a new point-to-site pool needs a Sync Network.",
    },
};
