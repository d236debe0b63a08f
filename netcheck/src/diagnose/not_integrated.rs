//! The app has no integration.

use netdiag::model::Kind;

use super::case::Case;
use super::finding::Finding;
use super::{Cause, Explanation};

pub const CAUSE: Cause = Cause {
    name: "not-integrated",
    title: "the app has no integration",
    explanation: Explanation {
        means: "The app is not integrated with any network.",
        matters: "Without integration no private address is reached. The sandbox of Windows apps refuses them at once; what a Linux app sees is not documented.",
        reads: "The app's configuration, its connections, WEBSITE_VNETNAME.",
        mend: "Add regional integration (gateway-required integration ends on 31 March 2027). Portal: the app, Networking, VNet integration, Add. az webapp vnet-integration add --name APP --resource-group RG --vnet VNET --subnet SUBNET",
    },
    judge,
    ..Cause::PLAIN
};

fn judge(case: &Case<'_>) -> Option<Finding> {
    if case.reached() || case.snapshot.integration.kind.value() != Some(&Kind::None) {
        return None;
    }
    let deaf = case.deaf_servers.iter();
    let point = case
        .points
        .iter()
        .chain(deaf)
        .find(|point| point.is_private())?;
    let summary = format!(
        "the app is not integrated with a network, and {} is a private address",
        point.address
    );
    let from = case.snapshot.integration.kind.origin();
    let finding = if point.contact.is_some() {
        Finding::certain(summary)
    } else {
        Finding::likely(summary)
    };
    Some(finding.because("integration", "none", from).seen(point))
}
