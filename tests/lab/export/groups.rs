//! Network security groups, their rules, and where they are attached.

use serde_json::{Value, json};

use super::{Documents, document, reference, resources, set, unless_empty};
use crate::world::{Direction, Group, Rule, World};

pub const GROUPS: &str = "networkSecurityGroups.json";

pub fn put(written: &World, export: &mut Documents) {
    let list = &mut document(export, GROUPS)["value"];
    resources(
        list,
        &written.groups,
        |group| group.name.clone(),
        |group, resource| fill(written, group, &mut resource["properties"]),
    );
}

fn fill(written: &World, group: &Group, properties: &mut Value) {
    resources(
        &mut properties["securityRules"],
        &group.rules,
        |rule| rule.name.clone(),
        |of, resource| rule(of, &mut resource["properties"]),
    );
    let name = Some(&group.name);
    let subnets = super::networks::references(written, |subnet| subnet.group.as_ref() == name);
    set(properties, "subnets", unless_empty(subnets));
    let interfaces = super::interfaces::of(written).filter(|host| host.group.as_ref() == name);
    let interfaces = interfaces.map(|host| {
        reference(&format!(
            "networkInterfaces/{}",
            super::interfaces::name(host)
        ))
    });
    let interfaces = unless_empty(interfaces.collect());
    set(properties, "networkInterfaces", interfaces);
}

fn rule(rule: &Rule, properties: &mut Value) {
    let inbound = rule.direction == Direction::Inbound;
    properties["direction"] = json!(if inbound { "Inbound" } else { "Outbound" });
    properties["access"] = json!(if rule.allow { "Allow" } else { "Deny" });
    properties["priority"] = json!(rule.priority);
    properties["protocol"] = json!(rule.protocol);
    addresses(properties, "source", &rule.sources);
    addresses(properties, "destination", &rule.destinations);
    one_or_list(properties, "destinationPortRange", "s", &rule.ports);
}

/// Prefixes, tags and application security groups of one side.
fn addresses(properties: &mut Value, side: &str, entries: &[String]) {
    let groups = entries
        .iter()
        .filter_map(|entry| entry.strip_prefix("asg:"));
    let groups = groups.map(|name| reference(&format!("applicationSecurityGroups/{name}")));
    let groups = unless_empty(groups.collect());
    set(
        properties,
        &format!("{side}ApplicationSecurityGroups"),
        groups,
    );
    let prefixes = entries.iter().filter(|entry| !entry.starts_with("asg:"));
    let prefixes: Vec<String> = prefixes.cloned().collect();
    one_or_list(properties, &format!("{side}AddressPrefix"), "es", &prefixes);
}

/// One value has a member of its own, several are a list. One in a list stays so where the example
/// has it: Azure gives a rule back in the form in which it was written.
fn one_or_list(properties: &mut Value, member: &str, plural: &str, values: &[String]) {
    let list = format!("{member}{plural}");
    let was_list = properties[&list].as_array().is_some_and(|l| !l.is_empty());
    let is_list = values.len() != 1 || was_list;
    let one = (!is_list).then(|| json!(values[0]));
    set(properties, member, one);
    properties[&list] = if is_list { json!(values) } else { json!([]) };
}
