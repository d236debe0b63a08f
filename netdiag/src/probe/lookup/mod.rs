//! Resolving a name as the app would, and telling exactly what became of it.
//!
//! In each attempt the question goes to all servers side by side. The first server's answer wins if
//! it comes within the timeout; otherwise (silence, or a failure at once) the next one's in
//! configured order; then the attempt is repeated (Microsoft's overview-name-resolution page).
//! NOERROR and NXDOMAIN are answers. REFUSED, SERVFAIL and other codes, malformed messages, an
//! unreachable server and silence are failures of that server.
//!
//! What that comes to is decided in one place, without a socket (`inquiry`, `chase`), for one name as
//! for a list of millions ([`bulk`](super::bulk)).
//!
//! The exchange is our own, over connected sockets, because only those tell a closed port from
//! silence. Nothing here calls the C library's resolver: the Linux programs are linked statically.

mod chase;
pub(in crate::probe) mod exchange;
mod explain;
pub(in crate::probe) mod inquiry;
mod present;
mod rehearse;
pub(in crate::probe) mod told;
pub mod wire;

use std::fmt;
use std::future::{Future, poll_fn};
use std::net::IpAddr;
use std::pin::Pin;
use std::task::Poll;
use std::time::{Duration, Instant};

use hickory_proto::rr::Name;
use serde::{Serialize, Serializer};

pub use hickory_proto::rr::RecordType;
pub use rehearse::rehearse;

use crate::model::{NameServer, NameServerSource, NameServers};

use inquiry::{Inquiry, Ticket};
use told::{Over, Told};

/// What became of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// Records were found.
    Resolved,
    /// A server says that the name does not exist (NXDOMAIN).
    NoSuchName,
    /// The name exists, but has no record of the asked type.
    NoRecords,
    /// The server refused to answer (REFUSED).
    Refused,
    /// The server could not answer (SERVFAIL and other codes).
    ServerFailure,
    /// What came back was no answer to the question, or not readable.
    Malformed,
    /// Silence until the timeout.
    Timeout,
    /// The server cannot be reached: nothing listens there, no route, forbidden.
    Unreachable,
}

impl Outcome {
    /// The word for JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Resolved => "resolved",
            Self::NoSuchName => "no_such_name",
            Self::NoRecords => "no_records",
            Self::Refused => "refused",
            Self::ServerFailure => "server_failure",
            Self::Malformed => "malformed",
            Self::Timeout => "timeout",
            Self::Unreachable => "unreachable",
        }
    }

    /// Whether a server answered the question, be it with "no such name".
    pub fn is_answer(self) -> bool {
        matches!(self, Self::Resolved | Self::NoSuchName | Self::NoRecords)
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Outcome {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// Over what a server was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Transport {
    /// UDP.
    Udp,
    /// TCP: wanted so, or the answer did not fit into a datagram.
    Tcp,
}

impl Transport {
    /// The word for JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Udp => "udp",
            Self::Tcp => "tcp",
        }
    }
}

impl Serialize for Transport {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// A record that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Its type.
    pub record_type: RecordType,
    /// Its data in presentation form, printable.
    pub data: String,
    /// The address, if it is one.
    pub address: Option<IpAddr>,
    /// How long it may be cached, in seconds.
    pub ttl: u32,
}

/// One question to one server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// The server.
    pub server: NameServer,
    /// The name that was asked, which may carry a suffix of the search list or be the target of an
    /// alias; printable.
    pub name: String,
    /// The type that was asked.
    pub record_type: RecordType,
    /// The number of the attempt, from 1.
    pub n: u32,
    /// What became of it.
    pub outcome: Outcome,
    /// How long it took.
    pub took: Duration,
    /// Over what.
    pub transport: Transport,
    /// A failure in words that continue a sentence about the server, as "refused to answer
    /// (REFUSED)".
    pub detail: Option<String>,
}

/// What a name resolves to, and how that was found out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolution {
    /// The name that was meant, as typed.
    pub name: String,
    /// The types that were asked for.
    pub types: Vec<RecordType>,
    /// What became of it.
    pub outcome: Outcome,
    /// The server that decided the outcome, as [`shown_server`](crate::model::shown_server) shows it; the hosts file's path if
    /// that answered; `None` if there is no server at all.
    pub server: Option<String>,
    /// Why that server was asked.
    pub server_source: Option<NameServerSource>,
    /// The name that holds the records: the end of the CNAME chain. Known if a server answered, and
    /// printable then; the name as typed if the hosts file did.
    pub canonical: Option<String>,
    /// The chain that leads there in printable names, beginning with the name asked; empty if there is
    /// none.
    pub aliases: Vec<String>,
    /// The records, in the server's order.
    pub answers: Vec<Answer>,
    /// Every question up to the one that decided, in configured order within an attempt.
    pub attempts: Vec<Attempt>,
    /// How long all of it took.
    pub took: Duration,
}

