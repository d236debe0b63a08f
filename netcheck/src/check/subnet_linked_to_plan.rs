//! Does App Service hold the subnet for this plan?

use netdiag::fact::{Fact, Gap};
use netdiag::model::{ResourceId, ServiceLink, Subnet};
use netdiag::space::AddressSet;
use netdiag::text::listed;

use super::{Check, Explanation, Findings, Judgement, Scope, Snapshot, sharing_doubt};

pub const CHECK: Check = Check {
    name: "subnet-linked-to-plan",
    title: "the integration subnet is linked to the app's plan",
    explanation: Explanation {
        means: concat!(
            "The scale unit that the plan runs on supports regional integration, and a service association link of the subnet names the app's plan: App Service has taken the subnet for it. By the multi-plan subnet join ",
            sharing_doubt!(),
            "; what its links then say is not documented, so an address of the app in the subnet counts for more than a link of another plan."
        ),
        matters: "Without the link the instances have no address in the subnet. A link that is left over from a plan that was deleted keeps the subnet from being used, changed or deleted.",
        reads: "serviceAssociationLinks of the integration subnet, the plan's id, swiftSupported of the app's networkConfig; inside the app WEBSITE_PRIVATE_IP.",
        mend: "Connect the app anew, to a subnet that no other plan uses: az webapp vnet-integration remove --name APP --resource-group RG, then az webapp vnet-integration add --name APP --resource-group RG --vnet VNET --subnet SUBNET. A link left over from a plan that was deleted without disconnecting: make plan and app again under the same names, connect them to the subnet, disconnect, delete.",
    },
    scope: Scope::Regional,
    after: &["subnet-exists", "subnet-delegated"],
    judge,
};

fn judge(snapshot: &Snapshot) -> Judgement {
    let subnet = snapshot.integration_subnet()?;
    let mut found = Findings::default();
    supported(snapshot, &mut found);
    let plan = snapshot.plan_id()?;
    let name = &subnet.name;
    let Some(links) = links(subnet, &mut found) else {
        return Ok(found.verdict(""));
    };
    let linked: Vec<&ResourceId> = links
        .iter()
        .filter_map(|link| {
            let (id, from) = found.known(&link.link)?;
            found.evidence(format!("link {}", link.name), id.as_str(), Some(from));
            Some(id)
        })
        .collect();
    let unnamed = links.iter().filter(|link| link.link.is_absent());
    let unnamed: Vec<&ServiceLink> = unnamed.collect();
    if linked.contains(&&plan) {
        return Ok(found.verdict(format!("{name} is linked to {}", plan.name())));
    }
    for link in &unnamed {
        let what = format!("the link {}", link.name);
        found.unknown(&Gap::new(what, "does not say whom it links"));
    }
    if !unnamed.is_empty() {
        return Ok(found.verdict(""));
    }
    let used_by = listed(linked.iter().map(|id| id.name()));
    let what = if linked.is_empty() {
        format!(
            "{name} is linked to no App Service plan: the integration was not completed, or was torn down"
        )
    } else {
        format!(
            "{name} is linked to {used_by}, not to the app's plan {}",
            plan.name()
        )
    };
    if has_address_in(snapshot, subnet) {
        found.warn(format!("{what}; but this instance has an address in it"));
    } else {
        found.fail(what);
    }
    if let Fact::Known { from, .. } | Fact::Absent { from } = &subnet.service_links
        && linked.is_empty()
    {
        found.evidence("serviceAssociationLinks", "none", Some(from));
    }
    Ok(found.verdict(""))
}

/// The links by which App Service holds the subnet; one of another service fails.
fn links(subnet: &Subnet, found: &mut Findings) -> Option<Vec<ServiceLink>> {
    let all = match &subnet.service_links {
        Fact::Known { value, .. } => value.clone(),
        Fact::Absent { .. } => Vec::new(),
        Fact::Unknown(gap) => {
            found.unknown(gap);
            return None;
        }
    };
    let mut ours = Vec::new();
    for link in all {
        match &link.linked_type {
            Fact::Known { value, from }
                if !value.eq_ignore_ascii_case("Microsoft.Web/serverfarms") =>
            {
                found.fail(format!(
                    "{} is held by another service ({value})",
                    subnet.name
                ));
                found.evidence(
                    format!("linkedResourceType of {}", link.name),
                    value,
                    Some(from),
                );
            }
            _ => ours.push(link),
        }
    }
    Some(ours)
}

/// Whether this instance is seen to have an address in the subnet.
fn has_address_in(snapshot: &Snapshot, subnet: &Subnet) -> bool {
    let address = snapshot.private_address().ok();
    let prefixes = subnet.prefixes.value();
    address
        .as_ref()
        .and_then(Fact::value)
        .zip(prefixes)
        .is_some_and(|(address, prefixes)| AddressSet::of(prefixes).holds(*address))
}

fn supported(snapshot: &Snapshot, found: &mut Findings) {
    let integration = &snapshot.integration;
    let Some(app) = integration.app.value() else {
        return;
    };
    let of_app = integration
        .inventory
        .subnet_integrations
        .iter()
        .filter(|(id, _)| id.parent().as_ref() == Some(&app.id))
        .filter_map(|(_, fact)| fact.value());
    for of_app in of_app {
        if let Some((false, from)) = found.known(&of_app.supported) {
            found.fail("the scale unit that the plan runs on does not support regional integration: make the plan anew in PremiumV3, then scale it as you like");
            found.evidence("swiftSupported", "false", Some(from));
        }
    }
}
