//! Which subnet of a network will do for regional integration. What the plan wants of it stands in
//! [`Demand`], how one is made where none will do in [`how_to_make`].

mod demand;
mod make;

use netdiag::fact::{Fact, Gap};
use netdiag::model::{Inventory, ResourceId, Site, Subnet};
use netdiag::text::counted;

use super::Eligible;
use super::question::Question;
use crate::check::{Evidence, Findings, Status, sharing_doubt};
use crate::platform::DELEGATION;
use crate::sizes::{INTEGRATION_LONGEST, Room};

pub use demand::Demand;
pub use make::{free_block, how_to_make, proposed};

/// Subnets whose name says that a service of Azure's own stands there; nothing else may.
const OF_SERVICES: &[&str] = &[
    "GatewaySubnet",
    "AzureFirewallSubnet",
    "AzureFirewallManagementSubnet",
    "AzureBastionSubnet",
    "RouteServerSubnet",
];

/// Whether one subnet will do.
#[derive(Debug, Clone)]
pub struct Fit {
    /// The subnet.
    pub subnet: Subnet,
    /// Whether it will do.
    pub eligible: Eligible,
    /// Why not, or why that is not known; every reason.
    pub why: Vec<String>,
    /// What is done to it while the integration is set up.
    pub steps: Vec<String>,
    /// What the reasons rest on.
    pub evidence: Vec<Evidence>,
}

/// Every subnet of the network, and whether it will do.
pub fn fits(question: &Question<'_>) -> Vec<Fit> {
    let demand = Demand::of(question);
    let subnets = question.vnet.subnets.value();
    subnets
        .into_iter()
        .flatten()
        .map(|subnet| fit(question, subnet, &demand))
        .collect()
}

fn fit(question: &Question<'_>, subnet: &Subnet, demand: &Result<Demand, Gap>) -> Fit {
    let mut found = Findings::default();
    let mut steps = Vec::new();
    if OF_SERVICES
        .iter()
        .any(|name| subnet.name.eq_ignore_ascii_case(name))
    {
        found.fail("only a service of Azure's own may stand in a subnet of this name");
    }
    size(subnet, demand, &mut found);
    holds_others(subnet, &mut found);
    let plan = question.plan_id();
    let ours = taken(
        subnet,
        plan.as_ref(),
        &question.integration().inventory,
        &mut found,
    );
    delegated(subnet, ours, &mut found, &mut steps);
    let why: Vec<String> = found.problems().map(str::to_owned).collect();
    let why = [why, found.unknowns().to_vec()].concat();
    let verdict = found.verdict("");
    let eligible = match verdict.status {
        Status::Fail => Eligible::No,
        Status::Unknown => Eligible::Unclear,
        Status::Pass | Status::Warn | Status::NotApplicable => Eligible::Yes,
    };
    // Of a subnet that will not do nothing has to be done.
    if eligible == Eligible::No {
        steps.clear();
    }
    Fit {
        subnet: subnet.clone(),
        eligible,
        why,
        steps,
        evidence: verdict.evidence,
    }
}

fn size(subnet: &Subnet, demand: &Result<Demand, Gap>, found: &mut Findings) {
    let (prefixes, from) = match &subnet.prefixes {
        Fact::Known { value, from } => (value, from),
        Fact::Absent { from } => {
            found.cannot_tell("it does not say its prefix");
            found.evidence("addressPrefix", "missing", Some(from));
            return;
        }
        Fact::Unknown(gap) => {
            found.unknown(gap);
            return;
        }
    };
    let room = Room::of(prefixes);
    found.evidence("addresses", room.addresses, Some(from));
    if !room.has(INTEGRATION_LONGEST) {
        found.fail(format!(
            "too small: {}, and integration takes a /{INTEGRATION_LONGEST} (16 addresses) or larger",
            counted_addresses(room.addresses)
        ));
        return;
    }
    let unread = match demand {
        Ok(demand) if room.usable < demand.in_use() => {
            let kept = room.addresses - room.usable;
            found.evidence(
                "instances of the plan",
                demand.instances,
                Some(&demand.from),
            );
            found.fail(format!(
                "too small: {} for {}, which want {} while the plan scales up or down (twice their own, and {kept} that Azure keeps)",
                counted_addresses(room.addresses),
                counted(demand.instances, "instance", "instances"),
                demand.in_use() + kept
            ));
            None
        }
        Ok(demand) => demand.unread.as_ref(),
        Err(gap) => Some(gap),
    };
    if let Some(gap) = unread {
        found.cannot_tell(format!("whether it is large enough: {}", gap.sentence()));
        found.evidence("not read", &gap.what, gap.from.as_ref());
    }
}

