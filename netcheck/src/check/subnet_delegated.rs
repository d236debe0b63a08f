//! Is the subnet given over to App Service?

use netdiag::text::listed;

use super::{Check, Explanation, Judgement, Scope, Snapshot, Verdict, need_some};
use crate::platform::DELEGATION;

pub const CHECK: Check = Check {
    name: "subnet-delegated",
    title: "the integration subnet is delegated to App Service",
    explanation: Explanation {
        means: "The subnet is delegated to Microsoft.Web/serverFarms, and so to App Service plans alone. (Flex Consumption and Container Apps want Microsoft.App/environments instead.)",
        matters: "App Service gives its instances addresses in delegated subnets only: without the delegation the integration cannot be set up, and instances that start later get no address.",
        reads: "delegations of the integration subnet.",
        mend: "Portal: the network, Subnets, the subnet, Subnet delegation: Microsoft.Web/serverFarms. Or: az network vnet subnet update --vnet-name VNET --resource-group RG --name SUBNET --delegations Microsoft.Web/serverFarms. A subnet in which anything else stands cannot be delegated: use an empty one.",
    },
    scope: Scope::Regional,
    after: &["subnet-exists"],
    judge,
};

fn judge(snapshot: &Snapshot) -> Judgement {
    let subnet = snapshot.integration_subnet()?;
    let name = &subnet.name;
    // A subnet that is delegated to nothing has an empty list, in some answers none.
    let (services, from) = need_some(&subnet.delegations, |from| {
        Verdict::fail(format!("{name} is delegated to no service")).because(
            "delegations",
            "none",
            Some(from),
        )
    })?;
    let delegated = services
        .iter()
        .any(|service| service.eq_ignore_ascii_case(DELEGATION));
    let shown = listed(services);
    let verdict = if delegated {
        Verdict::pass(format!("{name} is delegated to {DELEGATION}"))
    } else {
        Verdict::fail(format!(
            "{name} is delegated to {shown}, not to {DELEGATION}"
        ))
    };
    Ok(verdict.because("delegations", shown, Some(from)))
}
