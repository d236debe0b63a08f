//! Which subnet of a network will do for regional integration, and if none does, which block would.

use ipnet::{IpNet, Ipv4Net};
use netdiag::fact::{Fact, Gap, Origin};
use netdiag::model::{Inventory, ResourceId, Site, Subnet, Vnet};
use netdiag::space::AddressSet;
use netdiag::text::counted;

use super::question::Question;
use super::{Eligible, Obstacle};
use crate::check::Evidence;
use crate::sizes::free::first_block;
use crate::sizes::{INTEGRATION_ADVISED, INTEGRATION_LONGEST, RESERVED, longest_length, usable};

/// What a subnet is delegated to for integration.
pub const DELEGATION: &str = "Microsoft.Web/serverFarms";

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

/// How many addresses a plan wants.
#[derive(Debug, Clone)]
pub struct Demand {
    /// Instances of the plan.
    pub instances: u64,
    /// Addresses that each instance takes.
    pub each: u64,
    /// Where the instances were read.
    pub from: Origin,
}

impl Demand {
    /// What the plan of a question wants. Each instance takes one address, and with Windows containers
    /// one more for each app. Source: Microsoft's overview-vnet-integration page.
    ///
    /// # Errors
    /// If the number of instances was not read.
    pub fn of(question: &Question<'_>) -> Result<Self, Gap> {
        let (instances, from) = match question.of_plan(|plan| &plan.instances) {
            Fact::Known { value, from } => (u64::from(value), from),
            Fact::Absent { from } => {
                return Err(
                    Gap::new("the plan", "does not say its instances (sku.capacity)").at(from),
                );
            }
            Fact::Unknown(gap) => return Err(gap),
        };
        let containers = question.of_plan(|plan| &plan.hyper_v).value() == Some(&true);
        let apps = match question.of_plan(|plan| &plan.site_count).value() {
            Some(apps) if containers => u64::from(*apps),
            _ if containers => 1,
            _ => 0,
        };
        Ok(Self {
            instances: instances.max(1),
            each: 1 + apps,
            from,
        })
    }

    /// What a subnet must hold: twice the instances, which is what scaling up or down takes for a
    /// while, and what Azure keeps.
    pub fn addresses(&self) -> u64 {
        2 * self.instances * self.each + RESERVED
    }

    /// The smallest subnet that holds them, never smaller than a /28.
    pub fn prefix_length(&self) -> u8 {
        longest_length(INTEGRATION_LONGEST, |length| {
            usable(length) + RESERVED >= self.addresses()
        })
    }
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

/// Gathers what is found of one subnet.
#[derive(Default)]
struct Found {
    no: Vec<String>,
    unknown: Vec<String>,
    evidence: Vec<Evidence>,
}

impl Found {
    /// A list of the subnet's that should be there; one that is missing is empty.
    fn list<'f, T>(&mut self, fact: &'f Fact<Vec<T>>) -> Option<(&'f [T], &'f Origin)> {
        match fact {
            Fact::Known { value, from } => Some((value, from)),
            Fact::Absent { .. } => None,
            Fact::Unknown(gap) => {
                self.unknown.push(format!("{} {}", gap.what, gap.why));
                self.seen("not read", &gap.what, gap.from.as_ref());
                None
            }
        }
    }

    fn seen(&mut self, what: &str, value: impl ToString, from: Option<&Origin>) {
        self.evidence.push(Evidence::new(what, value, from));
    }
}

