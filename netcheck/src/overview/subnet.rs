//! The subnet of regional integration: its size, and what applies to the app's traffic there.

use ipnet::IpNet;
use netdiag::fact::{Fact, Gap, Origin};
use netdiag::model::{Inventory, Plan, ResourceId, Subnet};

use super::line::{Line, Section, Value, prefixes, problem};
use crate::check::Snapshot;
use crate::sizes::{RESERVED, Room, addresses_per_instance};

/// Lines about the integration subnet.
pub fn section(snapshot: &Snapshot) -> Section {
    let found = snapshot.integration.integration_subnet();
    let subnet = || found.clone();
    let inventory = &snapshot.integration.inventory;
    let lines = vec![
        Line::of("subnet", "subnet", &subnet(), "none", |subnet, from| {
            vec![Value::new(&subnet.name, Some(from))]
        })
        .main()
        .and(problem("subnet-exists", snapshot)),
        Line::of(
            "prefixes",
            "subnet's addresses",
            &subnet().and_then(|subnet, _| subnet.prefixes.clone()),
            "the subnet has no prefix",
            |list, from| prefixes(list, from),
        )
        .main(),
        size(snapshot, &subnet()),
        named(
            ("delegation", "delegated to"),
            &subnet().and_then(|subnet, _| subnet.delegations.as_ref()),
            "the subnet is not delegated",
        )
        .and(problem("subnet-delegated", snapshot)),
        linked(&subnet()).and(problem("subnet-linked-to-plan", snapshot)),
        security_group(inventory, &subnet()),
        route_table(inventory, &subnet()),
        one(
            ("nat_gateway", "NAT gateway"),
            &subnet().and_then(|subnet, _| subnet.nat_gateway.as_ref()),
            "none: public traffic that enters the network leaves it as the subnet's routes say",
        ),
        named(
            ("service_endpoints", "service endpoints"),
            &subnet().and_then(|subnet, _| subnet.service_endpoints.as_ref()),
            "none",
        ),
    ];
    Section {
        name: "subnet",
        title: "Subnet",
        lines,
    }
}

/// How many addresses can be used, and for how many instances that is enough.
fn size(snapshot: &Snapshot, subnet: &Fact<&Subnet>) -> Line {
    let prefixes = subnet
        .as_ref()
        .and_then(|subnet, _| subnet.prefixes.as_ref());
    Line::of(
        "size",
        "size",
        &prefixes,
        "the subnet has no prefix",
        |list, from| sizes(list, from, &snapshot.integration.plan),
    )
    .and(problem("subnet-large-enough", snapshot).or_else(|| instances(snapshot)))
}

fn sizes(prefixes: &[IpNet], from: &Origin, plan: &Fact<Plan>) -> Vec<Value> {
    let usable = Room::of(prefixes).usable;
    let (each, unread) = match plan {
        Fact::Known { value: plan, .. } => addresses_per_instance(plan),
        _ => (1, plan.gap().cloned()),
    };
    let value = |text: String, kind: &str, note: String| {
        Value::new(text, Some(from)).of_kind(kind).noted(note)
    };
    vec![
        value(
            format!("{usable} usable addresses"),
            "usable",
            format!("{RESERVED} are reserved by Azure"),
        ),
        value(
            format!("{} instances at most", usable / each),
            "instances",
            for_each(each, unread.as_ref()),
        ),
        value(
            format!("{} instances that can still scale", usable / (2 * each)),
            "while_scaling",
            format!("{usable} addresses, and scaling needs twice the instances"),
        ),
    ]
}

/// What an instance takes, and what was not read that may make it more.
fn for_each(each: u64, unread: Option<&Gap>) -> String {
    let takes = match each {
        1 => "one address an instance".to_owned(),
        _ => format!("{each} addresses an instance: with Windows containers one more for each app"),
    };
    match unread {
        Some(gap) => format!("at least {takes}; {}", gap.sentence()),
        None => takes,
    }
}

/// How many instances the plan has now.
fn instances(snapshot: &Snapshot) -> Option<String> {
    let plan = snapshot.integration.plan.value()?;
    let now = plan.instances.value()?;
    Some(match plan.maximum_instances.value() {
        Some(most) => format!("the plan has {now} instances, at most {most}"),
        None => format!("the plan has {now} instances"),
    })
}

