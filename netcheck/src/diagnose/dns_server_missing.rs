//! No DNS server is set for the network, so private names cannot resolve.

use netdiag::model::Kind;

use super::case::Case;
use super::finding::Finding;
use super::{Cause, Explanation};
use crate::check::{Status, sync_costs};

pub const CAUSE: Cause = Cause {
    name: "dns-server-missing",
    title: "no DNS server is set for the network, so private names cannot resolve",
    explanation: Explanation {
        means: "Neither the network nor the app names a DNS server of its own.",
        matters: "Azure's DNS does not know private names that live on servers of the network or on-premises.",
        reads: "dhcpOptions.dnsServers, dnsConfiguration, WEBSITE_DNS_SERVER.",
        mend: concat!(
            "Portal: the network, DNS servers, Custom; then Sync Network on the plan. az network vnet update --name VNET --resource-group RG --dns-servers ADDRESS. ",
            sync_costs!()
        ),
    },
    mend_regional: Some(
        "For names in private DNS zones: link the zone to the network (portal: the private DNS zone, Virtual network links). For names that live on servers of the network or on-premises: portal: the network, DNS servers, Custom; then restart the app (that a restart takes the list over is not certain). az network vnet update --name VNET --resource-group RG --dns-servers ADDRESS",
    ),
    judge,
    ..Cause::PLAIN
};

fn judge(case: &Case<'_>) -> Option<Finding> {
    if !case.name_failed() || case.status("dns-servers-set") != Some(Status::Warn) {
        return None;
    }
    let judged = case.judged("dns-servers-set")?;
    // With regional integration private DNS zones are what most private names live in.
    let summary = match case.snapshot.integration.kind.value() {
        Some(Kind::Regional) => "the network has no DNS servers of its own, so Azure's DNS was asked, which knows public names and the private DNS zones that are linked to the network".to_owned(),
        _ => judged.verdict.summary.clone(),
    };
    Some(Finding::likely(summary).of_check(judged))
}
