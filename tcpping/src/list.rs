//! Probing the targets of a list, many at once, in bounded memory.

use std::io;
use std::sync::Arc;

use netdiag::cli::{Exit, complain};
use netdiag::lists::{self, Item};
use netdiag::model::Integration;
use netdiag::os::{open_files, stop};
use netdiag::pace::Pace;
use netdiag::probe::connect;
use netdiag::progress::Progress;
use netdiag::target::Target;
use tokio::sync::mpsc::error::TryRecvError;
use tokio::sync::{Semaphore, mpsc};
use tokio::time::{Instant, sleep_until};

use crate::cli::{List, Plan};
use crate::names::{Found, Names};
use crate::print::{Additions, Naming, Printer};
use crate::shot::Shot;
use crate::single::routes;
use crate::stats::{ListCounts, Stats};

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
    list: &List,
    names: Names,
    integration: &Integration,
    printer: &mut Printer,
) -> io::Result<Exit> {
    let file = list.file.as_path();
    let lines = match lists::read_many(file, "one host:port a line") {
        Ok(lines) => lines,
        Err(message) => {
            complain(&message);
            return Ok(Exit::Usage);
        }
    };
    let (events, mut happens) = mpsc::channel(1024);
    tokio::spawn(feed(
        lines,
        events,
        at_once(list.concurrency),
        list.rate.map(Pace::new),
        Arc::new((plan.clone(), names)),
    ));
    let mut stats = Stats::default();
    let mut counts = ListCounts::default();
    let mut progress = Progress::on_stderr("targets");
    let mut stopped = std::pin::pin!(stop::requested());
    loop {
        let event = match happens.try_recv() {
            Ok(event) => event,
            Err(TryRecvError::Disconnected) => break,
            Err(TryRecvError::Empty) => {
                let next = tokio::select! {
                    biased;
                    () = &mut stopped => break,
                    next = printer.soon("answers", happens.recv()) => next?,
                };
                match next {
                    Some(event) => event,
                    None => break,
                }
            }
        };
        match event {
            Event::Shot(target, shot) => {
                stats.add(&shot.seen);
                printer.attempt(&target, &shot, Naming::Target)?;
            }
            Event::Done(target, done) => {
                let (of_target, found) = *done;
                counts.targets += 1;
                counts.targets_connected += u64::from(of_target.connected() > 0);
                progress.count(of_target.connected() > 0);
                if plan.json {
                    let additions = Additions {
                        routes: routes(plan, integration, &found),
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
    let took = progress.took();
    drop(progress);
    printer.total(&stats, &counts, list.summary.then_some(took))?;
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
    mut lines: mpsc::Receiver<Vec<Item>>,
    events: mpsc::Sender<Event>,
    at_once: usize,
    mut pace: Option<Pace>,
    context: Arc<(Plan, Names)>,
) {
    let room = Arc::new(Semaphore::new(at_once));
    while let Some(items) = lines.recv().await {
        for item in items {
            let event = match item.map(|(line, text)| (line, target(&text))) {
                Err(error) => Event::Unreadable(error),
                Ok((line, Err(message))) => Event::Wrong { line, message },
                Ok((_, Ok(target))) => {
                    let Ok(place) = Arc::clone(&room).acquire_owned().await else {
                        return;
                    };
                    if let Some(pace) = &mut pace {
                        let turn = Instant::from_std(pace.turn(Instant::now().into_std()));
                        if turn > Instant::now() {
                            sleep_until(turn).await;
                        }
                    }
                    let (events, context) = (events.clone(), Arc::clone(&context));
                    tokio::spawn(async move {
                        let _place = place;
                        // A closed channel means that nobody wants to know any more.
                        let _ = probe(Arc::new(target), &context.0, &context.1, &events).await;
                    });
                    continue;
                }
            };
            if events.send(event).await.is_err() {
                return;
            }
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
                stats.add(&shot.seen);
                events.send(Event::Shot(Arc::clone(&target), shot)).await?;
                continue;
            }
        };
        for address in addresses {
            let seen = connect::attempt((*address, target.port).into(), &plan.options).await;
            let shot = Shot::tried(n, *address, seen);
            stats.add(&shot.seen);
            events.send(Event::Shot(Arc::clone(&target), shot)).await?;
        }
    }
    events
        .send(Event::Done(target, Box::new((stats, found))))
        .await
}

/// `host:port`, or `host port`.
fn target(text: &str) -> Result<Target, String> {
    let mut words = text.split_whitespace();
    let (host, port, more) = (words.next(), words.next(), words.next());
    match (host, more) {
        (Some(host), None) => Target::parse(host, port, None).map_err(|e| e.to_string()),
        _ => Err(format!(
            "'{text}' is more than a host and a port; type one target a line"
        )),
    }
}
