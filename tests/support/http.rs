//! The server of a stand-in: HTTP on a free port of loopback, in a thread of its own.
#![allow(dead_code, reason = "each stand-in takes what it needs")]

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use futures::stream;
use http_body_util::{BodyExt, Full, StreamBody, combinators::BoxBody};
use hyper::body::{Bytes, Frame, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// What an answer says.
pub type Body = BoxBody<Bytes, io::Error>;

/// What was done that no real client may do.
#[derive(Debug, Default)]
pub struct Violations(Mutex<Vec<String>>);

impl Violations {
    /// Notes one.
    pub fn push(&self, what: String) {
        self.0.lock().unwrap().push(what);
    }
}

/// A free port on which nobody answers yet.
pub struct Port(std::net::TcpListener);

impl Port {
    /// One of 127.0.0.1.
    pub fn free() -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        listener.set_nonblocking(true).expect("nonblocking");
        Self(listener)
    }

    /// Its address.
    pub fn address(&self) -> SocketAddr {
        self.0.local_addr().expect("bound")
    }

    /// From now on every request is answered so; an error ends the connection instead.
    pub fn serve<F>(
        self,
        violations: Arc<Violations>,
        answer: impl Fn(Request<Incoming>) -> F + Clone + Send + 'static,
    ) -> Server
    where
        F: Future<Output = io::Result<Response<Body>>> + Send + 'static,
    {
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime");
            runtime.block_on(async {
                tokio::select! {
                    () = accept(self.0, answer) => {}
                    _ = stopped => {}
                }
            });
            // A client that went away may have left work behind, whose end nobody waits for.
            runtime.shutdown_background();
        });
        Server {
            violations,
            stop: Some(stop),
            thread: Some(thread),
        }
    }
}

async fn accept<F>(
    listener: std::net::TcpListener,
    answer: impl Fn(Request<Incoming>) -> F + Clone + Send + 'static,
) where
    F: Future<Output = io::Result<Response<Body>>> + Send + 'static,
{
    let listener = TcpListener::from_std(listener).expect("a listener");
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            continue;
        };
        let answer = answer.clone();
        tokio::spawn(async move {
            // A client that goes away, or a fault that ends the connection, is no matter of ours.
            let _ = http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service_fn(answer))
                .await;
        });
    }
}

/// The running server; it ends when this is dropped.
pub struct Server {
    violations: Arc<Violations>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Server {
    /// Fails the test if something was done that no real client may do.
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
        if !std::thread::panicking() {
            let violations = self.violations.0.lock().unwrap();
            assert!(violations.is_empty(), "{}", violations.join("\n"));
        }
    }
}

/// An answer with this text.
pub fn plain(status: u16, kind: &str, text: String) -> Response<Body> {
    let body = Full::new(Bytes::from(text)).map_err(|never: Infallible| match never {});
    let mut answer = Response::new(BodyExt::boxed(body));
    *answer.status_mut() = StatusCode::from_u16(status).expect("a status");
    let kind = kind.parse().expect("a type");
    answer.headers_mut().insert("content-type", kind);
    answer
}

/// An answer that ends in the middle, after these bytes.
pub fn cut(begin: &'static [u8]) -> Response<Body> {
    let parts = [
        Ok(Frame::data(Bytes::from_static(begin))),
        Err(io::Error::from(io::ErrorKind::ConnectionReset)),
    ];
    let mut answer = Response::new(BodyExt::boxed(StreamBody::new(stream::iter(parts))));
    let length = "1000".parse().expect("a number");
    answer.headers_mut().insert("content-length", length);
    answer
}
