use super::{Cause, Explanation};

pub const CAUSE: Cause = Cause {
    name: "dns-answers-differ",
    title: "the network's DNS and another server disagree",
    explanation: Explanation {
        means: "Two servers that matter give different answers for the name.",
        matters: "Which one the app gets depends on its DNS settings; the wrong one leads past the network.",
        reads: "The answers of the app's, the network's, the platform's and this machine's servers.",
        mend: "Let the app ask the server that knows the private answer (network DNS servers or WEBSITE_DNS_SERVER), or add the record where it is missing.",
    },
};
