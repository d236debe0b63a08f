use super::{Cause, Explanation};

pub const CAUSE: Cause = Cause {
    name: "certificates-out-of-sync",
    title: "the gateway does not know the certificate that the app presents",
    explanation: Explanation {
        means: "The app's certificate is not among the gateway's root certificates, or it is revoked or expired there.",
        matters: "The gateway refuses the point-to-site connection: nothing in the network is reached.",
        reads: "certThumbprint against the gateway's root and revoked certificates.",
        mend: "Sync Network on the plan.",
    },
};
