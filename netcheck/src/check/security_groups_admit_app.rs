//! Do the security groups let the app in?

use netdiag::fact::{Fact, Gap, Origin};
use netdiag::model::{
    Direction, Inventory, NetworkInterface, NetworkPolicy, Protocol, ResourceId, SecurityGroup,
    Subnet,
};
use netdiag::space::{AddressSet, PortSet};
use netdiag::text::{counted, some_of};

use super::{Check, Explanation, Findings, Judgement, Scope, Snapshot};
use crate::path::flows::Block;
use crate::path::security::{Decider, Fate, Part, evaluate};
use crate::path::tags::Tags;

pub const CHECK: Check = Check {
    name: "security-groups-admit-app",
    title: "the security groups admit the app",
    explanation: Explanation {
        means: "The network security group of each subnet and network interface lets the whole point-to-site pool in on some TCP port, and treats every part of the pool alike. With regional integration the integration subnet stands for the pool.",
        matters: "A group drops silently: the app sees a timeout. A rule that names a part of the pool strikes only when the app happens to have an address of that part.",
        reads: "privateEndpointNetworkPolicies of subnets that hold private endpoints only, to which a group applies only if they enable it; security groups of the subnets and of the network interfaces in them, with all inbound rules by priority, service tags and application security groups. That the pool belongs to the tag VirtualNetwork is inferred: it is a prefix behind the gateway.",
        mend: "Portal: the network security group, Inbound security rules: add a rule that allows the pool, with a lower priority number than the denying one. Or: az network nsg rule create --nsg-name GROUP --resource-group RG --name allow-app --priority 100 --source-address-prefixes POOL --destination-port-ranges PORT --access Allow --protocol Tcp.",
    },
    scope: Scope::Integrated,
    after: &["point-to-site-enabled", "subnet-exists"],
    judge,
};

fn judge(snapshot: &Snapshot) -> Judgement {
    let integration = &snapshot.integration;
    let (pool, name) = snapshot.senders()?;
    let own = snapshot.integration_subnet().ok().map(|own| &own.id);
    let subnets = snapshot.workload_subnets()?;
    let mut found = Findings::default();
    let mut place = Place {
        pool: &pool,
        name: &name,
        tags: &Tags::around(integration),
        inventory: &integration.inventory,
        groups: 0,
        opened: Vec::new(),
        found: &mut found,
    };
    // Inbound rules on the subnet that the app sends from have no meaning for it.
    for subnet in subnets.into_iter().filter(|subnet| Some(&subnet.id) != own) {
        let to = subnet.prefixes.as_ref().map(AddressSet::of);
        match holds_endpoints_past_the_group(subnet) {
            Ok(true) => place.found.evidence(
                format!("security group of {}", subnet.name),
                "does not apply: only private endpoints stand there, and privateEndpointNetworkPolicies does not enable it",
                subnet.private_endpoint_policies.origin(),
            ),
            Ok(false) => place.judge(
                &format!("the subnet {}", subnet.name),
                &subnet.security_group,
                to,
            ),
            Err(gap) => place.found.unknown(gap),
        }
        for interface in integration.inventory.interfaces_in(subnet) {
            place.interface(interface, subnet);
        }
    }
    let (groups, opened) = (place.groups, place.opened);
    // Beside a rule that denies, what other groups let through would only hide it.
    if found.is_clean() {
        for (what, ports, from) in opened {
            found.evidence(what, ports, Some(&from));
        }
    }
    Ok(found.verdict(match groups {
        0 => "no security group stands in the way".to_owned(),
        n => format!(
            "{} the whole {}",
            counted(n, "security group admits", "security groups admit"),
            if own.is_some() {
                "integration subnet"
            } else {
                "pool"
            }
        ),
    }))
}

/// Whether the subnet has a security group that does not apply to what stands there: to private
/// endpoints it does only where their network policies are enabled. That the platform names the addresses of private
/// endpoints `privateEndpointIpConfig` is how answers look, not documented.
///
/// # Errors
/// If it depends on what was not read.
fn holds_endpoints_past_the_group(subnet: &Subnet) -> Result<bool, &Gap> {
    let endpoints = subnet.private_endpoints.value().map_or(0, Vec::len);
    if subnet.security_group.value().is_none() || endpoints == 0 {
        return Ok(false);
    }
    let standing = match &subnet.ip_configurations {
        Fact::Known { value, .. } => value.as_slice(),
        Fact::Absent { .. } => &[],
        Fact::Unknown(gap) => return Err(gap),
    };
    let all_named = standing.iter().all(|id| {
        let name = id.name().to_ascii_lowercase();
        name.starts_with("privateendpointipconfig")
    });
    if !all_named && standing.len() > endpoints {
        return Ok(false);
    }
    Ok(!subnet.policy(NetworkPolicy::SecurityGroups)?)
}

