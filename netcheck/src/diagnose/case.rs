//! Everything that is known about one target: the configuration's prediction and what was seen.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use netdiag::fact::Gap;
use netdiag::model::Entry;
use netdiag::space::{AddressSet, is_private};
use netdiag::target::{Host, Target};

use super::observation::{Contact, NameSeen, Observation, Observations, Probe};
use super::point::Point;
use super::witness::{Stand, Testimony, Witnesses};
use crate::check::{Judged, Snapshot, Status};
use crate::path::context::Context;
use crate::path::trace::Trace;

/// One target with all that is known about it.
#[derive(Debug)]
pub struct Case<'a> {
    /// What should be reached.
    pub target: &'a Target,
    /// The configuration.
    pub snapshot: &'a Snapshot,
    /// The checklist, judged.
    pub checks: &'a [Judged],
    /// What was seen of the network.
    pub observations: &'a Observations,
    /// What others saw.
    pub witnesses: &'a Witnesses,
    /// The path model, or why there is none.
    pub context: &'a Result<Context<'a>, Gap>,
    /// The target's addresses.
    pub points: Vec<Point<'a>>,
    /// The app's DNS servers that did not answer, if the name is needed.
    pub deaf_servers: Vec<Point<'a>>,
    /// The app's DNS servers; empty if only the app's own machine knows them.
    servers: Vec<SocketAddr>,
}

impl<'a> Case<'a> {
    /// Puts together what is known about a target.
    pub fn new(
        target: &'a Target,
        snapshot: &'a Snapshot,
        checks: &'a [Judged],
        context: &'a Result<Context<'a>, Gap>,
        observations: &'a Observations,
        witnesses: &'a Witnesses,
    ) -> Self {
        let mut case = Self {
            target,
            snapshot,
            checks,
            observations,
            witnesses,
            context,
            points: Vec::new(),
            deaf_servers: Vec::new(),
            servers: snapshot.dns_servers().iter().map(|s| s.address).collect(),
        };
        case.points = case
            .addresses()
            .into_iter()
            .map(|address| {
                let contact = observations.contact(address, target.port).cloned();
                case.point(address, target.port, contact, case.names())
            })
            .collect();
        case.deaf_servers = case
            .servers_that(NameSeen::silent)
            .into_iter()
            .map(|(server, seen)| {
                let contact = observations
                    .contact(server.ip(), server.port())
                    .cloned()
                    .unwrap_or_else(|| lookup_as_contact(seen));
                // No service of Azure's that a service endpoint could serve.
                let names = vec!["a DNS server".to_owned()];
                case.point(server.ip(), server.port(), Some(contact), names)
            })
            .collect();
        case
    }

