//! The regional kind needs a subnet of its own.

use netdiag::model::Generation;

use super::super::subnet;
use super::{Concern, Explanation, Obstacle, Question, REGIONAL, Reason};

pub const REASON: Reason = Reason {
    name: "no-subnet-free",
    title: "no subnet of the network will do",
    good: "a subnet is there for the plan",
    explanation: Explanation {
        means: "Every subnet is taken by another plan or service, too small, not empty, delegated to something else, or has a name that Azure reserves.",
        matters: "Regional integration sends from a subnet that holds nothing else, of /28 or larger: an address for each instance, twice that while the plan scales up or down, and 5 that Azure keeps. Its size cannot be changed afterwards; /26 is advised.",
        reads: "Of each subnet: prefix, ipConfigurations, privateEndpoints, delegations, serviceAssociationLinks; virtualNetworkSubnetId of the apps; instances (sku.capacity) of the plan.",
        mend: "Create a subnet of /26 delegated to Microsoft.Web/serverFarms.",
    },
    time: "at once",
    ways: REGIONAL,
    concern: Concern::Plan,
    judge,
};

fn judge(question: &Question<'_>) -> Option<Obstacle> {
    // That a classic network cannot serve at all is said elsewhere.
    if question.vnet.generation == Generation::V1 {
        return None;
    }
    subnet::obstacle(question)
}
