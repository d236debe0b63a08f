//! Whether the gateway kind can still be built.

use super::{Explanation, Findings, Ground, Judgement, Rule};
use crate::check::gateway_kind_ends;

// The two reports are named in check::remedy, beside the sentence that remedies share.
pub const RULE: Rule = Rule {
    name: "pool-usable",
    title: "apps can go on using a point-to-site gateway",
    explanation: Explanation {
        means: "Gateway-required integration ends on 31 March 2027 (documented). It needs SSTP on the gateway, and two public reports of Azure's announcement, not checked against the platform, say that since 31 March 2026 SSTP can no longer be enabled, on new or existing gateways.",
        matters: "A gateway that is made today for this alone may be of no use from the start, and is of none in 2027.",
        reads: "--point-to-site.",
        mend: "Plan regional integration: give --integration-subnet. It needs no gateway and no pool; keep a gateway only for site-to-site.",
    },
    judge,
};

fn judge(ground: &Ground<'_>) -> Judgement {
    ground.pool()?;
    let mut found = Findings::default();
    // That it has ended stays a warning too: the gateway can be built, for other clients.
    found.warn(format!(
        "gateway-required integration {}; and by reports that are not certain no gateway can be given SSTP, which it needs, since 31 March 2026",
        gateway_kind_ends(ground.today)
    ));
    let verdict = found.verdict("nothing ends");
    Ok(if ground.proposal.is_regional() {
        verdict.remedy("Use the integration subnet, and leave --point-to-site out; keep a gateway only for site-to-site.")
    } else {
        verdict
    })
}
