//! Probing the targets of a list, many at once, in bounded memory.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use netdiag::cli::{Exit, complain};
use netdiag::lists::Items;
use netdiag::model::Integration;
use netdiag::os::open_files;
use netdiag::probe::connect;
use netdiag::target::Target;
use tokio::sync::mpsc::error::TryRecvError;
use tokio::sync::{Semaphore, mpsc};
use tokio::time::{Instant, sleep_until};

use crate::cli::Plan;
use crate::names::{Found, Names};
use crate::patience::patiently;
use crate::print::{Additions, ListCounts, Naming, Printer};
use crate::shot::Shot;
use crate::single::routes;
use crate::stats::Stats;
use crate::stop;

/// A line of the list.
enum Line {
    Target(Target),
    Wrong { line: u64, message: String },
    Unreadable(io::Error),
}

/// What happens while a list is probed.
enum Event {
    Shot(Arc<Target>, Shot),
    Done(Arc<Target>, Box<(Stats, Found)>),
    Wrong { line: u64, message: String },
    Unreadable(io::Error),
}

/// Probes every target of the list and sums up.
pub async fn run(
    plan: &Plan,
    file: &Path,
    concurrency: u32,
    names: Names,
    integration: &Integration,
    printer: &mut Printer,
) -> io::Result<Exit> {
    let lines = match read(file) {
        Ok(lines) => lines,
        Err(error) => {
            complain(&format!("cannot read {}: {error}", file.display()));
            return Ok(Exit::Usage);
        }
    };
    let (events, mut happens) = mpsc::channel(1024);
    tokio::spawn(feed(
        lines,
        events,
        at_once(concurrency),
        Arc::new((plan.clone(), names)),
    ));
    let mut stats = Stats::default();
    let mut counts = ListCounts::default();
    let mut stopped = std::pin::pin!(stop::requested());
    loop {
        let event = match happens.try_recv() {
            Ok(event) => event,
            Err(TryRecvError::Disconnected) => break,
            Err(TryRecvError::Empty) => {
                let next = tokio::select! {
                    biased;
                    () = &mut stopped => break,
                    next = patiently(printer, "answers", happens.recv()) => next?,
                };
                match next {
                    Some(event) => event,
                    None => break,
                }
            }
        };
        match event {
            Event::Shot(target, shot) => {
                stats.count(shot.outcome, shot.rtt, shot.repeated_syns.unwrap_or(0));
                printer.attempt(&target, &shot, Naming::Target)?;
            }
            Event::Done(target, done) => {
                let (of_target, found) = *done;
                counts.targets += 1;
                counts.targets_connected += u64::from(of_target.connected() > 0);
                if plan.json {
                    let addresses = found.addresses.as_deref().unwrap_or_default();
                    let additions = Additions {
                        routes: routes(plan, integration, addresses),
                        ..Additions::default()
                    };
                    let resolution = found.resolution.as_deref();
                    printer.summary(&target, &of_target, resolution, &additions)?;
                }
            }
            Event::Wrong { line, message } => {
                counts.lines_skipped += 1;
                printer.skipped(line, &message)?;
            }
            Event::Unreadable(error) => {
                printer.flush()?;
                complain(&format!("cannot read on in {}: {error}", file.display()));
                counts.lines_skipped += 1;
            }
        }
    }
    printer.total(&stats, &counts)?;
    printer.flush()?;
    if counts.targets == 0 && stats.sent() == 0 {
        complain(&format!(
            "{} names no target; type one host:port a line, as sql01:1433",
            file.display()
        ));
        return Ok(Exit::Usage);
    }
    let all = counts.targets == counts.targets_connected && counts.lines_skipped == 0;
    Ok(if all && counts.targets > 0 {
        Exit::Good
    } else {
        Exit::Problem
    })
}