fn fit(question: &Question<'_>, subnet: &Subnet, demand: &Result<Demand, Gap>) -> Fit {
    let mut found = Found::default();
    let mut steps = Vec::new();
    if OF_SERVICES
        .iter()
        .any(|name| subnet.name.eq_ignore_ascii_case(name))
    {
        found
            .no
            .push("only a service of Azure's own may stand in a subnet of this name".to_owned());
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
    let eligible = if !found.no.is_empty() {
        Eligible::No
    } else if !found.unknown.is_empty() {
        Eligible::Unclear
    } else {
        Eligible::Yes
    };
    Fit {
        subnet: subnet.clone(),
        eligible,
        // Of a subnet that will not do nothing has to be done.
        steps: if found.no.is_empty() {
            steps
        } else {
            Vec::new()
        },
        why: [found.no, found.unknown].concat(),
        evidence: found.evidence,
    }
}

fn size(subnet: &Subnet, demand: &Result<Demand, Gap>, found: &mut Found) {
    let (prefixes, from) = match &subnet.prefixes {
        Fact::Known { value, from } => (value, from),
        Fact::Absent { from } => {
            found.unknown.push("it does not say its prefix".to_owned());
            found.seen("addressPrefix", "missing", Some(from));
            return;
        }
        Fact::Unknown(gap) => {
            found.unknown.push(format!("{} {}", gap.what, gap.why));
            found.seen("not read", &gap.what, gap.from.as_ref());
            return;
        }
    };
    let addresses = AddressSet::of(prefixes).count();
    found.seen("addresses", addresses, Some(from));
    if addresses < 1 << (32 - INTEGRATION_LONGEST) {
        found.no.push(format!(
            "too small: {}, and integration takes a /{INTEGRATION_LONGEST} (16 addresses) or larger",
            counted_addresses(addresses)
        ));
        return;
    }
    match demand {
        Ok(demand) if addresses < demand.addresses() => {
            found.seen(
                "instances of the plan",
                demand.instances,
                Some(&demand.from),
            );
            found.no.push(format!(
                "too small: {} for {}, which want {} while the plan scales up or down (twice their own, and {RESERVED} that Azure keeps)",
                counted_addresses(addresses),
                counted(usize::try_from(demand.instances).unwrap_or(usize::MAX), "instance", "instances"),
                demand.addresses()
            ));
        }
        Ok(_) => {}
        Err(gap) => {
            found.unknown.push(format!(
                "whether it is large enough: {} {}",
                gap.what, gap.why
            ));
            found.seen("not read", &gap.what, gap.from.as_ref());
        }
    }
}

fn counted_addresses(addresses: u64) -> String {
    counted(
        usize::try_from(addresses).unwrap_or(usize::MAX),
        "address",
        "addresses",
    )
}

fn holds_others(subnet: &Subnet, found: &mut Found) {
    for (list, one, many) in [
        (
            &subnet.ip_configurations,
            "IP configuration",
            "IP configurations",
        ),
        (
            &subnet.private_endpoints,
            "private endpoint",
            "private endpoints",
        ),
    ] {
        if let Some((ids, from)) = found.list(list)
            && let Some(first) = ids.first()
        {
            let holder = first.parent().filter(|_| one == "IP configuration");
            let name = holder.as_ref().unwrap_or(first).name().to_owned();
            found.no.push(format!(
                "not empty: {} ({name}{})",
                counted(ids.len(), one, many),
                if ids.len() > 1 { ", ..." } else { "" }
            ));
            found.seen(one, first, Some(from));
        }
    }
}

/// Whether the subnet is this plan's already. What another plan or service has taken is found.
fn taken(
    subnet: &Subnet,
    plan: Option<&ResourceId>,
    inventory: &Inventory,
    found: &mut Found,
) -> bool {
    let mut ours = false;
    if let Some((links, from)) = found.list(&subnet.service_links) {
        for link in links {
            match link.link.value() {
                Some(id) if Some(id) == plan => ours = true,
                Some(id) => {
                    found
                        .no
                        .push(format!("taken by {}{}", id.name(), sharing(id)));
                    found.seen("service association link", id, Some(from));
                }
                None => {
                    let kind = link
                        .linked_type
                        .value()
                        .map_or("a service that is not named", String::as_str);
                    // App Service's link without the plan's id: perhaps our own.
                    if kind.eq_ignore_ascii_case("Microsoft.Web/serverfarms") {
                        found.unknown.push(
                            "linked to an App Service plan, and the link does not say which"
                                .to_owned(),
                        );
                    } else {
                        found.no.push(format!("taken by {kind}"));
                    }
                    found.seen("service association link", &link.name, Some(from));
                }
            }
        }
    }
    // The apps say it too, and an export may hold one side only.
    if let Some((id, other)) = other_user(subnet, plan, inventory)
        && !found.no.iter().any(|why| why.starts_with("taken by"))
    {
        found.no.push(format!(
            "taken by {}: the app {} sends from it{}",
            id.name(),
            other.name,
            sharing(&id)
        ));
        found.seen("virtualNetworkSubnetId", &other.name, other.subnet.origin());
    }
    ours
}

/// That plans may share is told of plans only.
fn sharing(id: &ResourceId) -> &'static str {
    if id.after("serverfarms").is_some() {
        SHARING
    } else {
        ""
    }
}

/// Source: the App Service team's announcement of the multi-plan subnet join (2023), and Microsoft's
/// pages of 2025, which call it available without saying where it is not.
const SHARING: &str = " (several plans of one subscription may share a subnet of /26 or larger where Azure offers that; not certain, so a subnet of its own is the safe choice)";

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

