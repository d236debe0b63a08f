//! The gateway kind ends.

use super::{Concern, Explanation, GATEWAY, Question, Reason, Verdict};

pub const REASON: Reason = Reason {
    name: "gateway-kind-ended",
    title: "gateway-required integration ends, or has ended",
    good: "this kind of integration is supported",
    explanation: Explanation {
        means: "Gateway-required integration ends on 31 March 2027.",
        matters: "What is set up in this way stops working after that day.",
        reads: "Today's date.",
        mend: "Use regional integration: netcheck eligible --regional says what it needs.",
    },
    time: "as long as regional integration takes",
    ways: GATEWAY,
    concern: Concern::Plan,
    judge,
};

fn judge(question: &Question<'_>) -> Option<Verdict> {
    let mut found = question.by_check("gateway-integration-supported")?;
    // The kind is assumed by the question, not read, so it is no evidence.
    found.evidence.clear();
    Some(found)
}
