//! The view of a plan: its networks, each once, with the apps that use it.

use std::collections::BTreeMap;
use std::sync::Arc;

use netdiag::fact::Fact;
use netdiag::model::{Environment, Inventory, ResourceId};
use netdiag::text::counted;
use serde::Serialize;
use time::OffsetDateTime;

use super::app::{ends, plan_value};
use super::apps::{Apps, Unclear};
use super::line::{Line, Section, Value, platform, said, shortened};
use super::network_view::NetworkView;
use crate::check::{self, Snapshot, Status};
use crate::platform::MOST_NETWORKS;

/// What there is to see of a plan's integrations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanView {
    /// The plan's name.
    pub plan: String,
    /// What is known of the plan itself.
    pub section: Section,
    /// Its networks; for the regional kind each subnet.
    pub networks: Vec<NetworkView>,
    /// Apps whose integration the plan's pricing tier does not support.
    pub unsupported: Vec<Unsupported>,
    /// Apps without an integration.
    pub without: Vec<String>,
    /// Apps of which it is not known whether they are integrated.
    pub unknown: Vec<Unclear>,
    /// What could not be read or used.
    pub gaps: Vec<String>,
}

/// Apps of one network whose integration the tier does not support.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unsupported {
    /// The network.
    pub network: String,
    /// Its apps.
    pub apps: Vec<String>,
    /// What the tier is.
    pub why: String,
}

impl PlanView {
    /// The view of a plan. `environment` is that of one app: of the app that it names.
    pub fn of(
        inventory: &Arc<Inventory>,
        environment: &Environment,
        plan: &ResourceId,
        time: OffsetDateTime,
    ) -> Self {
        let Apps {
            groups,
            without,
            unknown,
            read,
        } = Apps::of(inventory, environment, plan, time);
        let name = inventory
            .plans
            .get(plan)
            .and_then(Fact::value)
            .map_or_else(|| plan.name().to_owned(), |plan| plan.name.clone());
        let mut networks = Vec::new();
        let mut unsupported = Vec::new();
        let mut limits = BTreeMap::new();
        for ((kind, _), group) in groups {
            let snapshot = Snapshot {
                integration: group.integration.clone(),
                time,
            };
            let network = NetworkView::of(group, &snapshot);
            if let Some(why) = refused_by_tier(&snapshot) {
                unsupported.push(Unsupported {
                    network: network.name.clone(),
                    apps: network.apps.clone(),
                    why,
                });
            }
            let limit = limits.entry(kind).or_insert((0, snapshot));
            limit.0 += 1;
            networks.push(network);
        }
        let mut lines = plan_lines(inventory, plan, read);
        for (kind, (count, snapshot)) in limits {
            lines.push(limit(kind, count, &snapshot));
        }
        Self {
            plan: name,
            section: Section {
                name: "plan",
                title: "Plan",
                lines,
            },
            networks,
            unsupported,
            without,
            unknown,
            gaps: inventory.gaps.iter().map(ToString::to_string).collect(),
        }
    }

    /// Whether something that the view is for is not known.
    pub fn is_incomplete(&self) -> bool {
        let sections = self.networks.iter().flat_map(|network| &network.sections);
        let mut lines = sections
            .chain([&self.section])
            .flat_map(|section| &section.lines);
        !self.unknown.is_empty() || lines.any(Line::is_missed)
    }
}

/// What the tier check says against the integration.
fn refused_by_tier(snapshot: &Snapshot) -> Option<String> {
    let verdict = check::named("plan-tier-supported")?.verdict(snapshot);
    (verdict.status == Status::Fail).then_some(verdict.summary)
}

fn plan_lines(inventory: &Inventory, id: &ResourceId, read: usize) -> Vec<Line> {
    let plan = Inventory::find(&inventory.plans, "plan", id);
    let mut lines = vec![
        Line::of("plan", "plan", &plan, "none", |plan, from| {
            vec![plan_value(plan, from)]
        })
        .main(),
        Line::text(
            "plan_location",
            "location",
            &plan.clone().and_then(|plan, _| plan.location.clone()),
            "the plan does not say its region",
        ),
        platform(
            &plan.clone().and_then(|plan, _| plan.linux.clone()),
            "the plan does not say its platform",
        ),
    ];
    let apps = counted(read, "app was read", "apps were read");
    let count = plan.and_then(|plan, _| plan.site_count.clone());
    lines.push(match &count {
        Fact::Known { value, from } if *value as usize > read => {
            let missing = *value as usize - read;
            let mut line = Line::unknown(
                "apps",
                "apps",
                format!(
                    "{missing} of the plan's {value} apps {} not read, and so whether {} integrated",
                    if missing == 1 { "was" } else { "were" },
                    if missing == 1 { "it is" } else { "they are" },
                ),
            )
            .main();
            line.values.push(Value::new(apps, Some(from)));
            line
        }
        _ => Line::known("apps", "apps", [Value::new(apps, count.origin())]),
    });
    lines
}

/// How many networks or subnets the plan uses, out of how many, in the words of the check.
fn limit(kind: &'static str, count: usize, snapshot: &Snapshot) -> Line {
    let (name, label, used) = match kind {
        "regional" => ("subnets", "subnets", counted(count, "subnet", "subnets")),
        _ => (
            "networks",
            "VNETs",
            format!("{count} of {MOST_NETWORKS} VNETs"),
        ),
    };
    let verdict = check::named("plan-within-limits").map(|check| check.verdict(snapshot));
    let (used, why) = match verdict {
        Some(verdict) if verdict.status == Status::Unknown => {
            (format!("at least {used}"), Some(shortened(said(&verdict))))
        }
        // How many subnets there may be depends on the platform, which the check knows.
        Some(verdict) if verdict.status == Status::Pass && kind == "regional" => {
            (verdict.summary, None)
        }
        Some(verdict) if verdict.is_problem() => (used, Some(shortened(&verdict.summary))),
        _ => (used, None),
    };
    Line::known(name, label, [Value::new(used, None)])
        .and(why)
        .and(ends(snapshot))
}
