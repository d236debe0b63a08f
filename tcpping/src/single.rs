//! Probing one target, attempt after attempt.

use std::io;
use std::path::Path;
use std::sync::Arc;

use netdiag::cli::{Exit, command_line, complain};
use netdiag::clock::{now, timestamp};
use netdiag::model::Integration;
use netdiag::os::stop;
use netdiag::probe::connect::{self, Outcome};
use netdiag::probe::lookup;
use netdiag::target::Target;
use netdiag::text::printable;
use tokio::time::{Instant, sleep_until};

use crate::cli::Plan;
use crate::hint::{Seen, hint};
use crate::history::History;
use crate::names::{Found, Names};
use crate::plot::{self, Surface};
use crate::print::{Additions, Naming, Printer};
use crate::report::{self, Told};
use crate::route::Route;
use crate::shot::Shot;
use crate::stats::Stats;

/// What was seen so far.
#[derive(Debug, Default)]
struct Row {
    stats: Stats,
    history: History,
    /// What the last attempt that failed said.
    last_failure: Option<String>,
}

/// Probes until the plan's end or until somebody asks to stop, then sums up.
pub async fn run(
    plan: &Plan,
    target: &Target,
    names: &Names,
    integration: &Integration,
    printer: &mut Printer,
) -> io::Result<Exit> {
    if let Some(file) = &plan.report
        && let Err(error) = writable(file)
    {
        complain(&format!("cannot write {}: {error}", file.display()));
        return Ok(Exit::Usage);
    }
    let began = timestamp(now());
    let mut seen = Row::default();
    let mut found = None;
    tokio::select! {
        biased;
        () = stop::requested() => {}
        ended = attempts(plan, target, names, printer, &mut seen, &mut found) => ended?,
    }
    let Row {
        stats,
        history,
        last_failure,
    } = seen;
    let addresses = found.as_ref().and_then(|f| f.addresses.as_deref().ok());
    let additions = Additions {
        hint: hint(&Seen {
            port: target.port,
            address: addresses.and_then(|a| a.first().copied()),
            stats: &stats,
            timeout: plan.options.timeout,
            in_app_service: integration.environment.is_app_service()
                && integration.environment.file().is_none(),
            for_app: integration.is_of_app_service(),
        }),
        routes: found
            .as_ref()
            .map(|found| routes(plan, integration, found))
            .unwrap_or_default(),
        notes: notes(names, found.as_deref()),
    };
    let resolution = found.as_ref().and_then(|f| f.resolution.as_deref());
    printer.summary(target, &stats, resolution, &additions)?;
    if plan.plot {
        printer.plot(&plot::lines(&history, &stats, Surface::of_stdout()))?;
    }
    printer.flush()?;
    if let Some(file) = &plan.report {
        let html = report::html(&Told {
            target,
            stats: &stats,
            history: &history,
            last_failure: last_failure.as_deref(),
            resolution,
            hint: additions.hint.as_deref(),
            routes: &additions.routes,
            notes: &additions.notes,
            time: (began, timestamp(now())),
            command: command_line("tcpping"),
        });
        if let Err(error) = std::fs::write(file, html) {
            complain(&format!("cannot write {}: {error}", file.display()));
            return Ok(Exit::Usage);
        }
    }
    Ok(if stats.connected() > 0 {
        Exit::Good
    } else {
        Exit::Problem
    })
}

/// Whether the file can be written, found out before anything is sent. What it holds stays until the run
/// has ended.
fn writable(file: &Path) -> io::Result<()> {
    let mut how = std::fs::OpenOptions::new();
    how.append(true).create(true).open(file).map(drop)
}

/// The ways of a host's addresses, if there is an export to read them from.
pub fn routes(plan: &Plan, integration: &Integration, found: &Found) -> Vec<Route> {
    if plan.source.from.is_none() {
        return Vec::new();
    }
    let names: Vec<&str> = found
        .resolution
        .iter()
        .flat_map(|resolution| resolution.names())
        .collect();
    let addresses = found.addresses.as_deref().unwrap_or_default();
    addresses
        .iter()
        .map(|address| Route::of(integration, *address, &names))
        .collect()
}

/// Slips in the name servers' configuration, where a name was not resolved.
fn notes(names: &Names, found: Option<&Found>) -> Vec<String> {
    let resolution = found.and_then(|f| f.resolution.as_deref());
    match resolution {
        Some(resolution) if resolution.outcome != lookup::Outcome::Resolved => {
            names.warnings().to_vec()
        }
        _ => Vec::new(),
    }
}

async fn attempts(
    plan: &Plan,
    target: &Target,
    names: &Names,
    printer: &mut Printer,
    seen: &mut Row,
    last_found: &mut Option<Arc<Found>>,
) -> io::Result<()> {
    let shown = target.to_string();
    let shown = printable(&shown);
    let start = Instant::now();
    for n in 1_u64.. {
        let began = Instant::now();
        let found = match last_found {
            // Once resolved is enough. Without a set number of attempts it is tried again until then.
            Some(found) if found.addresses.is_ok() || !plan.length.is_open() => Arc::clone(found),
            _ => {
                let asking = format!("name servers about {}", target.host);
                let asking = printable(&asking);
                let found = printer.patiently(&asking, names.find(&target.host)).await?;
                Arc::clone(last_found.insert(Arc::new(found)))
            }
        };
        match &found.addresses {
            Err(failure) => {
                let shot = Shot::without_address(n, *failure);
                record(printer, seen, target, &shot, Naming::Nothing)?;
            }
            Ok(addresses) => {
                let naming = if addresses.len() > 1 {
                    Naming::Address
                } else {
                    Naming::Nothing
                };
                for address in addresses {
                    let attempt = connect::attempt((*address, target.port).into(), &plan.options);
                    let attempt = printer.patiently(&shown, attempt).await?;
                    let shot = Shot::tried(n, *address, attempt);
                    record(printer, seen, target, &shot, naming)?;
                }
            }
        }
        if plan.length.count == Some(n) {
            break;
        }
        let next = began + plan.interval;
        let time_is_up = |time| next.max(Instant::now()) >= start + time;
        if plan.length.time.is_some_and(time_is_up) {
            break;
        }
        // A timer that is due at once still takes a millisecond.
        if next > Instant::now() {
            printer
                .patiently("the next attempt", sleep_until(next))
                .await?;
        }
        // So that a request to stop is heard even if nothing above had to wait.
        tokio::task::yield_now().await;
    }
    Ok(())
}

fn record(
    printer: &mut Printer,
    seen: &mut Row,
    target: &Target,
    shot: &Shot,
    naming: Naming,
) -> io::Result<()> {
    seen.stats.add(&shot.seen);
    seen.history.add(&shot.seen);
    if let Outcome::Failed(failure) = shot.seen.outcome {
        let message = shot.seen.message.as_deref();
        seen.last_failure = Some(message.unwrap_or(failure.sentence()).to_owned());
    }
    printer.attempt(target, shot, naming)
}