/// As many as wanted, as far as the system allows: each target has a socket, and while its name is
/// resolved perhaps several; a few descriptors are ours.
fn at_once(wanted: u32) -> usize {
    let allowed = open_files::allow(u64::from(wanted) * 4 + 64);
    let possible = allowed.saturating_sub(64) / 4;
    usize::try_from(possible.clamp(1, u64::from(wanted))).unwrap_or(1)
}

/// Starts a probe for each line as soon as there is room for it: the list is read no faster.
async fn feed(
    mut lines: mpsc::Receiver<Line>,
    events: mpsc::Sender<Event>,
    at_once: usize,
    context: Arc<(Plan, Names)>,
) {
    let room = Arc::new(Semaphore::new(at_once));
    loop {
        let Ok(place) = Arc::clone(&room).acquire_owned().await else {
            return;
        };
        let event = match lines.recv().await {
            None => return,
            Some(Line::Target(target)) => {
                let (events, context) = (events.clone(), Arc::clone(&context));
                tokio::spawn(async move {
                    let _place = place;
                    // A closed channel means that nobody wants to know any more.
                    let _ = probe(Arc::new(target), &context.0, &context.1, &events).await;
                });
                continue;
            }
            Some(Line::Wrong { line, message }) => Event::Wrong { line, message },
            Some(Line::Unreadable(error)) => Event::Unreadable(error),
        };
        if events.send(event).await.is_err() {
            return;
        }
    }
}

async fn probe(
    target: Arc<Target>,
    plan: &Plan,
    names: &Names,
    events: &mpsc::Sender<Event>,
) -> Result<(), mpsc::error::SendError<Event>> {
    let mut stats = Stats::default();
    let found = names.find_once(&target.host).await;
    let mut next = Instant::now();
    for n in 1..=plan.length.count.unwrap_or(1) {
        if next > Instant::now() {
            sleep_until(next).await;
        }
        next = Instant::now() + plan.interval;
        let addresses = match &found.addresses {
            Ok(addresses) => addresses.as_slice(),
            Err(failure) => {
                let shot = Shot::without_address(n, *failure);
                stats.count(shot.outcome, None, 0);
                events.send(Event::Shot(Arc::clone(&target), shot)).await?;
                continue;
            }
        };
        for address in addresses {
            let address = SocketAddr::new(*address, target.port);
            let shot = Shot::tried(n, connect::attempt(address, &plan.options).await);
            stats.count(shot.outcome, shot.rtt, shot.repeated_syns.unwrap_or(0));
            events.send(Event::Shot(Arc::clone(&target), shot)).await?;
        }
    }
    events
        .send(Event::Done(target, Box::new((stats, found))))
        .await
}

/// Reads the list in a thread of its own, a little ahead of the probes: standard input has no other
/// way to be waited for, and the process may end while it is.
fn read(file: &Path) -> io::Result<mpsc::Receiver<Line>> {
    let reader: Box<dyn Read + Send> = if file.as_os_str() == "-" {
        Box::new(io::stdin())
    } else {
        Box::new(File::open(file)?)
    };
    let (lines, receiver) = mpsc::channel(256);
    std::thread::Builder::new()
        .name("list".to_owned())
        .spawn(move || {
            for item in Items::new(BufReader::new(reader)) {
                let (line, last) = match item {
                    Ok((line, text)) => (parse(line, &text), false),
                    Err(error) => (Line::Unreadable(error), true),
                };
                if lines.blocking_send(line).is_err() || last {
                    return;
                }
            }
        })?;
    Ok(receiver)
}

/// `host:port`, or `host port`.
fn parse(line: u64, text: &str) -> Line {
    let mut words = text.split_whitespace();
    let (host, port, more) = (words.next(), words.next(), words.next());
    let target = match (host, more) {
        (Some(host), None) => Target::parse(host, port, None).map_err(|e| e.to_string()),
        _ => Err(format!(
            "'{text}' is more than a host and a port; type one target a line"
        )),
    };
    match target {
        Ok(target) => Line::Target(target),
        Err(message) => Line::Wrong { line, message },
    }
}
