use super::{Cause, Explanation};

pub const CAUSE: Cause = Cause {
    name: "name-does-not-exist",
    title: "the name is wrong, or its record is missing on the servers asked",
    explanation: Explanation {
        means: "The DNS server that the app asks says NXDOMAIN, or that there is no address under the name.",
        matters: "Nothing can be connected to without an address; the app sees 'No such host is known'.",
        reads: "The answers of each DNS server that matters, side by side.",
        mend: "Correct the name in the app's settings, or add the record on the DNS server that the app asks.",
    },
};
