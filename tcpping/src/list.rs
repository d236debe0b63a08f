//! Probing the targets of a list, many at once, in bounded memory.

use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;

use netdiag::cli::{Exit, complain};
use netdiag::lists::{self, Item};
use netdiag::model::Integration;
use netdiag::os::{open_files, stop};
use netdiag::pace::Rate;
use netdiag::probe::connect;
use netdiag::probe::failure::Failure;
use netdiag::progress::Progress;
use netdiag::target::Target;
use tokio::sync::mpsc::error::TryRecvError;
use tokio::sync::{Mutex, OwnedSemaphorePermit, Semaphore, mpsc};
use tokio::time::{Instant, sleep, sleep_until};

use crate::cli::{List, Plan};
use crate::names::{Found, Names};
use crate::print::{Additions, Naming, Printer};
use crate::route::Route;
use crate::stats::{ListCounts, Stats};
use crate::tried::Tried;

/// What happens while a list is probed.
enum Event {
    /// An attempt, after which others of this target follow.
    Tried(Arc<Target>, Box<Tried>),
    Done(Arc<Target>, Box<Done>),
    Wrong {
        line: u64,
        message: String,
    },
    /// The list cannot be read to its end.
    BrokenOff(String),
}

/// The end of a target.
struct Done {
    last: Tried,
    stats: Stats,
    found: Found,
}

