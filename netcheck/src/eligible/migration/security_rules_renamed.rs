//! Rules that name the point-to-site range.

use netdiag::fact::Fact;
use netdiag::model::{Access, Direction, Inventory, Protocol, SecurityGroup, SecurityRule};
use netdiag::space::AddressSet;

use super::{Explanation, Findings, Judgement, Move, Need};
use crate::check::Verdict;
use crate::path::flows::Block;
use crate::path::security::{Fate, evaluate};
use crate::path::tags::Tags;

pub const NEED: Need = Need {
    name: "security-rules-renamed",
    title: "no security group admits the app by its point-to-site range only",
    explanation: Explanation {
        means: "No rule of a security group that was written for the point-to-site range decides about the app in a way that the new subnet does not share.",
        matters: "What such a rule admits is denied to the app after the move.",
        reads: "Every rule that was read, its prefixes against the point-to-site pool, and what the group does with the new subnet on the same ports.",
        mend: "Add the new subnet's prefix to the source of these rules, beside the point-to-site range until every app has moved: az network nsg rule update --nsg-name GROUP --resource-group RG --name RULE --source-address-prefixes POOL SUBNET.",
    },
    time: "at once, no outage",
    judge,
};

fn judge(it: &Move<'_>) -> Judgement {
    let integration = &it.now.integration;
    let pool = match integration.pool() {
        Fact::Known { value, .. } => value,
        Fact::Absent { .. } => {
            return Err(Verdict::not_applicable("there is no point-to-site pool"));
        }
        Fact::Unknown(gap) => return Err(Verdict::unknown(&gap)),
    };
    let tags = Tags::around(&it.then);
    let mut found = Findings::default();
    let inventory = &integration.inventory;
    for group in inventory.security_groups.values() {
        let group = match group {
            Fact::Known { value, .. } => value,
            Fact::Unknown(gap) => {
                found.unknown(gap);
                continue;
            }
            Fact::Absent { .. } => continue,
        };
        let Some((rules, _)) = found.known(&group.rules) else {
            continue;
        };
        for rule in rules {
            named(it, &tags, &pool, group, rule, &mut found);
        }
    }
    groups_that_were_not_read(it, inventory, &mut found);
    Ok(found.verdict("no rule admits the point-to-site range and denies the new subnet"))
}

/// A rule that names the pool; and what the group does with the new subnet where that rule would match.
fn named(
    it: &Move<'_>,
    tags: &Tags,
    pool: &AddressSet,
    group: &SecurityGroup,
    rule: &SecurityRule,
    found: &mut Findings,
) {
    // What goes to the pool is answers, which need no rule.
    if rule.direction != Direction::Inbound || rule.source.any {
        return;
    }
    let named = AddressSet::of(&rule.source.prefixes).intersection(pool);
    if named.is_empty() {
        return;
    }
    let what = format!("rule {} of {}", rule.name, group.name);
    let does = match rule.access {
        Access::Allow => "allows",
        Access::Deny => "denies",
    };
    found.evidence(
        &what,
        format!("priority {}, {does} {named}", rule.priority),
        Some(&rule.from),
    );
    if rule.access == Access::Deny {
        found.warn(format!(
            "{what} denies {named}, which the app leaves: it will not strike the new subnet"
        ));
        return;
    }
    let network = it
        .then
        .vnet_addresses()
        .value()
        .cloned()
        .unwrap_or_default();
    let flows = Block {
        from: it.senders(),
        to: tags
            .resolve(&rule.destination)
            .possible
            .intersection(&network),
        ports: rule.destination_ports.clone(),
    };
    let protocol = match rule.protocol {
        Protocol::Any => Protocol::Tcp,
        protocol => protocol,
    };
    let parts = match evaluate(group, Direction::Inbound, protocol, &flows, tags) {
        Ok(parts) => parts,
        Err(gap) => return found.unknown(&gap),
    };
    for part in &parts {
        match &part.fate {
            Fate::Denied(by) => {
                found.fail(format!(
                    "{what} admits the point-to-site range; the new subnet is denied there by {}",
                    by.shown()
                ));
                return;
            }
            Fate::Unknown(whys) => found.cannot_tell(format!(
                "whether {} admits the new subnet where {what} admits the point-to-site range: {}",
                group.name,
                whys.join(", ")
            )),
            Fate::Allowed(_) => {}
        }
    }
}

/// Groups that subnets or interfaces name and that are not in the export may hold such rules.
fn groups_that_were_not_read(it: &Move<'_>, inventory: &Inventory, found: &mut Findings) {
    let subnets = it
        .now
        .integration
        .vnet
        .value()
        .and_then(|vnet| vnet.subnets.value());
    let of_subnets = subnets
        .into_iter()
        .flatten()
        .map(|subnet| &subnet.security_group);
    let interfaces = inventory
        .network_interfaces
        .values()
        .filter_map(Fact::value);
    let of_interfaces = interfaces.map(|interface| &interface.security_group);
    let mut named: Vec<_> = of_subnets
        .chain(of_interfaces)
        .filter_map(Fact::value)
        .collect();
    named.sort();
    named.dedup();
    for id in named {
        if !inventory.security_groups.contains_key(id)
            && let Some(gap) = inventory.security_group(id).gap()
        {
            found.unknown(gap);
        }
    }
}
