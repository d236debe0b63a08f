//! The way to one address as plain data: where its lanes lead in the picture.

use super::surroundings::{Named, subnet_named};
use crate::diagnose::Diagnosis;
use crate::diagnose::point::{Point, telling};
use crate::path::place::Place;
use crate::report::trace::{TraceHop, trace_hops};

/// Where an address lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spot {
    /// In a subnet of the network.
    Subnet {
        /// Which.
        name: String,
    },
    /// In the network, but in no subnet.
    Network,
    /// Behind a peering.
    Peer {
        /// The peering.
        peering: String,
        /// The subnet there, if there is one and it was read.
        subnet: Option<Named>,
    },
    /// On-premises, behind this connection.
    Site {
        /// The connection.
        connection: String,
    },
    /// On the internet.
    Internet,
    /// It is the platform's own address.
    Platform,
    /// In no network that was read.
    Nowhere,
}

/// The way to one address, there and back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Journey {
    /// Address and port.
    pub to: String,
    /// What came of connecting; none if it was not tried.
    pub outcome: Option<String>,
    /// Whether it is not the target itself but the DNS server that is needed to find it.
    pub to_dns_server: bool,
    /// The places that hold the address: mostly one, several if address spaces overlap.
    pub spots: Vec<Spot>,
    /// Whether the traffic does not enter the network.
    pub leaves: bool,
    /// What the packet meets.
    pub hops: Vec<TraceHop>,
}

impl Journey {
    /// Whether it goes to the internet because that is where the address lies: nothing on the way is broken.
    pub fn is_public(&self) -> bool {
        let of_none = |spot: &Spot| matches!(spot, Spot::Internet | Spot::Nowhere);
        self.leaves && self.spots.iter().all(of_none)
    }

    /// The way to the address that says most: the first that something blocks, else the first. Where the
    /// name gave none, that to the DNS server that did not answer.
    pub fn of(diagnosis: &Diagnosis<'_>) -> Option<Self> {
        let case = &diagnosis.case;
        let senders = case.senders();
        let traced = |points: &[Point<'_>]| points.iter().any(|point| point.trace.is_some());
        let (points, to_dns_server) = if traced(&case.points) {
            (&case.points, false)
        } else {
            (&case.deaf_servers, true)
        };
        let point = telling(points)?;
        let trace = point.trace.as_ref()?;
        Some(Self {
            to: point.shown(),
            outcome: point.contact.as_ref().map(|_| point.seen()),
            to_dns_server,
            spots: trace
                .ways
                .iter()
                .map(|(region, _)| spot(&region.place))
                .collect(),
            leaves: trace.leaves(),
            hops: trace_hops(trace, &senders),
        })
    }
}

fn spot(place: &Place<'_>) -> Spot {
    match place {
        Place::Subnet(subnet) => Spot::Subnet {
            name: subnet.name.clone(),
        },
        Place::NoSubnet => Spot::Network,
        Place::Peered {
            peering, subnet, ..
        } => Spot::Peer {
            peering: peering.name.clone(),
            subnet: subnet.map(subnet_named),
        },
        Place::OnPremises(neighbour) => Spot::Site {
            connection: neighbour.connection.name.clone(),
        },
        Place::Internet => Spot::Internet,
        Place::Platform => Spot::Platform,
        Place::Nowhere => Spot::Nowhere,
    }
}
