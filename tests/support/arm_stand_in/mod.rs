//! A stand-in for Azure Resource Manager and for an app's identity endpoint: real HTTP on loopback, as
//! strict as the real ones. What no real client may do is noted, and fails the test when the stand-in is
//! dropped.

mod answer;
mod fault;
#[path = "../http.rs"]
mod http;
mod world;
mod writes;

use std::net::SocketAddr;
use std::process::Command;
use std::sync::{Arc, Mutex};

use http::{Port, Server, Violations};

pub use fault::{Fault, Kind};
pub use world::World;
pub use writes::{Hold, Writes};

/// What the identity endpoint wants to see in `X-IDENTITY-HEADER`.
const IDENTITY_HEADER: &str = "CANARY-identity-header";
/// The token that it gives.
pub const TOKEN: &str = "CANARY-access-token";

/// A request that came in, to Azure Resource Manager.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// As `GET`.
    pub method: String,
    /// Without the query.
    pub path: String,
    /// The query.
    pub query: String,
}

/// What the connections share.
pub(crate) struct State {
    pub address: SocketAddr,
    pub world: Mutex<World>,
    pub faults: Mutex<Vec<Fault>>,
    pub asked: Mutex<Vec<Asked>>,
    pub violations: Arc<Violations>,
    pub operations: Mutex<Vec<answer::Operation>>,
    pub writes: Mutex<Option<Writes>>,
}

impl State {
    /// Notes what no real client may do.
    pub fn violation(&self, what: String) {
        self.violations.push(what);
    }
}

/// The running stand-in; it ends when this is dropped.
pub struct StandIn {
    state: Arc<State>,
    _server: Server,
}

impl StandIn {
    /// Starts it on a free port of 127.0.0.1.
    pub fn start(world: World) -> Self {
        let port = Port::free();
        let state = Arc::new(State {
            address: port.address(),
            world: Mutex::new(world),
            faults: Mutex::default(),
            asked: Mutex::default(),
            violations: Arc::default(),
            operations: Mutex::default(),
            writes: Mutex::default(),
        });
        let shared = Arc::clone(&state);
        let answer = move |request| answer::answer(Arc::clone(&shared), request);
        Self {
            _server: port.serve(Arc::clone(&state.violations), answer),
            state,
        }
    }

    /// For `--arm-endpoint`.
    pub fn url(&self) -> String {
        format!("http://{}", self.state.address)
    }

    /// Lets a program ask it about this app of the examples, signed in as the app itself.
    pub fn sign_in<'c>(&self, command: &'c mut Command, app: &str) -> &'c mut Command {
        self.identify(command)
            .args(["--azure", "--app", app, "--resource-group", "nw-rg"])
            .args(["--subscription", "11111111-2222-3333-4444-555555555555"])
    }

    /// Lets a program ask it, signed in as the app that it runs in.
    pub fn identify<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        let identity = format!("{}/msi/token", self.url());
        command
            .args(["--arm-endpoint", &self.url()])
            .env("IDENTITY_ENDPOINT", identity)
            .env("IDENTITY_HEADER", IDENTITY_HEADER)
    }

    /// From now on these requests go wrong.
    pub fn fault(&self, fault: Fault) {
        self.state.faults.lock().unwrap().push(fault);
    }

    /// From now on it takes changes.
    pub fn take_writes(&self, writes: Writes) {
        *self.state.writes.lock().unwrap() = Some(writes);
    }

    /// The changes that were made until now.
    pub fn writes(&self) -> Writes {
        self.state
            .writes
            .lock()
            .unwrap()
            .clone()
            .unwrap_or_default()
    }

    /// Everything that was asked of Azure Resource Manager, in the order in which it came.
    pub fn asked(&self) -> Vec<Asked> {
        self.state.asked.lock().unwrap().clone()
    }

    /// What Azure holds now.
    pub fn world(&self) -> std::sync::MutexGuard<'_, World> {
        self.state.world.lock().unwrap()
    }
}
