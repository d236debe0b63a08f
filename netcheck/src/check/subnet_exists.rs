//! Is the subnet that the app names there?

use netdiag::fact::{Fact, Origin};
use netdiag::model::ResourceId;
use netdiag::text::listed;

use super::{Check, Explanation, Findings, Judgement, Scope, Snapshot, Verdict, need};

pub const CHECK: Check = Check {
    name: "subnet-exists",
    title: "the integration subnet exists",
    explanation: Explanation {
        means: "The subnet that the app names is one of its network, and everything in App Service that names the app's subnet names the same one.",
        matters: "An app that names a subnet which was deleted or made anew has no way into the network, though the portal goes on showing the integration.",
        reads: "virtualNetworkSubnetId of the app, subnetResourceId of its networkConfig, vnetResourceId of its virtualNetworkConnections, against the subnets of the network.",
        mend: "Disconnect the app and connect it anew: az webapp vnet-integration remove --name APP --resource-group RG, then az webapp vnet-integration add --name APP --resource-group RG --vnet VNET --subnet SUBNET.",
    },
    scope: Scope::Regional,
    after: &["app-integrated"],
    judge,
};

fn judge(snapshot: &Snapshot) -> Judgement {
    let (id, named) = snapshot.subnet_id()?;
    let named_by =
        |verdict: Verdict| verdict.because("subnet of the app", id.as_str(), Some(named));
    let is_subnet = id
        .resource_type()
        .is_some_and(|kind| kind == "microsoft.network/virtualnetworks/subnets");
    if !is_subnet {
        let text = "what the app names is no subnet of a network (Microsoft.Network/virtualNetworks/subnets)";
        return Ok(named_by(Verdict::fail(text)));
    }
    let vnet = snapshot.vnet().map_err(named_by)?;
    let (subnets, from) = need(&vnet.subnets, |from| {
        named_by(Verdict::cannot_tell("the network lists no subnets")).because(
            "subnets",
            "missing",
            Some(from),
        )
    })?;
    let mut found = Findings::default();
    found.evidence("subnet of the app", id.as_str(), Some(named));
    if !subnets.iter().any(|subnet| subnet.id == *id) {
        let name = id.name();
        found.fail(format!("the network {} has no subnet {name}", vnet.name));
        let names = listed(subnets.iter().map(|subnet| &subnet.name));
        found.evidence(format!("subnets of {}", vnet.name), names, Some(from));
    }
    for (what, other, from) in copies(snapshot) {
        if other != id {
            found.fail(format!("{what} names another subnet ({})", other.name()));
            found.evidence(what, other.as_str(), Some(from));
        }
    }
    Ok(found.verdict(format!("{} is a subnet of {}", id.name(), vnet.name)))
}

/// What else in App Service names the app's subnet.
fn copies(snapshot: &Snapshot) -> Vec<(&'static str, &ResourceId, &Origin)> {
    let integration = &snapshot.integration;
    let Some(app) = integration.app.value() else {
        return Vec::new();
    };
    let of_app = |id: &ResourceId| id.parent().as_ref() == Some(&app.id);
    let inventory = &integration.inventory;
    let configured = inventory
        .subnet_integrations
        .iter()
        .filter(|(id, _)| of_app(id))
        .filter_map(|(_, fact)| Some(("networkConfig of the app", &fact.value()?.subnet)));
    let connected = inventory
        .vnet_connections
        .iter()
        .filter(|(id, _)| of_app(id))
        .filter_map(|(_, fact)| {
            let connection = fact.value()?;
            let regional = connection.regional.value() == Some(&true);
            regional.then_some(("a connection of the app", &connection.vnet))
        });
    configured
        .chain(connected)
        .filter_map(|(what, fact)| match fact {
            Fact::Known { value, from } => Some((what, value, from)),
            _ => None,
        })
        .collect()
}
