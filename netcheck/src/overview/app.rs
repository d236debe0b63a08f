//! The view of one app.

use netdiag::fact::Fact;
use netdiag::model::{Integration, Kind, NameServers, Plan};
use netdiag::text::counted;

use super::cost::{self, Cost};
use super::line::{Line, Section, Value, platform, problem};
use super::{gateway, hybrid, network, subnet, traffic};
use crate::check::Snapshot;

/// What there is to see of one app's integration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppView {
    /// The app's name, if it is known.
    pub app: Option<String>,
    /// `gateway`, `regional`, `none` or `unknown`.
    pub integration: &'static str,
    /// The network's name, if it is known.
    pub network: Option<String>,
    /// What is shown.
    pub sections: Vec<Section>,
    /// What it costs.
    pub cost: Vec<Cost>,
    /// What could not be read or used.
    pub gaps: Vec<String>,
}

impl AppView {
    /// The view of an app that asks these DNS servers.
    pub fn of(snapshot: &Snapshot, servers: &NameServers) -> Self {
        let integration = &snapshot.integration;
        let mut sections = vec![Section {
            name: "app",
            title: "App",
            lines: app_lines(snapshot),
        }];
        if integration.kind.value() == Some(&Kind::None) {
            // What the app asks all the same; of the network there is nothing to tell.
            sections[0]
                .lines
                .push(network::dns_servers(snapshot, servers));
        } else {
            sections.push(network::section(
                snapshot,
                [
                    network::dns_servers(snapshot, servers),
                    traffic::line(integration),
                ],
            ));
            sections.push(gateway::section(snapshot));
            if integration.kind.value() == Some(&Kind::Regional) {
                sections.push(subnet::section(snapshot));
            }
        }
        Self {
            app: integration.app_name.clone(),
            integration: integration.kind_word(),
            network: integration.vnet.value().map(|vnet| vnet.name.clone()),
            sections,
            cost: cost::of(snapshot),
            gaps: gaps(integration),
        }
    }

    /// Whether something that the view is for is not known.
    pub fn is_incomplete(&self) -> bool {
        let mut lines = self.sections.iter().flat_map(|section| &section.lines);
        lines.any(Line::is_missed)
    }
}

/// What the sources could not give.
fn gaps(integration: &Integration) -> Vec<String> {
    let gaps = integration.inventory.gaps.iter();
    gaps.map(ToString::to_string).collect()
}

fn app_lines(snapshot: &Snapshot) -> Vec<Line> {
    let integration = &snapshot.integration;
    let app = integration.app.as_ref();
    let mut lines = vec![
        kind(snapshot),
        Line::of(
            "plan",
            "plan",
            &integration.plan,
            "the app names no plan",
            |plan, from| vec![plan_value(plan, from)],
        ),
        Line::text(
            "app_location",
            "location",
            &app.clone().and_then(|app, _| app.location.clone()),
            "the app does not say its region",
        ),
        platform(
            &app.clone().and_then(|app, _| app.linux.clone()),
            "the app does not say its platform",
        ),
    ];
    let state = app.and_then(|app, _| app.state.clone());
    if let Fact::Known { value, from } = &state
        && !value.eq_ignore_ascii_case("Running")
    {
        lines.push(Line::known(
            "state",
            "state",
            [Value::new(value, Some(from))],
        ));
    }
    lines.push(hybrid::line(integration));
    lines
}

/// The kind of integration, and that one of them ends.
fn kind(snapshot: &Snapshot) -> Line {
    let line = Line::of(
        "kind",
        "integration",
        &snapshot.integration.kind,
        "the app has no integration",
        |kind, from| {
            let (text, word) = match kind {
                Kind::Gateway => ("gateway-required", "gateway"),
                Kind::Regional => ("regional", "regional"),
                Kind::None => return Vec::new(),
            };
            vec![Value::new(text, Some(from)).of_kind(word)]
        },
    )
    .main();
    line.and(ends(snapshot))
}

/// That gateway-required integration ends, in the words of the check that knows when.
pub fn ends(snapshot: &Snapshot) -> Option<String> {
    let is_its_kind = snapshot.integration.kind.value() == Some(&Kind::Gateway);
    problem("gateway-integration-supported", snapshot).filter(|_| is_its_kind)
}

/// A plan with its tier and instances.
pub fn plan_value(plan: &Plan, from: &netdiag::fact::Origin) -> Value {
    let mut notes = vec![
        plan.tier
            .value()
            .cloned()
            .unwrap_or_else(|| "tier not read".to_owned()),
    ];
    if let Some(n) = plan.instances.value() {
        let of = plan
            .maximum_instances
            .value()
            .map_or(String::new(), |most| format!(" of at most {most}"));
        notes.push(format!("{}{of}", counted(*n, "instance", "instances")));
    }
    if let Some(status) = plan.status.value()
        && !status.eq_ignore_ascii_case("Ready")
    {
        notes.push(status.clone());
    }
    Value::new(&plan.name, Some(from)).noted(notes.join(", "))
}