impl Resolution {
    /// The addresses, in the server's order.
    pub fn addresses(&self) -> Vec<IpAddr> {
        self.answers.iter().filter_map(|a| a.address).collect()
    }

    /// The name that was meant and all that it is an alias for.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let aliases = self.aliases.iter().chain(&self.canonical);
        std::iter::once(&self.name)
            .chain(aliases)
            .map(String::as_str)
    }

    fn unasked(name: &str, types: &[RecordType], outcome: Outcome) -> Self {
        Self {
            name: name.to_owned(),
            types: types.to_vec(),
            outcome,
            server: None,
            server_source: None,
            canonical: None,
            aliases: Vec::new(),
            answers: Vec::new(),
            attempts: Vec::new(),
            took: Duration::ZERO,
        }
    }
}

/// Whether a name can be asked at all: labels of 1 to 63 bytes, 255 in all, international names by
/// their ASCII form (RFC 5891).
///
/// # Errors
/// Says what is wrong with it.
pub fn check_name(name: &str) -> Result<(), String> {
    to_name(name).map(|_| ())
}

fn to_name(text: &str) -> Result<Name, String> {
    let mut name = Name::from_str_relaxed(text).map_err(|error| {
        crate::text::printable(&format!("'{text}' cannot be asked for: {error}")).into_owned()
    })?;
    // A name parsed without its final dot is unequal to the same name in a message.
    name.set_fqdn(true);
    Ok(name)
}

/// The name under which an address is looked up backwards, as `9.8.61.10.in-addr.arpa.`.
pub fn reverse_name(address: IpAddr) -> String {
    format!("{}.", present::name(&Name::from(address)))
}

/// Resolves `name` to records of these types, by the app's rules. A final dot keeps the search list
/// away. Takes at most attempts x timeout for each name tried, and for each step of a CNAME chain
/// whose end the server left out.
///
/// A name that DNS cannot hold ([`check_name`]) does not exist.
pub async fn resolve(servers: &NameServers, name: &str, types: &[RecordType]) -> Resolution {
    let started = Instant::now();
    let mut inquiry = Inquiry::new(servers, name, types);
    let mut running: Vec<Running> = Vec::new();
    loop {
        for ask in inquiry.asks() {
            let server = servers.servers[ask.ticket.server].address;
            let question = exchange::ask(
                server,
                ask.name,
                ask.record_type,
                servers.timeout,
                None,
                Over::of(servers),
            );
            running.push((ask.ticket, Box::pin(question)));
        }
        if let Some(mut resolution) = inquiry.resolution() {
            resolution.took = started.elapsed();
            return resolution;
        }
        let (ticket, told) = first(&mut running).await;
        inquiry.hear(servers, ticket, told);
        // Their sockets go with them.
        running.retain(|(ticket, _)| inquiry.waits_for(*ticket));
    }
}

/// [`resolve`] for a connection: the IPv4 address, as the integration carries no IPv6. A name that has
/// only IPv6 addresses is told with those.
pub async fn resolve_address(servers: &NameServers, name: &str) -> Resolution {
    let ipv4 = resolve(servers, name, &[RecordType::A]).await;
    if ipv4.outcome != Outcome::NoRecords {
        return ipv4;
    }
    let mut ipv6 = resolve(servers, name, &[RecordType::AAAA]).await;
    if ipv6.outcome != Outcome::Resolved {
        return ipv4;
    }
    ipv6.took += ipv4.took;
    ipv6
}

/// A question that is being asked.
type Running = (Ticket, Pin<Box<dyn Future<Output = Told> + Send>>);

/// Drives all of them, in their order, until one has ended.
async fn first(running: &mut Vec<Running>) -> (Ticket, Told) {
    poll_fn(|context| {
        for (at, (ticket, question)) in running.iter_mut().enumerate() {
            if let Poll::Ready(told) = question.as_mut().poll(context) {
                let ticket = *ticket;
                drop(running.remove(at));
                return Poll::Ready((ticket, told));
            }
        }
        Poll::Pending
    })
    .await
}
