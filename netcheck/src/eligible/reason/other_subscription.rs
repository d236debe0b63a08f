//! Plan and network in two subscriptions.

use super::{Concern, Explanation, Question, Reason, Verdict, Way};
use crate::check::Status;

pub const REASON: Reason = Reason {
    name: "other-subscription",
    title: "the network is in another subscription",
    good: "plan and network are in subscriptions that may be integrated",
    explanation: Explanation {
        means: "The App Service plan and the network belong to different subscriptions.",
        matters: "The gateway-required kind cannot be set up across subscriptions. The regional kind can, within one tenant, if the network's subscription has the resource provider Microsoft.Web registered.",
        reads: "The ids of the plan and of the network. The tenant stands in neither.",
        mend: "Use regional integration; or integrate with a network of the plan's own subscription and peer the two.",
    },
    time: "a peering is made at once",
    ways: Way::ALL,
    concern: Concern::Plan,
    judge,
};

fn judge(question: &Question<'_>) -> Option<Verdict> {
    // The checklist does not ask this of the regional kind, which may cross subscriptions.
    let found = question.by_check_of_gateway_kind("same-subscription")?;
    if question.way == Way::Gateway || found.status != Status::Fail {
        return Some(found);
    }
    Some(Verdict {
        status: Status::Warn,
        summary: "the network is in another subscription, which the regional kind allows within one tenant".to_owned(),
        remedy: Some("Register the resource provider Microsoft.Web in the network's subscription (az provider register --namespace Microsoft.Web), and have the right to join its subnet (Microsoft.Network/virtualNetworks/subnets/join/action).".to_owned()),
        ..found
    })
}
