//! The door to the network: asks what the planner wants to know, within a budget, and stays audible
//! meanwhile.

mod announce;
#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, VecDeque};
use std::io::{self, Write};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use netdiag::cli::Out;
use netdiag::clock::millis;
use netdiag::model::{AppDns, Integration, LookupFlags, NameServer, NameServerSource, NameServers};
use netdiag::os::name_servers::system_resolver;
use netdiag::os::stop;
use netdiag::probe::connect;
use netdiag::probe::lookup::{self, Resolution};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::watch;
use tokio::task::{JoinSet, yield_now};
use tokio::time::{Instant, sleep_until};

use crate::diagnose::observation::{Contact, NameSeen, Observation, Observations, Probe};
use crate::progress::{Progress, Teller};

/// How many probes run at once. An app has 128 SNAT ports for each target, and a small plan little
/// memory.
const AT_ONCE: usize = 16;

/// After this much silence it is time to ask what tells causes apart: the first repeated SYN has not
/// been answered either.
const QUIET: Duration = Duration::from_millis(1200);

/// How long an attempt waits if the configuration says that nothing will come back. A repeated SYN that
/// stays unanswered too confirms that; waiting for a third would teach nobody anything.
const AS_PREDICTED: Duration = Duration::from_secs(2);

/// How long observing may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// All rounds together.
    pub total: Duration,
    /// One attempt to connect.
    pub attempt: Duration,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            total: Duration::from_secs(30),
            attempt: connect::DEFAULT_TIMEOUT,
        }
    }
}

/// How a round of questions ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// All of it was observed.
    Done,
    /// The budget is used up.
    OutOfTime,
    /// Somebody asked to stop.
    Interrupted,
}

/// A series of rounds with one budget.
#[derive(Debug)]
pub struct Session {
    runtime: Runtime,
    asking: Asking,
    that_matter: Vec<NameServer>,
}

/// Prepares to ask; the budget runs from now on. `exported` says that the integration was read with
/// `--from`, so that this machine need not be the app's. From here on Ctrl+C does not end the
/// process but the round.
///
/// # Errors
/// If the system does not let us wait for the network.
pub fn session(
    integration: &Integration,
    exported: bool,
    budget: Budget,
    progress: Progress,
) -> io::Result<Session> {
    let flags = LookupFlags {
        exported,
        ..LookupFlags::default()
    };
    let servers = NameServers::for_app(integration, &flags);
    let that_matter = servers.that_matter(&AppDns::of(integration), &system_resolver());
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let (stop, stopped) = watch::channel(false);
    runtime.spawn(async move {
        stop::requested().await;
        let _ = stop.send(true);
    });
    // Lets the task listen for Ctrl+C before anything else happens.
    runtime.block_on(yield_now());
    Ok(Session {
        runtime,
        asking: Asking::new(servers, budget, progress, stopped),
        that_matter,
    })
}

impl Session {
    /// Every DNS server that matters: the app's, the network's own, Azure's and this machine's.
    pub fn servers_that_matter(&self) -> Vec<NameServer> {
        self.that_matter.clone()
    }

    /// The DNS servers that the app asks.
    pub fn app_servers(&self) -> &NameServers {
        &self.asking.servers
    }

    /// Asks everything that was not asked before, side by side, and adds each answer as it comes.
    /// What is unfinished when the budget ends, or when somebody asks to stop, is not recorded: it
    /// was not observed.
    ///
    /// # Errors
    /// If progress cannot be written.
    pub fn run<W: Write>(
        &mut self,
        probes: &[Probe],
        into: &mut Observations,
        out: &mut Out<W>,
    ) -> io::Result<Ended> {
        let until = Until::AllAnswered;
        self.runtime
            .block_on(self.asking.round(probes, until, into, out))
    }

    /// Like [`Self::run`], but does not wait for those that stay silent: they go on
    /// ([`Self::under_way`]), and the next [`Self::run`] waits for them too.
    ///
    /// # Errors
    /// If progress cannot be written.
    pub fn begin<W: Write>(
        &mut self,
        probes: &[Probe],
        into: &mut Observations,
        out: &mut Out<W>,
    ) -> io::Result<Ended> {
        let until = Until::Quiet;
        self.runtime
            .block_on(self.asking.round(probes, until, into, out))
    }

    /// What was asked and has not been answered so far.
    pub fn under_way(&self) -> impl Iterator<Item = &Probe> {
        self.asking.under_way.iter()
    }

    /// From now on attempts to connect there wait only as long as it takes to confirm that nothing
    /// comes back: the configuration says so.
    pub fn expect_silence(&mut self, of: impl IntoIterator<Item = SocketAddr>) {
        self.asking.predicted.extend(of);
    }
}

/// What a round waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Until {
    /// Everything that was asked.
    AllAnswered,
    /// That nothing comes any more for [`QUIET`].
    Quiet,
}

/// A session but for the runtime that it runs on.
#[derive(Debug)]
struct Asking {
    servers: Arc<NameServers>,
    budget: Budget,
    teller: Teller,
    stopped: watch::Receiver<bool>,
    /// Where the configuration says that nothing will come back.
    predicted: BTreeSet<SocketAddr>,
    running: JoinSet<(Probe, Observation)>,
    /// What `running` asks.
    under_way: BTreeSet<Probe>,
}

