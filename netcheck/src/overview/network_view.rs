//! One network of a plan, with what its apps have in common.

use netdiag::model::Kind;

use super::apps::{Group, dns, key};
use super::cost::{self, Cost};
use super::differing::common;
use super::line::Section;
use super::{gateway, network, subnet, traffic};
use crate::check::Snapshot;

/// One network of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetworkView {
    /// The network's name; for the regional kind with its subnet, as `nw-spoke/integration`.
    pub name: String,
    /// `gateway`, `regional` or `unknown`.
    pub integration: &'static str,
    /// The apps that use it.
    pub apps: Vec<String>,
    /// Apps that have a copy of its information but were not read, so that their plan is not known.
    pub perhaps: Vec<String>,
    /// What is shown of it.
    pub sections: Vec<Section>,
    /// What it costs.
    pub cost: Vec<Cost>,
}

impl NetworkView {
    /// The view of a group, judged on this snapshot of [`Group::integration`].
    pub fn of(group: Group, snapshot: &Snapshot) -> Self {
        let integration = &snapshot.integration;
        let regional = integration.kind.value() == Some(&Kind::Regional);
        let dns = common(group.dns).unwrap_or_else(|| dns(snapshot));
        let traffic = match common(group.traffic) {
            Some(line) if regional => line,
            // The plan's copy holds the routes, and no app that was read uses them.
            None if regional => {
                let mut line = traffic::line(integration);
                line.is_main = false;
                line
            }
            _ => traffic::line(integration),
        };
        let mut sections = vec![
            network::section(snapshot, [dns, traffic]),
            gateway::section(snapshot),
        ];
        if regional {
            sections.push(subnet::section(snapshot));
        }
        let id = key(integration).1;
        let name = match integration.vnet.value() {
            Some(vnet) => vnet.generation.shown(&vnet.name),
            None if regional => id.parent().map_or(String::new(), |v| v.name().to_owned()),
            None => id.name().to_owned(),
        };
        Self {
            name: if regional {
                format!("{name}/{}", id.name())
            } else {
                name
            },
            integration: integration.kind_word(),
            apps: group.apps,
            perhaps: group.perhaps.into_iter().collect(),
            sections,
            cost: cost::of(snapshot),
        }
    }
}
