//! Plan and network in two regions.

use super::{Concern, Explanation, Question, Reason, Verdict, Way};
use crate::check::Status;

pub const REASON: Reason = Reason {
    name: "other-region",
    title: "the network is in another region",
    good: "plan and network are in one region",
    explanation: Explanation {
        means: "The App Service plan and the network are in different Azure regions.",
        matters: "The regional kind needs a subnet in the plan's own region. The gateway-required kind works across regions, and every connection pays the latency.",
        reads: "location of the plan (or of the app, or REGION_NAME) and of the network.",
        mend: "Integrate with a network of the plan's region and peer it with this one (global peering).",
    },
    time: "network, subnet and peering are made at once; the app restarts when it is integrated",
    ways: Way::ALL,
    concern: Concern::Plan,
    judge,
};

fn judge(question: &Question<'_>) -> Option<Verdict> {
    let found = question.by_check("same-region")?;
    Some(match (question.way, found.status) {
        (Way::Gateway, Status::Unknown) => Verdict {
            status: Status::Warn,
            summary: format!(
                "whether it is in the plan's region {}; another region means latency, no more",
                found.summary
            ),
            ..found
        },
        _ => found,
    })
}
