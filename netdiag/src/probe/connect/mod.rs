//! One TCP connection: whether it is made, how long the handshake takes, and if it is not made,
//! what happened and who said so.
//!
//! **It holds no ports.** The socket of an attempt is closed at once, and after a handshake by a
//! reset (SO_LINGER with 0 seconds): a normal close would leave the port in TIME_WAIT on the side
//! that closes first, ours, for a minute, and an app has 128 SNAT ports for each target. What a
//! server sees is a connection that is reset before a byte came; some log that as "connection reset
//! by peer". [`Close::Graceful`] closes the normal way instead.

mod dial;
mod message;

use std::borrow::Cow;
use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

use time::OffsetDateTime;

use self::dial::{Broken, Step};
use super::failure::{self, Failure};
use crate::clock;

/// The shortest wait after which silence means something.
///
/// A router that limits its ICMP answers only a repeated SYN (seen for 8 of 12 unreachable routes),
/// and Linux and Windows repeat it after 1 s and after 3 s: what was sent is known to be unanswered
/// only after that. This machine's own neighbour discovery gives up after 3 s as well.
pub const SILENCE: Duration = Duration::from_millis(3100);

/// The shortest wait in which the first repeated SYN can be answered: it leaves after 1 s, and this
/// leaves 50 ms for the way there and back. Who probes many targets must not call one silent earlier,
/// however little patience was asked for: one lost packet would look like a firewall.
pub const REPEATED_SYN: Duration = Duration::from_millis(1050);

/// How long one attempt waits if nobody says otherwise: [`SILENCE`] and a long way there and back.
/// (A program that asks Windows itself to connect waits 21 s.)
pub const DEFAULT_TIMEOUT: Duration = Duration::from_secs(4);

/// How an attempt is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// How long it may take. Below [`SILENCE`] a timeout may hide an answer that was on its way.
    pub timeout: Duration,
    /// How a connection that was made is closed.
    pub close: Close,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            timeout: DEFAULT_TIMEOUT,
            close: Close::Reset,
        }
    }
}

/// How a connection that was made is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Close {
    /// At once, by a reset: leaves no port in TIME_WAIT.
    #[default]
    Reset,
    /// The normal way: leaves one on the side that closes first.
    Graceful,
}

/// What came of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// The connection was made.
    Connected,
    /// It was not.
    Failed(Failure),
}

impl Outcome {
    /// The word for it in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Connected => "connected",
            Self::Failed(failure) => failure.as_str(),
        }
    }
}

/// Who measured a round trip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RttSource {
    /// The kernel, from SYN to SYN-ACK (TCP_INFO).
    Kernel,
    /// We, from before connect() until we were told: longer by what waking us takes.
    Clock,
}

impl RttSource {
    /// The word for it in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Kernel => "kernel",
            Self::Clock => "clock",
        }
    }
}

/// One attempt to connect, as it was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// When it began.
    pub started_at: OffsetDateTime,
    /// What came of it.
    pub outcome: Outcome,
    /// How long the handshake took; only of a connection that was made.
    pub rtt: Option<Duration>,
    /// Who measured it.
    pub rtt_source: Option<RttSource>,
    /// How often the SYN was repeated before a connection was made; `None` where the system does not
    /// tell. Each repetition means that a packet was lost, and costs an app 1 s and more.
    pub repeated_syns: Option<u32>,
    /// Who sent the ICMP error that ended it. The address is of this machine if the error is its own.
    pub reported_by: Option<IpAddr>,
    /// One sentence about a failure, in the style of the originals: [`Failure::sentence`], for those
    /// that the portal's parser knows nothing else. Printable ASCII.
    pub message: Option<Cow<'static, str>>,
    /// How long it took in all, by our clock.
    pub took: Duration,
}

impl Attempt {
    /// One that fails before anything was sent, beginning now.
    pub fn failed(failure: Failure) -> Self {
        Self {
            started_at: clock::now(),
            outcome: Outcome::Failed(failure),
            rtt: None,
            rtt_source: None,
            repeated_syns: None,
            reported_by: None,
            message: Some(failure.sentence().into()),
            took: Duration::ZERO,
        }
    }
}