/// Probes every target of the list and sums up.
pub async fn run(
    plan: &Plan,
    list: &List,
    lines: mpsc::Receiver<Vec<Item>>,
    names: Names,
    integration: &Integration,
    printer: &mut Printer,
) -> io::Result<Exit> {
    let (events, mut happens) = mpsc::channel(1024);
    let feeder = Feeder {
        lines: Arc::new(Mutex::new(lines)),
        events,
        room: Arc::new(Semaphore::new(at_once(list.concurrency))),
        context: Arc::new((plan.clone(), names)),
    };
    tokio::spawn(feeder.feed(list.rate.map(Rate::new), more_feeders()));
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
                    next = printer.patiently_gathering("answers", happens.recv()) => next?,
                };
                match next {
                    Some(event) => event,
                    None => break,
                }
            }
        };
        match event {
            Event::Tried(target, tried) => {
                stats.add(&tried.seen);
                printer.attempt(&target, &tried, Naming::Target)?;
            }
            Event::Done(target, done) => {
                let Done {
                    last,
                    stats: of_target,
                    found,
                } = *done;
                stats.add(&last.seen);
                printer.attempt(&target, &last, Naming::Target)?;
                counts.targets += 1;
                counts.targets_connected += u64::from(of_target.connected() > 0);
                progress.count(of_target.connected() > 0);
                if plan.json {
                    let mut additions = Additions::default();
                    if plan.source.exported() {
                        additions.routes = Route::all(integration, &found);
                    }
                    let resolution = found.resolution.as_deref();
                    printer.summary(&target, &of_target, resolution, &additions)?;
                }
            }
            Event::Wrong { line, message } => {
                counts.lines_skipped += 1;
                printer.skipped(line, &message)?;
            }
            Event::BrokenOff(message) => {
                printer.flush()?;
                complain(&message);
                counts.broken_off = true;
            }
        }
    }
    let took = progress.took();
    drop(progress);
    printer.total(&stats, &counts, list.summary.then_some(took))?;
    printer.flush()?;
    if counts.targets == 0 && stats.sent() == 0 {
        if !counts.broken_off {
            complain("there are no targets in the list; type one host:port a line, as sql01:1433");
        }
        return Ok(Exit::Usage);
    }
    let all = counts.targets == counts.targets_connected && counts.lines_skipped == 0;
    Ok(if all && counts.targets > 0 && !counts.broken_off {
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

/// How many threads may help this one to begin connections. Beginning one costs system time, and to a
/// near peer the whole handshake happens in that call.
fn more_feeders() -> usize {
    const MOST: usize = 4;
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    cores.min(MOST) - 1
}

/// Whoever starts probes: what they share.
#[derive(Clone)]
struct Feeder {
    lines: Arc<Mutex<mpsc::Receiver<Vec<Item>>>>,
    events: mpsc::Sender<Event>,
    room: Arc<Semaphore>,
    context: Arc<(Plan, Names)>,
}

impl Feeder {
    /// Starts a probe for each line as soon as there is room for it: the list is read no faster. Calls
    /// for `more` feeders, one by one, while lines come in plenty; a rate is kept by one alone.
    async fn feed(self, mut rate: Option<Rate>, mut more: usize) {
        let mut place_for_next = None;
        loop {
            let items = self.lines.lock().await.recv().await;
            let Some(items) = items else { return };
            if items.len() == lists::MANY && more > 0 && rate.is_none() {
                more -= 1;
                self.clone().on_a_thread();
            }
            for item in items {
                let event = match item.map(|(line, text)| (line, target(&text))) {
                    Err(message) => Event::BrokenOff(message),
                    Ok((line, Err(message))) => Event::Wrong { line, message },
                    Ok((_, Ok(target))) => {
                        let Ok(place) = Arc::clone(&self.room).acquire_owned().await else {
                            return;
                        };
                        if let Some(rate) = &mut rate {
                            while rate.allowed(Instant::now().into_std()) == 0 {
                                sleep(rate.wait()).await;
                            }
                            rate.took(1);
                        }
                        let context = Arc::clone(&self.context);
                        let probing = probe(place, target, context, self.events.clone());
                        let mut probing = match place_for_next.take() {
                            None => Box::pin(probing),
                            Some(mut place) => {
                                Pin::set(&mut place, probing);
                                place
                            }
                        };
                        // Near by a target is often settled at once. A task of its own, and memory of
                        // its own, are only for those that are not.
                        if poll_fn(|task| Poll::Ready(probing.as_mut().poll(task).is_ready())).await
                        {
                            place_for_next = Some(probing);
                        } else {
                            tokio::spawn(probing);
                        }
                        continue;
                    }
                };
                if self.events.send(event).await.is_err() {
                    return;
                }
            }
        }
    }

    /// Feeds from another thread, which ends with the process. Without it the list takes longer, and
    /// that is all.
    fn on_a_thread(self) {
        let feed = || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build();
            if let Ok(runtime) = runtime {
                runtime.block_on(async {
                    self.feed(None, 0).await;
                    // Some of what it started is still under way.
                    std::future::pending::<()>().await;
                });
            }
        };
        let _ = std::thread::Builder::new()
            .name("targets".to_owned())
            .spawn(feed);
    }
}

/// Probes one target, which keeps its place among those that are under way until the end is told.
async fn probe(
    _place: OwnedSemaphorePermit,
    target: Target,
    context: Arc<(Plan, Names)>,
    events: mpsc::Sender<Event>,
) {
    let (plan, names) = &*context;
    let target = Arc::new(target);
    let mut stats = Stats::default();
    let found = names.find_once(&target.host).await;
    let many = plan.length.count.unwrap_or(1);
    let mut next = None;
    let last = 'attempts: {
        let addresses = found.addresses.as_deref().unwrap_or_default();
        let why_none = found.addresses.as_ref().err().copied();
        // A host without an address has its attempts too.
        let in_turn = addresses.len().max(1);
        for n in 1..=many {
            if let Some(next) = next.filter(|next| *next > Instant::now()) {
                sleep_until(next).await;
            }
            next = (n < many).then(|| Instant::now() + plan.interval);
            for i in 1..=in_turn {
                let tried = match addresses.get(i - 1) {
                    Some(address) => {
                        let seen = connect::attempt((*address, target.port).into(), &plan.options);
                        Tried::address(n, *address, seen.await)
                    }
                    None => Tried::nothing(n, why_none.unwrap_or(Failure::NoSuchHost)),
                };
                stats.add(&tried.seen);
                if n == many && i == in_turn {
                    break 'attempts tried;
                }
                let event = Event::Tried(Arc::clone(&target), Box::new(tried));
                // A closed channel means that nobody wants to know any more.
                if events.send(event).await.is_err() {
                    return;
                }
            }
        }
        return;
    };
    let done = Box::new(Done { last, stats, found });
    let _ = events.send(Event::Done(target, done)).await;
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