fn counted_addresses(addresses: u64) -> String {
    counted(addresses, "address", "addresses")
}

fn holds_others(subnet: &Subnet, found: &mut Findings) {
    if let Some((ids, from)) = found.known(&subnet.ip_configurations)
        && let Some(first) = ids.first()
    {
        // What an IP configuration belongs to is what the reader knows.
        let holder = first.parent().unwrap_or_else(|| first.clone());
        not_empty(
            ids,
            ("IP configuration", "IP configurations"),
            &holder,
            found,
        );
        found.evidence("IP configuration", first, Some(from));
    }
    if let Some((ids, from)) = found.known(&subnet.private_endpoints)
        && let Some(first) = ids.first()
    {
        not_empty(ids, ("private endpoint", "private endpoints"), first, found);
        found.evidence("private endpoint", first, Some(from));
    }
}

fn not_empty(
    ids: &[ResourceId],
    (one, many): (&str, &str),
    holder: &ResourceId,
    found: &mut Findings,
) {
    found.fail(format!(
        "not empty: {} ({}{})",
        counted(ids.len(), one, many),
        holder.name(),
        if ids.len() > 1 { ", ..." } else { "" }
    ));
}

/// Whether the subnet is this plan's already. What another plan or service has taken is found.
fn taken(
    subnet: &Subnet,
    plan: Option<&ResourceId>,
    inventory: &Inventory,
    found: &mut Findings,
) -> bool {
    let mut ours = false;
    if let Some((links, from)) = found.known(&subnet.service_links) {
        for link in links {
            match link.link.value() {
                Some(id) if Some(id) == plan => ours = true,
                Some(id) => {
                    found.fail(format!("taken by {}{}", id.name(), sharing(id)));
                    found.evidence("service association link", id, Some(from));
                }
                None => {
                    let kind = link
                        .linked_type
                        .value()
                        .map_or("a service that is not named", String::as_str);
                    // App Service's link without the plan's id: perhaps our own.
                    if kind.eq_ignore_ascii_case("Microsoft.Web/serverfarms") {
                        found.cannot_tell(
                            "linked to an App Service plan, and the link does not say which",
                        );
                    } else {
                        found.fail(format!("taken by {kind}"));
                    }
                    found.evidence("service association link", &link.name, Some(from));
                }
            }
        }
    }
    // The apps say it too, and an export may hold one side only.
    if let Some((id, other)) = other_user(subnet, plan, inventory)
        && !found.problems().any(|why| why.starts_with("taken by"))
    {
        found.fail(format!(
            "taken by {}: the app {} sends from it{}",
            id.name(),
            other.name,
            sharing(&id)
        ));
        found.evidence("virtualNetworkSubnetId", &other.name, other.subnet.origin());
    }
    ours
}

/// That plans may share is told of plans only.
fn sharing(id: &ResourceId) -> &'static str {
    if id.after("serverfarms").is_some() {
        concat!(
            " (",
            sharing_doubt!(),
            ", so a subnet of its own is the safe choice)"
        )
    } else {
        ""
    }
}

fn other_user<'i>(
    subnet: &Subnet,
    plan: Option<&ResourceId>,
    inventory: &'i Inventory,
) -> Option<(ResourceId, &'i Site)> {
    let sites = inventory.sites.values().filter_map(Fact::value);
    let mut users = sites.filter(|site| site.subnet.value() == Some(&subnet.id));
    users.find_map(|site| {
        let id = site.plan.value()?;
        (Some(id) != plan).then(|| (id.clone(), site))
    })
}

fn delegated(subnet: &Subnet, ours: bool, found: &mut Findings, steps: &mut Vec<String>) {
    let none = Vec::new();
    let (delegations, from) = match &subnet.delegations {
        Fact::Unknown(_) => {
            found.known(&subnet.delegations);
            return;
        }
        Fact::Known { value, from } => (value, from),
        Fact::Absent { from } => (&none, from),
    };
    let others: Vec<&String> = delegations
        .iter()
        .filter(|service| !service.eq_ignore_ascii_case(DELEGATION))
        .collect();
    if let Some(other) = others.first() {
        found.fail(format!("delegated to {other}"));
        found.evidence("delegation", other, Some(from));
    } else if delegations.is_empty() && !ours {
        steps.push(format!(
            "delegate it to {DELEGATION} (at once; the portal and az do it while they integrate)"
        ));
    }
}
