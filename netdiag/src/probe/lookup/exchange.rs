//! One question to one server: a datagram and its answer, or the same over TCP.

use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::time::Duration;

use hickory_proto::rr::{Name, RecordType};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, UdpSocket};
use tokio::time::{Instant, sleep_until, timeout_at};

use super::told::{Over, Said, Told, junk, silent, truncated_over_tcp, unaskable};
use super::wire::{self, Heard};
use super::{Outcome, Transport};
use crate::os::udp;
use crate::probe::failure::{self, Failure};
use crate::text::printable;

/// The wait for an answer over TCP ends after this many messages that answer other questions: only one
/// question is asked over the connection, and a server could send such messages for ever.
const MOST_FOREIGN: u32 = 100;

/// The largest datagram there is.
const LARGEST_DATAGRAM: usize = 65_535;

/// Asks `server`, from a socket of its own. Ends within `timeout`, in all. A datagram that nothing
/// answers for `repeat` is sent once more: among many at a time one's own load loses some.
pub async fn ask(
    server: SocketAddr,
    name: Name,
    record_type: RecordType,
    timeout: Duration,
    repeat: Option<Duration>,
    over: Over,
) -> Told {
    let started = Instant::now();
    let deadline = started + timeout;
    // From the operating system's seed through a cryptographic generator; the port is drawn anew
    // for each question by the system.
    let id = rand::random::<u16>();
    let (transport, result) = match wire::question(id, &name, record_type) {
        Ok(query) => {
            let question = Question {
                server,
                id,
                query: &query,
                name: &name,
                record_type,
                repeat: repeat.map(|after| started + after),
            };
            question.over(over, deadline).await
        }
        Err(why) => (Transport::Udp, Err(unaskable(&why))),
    };
    Told {
        transport,
        result,
        took: started.elapsed(),
    }
}

struct Question<'a> {
    server: SocketAddr,
    id: u16,
    query: &'a [u8],
    name: &'a Name,
    record_type: RecordType,
    repeat: Option<Instant>,
}

impl Question<'_> {
    async fn over(&self, over: Over, deadline: Instant) -> (Transport, Said) {
        let truncated = match over {
            Over::Tcp => false,
            Over::TcpInstead => true,
            Over::Udp => match self.over_udp(deadline).await {
                Some(told) => return (Transport::Udp, told),
                None => true,
            },
        };
        (Transport::Tcp, self.over_tcp(deadline, truncated).await)
    }

    fn hear(&self, bytes: &[u8]) -> Heard {
        wire::hear(bytes, self.id, self.name, self.record_type)
    }

    /// `None` if the answer did not fit.
    async fn over_udp(&self, deadline: Instant) -> Option<Said> {
        let mut junk = false;
        match timeout_at(deadline, self.datagrams(&mut junk)).await {
            Ok(Ok(told)) => told,
            Ok(Err(error)) => Some(Err(failed(&error, self.server, "UDP"))),
            Err(_) if junk => Some(Err(self::junk())),
            Err(_) => Some(Err(silent())),
        }
    }

    async fn datagrams(&self, junk: &mut bool) -> io::Result<Option<Said>> {
        let socket = UdpSocket::from_std(udp::connected(self.server)?)?;
        socket.send(self.query).await?;
        let mut buffer = Vec::with_capacity(LARGEST_DATAGRAM);
        let mut repeat = self.repeat;
        loop {
            buffer.clear();
            tokio::select! {
                received = socket.recv_buf(&mut buffer) => received?,
                error = udp::unreported_error(&socket) => return Err(error),
                () = sleep_until(repeat.unwrap_or_else(Instant::now)), if repeat.is_some() => {
                    repeat = None;
                    socket.send(self.query).await?;
                    continue;
                }
            };
            match self.hear(&buffer) {
                Heard::Answer(reply) => return Ok(Some(Ok(reply))),
                Heard::Failure(outcome, why) => return Ok(Some(Err((outcome, why)))),
                Heard::Truncated => return Ok(None),
                Heard::Foreign => *junk = true,
            }
        }
    }

    async fn over_tcp(&self, deadline: Instant, truncated: bool) -> Said {
        let mut stage = Stage::Connecting;
        let told = match timeout_at(deadline, self.stream(&mut stage)).await {
            Ok(Ok(told)) => told,
            Ok(Err(error)) if stage == Stage::Connecting => Err(failed(&error, self.server, "TCP")),
            Ok(Err(error)) => Err((
                Outcome::Malformed,
                format!(
                    "closed the connection without an answer ({})",
                    words(&error)
                ),
            )),
            Err(_) => Err(match stage {
                Stage::Connecting => (Outcome::Timeout, "was silent over TCP".to_owned()),
                Stage::Asked => (
                    Outcome::Timeout,
                    "took the connection and was then silent".to_owned(),
                ),
                Stage::Answering => (
                    Outcome::Timeout,
                    "took the connection and sent no whole answer".to_owned(),
                ),
                Stage::Foreign => junk(),
            }),
        };
        match told {
            Err((outcome, why)) if truncated => Err((
                outcome,
                format!("has an answer that does not fit into a datagram, and over TCP {why}"),
            )),
            told => told,
        }
    }

    async fn stream(&self, stage: &mut Stage) -> io::Result<Said> {
        let mut stream = TcpStream::connect(self.server).await?;
        *stage = Stage::Asked;
        let mut message = Vec::with_capacity(self.query.len() + 2);
        message.extend_from_slice(&(self.query.len() as u16).to_be_bytes());
        message.extend_from_slice(self.query);
        stream.write_all(&message).await?;
        let mut buffer = Vec::new();
        for _ in 0..MOST_FOREIGN {
            let high = stream.read_u8().await?;
            if *stage == Stage::Asked {
                *stage = Stage::Answering;
            }
            let length = u16::from_be_bytes([high, stream.read_u8().await?]);
            buffer.clear();
            let mut whole = (&mut stream).take(length.into());
            whole.read_to_end(&mut buffer).await?;
            if buffer.len() < usize::from(length) {
                return Err(ErrorKind::UnexpectedEof.into());
            }
            match self.hear(&buffer) {
                Heard::Answer(reply) => return Ok(Ok(reply)),
                Heard::Failure(outcome, why) => return Ok(Err((outcome, why))),
                Heard::Truncated => {
                    return Ok(Err(truncated_over_tcp()));
                }
                Heard::Foreign => *stage = Stage::Foreign,
            }
        }
        Ok(Err(junk()))
    }
}

