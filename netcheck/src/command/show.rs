//! `netcheck show`: what an app's integration, or a whole plan's, is made of.

use std::io::{self, Write};
use std::sync::Arc;

use netdiag::cli::{Exit, Out};
use netdiag::model::{AppDns, LookupFlags, NameServers};

use super::gather::{gather, gather_resources};
use crate::azure::wanted::Needs;
use crate::cli::{Options, ShowArgs};
use crate::overview::{AppView, PlanView, choose_plan};
use crate::report;

/// Reads and shows.
pub fn run<W: Write>(
    out: &mut Out<W>,
    options: &Options,
    arguments: &ShowArgs,
) -> Result<io::Result<Exit>, String> {
    match &arguments.plan {
        Some(name) => plan(out, options, Some(&**name).filter(|name| !name.is_empty())),
        None => app(out, options),
    }
}

fn app<W: Write>(out: &mut Out<W>, options: &Options) -> Result<io::Result<Exit>, String> {
    let gathered = gather(out, options, Needs::CHECK)?;
    let exported = gathered.exported;
    let snapshot = gathered.snapshot()?;
    let servers = if exported {
        NameServers::as_exported(&AppDns::of(&snapshot.integration))
    } else {
        NameServers::for_app(&snapshot.integration, &LookupFlags::default())
    };
    let view = AppView::of(&snapshot, &servers);
    Ok(report::show::app(out, &view, options.verbose, options.json))
}

fn plan<W: Write>(
    out: &mut Out<W>,
    options: &Options,
    wanted: Option<&str>,
) -> Result<io::Result<Exit>, String> {
    let sources = &options.sources;
    if sources.from.is_some() && sources.app.is_some() {
        return Err(
            "--app names one app and --plan shows all of a plan's; give one of them".to_owned(),
        );
    }
    let Some(gathered) = gather_resources(out, options, Needs::PLAN)? else {
        return Err(
            "a plan is shown from an export, or from Azure by one of its apps; type: netcheck show --plan --from FOLDER".to_owned(),
        );
    };
    let inventory = Arc::new(gathered.inventory());
    let plan = choose_plan(&inventory, wanted)?;
    let view = PlanView::of(&inventory, &gathered.environment, &plan, gathered.time);
    Ok(report::show::plan(
        out,
        &view,
        options.verbose,
        options.json,
    ))
}
