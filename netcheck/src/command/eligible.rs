//! `netcheck eligible`: which networks an app or a plan can be integrated with, and what is in the way.

use std::io::{self, Write};
use std::sync::Arc;

use netdiag::cli::{Exit, Out};
use netdiag::fact::Fact;
use netdiag::model::{Environment, Integration, Inventory, Plan, ResourceId};

use super::gather::{gather, gather_resources};
use crate::azure::wanted::Needs;
use crate::check::Snapshot;
use crate::cli::{EligibleArgs, Options};
use crate::dependencies;
use crate::eligible::alternative::alternatives;
use crate::eligible::migration::migration;
use crate::eligible::reason::Concern;
use crate::eligible::wanted::wanted;
use crate::eligible::{Asked, Way, apps_on, network_names, networks};
use crate::overview::choose_plan_to_judge;
use crate::report;
use crate::report::eligible::{AppView, Findings};

/// Reads, judges, writes.
pub fn run<W: Write>(
    out: &mut Out<W>,
    options: &Options,
    arguments: &EligibleArgs,
) -> Result<io::Result<Exit>, String> {
    let colors = options.color.apply();
    let targets = super::targets(&arguments.targets)?;
    let (snapshot, plan) = match &arguments.plan {
        None => (gather(out, options, Needs::ELIGIBLE)?.snapshot()?, None),
        Some(name) => of_plan(out, options, name.as_deref())?,
    };
    let inventory = Arc::clone(&snapshot.integration.inventory);
    let ways: &[Way] = if arguments.regional {
        &[Way::Regional]
    } else {
        Way::ALL
    };
    let concerns: &[Concern] = if arguments.plan.is_some() {
        &[Concern::Plan]
    } else {
        Concern::ALL
    };
    let vnet = arguments.vnet.as_deref();
    let asked = Asked {
        vnet,
        ways,
        concerns,
        moving: arguments.regional,
    };
    let networks = networks(&snapshot, &asked);
    if networks.is_empty()
        && let Some(name) = vnet
    {
        return Err(no_such_network(&inventory, name));
    }
    let apps = plan.iter().flat_map(|plan| apps_on(&snapshot, plan));
    let apps = apps.map(|app| AppView::of(&app, vnet, ways)).collect();
    let settings = dependencies::targets(&snapshot.integration.environment);
    let wanted = wanted(&targets, &settings, &snapshot.integration);
    let findings = Findings {
        plan_view: arguments.plan.is_some(),
        plan: plan.or_else(|| snapshot.integration.plan_id()),
        alternatives: alternatives(&snapshot, &networks, &wanted),
        migration: arguments
            .regional
            .then(|| migration(&snapshot, &networks))
            .flatten(),
        wanted,
        apps,
        networks,
        snapshot: &snapshot,
    };
    Ok(if options.json {
        report::eligible::json(out, &findings)
    } else {
        report::eligible::text(out, &findings, options.verbose, colors)
    })
}

/// A plan by itself, and which one: no app has to be chosen for it. One that could not be read keeps its
/// id, which no fact about it tells then.
fn of_plan<W: Write>(
    out: &mut Out<W>,
    options: &Options,
    name: Option<&str>,
) -> Result<(Snapshot, Option<ResourceId>), String> {
    let sources = &options.sources;
    let Some(gathered) = gather_resources(out, options, Needs::ELIGIBLE)? else {
        return Err(
            "a plan is read from an export, or from Azure by one of its apps: netcheck eligible --plan --from FOLDER".to_owned(),
        );
    };
    let inventory = Arc::new(gathered.inventory());
    let (id, plan) = match (name, &sources.app) {
        (None, Some(app)) => of_app(&inventory, app)?,
        _ => {
            let id = choose_plan_to_judge(&inventory, name)?;
            let plan = Inventory::find(&inventory.plans, "plan", &id).map(Plan::clone);
            (Some(id), plan)
        }
    };
    let snapshot = Snapshot {
        integration: Integration::of_plan_alone(inventory, plan),
        time: gathered.time,
    };
    Ok((snapshot, id))
}

/// The plan of the app that `--app` names.
fn of_app(
    inventory: &Arc<Inventory>,
    app: &str,
) -> Result<(Option<ResourceId>, Fact<Plan>), String> {
    Integration::assemble(Arc::clone(inventory), Environment::empty(), Some(app))
        .map(|integration| (integration.plan_id(), integration.plan))
        .map_err(|error| error.0)
}

fn no_such_network(inventory: &Inventory, name: &str) -> String {
    let names = network_names(inventory);
    let shown = netdiag::text::printable(name);
    if names.is_empty() {
        format!(
            "no network '{shown}' was read, and no other; add the answer of az network vnet list to the folder of --from"
        )
    } else {
        format!(
            "no network '{shown}' was read; --vnet takes one of: {}",
            names.join(", ")
        )
    }
}
