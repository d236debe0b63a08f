//! What was asked of the network, and what was seen.
//!
//! Plain data with a stable form: a saved case holds it, and is judged again from it.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};

use serde::{Deserialize, Serialize};

/// A question to the network.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub enum Probe {
    /// What a name resolves to, by the app's own rules.
    Resolve {
        /// The name.
        name: String,
    },
    /// What one DNS server says of a name.
    Ask {
        /// The name.
        name: String,
        /// The server.
        server: SocketAddr,
    },
    /// Whether a TCP connection is made.
    Connect {
        /// The address.
        address: IpAddr,
        /// The port.
        port: u16,
    },
}

/// What was seen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Observation {
    /// Of a name.
    Name(NameSeen),
    /// Of a connection.
    Contact(Contact),
}

/// What came of a lookup.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NameSeen {
    /// nameresolver's word for it, as `resolved` or `no_such_name`.
    pub outcome: String,
    /// The server that decided, as it is shown.
    pub server: Option<String>,
    /// The addresses, in the server's order.
    pub addresses: Vec<IpAddr>,
    /// The name that holds them.
    pub canonical: Option<String>,
    /// The chain of aliases that leads there, beginning with the name asked; empty if there is none.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// One sentence.
    pub message: String,
    /// Milliseconds.
    pub took_ms: f64,
}

/// What came of a connection attempt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Contact {
    /// tcpping's word for it, as `connected` or `timeout`.
    pub outcome: String,
    /// The round trip in milliseconds, if it connected.
    pub rtt_ms: Option<f64>,
    /// Who sent the ICMP error.
    pub reported_by: Option<IpAddr>,
    /// The failure in one sentence.
    pub message: Option<String>,
    /// Milliseconds.
    pub took_ms: f64,
}

/// Whether this outcome of a question for a name says that nobody answered.
pub fn is_silence(outcome: &str) -> bool {
    matches!(outcome, "timeout" | "unreachable")
}

impl NameSeen {
    /// True if the server did not answer.
    pub fn silent(&self) -> bool {
        is_silence(&self.outcome)
    }
}

impl Contact {
    /// What an attempt that is still under way amounts to as long as nothing comes back.
    pub fn silent_so_far() -> Self {
        Self {
            outcome: "timeout".to_owned(),
            rtt_ms: None,
            reported_by: None,
            message: None,
            took_ms: 0.0,
        }
    }

    /// True if the connection was made.
    pub fn connected(&self) -> bool {
        self.outcome == "connected"
    }

    /// True if nothing at all came back.
    pub fn silent(&self) -> bool {
        self.outcome == "timeout"
    }

    /// True if the host itself refused: it is up, and the way there and back works.
    pub fn refused_by_host(&self) -> bool {
        self.outcome == "refused" && self.reported_by.is_none()
    }

    /// True if the platform refused before a packet left.
    pub fn not_permitted(&self) -> bool {
        self.outcome == "not_permitted"
    }

    /// The firewall or router on the way that rejects, by what it says itself.
    pub fn rejected_by(&self) -> Option<IpAddr> {
        let rejects = matches!(self.outcome.as_str(), "refused" | "prohibited");
        self.reported_by.filter(|_| rejects)
    }

    /// True if whatever stands behind the address answered, kindly or not.
    pub fn answered(&self) -> bool {
        self.connected() || self.refused_by_host() || self.outcome == "reset"
    }
}

/// Everything that was seen.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Observations {
    seen: BTreeMap<Probe, Observation>,
}

impl Observations {
    /// Adds what was seen.
    pub fn insert(&mut self, probe: Probe, observation: Observation) {
        self.seen.insert(probe, observation);
    }

    /// Whether this was asked.
    pub fn has(&self, probe: &Probe) -> bool {
        self.seen.contains_key(probe)
    }

    /// True if nothing was asked.
    pub fn is_empty(&self) -> bool {
        self.seen.is_empty()
    }

    /// Everything, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&Probe, &Observation)> {
        self.seen.iter()
    }

    /// What the app gets for a name.
    pub fn resolved(&self, name: &str) -> Option<&NameSeen> {
        self.name(&Probe::Resolve {
            name: name.to_owned(),
        })
    }

    /// What one server says of a name.
    pub fn asked(&self, name: &str, server: SocketAddr) -> Option<&NameSeen> {
        self.name(&Probe::Ask {
            name: name.to_owned(),
            server,
        })
    }

    fn name(&self, probe: &Probe) -> Option<&NameSeen> {
        match self.seen.get(probe) {
            Some(Observation::Name(seen)) => Some(seen),
            _ => None,
        }
    }

    /// What came of connecting.
    pub fn contact(&self, address: IpAddr, port: u16) -> Option<&Contact> {
        match self.seen.get(&Probe::Connect { address, port }) {
            Some(Observation::Contact(seen)) => Some(seen),
            _ => None,
        }
    }

    /// Every connection attempt to an address, by port.
    pub fn contacts(&self, wanted: IpAddr) -> impl Iterator<Item = (u16, &Contact)> {
        self.seen
            .iter()
            .filter_map(move |(probe, seen)| match (probe, seen) {
                (Probe::Connect { address, port }, Observation::Contact(contact))
                    if *address == wanted =>
                {
                    Some((*port, contact))
                }
                _ => None,
            })
    }
}

/// How observations stand in a file: a list, because JSON keys are texts.
#[derive(Debug, Serialize, Deserialize)]
pub struct Recorded {
    /// What was asked.
    pub probe: Probe,
    /// What was seen.
    pub seen: Observation,
}

impl From<&Observations> for Vec<Recorded> {
    fn from(observations: &Observations) -> Self {
        observations
            .iter()
            .map(|(probe, seen)| Recorded {
                probe: probe.clone(),
                seen: seen.clone(),
            })
            .collect()
    }
}

impl From<Vec<Recorded>> for Observations {
    fn from(recorded: Vec<Recorded>) -> Self {
        Self {
            seen: recorded.into_iter().map(|r| (r.probe, r.seen)).collect(),
        }
    }
}