/// What is needed to judge one place after another.
struct Place<'a> {
    /// The addresses that the app may have.
    pool: &'a AddressSet,
    /// What they are, as "the point-to-site pool".
    name: &'a str,
    tags: &'a Tags,
    inventory: &'a Inventory,
    groups: usize,
    /// What the groups let through: evidence if all is well.
    opened: Vec<(String, PortSet, Origin)>,
    found: &'a mut Findings,
}

impl Place<'_> {
    fn interface(&mut self, interface: Fact<&NetworkInterface>, subnet: &Subnet) {
        match interface {
            Fact::Known { value, .. } => self.judge(
                &format!("the network interface {}", value.name),
                &value.security_group,
                value.addresses_in(subnet),
            ),
            Fact::Absent { .. } => {}
            Fact::Unknown(gap) => self.found.unknown(&Gap::new(
                gap.what,
                format!(
                    "{}, so not every network interface's own group is known",
                    gap.why
                ),
            )),
        }
    }

    fn judge(&mut self, what: &str, group: &Fact<ResourceId>, to: Fact<AddressSet>) {
        let group = self.inventory.security_group_of(group);
        let Some((group, _)) = self.found.known(&group) else {
            return;
        };
        let Some((to, _)) = self.found.known(&to) else {
            return;
        };
        // A group that stands before nothing admits nobody.
        if to.is_empty() {
            return;
        }
        self.groups += 1;
        let flows = Block {
            from: self.pool.clone(),
            to: to.clone(),
            ports: PortSet::usable(),
        };
        match evaluate(group, Direction::Inbound, Protocol::Tcp, &flows, self.tags) {
            Ok(parts) => self.report(what, group, &parts),
            Err(gap) => self.found.unknown(&gap),
        }
    }

    fn report(&mut self, what: &str, group: &SecurityGroup, parts: &[Part]) {
        let mut admitted = AddressSet::empty();
        let mut ports = PortSet::empty();
        let mut undecided = AddressSet::empty();
        for part in parts {
            match &part.fate {
                Fate::Allowed(_) => {
                    admitted = admitted.union(&part.flows.from);
                    ports = ports.union(&part.flows.ports);
                }
                Fate::Unknown(_) => undecided = undecided.union(&part.flows.from),
                Fate::Denied(_) => {}
            }
        }
        let name = &group.name;
        self.opened.push((
            format!("TCP ports that {name} opens to {} in {what}", self.name),
            ports,
            group.from.clone(),
        ));
        let shut_out = self.pool.difference(&admitted).difference(&undecided);
        let mut named = Vec::new();
        for part in parts {
            let Fate::Denied(decider) = &part.fate else {
                continue;
            };
            let flows = &part.flows;
            // Denied here, allowed there: a part of the pool is treated unlike the rest.
            let unlike = parts.iter().any(|other| {
                matches!(other.fate, Fate::Allowed(_))
                    && other.flows.to.overlaps(&flows.to)
                    && other.flows.ports.overlaps(&flows.ports)
                    && !self.pool.difference(&flows.from).is_empty()
            });
            if (unlike || flows.from.overlaps(&shut_out)) && !named.contains(&decider) {
                self.denied(what, name, flows, decider);
                named.push(decider);
            }
        }
        for part in parts {
            if let Fate::Unknown(whys) = &part.fate
                && !part.flows.from.difference(&admitted).is_empty()
            {
                self.found.cannot_tell(format!(
                    "{name} on {what}: {} could not be expanded",
                    some_of(whys, 10)
                ));
                return;
            }
        }
    }

    fn denied(&mut self, what: &str, group: &str, flows: &Block, decider: &Decider) {
        let name = self.name;
        let whom = if flows.from == *self.pool {
            format!("the whole {}", name.trim_start_matches("the "))
        } else {
            format!("{} of {name}", flows.from)
        };
        let which = if flows.ports == PortSet::usable() {
            String::new()
        } else {
            format!(" on TCP ports {}", flows.ports)
        };
        self.found.fail(format!(
            "{group} on {what} denies {whom}{which} (rule {}, priority {})",
            decider.rule, decider.priority
        ));
        self.found.evidence(
            format!("rule {} of {group}", decider.rule),
            format!("denies {}", flows.from),
            decider.from.as_ref(),
        );
    }
}
