//! A real DNS server on loopback that answers, or misbehaves, as a test tells it to.
#![allow(dead_code, reason = "no test file uses all of it")]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use hickory_proto::op::{Message, OpCode, Query, ResponseCode};
use hickory_proto::rr::{Name, RData, Record, RecordType};

/// A question that came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The name in lower case, without a final dot.
    pub name: String,
    /// The record type, as `A`.
    pub kind: String,
    /// Whether it came over TCP.
    pub tcp: bool,
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
    /// Does the same a little later.
    Later(Duration, Box<Behaviour>),
}

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
        // The port that is free for UDP may be taken for TCP.
        for _ in 0..50 {
            let udp = UdpSocket::bind("127.0.0.1:0").expect("a free port");
            let address = udp.local_addr().expect("bound");
            if let Ok(tcp) = TcpListener::bind(address) {
                return Self::serve(udp, tcp, Arc::new(script));
            }
        }
        panic!("no port is free for both UDP and TCP");
    }

    /// Starts a server on this very address: for tests in a network of their own.
    pub fn start_at(
        address: &str,
        script: impl Fn(&Asked) -> Behaviour + Send + Sync + 'static,
    ) -> Self {
        let udp = UdpSocket::bind(address).unwrap_or_else(|e| panic!("{address}: {e}"));
        let tcp = TcpListener::bind(address).unwrap_or_else(|e| panic!("{address}: {e}"));
        Self::serve(udp, tcp, Arc::new(script))
    }

    fn serve(udp: UdpSocket, tcp: TcpListener, script: Arc<Script>) -> Self {
        let address = udp.local_addr().expect("bound");
        let log = Arc::new(Mutex::new(Vec::new()));
        let stop = Arc::new(AtomicBool::new(false));
        let datagrams = {
            let (script, log, stop) = (script.clone(), log.clone(), stop.clone());
            std::thread::spawn(move || serve_udp(&udp, &*script, &log, &stop))
        };
        let streams = {
            let (log, stop) = (log.clone(), stop.clone());
            std::thread::spawn(move || serve_tcp(&tcp, &script, &log, &stop))
        };
        Self {
            address,
            log,
            stop,
            threads: vec![datagrams, streams],
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

/// An address on loopback where nothing listens, neither UDP nor TCP.
pub fn closed_port() -> SocketAddr {
    let udp = UdpSocket::bind("127.0.0.1:0").expect("a free port");
    udp.local_addr().expect("bound")
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
        let Some(reply) = reply(&message, bytes, &behaviour, false) else {
            continue;
        };
        if delay.is_zero() {
            let _ = socket.send_to(&reply, from);
        } else if let Ok(socket) = socket.try_clone() {
            std::thread::spawn(move || {
                std::thread::sleep(delay);
                let _ = socket.send_to(&reply, from);
            });
        }
    }
}

fn serve_tcp(
    listener: &TcpListener,
    script: &Arc<Script>,
    log: &Arc<Mutex<Vec<Asked>>>,
    stop: &AtomicBool,
) {
    for stream in listener.incoming() {
        if stop.load(Ordering::SeqCst) {
            return;
        }
        let Ok(mut stream) = stream else { continue };
        let (script, log) = (script.clone(), log.clone());
        std::thread::spawn(move || serve_stream(&mut stream, &*script, &log));
    }
}

fn serve_stream(stream: &mut TcpStream, script: &Script, log: &Mutex<Vec<Asked>>) {
    let _ = stream.set_read_timeout(Some(Duration::from_secs(30)));
    let mut length = [0; 2];
    while stream.read_exact(&mut length).is_ok() {
        let mut bytes = vec![0; u16::from_be_bytes(length).into()];
        if stream.read_exact(&mut bytes).is_err() {
            return;
        }
        let Some((message, asked)) = read_question(&bytes, true) else {
            return;
        };
        log.lock()
            .expect("no panic while logging")
            .push(asked.clone());
        let mut behaviour = script(&asked);
        while let Behaviour::Later(by, then) = behaviour {
            std::thread::sleep(by);
            behaviour = *then;
        }
        match behaviour {
            Behaviour::Close => return,
            behaviour => {
                if let Some(reply) = reply(&message, &bytes, &behaviour, true) {
                    let _ = stream.write_all(&(reply.len() as u16).to_be_bytes());
                    let _ = stream.write_all(&reply);
                }
            }
        }
    }
}

fn read_question(bytes: &[u8], tcp: bool) -> Option<(Message, Asked)> {
    let message = Message::from_vec(bytes).ok()?;
    let query = message.queries.first()?;
    let asked = Asked {
        name: query
            .name
            .to_lowercase()
            .to_ascii()
            .trim_end_matches('.')
            .to_owned(),
        kind: query.query_type.to_string(),
        tcp,
    };
    Some((message, asked))
}

fn reply(question: &Message, bytes: &[u8], behaviour: &Behaviour, tcp: bool) -> Option<Vec<u8>> {
    let mut message = Message::response(question.id, OpCode::Query);
    message.metadata.recursion_desired = question.recursion_desired;
    message.metadata.recursion_available = true;
    message.add_queries(question.queries.iter().cloned());
    let mut with = |records: &[Record]| {
        message.add_answers(records.iter().cloned());
    };
    match behaviour {
        Behaviour::Records(records) => with(records),
        Behaviour::Code(code, records) => {
            with(records);
            message.metadata.response_code = *code;
        }
        Behaviour::Truncated(records) if tcp => with(records),
        Behaviour::Truncated(_) => message.metadata.truncation = true,
        Behaviour::WrongId(records) => {
            with(records);
            message.metadata.id = question.id.wrapping_add(1);
        }
        Behaviour::OtherQuestion(records) => {
            with(records);
            message.queries = vec![Query::query(name("other.example"), RecordType::A)];
        }
        Behaviour::Echo => return Some(bytes.to_vec()),
        Behaviour::Bytes(rest) => return Some([&bytes[..2], rest].concat()),
        Behaviour::Garbage(all) => return Some(all.clone()),
        Behaviour::Silent | Behaviour::Close | Behaviour::Later(..) => return None,
    }
    Some(message.to_vec().expect("a message"))
}
