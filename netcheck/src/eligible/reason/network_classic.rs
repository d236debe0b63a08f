//! The regional kind is for Resource Manager networks.

use netdiag::model::Generation;

use super::{Concern, Explanation, Question, REGIONAL, Reason, Verdict};

pub const REASON: Reason = Reason {
    name: "network-classic",
    title: "the network is a classic one",
    good: "the network is a Resource Manager network (V2)",
    explanation: Explanation {
        means: "The network belongs to Azure's classic deployment model (V1).",
        matters: "Regional integration needs a subnet of a Resource Manager network. It does not reach a classic network across a peering either.",
        reads: "The network's resource type.",
        mend: "Integrate with a Resource Manager network of the plan's region and connect the classic network to it by a VPN between their gateways (a peering to a classic network does not carry the app's traffic); or move what the classic network holds to a Resource Manager network.",
    },
    time: "about 30 minutes for each gateway that has to be created",
    ways: REGIONAL,
    concern: Concern::Plan,
    judge,
};

fn judge(question: &Question<'_>) -> Option<Verdict> {
    let vnet = question.vnet;
    let kind = vnet.id.resource_type();
    (vnet.generation == Generation::V1).then(|| {
        let kind = kind.as_deref().unwrap_or("classic");
        Verdict::fail(format!("{} is a classic network (V1)", vnet.name)).because(
            "type",
            kind,
            Some(&vnet.from),
        )
    })
}
