use super::{Cause, Explanation};

pub const CAUSE: Cause = Cause {
    name: "expressroute-unsupported",
    title: "gateway-required integration does not work with ExpressRoute",
    explanation: Explanation {
        means: "The address is reached over ExpressRoute, or an ExpressRoute gateway stands in the network.",
        matters: "Point-to-site clients, the app among them, cannot use it.",
        reads: "gatewayType of the gateways, type of the connections.",
        mend: "Use regional integration or an App Service Environment.",
    },
};
