//! What to ask next: only what would change the verdict.
//!
//! Pure: from what is known to the next questions. Rounds: the name on every DNS server that matters;
//! each address; the port of DNS servers that were silent; and then, only to tell causes apart, other
//! usual ports of the host and known neighbours. Never a scan.

use std::net::{IpAddr, SocketAddr};

use netdiag::space::is_private;
use netdiag::target::{Host, Target};

use super::case::Case;
use super::observation::{Contact, Probe};

/// How many extra connects, beside the target itself and its name, are made at most for all targets.
pub const MOST_EXTRA: usize = 16;

/// How many addresses of a name are tried.
const MOST_ADDRESSES: usize = 4;

/// Ports on which a host that is up often answers.
const USUAL_PORTS: [u16; 6] = [443, 80, 22, 3389, 1433, 5432];

/// What may be asked.
#[derive(Debug, Clone)]
pub struct Means {
    /// The DNS servers that matter, the app's first.
    pub servers: Vec<SocketAddr>,
    /// Hosts that the user knows to be good.
    pub controls: Vec<Target>,
    /// Whether extra probes are allowed.
    pub extra: bool,
}

/// The first round: the target's name, on every server that matters.
pub fn names(target: &Target, means: &Means) -> Vec<Probe> {
    let Host::Name(name) = &target.host else {
        return Vec::new();
    };
    let asked = means.servers.iter().map(|server| Probe::Ask {
        name: name.clone(),
        server: *server,
    });
    std::iter::once(Probe::Resolve { name: name.clone() })
        .chain(asked)
        .collect()
}

/// The second round: the target's addresses, and the DNS servers that were silent.
pub fn addresses(case: &Case<'_>) -> Vec<Probe> {
    let connect = |address: IpAddr, port: u16| Probe::Connect { address, port };
    let target = case.points.iter().take(MOST_ADDRESSES);
    let target = target.map(|point| connect(point.address, point.port));
    let servers = case
        .deaf_servers
        .iter()
        .map(|server| connect(server.address, server.port));
    target.chain(servers).collect()
}

/// What to ask while DNS servers stay silent: whether their port is reached at all.
pub fn while_silent<'p>(under_way: impl Iterator<Item = &'p Probe>, case: &Case<'_>) -> Vec<Probe> {
    let silent = under_way.filter_map(|probe| match probe {
        Probe::Ask { server, .. } if case.is_apps(*server) => Some(*server),
        _ => None,
    });
    silent
        .map(|server| Probe::Connect {
            address: server.ip(),
            port: server.port(),
        })
        .collect()
}

/// Where the configuration says that nothing will come back.
pub fn predicted_silent(case: &Case<'_>) -> impl Iterator<Item = SocketAddr> {
    let senders = case.senders();
    let closed = case
        .points
        .iter()
        .filter(move |point| point.is_closed(&senders));
    closed.map(|point| point.at())
}

/// The third round: what tells causes apart. Nothing if the target is reached, if it answered in any
/// way, or if the configuration explains its silence.
pub fn extras(case: &Case<'_>, means: &Means) -> Vec<Probe> {
    let senders = case.senders();
    let silent = case
        .points
        .iter()
        .filter(|point| point.came(Contact::silent))
        .filter(|point| !point.is_closed(&senders) && point.is_private());
    if !means.extra || case.reached() {
        return Vec::new();
    }
    let mut probes = Vec::new();
    for point in silent.take(1) {
        let ports = USUAL_PORTS.iter().filter(|port| **port != point.port);
        probes.extend(ports.map(|port| Probe::Connect {
            address: point.address,
            port: *port,
        }));
        let neighbours = means
            .servers
            .iter()
            .filter(|server| is_private(server.ip()) && server.ip() != point.address);
        probes.extend(neighbours.map(|server| Probe::Connect {
            address: server.ip(),
            port: server.port(),
        }));
        probes.extend(
            means
                .controls
                .iter()
                .filter_map(|control| match control.host {
                    Host::Address(address) => Some(Probe::Connect {
                        address,
                        port: control.port,
                    }),
                    Host::Name(_) => None,
                }),
        );
    }
    probes
}

/// The probes of a round that were not asked before, without repetition, at most `most`.
pub fn fresh(
    probes: impl IntoIterator<Item = Probe>,
    seen: &super::observation::Observations,
    most: usize,
) -> Vec<Probe> {
    let mut fresh: Vec<Probe> = Vec::new();
    for probe in probes {
        if fresh.len() < most && !seen.has(&probe) && !fresh.contains(&probe) {
            fresh.push(probe);
        }
    }
    fresh
}
