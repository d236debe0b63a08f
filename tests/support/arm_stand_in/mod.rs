//! A stand-in for Azure Resource Manager and for an app's identity endpoint: real HTTP on loopback, as
//! strict as the real ones. What no real client may do is noted, and fails the test when the stand-in is
//! dropped.
#![allow(dead_code, reason = "no test file uses all of it")]

mod answer;
mod fault;
mod world;
mod writes;

use std::net::SocketAddr;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

pub use fault::{Fault, Kind};
pub use world::World;
#[allow(unused_imports, reason = "only where something is changed")]
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
    pub violations: Mutex<Vec<String>>,
    pub operations: Mutex<Vec<answer::Operation>>,
    pub writes: Mutex<Option<Writes>>,
}

impl State {
    /// Notes what no real client may do.
    pub fn violation(&self, what: String) {
        self.violations.lock().unwrap().push(what);
    }
}

/// The running stand-in; it ends when this is dropped.
pub struct StandIn {
    state: Arc<State>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl StandIn {
    /// Starts it on a free port of 127.0.0.1.
    pub fn start(world: World) -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        listener.set_nonblocking(true).expect("nonblocking");
        let state = Arc::new(State {
            address: listener.local_addr().expect("bound"),
            world: Mutex::new(world),
            faults: Mutex::default(),
            asked: Mutex::default(),
            violations: Mutex::default(),
            operations: Mutex::default(),
            writes: Mutex::default(),
        });
        let (stop, stopped) = oneshot::channel();
        let shared = Arc::clone(&state);
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime");
            runtime.block_on(async {
                tokio::select! {
                    () = serve(listener, shared) => {}
                    _ = stopped => {}
                }
            });
        });
        Self {
            state,
            stop: Some(stop),
            thread: Some(thread),
        }
    }

    /// For `--arm-endpoint`.
    pub fn url(&self) -> String {
        format!("http://{}", self.state.address)
    }

    /// Lets a program ask it, signed in as an app is.
    pub fn sign_in<'c>(&self, command: &'c mut Command) -> &'c mut Command {
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

impl Drop for StandIn {
    /// Fails the test if something was asked that no real client may ask.
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
        if !std::thread::panicking() {
            let violations = self.state.violations.lock().unwrap();
            assert!(violations.is_empty(), "{}", violations.join("\n"));
        }
    }
}

async fn serve(listener: std::net::TcpListener, state: Arc<State>) {
    let listener = TcpListener::from_std(listener).expect("a listener");
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            continue;
        };
        let state = Arc::clone(&state);
        tokio::spawn(async move {
            let service = service_fn(move |request| answer::answer(Arc::clone(&state), request));
            // A client that goes away, or a fault that ends the connection, is no matter of ours.
            let _ = http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}
