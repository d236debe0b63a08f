//! The name is wrong, or its record is missing on the servers asked.

use super::case::Case;
use super::finding::Finding;
use super::private_endpoint_not_resolved::privatelink;
use super::{Cause, Explanation};
use crate::check::Status;

pub const CAUSE: Cause = Cause {
    name: "name-does-not-exist",
    title: "the name is wrong, or its record is missing on the servers asked",
    explanation: Explanation {
        means: "The DNS server that the app asks says NXDOMAIN, or that there is no address under the name.",
        matters: "Nothing can be connected to without an address; the app sees 'No such host is known'.",
        reads: "The answers of each DNS server that matters, side by side.",
        mend: "Correct the name in the app's settings, or add the record on the DNS server that the app asks.",
    },
    judge,
    ..Cause::PLAIN
};

fn judge(case: &Case<'_>) -> Option<Finding> {
    let seen = case.name_seen()?;
    if !seen.addresses.is_empty()
        || !matches!(
            seen.outcome.as_str(),
            "no_such_name" | "no_records" | "resolved"
        )
    {
        return None;
    }
    // Where another server knows it, the servers disagree, which is another cause.
    if case
        .answers()
        .iter()
        .any(|(_, answer)| !answer.addresses.is_empty())
    {
        return None;
    }
    // Azure's own DNS does not know private names: that it was asked at all may be the fault.
    let only_azure = case.status("dns-servers-set") == Some(Status::Warn);
    // An alias that leads nowhere is not the name's own fault.
    let by_alias = privatelink(&case.names()).is_some();
    let finding = if only_azure || by_alias {
        Finding::likely(seen.message.clone())
    } else {
        Finding::certain(seen.message.clone())
    };
    Some(finding.answers(case))
}
