//! How many networks a plan may be integrated with.

use std::collections::BTreeSet;

use netdiag::fact::Fact;
use netdiag::model::{Inventory, ResourceId};

use super::{Check, Explanation, Findings, Judgement, Scope, Snapshot, Verdict, listed};

/// Networks per plan with gateway-required integration.
/// Source: Microsoft's configure-gateway-required-vnet-integration page.
pub const MOST_NETWORKS: usize = 5;

pub const CHECK: Check = Check {
    name: "plan-within-limits",
    title: "the plan is within its integration limits",
    explanation: Explanation {
        means: "With gateway-required integration a plan is integrated with at most 5 networks, and an app with 1.",
        matters: "A further integration is refused, and an app that appears in two networks uses one nobody chose.",
        reads: "virtualNetworkConnections of the plan and of the app.",
        mend: "Disconnect networks that no app uses any more (portal: the plan, Networking, VNet integration), or move apps to another plan.",
    },
    scope: Scope::Gateway,
    after: &["app-integrated"],
    judge,
};

/// The networks that this plan or app is integrated with through gateways, by name in lower case, as
/// far as its `virtualNetworkConnections` were read. The regional kind has limits of its own.
pub fn networks_below(inventory: &Inventory, parent: &ResourceId) -> BTreeSet<String> {
    inventory
        .vnet_connections
        .iter()
        .filter(|(id, _)| id.parent().as_ref() == Some(parent))
        .filter(|(_, fact)| {
            fact.value()
                .is_none_or(|c| c.regional.value() != Some(&true))
        })
        .map(|(id, _)| id.name().to_ascii_lowercase())
        .collect()
}

fn judge(snapshot: &Snapshot) -> Judgement {
    let integration = &snapshot.integration;
    let below = |parent: &ResourceId| networks_below(&integration.inventory, parent);
    let plan = integration
        .plan_id()
        .ok_or_else(|| match integration.plan.gap() {
            Some(gap) => Verdict::unknown(gap),
            None => Verdict::cannot_tell("the app's plan is not known"),
        })?;
    let networks = below(&plan);
    if networks.is_empty() {
        return Err(Verdict::cannot_tell(
            "the plan's virtualNetworkConnections were not read",
        ));
    }
    let mut found = Findings::default();
    found.evidence("networks of the plan", listed(&networks), None);
    if networks.len() > MOST_NETWORKS {
        found.fail(format!(
            "{} is integrated with {} networks; at most {MOST_NETWORKS} are allowed",
            plan.name(),
            networks.len()
        ));
    }
    if let Fact::Known { value: app, .. } = &integration.app {
        let own = below(&app.id);
        if own.len() > 1 {
            found.fail(format!(
                "{} is integrated with {} networks; one is allowed",
                app.name,
                own.len()
            ));
        }
    }
    Ok(found.verdict(format!("{} of {MOST_NETWORKS} networks", networks.len())))
}
