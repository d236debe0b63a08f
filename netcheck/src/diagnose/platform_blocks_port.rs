use super::{Cause, Explanation};

pub const CAUSE: Cause = Cause {
    name: "platform-blocks-port",
    title: "the platform blocks this port",
    explanation: Explanation {
        means: "App Service refuses outgoing connections to ports 445 and 137 to 139 for every address, and port 25 over regional integration.",
        matters: "No setting of the network can change it: drives cannot be mounted, NetBIOS is not available.",
        reads: "The port, and the refusal (10013).",
        mend: "Use another protocol: Azure Files mounts through the platform's own storage mounts, mail through a relay on port 587.",
    },
};