impl Asking {
    fn new(
        servers: NameServers,
        budget: Budget,
        progress: Progress,
        stopped: watch::Receiver<bool>,
    ) -> Self {
        Self {
            servers: Arc::new(servers),
            budget,
            teller: Teller::new(progress),
            stopped,
            predicted: BTreeSet::new(),
            running: JoinSet::new(),
            under_way: BTreeSet::new(),
        }
    }

    async fn round<W: Write>(
        &mut self,
        probes: &[Probe],
        until: Until,
        into: &mut Observations,
        out: &mut Out<W>,
    ) -> io::Result<Ended> {
        let mut waiting: VecDeque<Probe> = VecDeque::new();
        for probe in probes {
            let known = into.has(probe) || self.under_way.contains(probe);
            if !known && !waiting.contains(probe) {
                waiting.push_back(probe.clone());
            }
        }
        if waiting.is_empty() && self.running.is_empty() {
            return Ok(Ended::Done);
        }
        // Lets a Ctrl+C that came between two rounds be seen.
        yield_now().await;
        let deadline = self.teller.began() + self.budget.total;
        if *self.stopped.borrow() {
            return Ok(Ended::Interrupted);
        }
        if Instant::now() >= deadline {
            return Ok(Ended::OutOfTime);
        }
        let probes = waiting.make_contiguous();
        for line in announce::round(probes, into, &self.under_way) {
            self.teller.say(&line, out)?;
        }
        let mut stopped = self.stopped.clone();
        let mut last_heard = Instant::now();
        loop {
            while self.running.len() < AT_ONCE
                && let Some(probe) = waiting.pop_front()
            {
                self.under_way.insert(probe.clone());
                let servers = Arc::clone(&self.servers);
                let patience = self.patience(&probe);
                self.running.spawn(observe(probe, servers, patience));
                last_heard = Instant::now();
            }
            let quiet = until == Until::Quiet && waiting.is_empty();
            tokio::select! {
                biased;
                Ok(_) = stopped.wait_for(|stopped| *stopped) => return Ok(Ended::Interrupted),
                next = self.running.join_next() => match next {
                    Some(Ok((probe, seen))) => {
                        last_heard = Instant::now();
                        self.under_way.remove(&probe);
                        into.insert(probe, seen);
                    }
                    // Nobody cancels them, and a panic ends the process.
                    Some(Err(_)) => {}
                    None => return Ok(Ended::Done),
                },
                () = sleep_until(last_heard + QUIET), if quiet => return Ok(Ended::Done),
                () = sleep_until(deadline) => return Ok(Ended::OutOfTime),
                () = sleep_until(self.teller.next_sign()) => {
                    let line = self.still_waiting();
                    self.teller.sign(&line, out)?;
                },
            }
        }
    }

    /// How long one attempt of this probe may take.
    fn patience(&self, probe: &Probe) -> Duration {
        match probe {
            Probe::Connect { address, port }
                if self.predicted.contains(&SocketAddr::new(*address, *port)) =>
            {
                AS_PREDICTED.min(self.budget.attempt)
            }
            _ => self.budget.attempt,
        }
    }

    fn still_waiting(&self) -> String {
        format!(
            "... still waiting ({} s of {} s)",
            self.teller.seconds(),
            self.budget.total.as_secs()
        )
    }
}

async fn observe(
    probe: Probe,
    servers: Arc<NameServers>,
    attempt: Duration,
) -> (Probe, Observation) {
    let seen = match &probe {
        Probe::Resolve { name } => {
            Observation::Name(name_seen(&lookup::resolve_address(&servers, name).await))
        }
        Probe::Ask { name, server } => {
            let alone = servers.only(vec![known_as(&servers, *server)]);
            Observation::Name(name_seen(&lookup::resolve_address(&alone, name).await))
        }
        Probe::Connect { address, port } => {
            let options = connect::Options {
                timeout: attempt,
                ..connect::Options::default()
            };
            let seen = connect::attempt(SocketAddr::new(*address, *port), &options).await;
            Observation::Contact(contact(seen))
        }
    };
    (probe, seen)
}

/// The server as the app knows it; one that the app does not ask is asked because we were told to.
fn known_as(servers: &NameServers, address: SocketAddr) -> NameServer {
    let known = servers.servers.iter().find(|s| s.address == address);
    known.cloned().unwrap_or(NameServer {
        address,
        source: NameServerSource::Argument,
        from: netdiag::fact::Origin::Everything,
    })
}

fn name_seen(found: &Resolution) -> NameSeen {
    NameSeen {
        outcome: found.outcome.as_str().to_owned(),
        server: found.server.clone(),
        addresses: found.addresses(),
        canonical: found.canonical.clone(),
        aliases: found.aliases.clone(),
        message: found.sentence(),
        took_ms: millis(found.took),
    }
}

fn contact(seen: connect::Attempt) -> Contact {
    Contact {
        outcome: seen.outcome.as_str().to_owned(),
        rtt_ms: seen.rtt.map(millis),
        reported_by: seen.reported_by,
        message: seen.message.map(|message| message.into_owned()),
        took_ms: millis(seen.took),
    }
}
