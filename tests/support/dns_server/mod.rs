//! A real DNS server on loopback that answers, or misbehaves, as a test tells it to.

mod reply;
mod stream;

use std::net::{SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use hickory_proto::op::ResponseCode;
use hickory_proto::rr::{Name, RData, Record, RecordType};

pub use stream::Stream;

use reply::{read_question, reply};
use stream::serve_tcp;

/// A question that came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The name in lower case, without a final dot.
    pub name: String,
    /// The record type, as `A`.
    pub kind: String,
    /// Whether it came over TCP.
    pub tcp: bool,
    /// Whether it has an OPT record (EDNS).
    pub edns: bool,
}

/// What the server does with a question.
#[derive(Debug, Clone)]
pub enum Behaviour {
    /// NOERROR with these records; none at all means that the name has none of this type.
    Records(Vec<Record>),
    /// This response code and these records.
    Code(ResponseCode, Vec<Record>),
    /// Nothing.
    Silent,
    /// Over UDP an empty answer with the TC bit, over TCP these records.
    Truncated(Vec<Record>),
    /// The right answer with another id.
    WrongId(Vec<Record>),
    /// These records for another question.
    OtherQuestion(Vec<Record>),
    /// The question itself, as an echo server would.
    Echo,
    /// These bytes after the two of the right id.
    Bytes(Vec<u8>),
    /// These bytes and nothing else.
    Garbage(Vec<u8>),
    /// Over TCP: ends the connection without a word. Over UDP: silent.
    Close,
    /// The right answer, its bytes changed.
    Changed(Vec<Record>, fn(&mut Vec<u8>)),
    /// These, one after the other.
    Several(Vec<Behaviour>),
    /// Over UDP from [`ELSEWHERE`], and from another port of the right address.
    FromElsewhere(Box<Behaviour>),
    /// Over UDP an empty answer with the TC bit, over TCP this.
    Stream(Stream),
    /// Does the same a little later.
    Later(Duration, Box<Behaviour>),
}

/// An address of this machine that nobody asks.
pub const ELSEWHERE: &str = "127.0.0.3";

/// A record from zone-file text: `sql.example 300 A 10.61.8.9`. Names need no final dot.
pub fn record(text: &str) -> Record {
    let mut words = text.splitn(4, ' ');
    let mut word = || words.next().unwrap_or_else(|| panic!("too short: {text}"));
    let owner = name(word());
    let ttl: u32 = word().parse().unwrap_or_else(|e| panic!("{text}: {e}"));
    let kind: RecordType = word().parse().unwrap_or_else(|e| panic!("{text}: {e}"));
    let data = word();
    let data = match kind {
        RecordType::CNAME => format!("{}.", data.trim_end_matches('.')),
        _ => data.to_owned(),
    };
    let data = RData::try_from_str(kind, &data).unwrap_or_else(|e| panic!("{text}: {e}"));
    Record::from_rdata(owner, ttl, data)
}

/// An absolute name.
pub fn name(text: &str) -> Name {
    let mut name = Name::from_ascii(text).unwrap_or_else(|e| panic!("{text}: {e}"));
    name.set_fqdn(true);
    name
}

/// An answer with these records.
pub fn answer(records: &[&str]) -> Behaviour {
    Behaviour::Records(records.iter().map(|text| record(text)).collect())
}

/// "No such name".
pub fn nxdomain() -> Behaviour {
    Behaviour::Code(ResponseCode::NXDomain, Vec::new())
}

type Script = dyn Fn(&Asked) -> Behaviour + Send + Sync;

/// The running server; it ends when this is dropped.
pub struct DnsServer {
    /// Where it listens, UDP and TCP.
    pub address: SocketAddr,
    log: Arc<Mutex<Vec<Asked>>>,
    stop: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

impl DnsServer {
    /// Starts a server on a free port of 127.0.0.1.
    pub fn start(script: impl Fn(&Asked) -> Behaviour + Send + Sync + 'static) -> Self {
        let (udp, tcp) = both_ports();
        Self::serve(Some(udp), Some(tcp), Arc::new(script))
    }

    /// Starts a server on this very address: for tests in a network of their own.
    pub fn start_at(
        address: &str,
        script: impl Fn(&Asked) -> Behaviour + Send + Sync + 'static,
    ) -> Self {
        let udp = UdpSocket::bind(address).unwrap_or_else(|e| panic!("{address}: {e}"));
        let tcp = TcpListener::bind(address).unwrap_or_else(|e| panic!("{address}: {e}"));
        Self::serve(Some(udp), Some(tcp), Arc::new(script))
    }

    /// Starts a server that listens on TCP only.
    pub fn start_tcp_only(script: impl Fn(&Asked) -> Behaviour + Send + Sync + 'static) -> Self {
        let (_, tcp) = both_ports();
        Self::serve(None, Some(tcp), Arc::new(script))
    }

    /// Starts a server on this very address that listens on UDP only.
    pub fn start_udp_only_at(
        address: &str,
        script: impl Fn(&Asked) -> Behaviour + Send + Sync + 'static,
    ) -> Self {
        let udp = UdpSocket::bind(address).unwrap_or_else(|e| panic!("{address}: {e}"));
        Self::serve(Some(udp), None, Arc::new(script))
    }

