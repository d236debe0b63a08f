//! From a host to the addresses that are tried.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use netdiag::model::NameServers;
use netdiag::probe::failure::Failure;
use netdiag::probe::lookup::{self, Outcome, RecordType, Resolution};
use netdiag::target::Host;
use tokio::sync::OnceCell;

/// How many names are remembered at once in a long list.
const REMEMBERED: usize = 10_000;

/// How many addresses are remembered with them at once: a server may send thousands for each name.
const REMEMBERED_ADDRESSES: usize = 50_000;

/// How many addresses of one name are kept (and tried, if all are wanted) in a list.
const KEPT_IN_A_LIST: usize = 256;

/// What a host came to.
#[derive(Debug, Clone)]
pub struct Found {
    /// The addresses to try, in order; an `Err` says why there are none.
    pub addresses: Result<Vec<IpAddr>, Failure>,
    /// How a name was resolved.
    pub resolution: Option<Arc<Resolution>>,
}

/// Resolves hosts as the app would.
#[derive(Debug)]
pub struct Names {
    servers: NameServers,
    /// Every address of a name, IPv6 too, rather than its first IPv4 one.
    all: bool,
    remembered: Mutex<Remembered>,
}

/// The names of a list that were asked for.
#[derive(Debug, Default)]
struct Remembered {
    names: HashMap<String, Arc<OnceCell<Arc<Resolution>>>>,
    /// How many addresses they have together.
    addresses: usize,
}

impl Remembered {
    fn clear(&mut self) {
        self.names.clear();
        self.addresses = 0;
    }
}

impl Names {
    /// Asks these servers; for every address of a name if `all`, else for the one that is tried.
    pub fn new(servers: NameServers, all: bool) -> Self {
        Self {
            servers,
            all,
            remembered: Mutex::default(),
        }
    }

    /// Slips in the configuration of the name servers.
    pub fn warnings(&self) -> &[String] {
        &self.servers.warnings
    }

    /// The addresses of a host, asking the servers.
    pub async fn find(&self, host: &Host) -> Found {
        match host {
            Host::Address(address) => Found {
                addresses: Ok(vec![*address]),
                resolution: None,
            },
            Host::Name(name) => self.found(Arc::new(self.resolve(name).await)),
        }
    }

    /// The addresses of a host, asking the servers only once for each name: several targets on one
    /// host wait for the same answer.
    pub async fn find_once(&self, host: &Host) -> Found {
        let Host::Name(name) = host else {
            return self.find(host).await;
        };
        let key = name.to_ascii_lowercase();
        let cell = {
            let mut remembered = self.remembered();
            if remembered.names.len() >= REMEMBERED && !remembered.names.contains_key(&key) {
                remembered.clear();
            }
            Arc::clone(remembered.names.entry(key).or_default())
        };
        let resolution = cell
            .get_or_init(|| async {
                let mut resolution = self.resolve(name).await;
                resolution.answers.truncate(KEPT_IN_A_LIST);
                resolution.answers.shrink_to_fit();
                let mut remembered = self.remembered();
                remembered.addresses += resolution.answers.len();
                if remembered.addresses > REMEMBERED_ADDRESSES {
                    remembered.clear();
                }
                Arc::new(resolution)
            })
            .await;
        self.found(Arc::clone(resolution))
    }

    fn remembered(&self) -> MutexGuard<'_, Remembered> {
        self.remembered
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    async fn resolve(&self, name: &str) -> Resolution {
        if self.all {
            return lookup::resolve(&self.servers, name, &[RecordType::A, RecordType::AAAA]).await;
        }
        // As the originals do.
        lookup::resolve_address(&self.servers, name).await
    }

    fn found(&self, resolution: Arc<Resolution>) -> Found {
        let mut addresses = resolution.addresses();
        if !self.all {
            addresses.truncate(1);
        }
        Found {
            addresses: if addresses.is_empty() {
                Err(meaning(resolution.outcome))
            } else {
                Ok(addresses)
            },
            resolution: Some(resolution),
        }
    }
}

/// What a lookup without addresses means for a connection.
fn meaning(outcome: Outcome) -> Failure {
    match outcome {
        Outcome::NoSuchName | Outcome::NoRecords | Outcome::Resolved => Failure::NoSuchHost,
        Outcome::Refused
        | Outcome::ServerFailure
        | Outcome::Malformed
        | Outcome::Timeout
        | Outcome::Unreachable => Failure::DnsFailure,
    }
}
