//! No DNS server is set for the network, so private names cannot resolve.

use super::case::Case;
use super::finding::Finding;
use super::{Cause, Explanation};
use crate::check::Status;

pub const CAUSE: Cause = Cause {
    name: "dns-server-missing",
    title: "no DNS server is set for the network, so private names cannot resolve",
    explanation: Explanation {
        means: "Neither the network nor the app names a DNS server of its own.",
        matters: "Azure's DNS does not know private names that live on servers of the network or on-premises.",
        reads: "dhcpOptions.dnsServers, dnsConfiguration, WEBSITE_DNS_SERVER.",
        mend: "Portal: the network, DNS servers, Custom; then Sync Network on the plan. az network vnet update --name VNET --resource-group RG --dns-servers ADDRESS",
    },
    judge,
};

fn judge(case: &Case<'_>) -> Option<Finding> {
    if !case.name_failed() || case.status("dns-servers-set") != Some(Status::Warn) {
        return None;
    }
    let judged = case.judged("dns-servers-set")?;
    let mut finding = Finding::likely(judged.verdict.summary.clone());
    finding
        .evidence
        .extend(judged.verdict.evidence.iter().cloned());
    Some(finding)
}
