//! Probing one target, attempt after attempt.

use std::io;
use std::sync::Arc;

use netdiag::cli::{Exit, command_line, complain};
use netdiag::clock::{now, timestamp};
use netdiag::model::{ClosedPort, Integration};
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
use crate::stats::Stats;
use crate::tried::Tried;

/// What was seen so far.
#[derive(Debug, Default)]
struct SoFar {
    stats: Stats,
    history: History,
    /// What the last attempt that failed said.
    last_failure: Option<String>,
}

/// Probes until the plan's end or until somebody asks to stop, then sums up, and writes the page if
/// there is to be one.
pub async fn run(
    plan: &Plan,
    target: &Target,
    page: Option<page::File>,
    names: &Names,
    integration: &Integration,
    printer: &mut Printer,
) -> io::Result<Exit> {
    let began = timestamp(now());
    let mut seen = SoFar::default();
    let mut found = None;
    tokio::select! {
        biased;
        () = stop::requested() => {}
        ended = attempts(plan, target, names, printer, &mut seen, &mut found) => ended?,
    }
    let SoFar {
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
            in_app_service: integration.environment.is_around_us(),
            for_app: integration.is_of_app_service(),
            may_be_open: !ClosedPort::is_documented_for(integration),
        }),
        routes: match &found {
            Some(found) if plan.source.exported() => Route::all(integration, found),
            _ => Vec::new(),
        },
        warnings: warnings(names, found.as_deref()),
    };
    let resolution = found.as_ref().and_then(|f| f.resolution.as_deref());
    printer.summary(target, &stats, resolution, &additions)?;
    if plan.plot {
        printer.plot(&plot::lines(&history, &stats, Surface::of_stdout()))?;
    }
    printer.flush()?;
    if let Some(page) = page {
        let html = report::html(&Told {
            target,
            stats: &stats,
            history: &history,
            last_failure: last_failure.as_deref(),
            resolution,
            hint: additions.hint.as_deref(),
            routes: &additions.routes,
            warnings: &additions.warnings,
            time: (began, timestamp(now())),
            command: command_line("tcpping"),
        });
        if let Err(message) = page.write(&html) {
            complain(&message);
            return Ok(Exit::Usage);
        }
    }
    Ok(if stats.connected() > 0 {
        Exit::Good
    } else {
        Exit::Problem
    })
}

/// Slips in the name servers' configuration, where a name was not resolved.
fn warnings(names: &Names, found: Option<&Found>) -> Vec<String> {
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
    seen: &mut SoFar,
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
                let tried = Tried::nothing(n, *failure);
                record(printer, seen, target, &tried, Naming::Nothing)?;
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
                    let tried = Tried::address(n, *address, attempt);
                    record(printer, seen, target, &tried, naming)?;
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
    seen: &mut SoFar,
    target: &Target,
    tried: &Tried,
    naming: Naming,
) -> io::Result<()> {
    seen.stats.add(&tried.seen);
    seen.history.add(&tried.seen);
    if let Outcome::Failed(failure) = tried.seen.outcome {
        let message = tried.seen.message.as_deref();
        seen.last_failure = Some(message.unwrap_or(failure.sentence()).to_owned());
    }
    printer.attempt(target, tried, naming)
}
