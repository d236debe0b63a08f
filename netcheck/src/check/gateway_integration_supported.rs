//! This kind of integration ends.

use netdiag::model::Kind;
use time::Date;
use time::macros::date;

use super::{Check, Explanation, Judgement, Scope, Snapshot, Verdict};

/// The last day of gateway-required integration.
/// Source: Microsoft's configure-gateway-required-vnet-integration page, 2026-01-30.
const LAST_DAY: Date = date!(2027 - 03 - 31);

/// When gateway-required integration ends or ended, seen from a day: `ends on 2027-03-31`.
pub fn gateway_kind_ends(today: Date) -> String {
    let ends = if today > LAST_DAY { "ended" } else { "ends" };
    format!("{ends} on {LAST_DAY}")
}

pub const CHECK: Check = Check {
    name: "gateway-integration-supported",
    title: "this kind of integration is supported",
    explanation: Explanation {
        means: "The app does not depend on gateway-required integration, which ends on 31 March 2027.",
        matters: "After that day the app loses its way into the network.",
        reads: "The kind of integration, and today's date.",
        mend: "Move to regional integration: a subnet of at least /28 (/26 advised) delegated to Microsoft.Web/serverFarms in a network of the same region, a route back from on-premises to that subnet, and the app's DNS settings; then az webapp vnet-integration add. To reach a network in another region peer the two.",
    },
    scope: Scope::Integrated,
    after: &[],
    judge,
};

fn judge(snapshot: &Snapshot) -> Judgement {
    let (kind, from) = snapshot.kind()?;
    if kind != Kind::Gateway {
        return Ok(Verdict::pass(
            "the app does not use gateway-required integration, which ends",
        ));
    }
    let today = snapshot.time.date();
    let ends = format!("gateway-required integration {}", gateway_kind_ends(today));
    let verdict = if today > LAST_DAY {
        Verdict::fail(ends)
    } else {
        Verdict::warn(format!("{ends}; move to regional integration before"))
    };
    Ok(verdict.because("kind of integration", "gateway-required", Some(from)))
}
