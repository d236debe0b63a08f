//! The subnet of regional integration: its size, and what applies to the app's traffic there.

use ipnet::IpNet;
use netdiag::fact::{Fact, Origin};
use netdiag::model::{Inventory, ResourceId, Subnet};

use super::line::{Line, Section, Value, prefixes, problem};
use crate::check::Snapshot;
use crate::sizes::{RESERVED, usable};

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
        |list, from| sizes(list, from),
    )
    .and(problem("subnet-large-enough", snapshot).or_else(|| instances(snapshot)))
}

fn sizes(prefixes: &[IpNet], from: &Origin) -> Vec<Value> {
    let usable: u64 = prefixes
        .iter()
        .filter(|prefix| prefix.addr().is_ipv4())
        .map(|prefix| usable(prefix.prefix_len()))
        .sum();
    let number = |n: u64, text: String, kind: &str| {
        Value::new(text, Some(from))
            .of_kind(kind)
            .noted(match kind {
                "usable" => format!("{RESERVED} are reserved by Azure"),
                "while_scaling" => format!("{n} addresses, and scaling needs twice the instances"),
                _ => "one address an instance".to_owned(),
            })
    };
    vec![
        number(usable, format!("{usable} usable addresses"), "usable"),
        number(usable, format!("{usable} instances at most"), "instances"),
        number(
            usable,
            format!("{} instances that can still scale", usable / 2),
            "while_scaling",
        ),
    ]
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