    /// Starts a server on this very address that listens on TCP only.
    pub fn start_tcp_only_at(
        address: &str,
        script: impl Fn(&Asked) -> Behaviour + Send + Sync + 'static,
    ) -> Self {
        let tcp = TcpListener::bind(address).unwrap_or_else(|e| panic!("{address}: {e}"));
        Self::serve(None, Some(tcp), Arc::new(script))
    }

    fn serve(udp: Option<UdpSocket>, tcp: Option<TcpListener>, script: Arc<Script>) -> Self {
        let bound = udp.as_ref().map(UdpSocket::local_addr);
        let bound = bound.or_else(|| tcp.as_ref().map(TcpListener::local_addr));
        let address = bound.expect("a socket").expect("bound");
        let log = Arc::new(Mutex::new(Vec::new()));
        let stop = Arc::new(AtomicBool::new(false));
        let datagrams = udp.map(|udp| {
            let (script, log, stop) = (script.clone(), log.clone(), stop.clone());
            std::thread::spawn(move || serve_udp(&udp, &*script, &log, &stop))
        });
        let streams = tcp.map(|tcp| {
            let (log, stop) = (log.clone(), stop.clone());
            std::thread::spawn(move || serve_tcp(&tcp, &script, &log, &stop))
        });
        Self {
            address,
            log,
            stop,
            threads: datagrams.into_iter().chain(streams).collect(),
        }
    }

    /// Every question so far, in the order in which they came.
    pub fn asked(&self) -> Vec<Asked> {
        self.log.lock().expect("no panic while logging").clone()
    }

    /// The address as an argument.
    pub fn argument(&self) -> String {
        self.address.to_string()
    }
}

impl Drop for DnsServer {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        // Wake both threads.
        if let Ok(socket) = UdpSocket::bind("127.0.0.1:0") {
            let _ = socket.send_to(b"", self.address);
        }
        drop(TcpStream::connect_timeout(
            &self.address,
            Duration::from_secs(1),
        ));
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

/// A port of 127.0.0.1 that is free for both.
fn both_ports() -> (UdpSocket, TcpListener) {
    // The port that is free for UDP may be taken for TCP.
    for _ in 0..50 {
        let udp = UdpSocket::bind("127.0.0.1:0").expect("a free port");
        if let Ok(tcp) = TcpListener::bind(udp.local_addr().expect("bound")) {
            return (udp, tcp);
        }
    }
    panic!("no port is free for both UDP and TCP");
}

/// An address on loopback where nothing listens, neither UDP nor TCP.
///
/// Of those that the system gives to nobody by itself: a socket of ours would now and then get just
/// this one, and hear its own question.
pub fn closed_port() -> SocketAddr {
    use std::sync::atomic::AtomicU16;
    static NEXT: AtomicU16 = AtomicU16::new(0);
    // Test programs that run side by side begin at different ones.
    let first = u16::try_from(std::process::id() % 9_000).expect("small");
    (0..9_000)
        .map(|_| 20_000 + (first + NEXT.fetch_add(1, Ordering::Relaxed) % 9_000) % 9_000)
        .map(|port| SocketAddr::from(([127, 0, 0, 1], port)))
        .find(|address| UdpSocket::bind(address).is_ok() && TcpListener::bind(address).is_ok())
        .expect("a free port")
}

fn serve_udp(socket: &UdpSocket, script: &Script, log: &Mutex<Vec<Asked>>, stop: &AtomicBool) {
    let mut buffer = [0; 65_535];
    loop {
        let Ok((length, from)) = socket.recv_from(&mut buffer) else {
            continue;
        };
        if stop.load(Ordering::SeqCst) {
            return;
        }
        let bytes = &buffer[..length];
        let Some((message, asked)) = read_question(bytes, false) else {
            continue;
        };
        log.lock()
            .expect("no panic while logging")
            .push(asked.clone());
        let mut behaviour = script(&asked);
        let mut delay = Duration::ZERO;
        while let Behaviour::Later(by, then) = behaviour {
            delay += by;
            behaviour = *then;
        }
        let (several, alone);
        let all = match &behaviour {
            Behaviour::Several(all) => {
                several = all;
                several.as_slice()
            }
            one => {
                alone = [one.clone()];
                &alone
            }
        };
        let replies: Vec<(bool, Vec<u8>)> = all
            .iter()
            .filter_map(|behaviour| {
                let elsewhere = matches!(behaviour, Behaviour::FromElsewhere(_));
                Some((elsewhere, reply(&message, bytes, behaviour, false)?))
            })
            .collect();
        let Ok(socket) = socket.try_clone() else {
            continue;
        };
        let send = move || {
            std::thread::sleep(delay);
            for (elsewhere, reply) in replies {
                if elsewhere {
                    for ip in [ELSEWHERE.to_owned(), own_address(&socket)] {
                        let other = UdpSocket::bind(format!("{ip}:0")).expect("an own address");
                        let _ = other.send_to(&reply, from);
                    }
                } else {
                    let _ = socket.send_to(&reply, from);
                }
            }
        };
        if delay.is_zero() {
            send();
        } else {
            std::thread::spawn(send);
        }
    }
}

fn own_address(socket: &UdpSocket) -> String {
    socket.local_addr().expect("bound").ip().to_string()
}