/// How far an exchange over TCP came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Connecting,
    /// Nothing came yet.
    Asked,
    /// A part of an answer came.
    Answering,
    /// Answers to other questions came.
    Foreign,
}

/// The system's error as an outcome. On a connected UDP socket ConnectionRefused (Windows:
/// ConnectionReset) is the ICMP message "port unreachable".
fn failed(error: &io::Error, server: SocketAddr, transport: &str) -> (Outcome, String) {
    let port = server.port();
    let nothing_listens =
        || format!("is unreachable: nothing listens on {transport} port {port} there");
    // Of what tears a connection down only this is Windows' word for "port unreachable".
    let is_port_unreachable = error.kind() == ErrorKind::ConnectionReset;
    let why = match failure::of(error) {
        Failure::Refused => nothing_listens(),
        Failure::Reset if is_port_unreachable => nothing_listens(),
        Failure::HostUnreachable => {
            "is unreachable: no machine has that address, or a firewall says so (host unreachable)"
                .to_owned()
        }
        Failure::NetworkUnreachable => {
            "is unreachable: there is no route to it (network unreachable)".to_owned()
        }
        Failure::NotPermitted => {
            "is unreachable: asking it is forbidden here (permission denied)".to_owned()
        }
        Failure::Timeout => return (Outcome::Timeout, format!("was silent over {transport}")),
        _ => format!("is unreachable: {}", words(error)),
    };
    (Outcome::Unreachable, why)
}

fn words(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::UnexpectedEof => "end of data".to_owned(),
        ErrorKind::ConnectionReset => "reset".to_owned(),
        _ => printable(&error.to_string()).into_owned(),
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn an_error_of_the_system_has_our_words_where_we_know_it() {
        let server = "10.0.0.4:53".parse().unwrap();
        for (code, part) in [
            (libc::ECONNREFUSED, "nothing listens on UDP port 53"),
            (libc::EHOSTUNREACH, "(host unreachable)"),
            (libc::EHOSTDOWN, "(host unreachable)"),
            (libc::ENETUNREACH, "(network unreachable)"),
            (libc::ENETDOWN, "(network unreachable)"),
            (libc::EACCES, "forbidden here"),
        ] {
            let error = io::Error::from_raw_os_error(code);
            let (outcome, said) = failed(&error, server, "UDP");
            assert_eq!(outcome, Outcome::Unreachable, "{said}");
            assert!(said.contains(part), "{code}: {said}");
        }
        let aborted = ErrorKind::ConnectionAborted.into();
        assert!(
            !failed(&aborted, server, "TCP")
                .1
                .contains("nothing listens")
        );
        let late = ErrorKind::TimedOut.into();
        assert_eq!(failed(&late, server, "TCP").0, Outcome::Timeout);
    }
}
