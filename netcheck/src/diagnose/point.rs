//! One address and port on the way to a target: the way there as configured, and what came of it.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use netdiag::clock::millis;
use netdiag::model::Entry;
use netdiag::space::{AddressSet, is_private};
use netdiag::text::spoken;

use super::observation::Contact;
use crate::path::place::Place;
use crate::path::trace::{Outlook, Trace};

/// One address and port on the way to the target.
#[derive(Debug)]
pub struct Point<'a> {
    /// The address.
    pub address: IpAddr,
    /// The port.
    pub port: u16,
    /// Whether the integration takes it into the network.
    pub entry: Entry,
    /// The way there and back, as configured; IPv6 has none.
    pub trace: Option<Trace<'a>>,
    /// What came of it.
    pub contact: Option<Contact>,
}

impl Point<'_> {
    /// Whether the address is one that the public internet would not carry.
    pub fn is_private(&self) -> bool {
        is_private(self.address)
    }

    /// Whether it was tried, and this came of it.
    pub fn came(&self, like: impl Fn(&Contact) -> bool) -> bool {
        self.contact.as_ref().is_some_and(like)
    }

    /// Whether any hop blocks any part.
    pub fn is_blocked(&self) -> bool {
        self.trace
            .as_ref()
            .is_some_and(|trace| !trace.leaves() && !trace.blockers().is_empty())
    }

    /// Whether the configuration lets nothing through from these addresses.
    pub fn is_closed(&self, senders: &AddressSet) -> bool {
        let trace = self.trace.as_ref();
        trace.is_some_and(|trace| trace.outlook(senders) == Outlook::Closed)
    }

    /// Whether what some hop does with it cannot be told, or there is no path to judge.
    pub fn has_unknowns(&self) -> bool {
        self.trace
            .as_ref()
            .is_none_or(|trace| !trace.unknowns().is_empty())
    }

    /// Whether the address exists in more than one place.
    pub fn is_ambiguous(&self) -> bool {
        self.trace
            .as_ref()
            .is_some_and(|trace| trace.ways.len() > 1)
    }

    /// Whether the ICMP error that ended the attempt came from the address itself.
    pub fn speaks_itself(&self) -> bool {
        let contact = self.contact.as_ref();
        contact.and_then(|contact| contact.reported_by) == Some(self.address)
    }

    /// Whether the address lies on-premises.
    pub fn is_on_premises(&self) -> bool {
        self.trace.as_ref().is_some_and(|trace| {
            trace
                .ways
                .iter()
                .any(|(region, _)| matches!(region.place, Place::OnPremises(_)))
        })
    }

    /// What was seen, as a piece of evidence.
    pub fn seen(&self) -> String {
        match &self.contact {
            None => "not tried".to_owned(),
            Some(contact) => {
                let by = contact
                    .reported_by
                    .map_or_else(String::new, |by| format!(", reported by {by}"));
                // A file may hold any number.
                let took = Duration::try_from_secs_f64((contact.took_ms / 1000.0).max(0.0));
                let took = millis(took.unwrap_or(Duration::MAX));
                format!("{} after {took} ms{by}", spoken(&contact.outcome))
            }
        }
    }

    /// Address and port.
    pub fn at(&self) -> SocketAddr {
        SocketAddr::new(self.address, self.port)
    }

    /// Address and port, in words.
    pub fn shown(&self) -> String {
        self.at().to_string()
    }
}

/// Of several points the one that says most: the first that something blocks, else the first.
pub fn telling<'c, 'a>(points: &'c [Point<'a>]) -> Option<&'c Point<'a>> {
    points
        .iter()
        .find(|point| point.is_blocked())
        .or(points.first())
}