fn named(
    (name, label): (&'static str, &'static str),
    fact: &Fact<&Vec<String>>,
    none: &str,
) -> Line {
    Line::of(name, label, fact, none, |list, from| {
        let values = list.iter().map(|text| Value::new(text, Some(from)));
        values.collect()
    })
}

fn one((name, label): (&'static str, &'static str), fact: &Fact<&ResourceId>, none: &str) -> Line {
    Line::of(name, label, fact, none, |id, from| {
        vec![Value::new(id.name(), Some(from))]
    })
}

/// Who holds the subnet.
fn linked(subnet: &Fact<&Subnet>) -> Line {
    let links = subnet
        .as_ref()
        .and_then(|subnet, _| subnet.service_links.as_ref());
    Line::of(
        "linked_to",
        "linked to",
        &links,
        "nothing is linked to the subnet",
        |links, from| {
            let value = |link: &netdiag::model::ServiceLink| {
                let name = link.link.value().map_or(&*link.name, ResourceId::name);
                let value = Value::new(name, Some(from));
                match link.linked_type.value() {
                    Some(kind) => value.noted(kind),
                    None => value,
                }
            };
            links.iter().map(value).collect()
        },
    )
}

fn security_group(inventory: &Inventory, subnet: &Fact<&Subnet>) -> Line {
    const NOTE: &str = "its outbound rules apply to the app";
    let id = subnet
        .as_ref()
        .and_then(|subnet, _| subnet.security_group.as_ref());
    Line::of(
        "security_group",
        "security group",
        &id,
        "none on the subnet",
        |id, from| {
            let note = match inventory.security_group(id) {
                Fact::Known { .. } => NOTE.to_owned(),
                _ => format!("{NOTE}; it is named but was not read"),
            };
            vec![Value::new(id.name(), Some(from)).noted(note)]
        },
    )
}

fn route_table(inventory: &Inventory, subnet: &Fact<&Subnet>) -> Line {
    let id = subnet
        .as_ref()
        .and_then(|subnet, _| subnet.route_table.as_ref());
    let table = subnet
        .as_ref()
        .and_then(|subnet, _| inventory.route_table_of(subnet));
    let routes = table.and_then(|table, _| table.routes.as_ref());
    Line::of(
        "route_table",
        "route table",
        &id,
        "none on the subnet",
        |id, from| {
            let note = match &routes {
                Fact::Known { value, .. } => netdiag::text::counted(value.len(), "route", "routes"),
                Fact::Absent { .. } => "no routes".to_owned(),
                Fact::Unknown(_) => "its routes were not read".to_owned(),
            };
            vec![Value::new(id.name(), Some(from)).noted(note)]
        },
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::line::line;
    use super::*;
    use crate::example::Example;

    #[test]
    fn the_size_counts_what_the_check_counts() {
        const PLAN: &str = "serverfarm-nw-api-plan.json";
        let start = || Example::regional().set(PLAN, "/properties/hyperV", json!(true));
        for (example, most, scaling, note) in [
            (Example::regional(), 59, 29, "one address an instance"),
            (
                start().set(PLAN, "/properties/numberOfSites", json!(28)),
                2,
                1,
                "29 addresses an instance: with Windows containers one more for each app",
            ),
            (
                start().without(PLAN, "/properties/numberOfSites"),
                29,
                14,
                "at least 2 addresses an instance: with Windows containers",
            ),
            (
                Example::regional().without_file(PLAN),
                59,
                29,
                "at least one address an instance; the plan",
            ),
        ] {
            let sections = [section(&example.snapshot())];
            let [_, instances, while_scaling] = &line(&sections, "size").values[..] else {
                panic!("three values");
            };
            assert_eq!(instances.value, format!("{most} instances at most"));
            let scale = format!("{scaling} instances that can still scale");
            assert_eq!(while_scaling.value, scale);
            let said = instances.note.as_deref().unwrap_or_default();
            assert!(said.starts_with(note), "{said}");
        }
    }
}