/// Connects once.
pub async fn attempt(address: SocketAddr, options: &Options) -> Attempt {
    let mut attempt = Attempt::failed(Failure::Timeout);
    let start = Instant::now();
    let seen = tokio::time::timeout(options.timeout, dial::dial(plain(address))).await;
    let took = start.elapsed();
    attempt.took = took;
    match seen {
        Ok(Ok(made)) => {
            if options.close == Close::Reset {
                // If it cannot be set the port is held a while longer: no reason to fail.
                let _ = made.socket().set_linger(Some(Duration::ZERO));
            }
            let kernel = made.kernel;
            drop(made);
            attempt.outcome = Outcome::Connected;
            attempt.message = None;
            attempt.repeated_syns = kernel.map(|k| k.repeated_syns);
            let (rtt, source) = match kernel.map(|k| (k.rtt, k.repeated_syns)) {
                // Of a repeated SYN the kernel measures the last one; the app waits for all of them.
                // What is longer than all of it was not measured but is where an estimate begins.
                Some((Some(rtt), 0)) if rtt <= took => (rtt, RttSource::Kernel),
                _ => (took, RttSource::Clock),
            };
            attempt.rtt = Some(rtt);
            attempt.rtt_source = Some(source);
        }
        Ok(Err(broken)) => {
            let failure = meaning(&broken);
            attempt.outcome = Outcome::Failed(failure);
            attempt.reported_by = broken.icmp.and_then(|report| report.sender);
            attempt.message = Some(message::of(failure, &broken));
        }
        Err(_) => {}
    }
    attempt
}

/// The address as a socket of its own family takes it: IPv4 written as IPv6 is IPv4.
fn plain(address: SocketAddr) -> SocketAddr {
    match address.ip().to_canonical() {
        IpAddr::V4(v4) => (v4, address.port()).into(),
        IpAddr::V6(_) => address,
    }
}

/// What a broken connection means. An ICMP error says more than the errno that the kernel makes of
/// it: "prohibited" and "host unreachable" are one errno for IPv4.
fn meaning(broken: &Broken) -> Failure {
    let by_icmp = broken
        .icmp
        .and_then(|report| failure::of_icmp(report.ipv6, report.kind, report.code));
    match by_icmp.unwrap_or_else(|| failure::of(&broken.error)) {
        // What was sent was permitted here: somebody else forbids it. (Windows does not say where
        // a call broke, and its 10013 is always its own.)
        Failure::NotPermitted if broken.step == Step::Wire && cfg!(unix) => Failure::Prohibited,
        failure => failure,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io;
    use std::net::TcpListener;

    use crate::os::sockets::IcmpReport;

    fn run(address: SocketAddr, options: Options) -> Attempt {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap()
            .block_on(attempt(address, &options))
    }

    #[test]
    fn an_open_port_connects_and_is_timed() {
        for loopback in ["127.0.0.1:0", "[::1]:0"] {
            let Ok(listener) = TcpListener::bind(loopback) else {
                continue; // a machine without IPv6
            };
            for close in [Close::Reset, Close::Graceful] {
                let options = Options {
                    close,
                    ..Options::default()
                };
                let seen = run(listener.local_addr().unwrap(), options);
                assert_eq!(seen.outcome, Outcome::Connected, "{seen:?}");
                assert!(seen.rtt.is_some() && seen.rtt_source.is_some(), "{seen:?}");
                assert_eq!(seen.message, None);
                if cfg!(target_os = "linux") {
                    assert_eq!(seen.rtt_source, Some(RttSource::Kernel));
                    assert_eq!(seen.repeated_syns, Some(0));
                }
            }
        }
    }

    #[test]
    fn ipv4_written_as_ipv6_is_ipv4() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let address = format!("[::ffff:127.0.0.1]:{port}").parse().unwrap();
        assert_eq!(run(address, Options::default()).outcome, Outcome::Connected);
    }

    #[test]
    fn a_closed_port_refuses_and_nobody_reports_it() {
        let address = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap();
        let seen = run(address, Options::default());
        assert_eq!(seen.outcome, Outcome::Failed(Failure::Refused), "{seen:?}");
        assert_eq!(seen.reported_by, None);
        assert_eq!(
            seen.message.as_deref(),
            Some(Failure::Refused.sentence()),
            "{seen:?}"
        );
    }

    #[test]
    fn a_refusal_of_this_machine_is_told_from_one_on_the_way() {
        let broken = |step, icmp| Broken {
            error: io::ErrorKind::PermissionDenied.into(),
            step,
            icmp,
            local: None,
        };
        assert_eq!(meaning(&broken(Step::Call, None)), Failure::NotPermitted);
        let report = IcmpReport {
            error: 13,
            sender: None,
            ipv6: true,
            kind: 1,
            code: 1,
        };
        assert_eq!(
            meaning(&broken(Step::Wire, Some(report))),
            Failure::Prohibited
        );
    }
}