fn delegated(subnet: &Subnet, ours: bool, found: &mut Found, steps: &mut Vec<String>) {
    let none = Vec::new();
    let (delegations, from) = match &subnet.delegations {
        Fact::Unknown(_) => {
            found.list(&subnet.delegations);
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
        found.no.push(format!("delegated to {other}"));
        found.seen("delegation", other, Some(from));
    } else if delegations.is_empty() && !ours {
        steps.push(format!(
            "delegate it to {DELEGATION} (at once; the portal and az do it while they integrate)"
        ));
    }
}

/// A free block of the network for a new integration subnet: of the advised size, else the largest that
/// is enough. `None` if nothing is free, or the network's addresses were not all read.
pub fn free_block(vnet: &Vnet, demand: &Demand) -> Option<Ipv4Net> {
    let space = AddressSet::of(vnet.address_space.value()?);
    let mut taken = AddressSet::empty();
    match &vnet.subnets {
        Fact::Known { value, .. } => {
            for subnet in value {
                taken = taken.union(&AddressSet::of(subnet.prefixes.value()?));
            }
        }
        Fact::Absent { .. } => {}
        Fact::Unknown(_) => return None,
    }
    let free = space.difference(&taken);
    let enough = demand.prefix_length();
    (INTEGRATION_ADVISED.min(enough)..=enough).find_map(|length| first_block(&free, length))
}

/// How to make a subnet for this plan in this network.
pub fn how_to_make(question: &Question<'_>) -> String {
    let vnet = question.vnet;
    let Ok(demand) = Demand::of(question) else {
        return format!("Create a subnet of /{INTEGRATION_ADVISED} delegated to {DELEGATION}");
    };
    let instances = usize::try_from(demand.instances).unwrap_or(usize::MAX);
    let size = format!(
        "/{} is enough for {}, /{INTEGRATION_ADVISED} is advised",
        demand.prefix_length(),
        counted(instances, "instance", "instances")
    );
    match free_block(vnet, &demand) {
        Some(block) => format!(
            "Create a subnet ({size}): az network vnet subnet create --resource-group {} --vnet-name {} --name integration --address-prefixes {block} --delegations {DELEGATION}",
            vnet.id.resource_group().unwrap_or("RG"),
            vnet.name
        ),
        None => format!(
            "Add a prefix to the network's address space (it must overlap nothing that the network is connected to), and in it create a subnet delegated to {DELEGATION} ({size})"
        ),
    }
}

/// A subnet that is not there yet.
pub fn proposed(vnet: &Vnet, block: Ipv4Net) -> Subnet {
    let from = Origin::Everything;
    fn absent<T>() -> Fact<T> {
        Fact::Absent {
            from: Origin::Everything,
        }
    }
    Subnet {
        id: vnet.id.child("subnets", "integration (to be made)"),
        name: "integration (to be made)".to_owned(),
        prefixes: Fact::known(vec![IpNet::V4(block)], from.clone()),
        security_group: absent(),
        route_table: absent(),
        nat_gateway: absent(),
        ip_configurations: absent(),
        delegations: Fact::known(vec![DELEGATION.to_owned()], from.clone()),
        service_links: absent(),
        service_endpoints: absent(),
        private_endpoints: absent(),
        private_endpoint_policies: absent(),
        from,
    }
}

/// The network's subnets as a reason: none will do, or that is not known.
pub fn obstacle(question: &Question<'_>) -> Option<Obstacle> {
    let vnet = question.vnet;
    if let Some(unread) = super::question::not_read(&vnet.subnets) {
        return Some(unread);
    }
    let fits = fits(question);
    if fits.iter().any(|fit| fit.eligible == Eligible::Yes) {
        return None;
    }
    let how = how_to_make(question);
    let unclear = fits.iter().find(|fit| fit.eligible == Eligible::Unclear);
    let obstacle = match unclear {
        Some(fit) => Obstacle::unclear(format!(
            "whether the subnet {} will do: {}",
            fit.subnet.name,
            fit.why.join("; ")
        )),
        None if fits.is_empty() => Obstacle::no(format!("{} has no subnet", vnet.name)),
        None if fits.len() == 1 => {
            Obstacle::no(format!("the only subnet of {} will not do", vnet.name))
        }
        None => Obstacle::no(format!(
            "none of the {} of {} will do",
            counted(fits.len(), "subnet", "subnets"),
            vnet.name
        )),
    };
    let evidence = unclear.map_or_else(
        || vec![Evidence::new("subnets", fits.len(), vnet.subnets.origin())],
        |fit| fit.evidence.clone(),
    );
    Some(
        Obstacle {
            evidence,
            ..obstacle
        }
        .mend(how),
    )
}
