//! The network itself: name, region, addresses.

use netdiag::model::{NameServers, shown_server};

use super::line::{Line, Section, Value, prefixes, problem};
use crate::check::Snapshot;

/// Name, region and address space.
fn lines(snapshot: &Snapshot) -> Vec<Line> {
    let vnet = &snapshot.integration.vnet;
    vec![
        Line::of("name", "network", vnet, "none", |vnet, from| {
            vec![
                Value::new(vnet.generation.shown(&vnet.name), Some(from))
                    .noted_group(vnet.id.resource_group()),
            ]
        })
        .main(),
        location(snapshot),
        Line::of(
            "address_space",
            "VNET address space",
            &vnet.as_ref().and_then(|vnet, _| vnet.address_space.clone()),
            "the network names no address space",
            |list, from| prefixes(list, from),
        )
        .main(),
    ]
}

/// The section of [`lines`] and more lines.
pub fn section(snapshot: &Snapshot, more: impl IntoIterator<Item = Line>) -> Section {
    let mut lines = lines(snapshot);
    lines.extend(more);
    Section {
        name: "network",
        title: "Network",
        lines,
    }
}

/// The network's region, and whether the plan is in another one.
fn location(snapshot: &Snapshot) -> Line {
    let vnet = snapshot.integration.vnet.as_ref();
    let location = vnet.and_then(|vnet, _| vnet.location.clone());
    Line::text(
        "location",
        "location",
        &location,
        "the network does not say its region",
    )
    .main()
    .and(problem("same-region", snapshot))
}

/// The DNS servers that the app asks, each with what names it.
pub fn dns_servers(snapshot: &Snapshot, servers: &NameServers) -> Line {
    const NAME: &str = "dns_servers";
    const LABEL: &str = "DNS servers";
    let values = server_values(servers);
    if values.is_empty() {
        let vnet = snapshot.integration.vnet.as_ref();
        let why = vnet
            .and_then(|vnet, _| vnet.dns_servers.as_ref())
            .gap()
            .map_or_else(
                || "nothing that was read names one".to_owned(),
                ToString::to_string,
            );
        return Line::unknown(NAME, LABEL, why).main();
    }
    let slips = (!servers.warnings.is_empty()).then(|| servers.warnings.join("; "));
    Line::known(NAME, LABEL, values).main().and(slips)
}

/// The servers in the order in which they are asked.
fn server_values(servers: &NameServers) -> Vec<Value> {
    let values = servers.servers.iter().map(|server| {
        Value::new(shown_server(server.address), Some(&server.from))
            .of_kind(server.source.as_str())
            .noted(server.source.words())
    });
    values.collect()
}

impl Value {
    /// With the resource group that it is in.
    fn noted_group(self, group: Option<&str>) -> Self {
        match group {
            Some(group) => self.noted(format!("resource group {group}")),
            None => self,
        }
    }
}