    fn point(
        &self,
        address: IpAddr,
        port: u16,
        contact: Option<Contact>,
        names: Vec<String>,
    ) -> Point<'a> {
        let words: Vec<&str> = names.iter().map(String::as_str).collect();
        let entry = self.snapshot.integration.entry_of(address, &words);
        let trace = match (address, self.context) {
            (IpAddr::V4(v4), Ok(context)) => {
                Some(Trace::follow(&context.naming(names), v4, Some(port)))
            }
            _ => None,
        };
        Point {
            entry,
            address,
            port,
            trace,
            contact,
        }
    }

    /// The target's addresses: the one typed, or those that the app gets for the name.
    fn addresses(&self) -> Vec<IpAddr> {
        match &self.target.host {
            Host::Address(address) => vec![*address],
            Host::Name(_) => self
                .name_seen()
                .map(|seen| seen.addresses.clone())
                .unwrap_or_default(),
        }
    }

    /// The name, if the target has one.
    pub fn name(&self) -> Option<&str> {
        match &self.target.host {
            Host::Name(name) => Some(name),
            Host::Address(_) => None,
        }
    }

    /// The target's name and those that it is an alias for, as the app's server says; none for an
    /// address.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.name().map(str::to_owned).into_iter().collect();
        if let Some(seen) = self.name_seen() {
            for alias in seen.aliases.iter().chain(&seen.canonical) {
                let same = |name: &String| {
                    let alias = alias.trim_end_matches('.');
                    name.trim_end_matches('.').eq_ignore_ascii_case(alias)
                };
                if !names.iter().any(same) {
                    names.push(alias.clone());
                }
            }
        }
        names
    }

    /// What the app gets for the name.
    pub fn name_seen(&self) -> Option<&'a NameSeen> {
        match &self.target.host {
            Host::Name(name) => self.observations.resolved(name),
            Host::Address(_) => None,
        }
    }

    /// What each server says of the name, in the order of their addresses.
    pub fn answers(&self) -> Vec<(SocketAddr, &'a NameSeen)> {
        let Some(wanted) = self.name() else {
            return Vec::new();
        };
        self.observations
            .iter()
            .filter_map(|(probe, _)| match probe {
                Probe::Ask { name, server } if name == wanted => {
                    Some((*server, self.observations.asked(name, *server)?))
                }
                _ => None,
            })
            .collect()
    }

    /// Whether the app asks this server. Where only the app's own machine knows, all asked ones count.
    pub fn is_apps(&self, server: SocketAddr) -> bool {
        self.servers.is_empty() || self.servers.contains(&server)
    }

    /// The app's servers whose answer is like this.
    fn servers_that(&self, is: impl Fn(&NameSeen) -> bool) -> Vec<(SocketAddr, &'a NameSeen)> {
        self.answers()
            .into_iter()
            .filter(|(server, seen)| self.is_apps(*server) && is(seen))
            .collect()
    }

    /// True if the name did not give an address to the app.
    pub fn name_failed(&self) -> bool {
        self.name_seen()
            .is_some_and(|seen| seen.addresses.is_empty())
    }

    /// True if an attempt connected.
    pub fn reached(&self) -> bool {
        self.contacts().any(Contact::connected)
    }

    /// True if the target was tried and never reached, by its name or by its addresses.
    pub fn failed(&self) -> bool {
        self.name_failed() || (self.contacts().next().is_some() && !self.reached())
    }

    /// What came of the attempts to connect to the target.
    pub fn contacts(&self) -> impl Iterator<Item = &Contact> {
        self.points
            .iter()
            .filter_map(|point| point.contact.as_ref())
    }

    /// The status of a check.
    pub fn status(&self, check: &str) -> Option<Status> {
        self.judged(check).map(|judged| judged.verdict.status)
    }

    /// A check with its verdict.
    pub fn judged(&self, check: &str) -> Option<&'a Judged> {
        self.checks.iter().find(|judged| judged.check.name == check)
    }

    /// Every address that the app may have.
    pub fn senders(&self) -> AddressSet {
        match self.context {
            Ok(context) => context.sender.addresses.clone(),
            Err(_) => AddressSet::empty(),
        }
    }

    /// The address that this instance of the app has, where the environment tells it.
    pub fn own_address(&self) -> Option<Ipv4Addr> {
        match self.snapshot.private_address().ok()?.value() {
            Some(IpAddr::V4(address)) => Some(*address),
            _ => None,
        }
    }

    /// Whether anything else in the network answered: `None` if nothing else was tried.
    pub fn neighbours_answer(&self) -> Option<bool> {
        let own: Vec<IpAddr> = self.points.iter().map(|point| point.address).collect();
        let enters = |address: IpAddr| {
            is_private(address)
                && !own.contains(&address)
                && matches!(self.snapshot.integration.entry(address), Entry::Vnet { .. })
        };
        let mut answered = None;
        for (probe, seen) in self.observations.iter() {
            let good = match (probe, seen) {
                (Probe::Connect { address, .. }, Observation::Contact(contact))
                    if enters(*address) =>
                {
                    contact.answered()
                }
                (Probe::Ask { server, .. }, Observation::Name(name)) if enters(server.ip()) => {
                    !name.silent()
                }
                _ => continue,
            };
            answered = Some(answered.unwrap_or(false) || good);
        }
        answered
    }

    /// Another port of the same host that answered: the way there and back works for that one.
    pub fn other_port_that_answers(&self, point: &Point<'_>) -> Option<u16> {
        let mut others = self.observations.contacts(point.address);
        others
            .find(|(port, contact)| *port != point.port && contact.answered())
            .map(|(port, _)| port)
    }

    /// What a witness at this place saw of the target.
    pub fn witness(&self, place: Stand) -> Option<&'a Testimony> {
        self.witnesses.of(place, self.target)
    }
}

/// A server's silence as the contact that it amounts to.
fn lookup_as_contact(seen: &NameSeen) -> Contact {
    Contact {
        outcome: match seen.outcome.as_str() {
            "timeout" => "timeout".to_owned(),
            _ => "host_unreachable".to_owned(),
        },
        rtt_ms: None,
        reported_by: None,
        message: Some(seen.message.clone()),
        took_ms: seen.took_ms,
    }
}
