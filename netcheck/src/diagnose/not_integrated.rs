use super::{Cause, Explanation};

pub const CAUSE: Cause = Cause {
    name: "not-integrated",
    title: "the app has no integration",
    explanation: Explanation {
        means: "The app is not integrated with any network.",
        matters: "Private addresses are refused for every app without integration.",
        reads: "The app's configuration, its connections, WEBSITE_VNETNAME.",
        mend: "Integrate the app: portal, the app, Networking, VNet integration.",
    },
};
