//! What lies around the app as plain data: what a picture of the path is drawn from.

use netdiag::fact::{Fact, Gap};
use netdiag::model::{Integration, Kind, Neighbour, Peering, Subnet, Vnet};
use netdiag::space::AddressSet;

use crate::path::Context;

/// A thing with the addresses that it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// What it is called.
    pub name: String,
    /// Its addresses; or why they are not known.
    pub ranges: String,
    /// Whether there is such a thing.
    pub standing: Standing,
}

/// Whether there is a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It was read.
    There,
    /// It is known that there is none.
    None,
    /// It was not read.
    NotRead,
}

impl Named {
    /// A thing that was read.
    pub fn there(name: impl Into<String>, ranges: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            ranges: ranges.into(),
            standing: Standing::There,
        }
    }

    /// A thing that was not read, and why.
    pub fn not_read(name: impl Into<String>, why: impl Into<String>) -> Self {
        Self {
            standing: Standing::NotRead,
            ..Self::there(name, why)
        }
    }

    /// Whether it was read, and exists.
    pub fn is_there(&self) -> bool {
        self.standing == Standing::There
    }

    /// Its addresses as far as there is room for them: why they were not read is told elsewhere.
    pub fn shown_ranges(&self) -> &str {
        match self.standing {
            Standing::There | Standing::None => &self.ranges,
            Standing::NotRead => "not read",
        }
    }

    /// Everything that is known of it.
    pub fn title(&self) -> String {
        format!("{}: {}", self.name, self.ranges)
    }
}

/// A site behind a connection of a gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// The site.
    pub site: Named,
    /// The connection that leads there.
    pub connection: String,
    /// `Connected`, `NotConnected`, ..., if it was read.
    pub state: Option<String>,
}

/// Everything around the app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Surroundings {
    /// The app's name.
    pub app: String,
    /// The kind of its integration, if it is known.
    pub kind: Option<Kind>,
    /// What the app's addresses are, as "the point-to-site pool"; or why they are not known.
    pub sender: Named,
    /// For the regional kind the subnet that it sends from.
    pub entry_subnet: Option<String>,
    /// The gateway of the gateway-required kind.
    pub gateway: Option<Named>,
    /// The network.
    pub network: Named,
    /// Its subnets, without the GatewaySubnet.
    pub subnets: Vec<Named>,
    /// The peerings, each by its own name, with the addresses of the network behind it.
    pub peers: Vec<Named>,
    /// What lies on-premises.
    pub sites: Vec<Site>,
}

impl Surroundings {
    /// What lies around this app. `context` knows which addresses the app may have.
    pub fn of(integration: &Integration, context: &Result<Context<'_>, Gap>) -> Self {
        let kind = integration.kind.value();
        let sender = match context {
            Ok(context) => Named::there(&context.sender.name, context.sender.addresses.to_string()),
            Err(gap) => Named::not_read("the app's addresses", gap.to_string()),
        };
        let vnet = integration.vnet.value();
        let neighbours = integration.neighbours();
        Self {
            app: integration
                .app_name
                .clone()
                .unwrap_or_else(|| "the app".to_owned()),
            kind: kind.copied(),
            sender,
            entry_subnet: context
                .as_ref()
                .ok()
                .and_then(|context| context.sender.subnet)
                .map(|(_, subnet)| subnet.name.clone()),
            gateway: (kind != Some(&Kind::Regional)).then(|| gateway(integration)),
            network: network(integration),
            subnets: vnet.map(subnets).unwrap_or_default(),
            peers: integration
                .peerings()
                .value()
                .into_iter()
                .flatten()
                .map(|peering| peer(peering))
                .collect(),
            sites: neighbours.iter().map(site).collect(),
        }
    }
}

fn named<T>(fact: &Fact<T>, unread: &str, read: impl FnOnce(&T) -> Named) -> Named {
    match fact {
        Fact::Known { value, .. } => read(value),
        Fact::Absent { .. } => Named {
            standing: Standing::None,
            ..Named::there(unread, "there is none")
        },
        Fact::Unknown(gap) => Named::not_read(unread, gap.sentence()),
    }
}

fn gateway(integration: &Integration) -> Named {
    named(&integration.gateway, "the gateway", |gateway| {
        let ranges = match integration.pool() {
            Fact::Known { value, .. } => format!("point-to-site {value}"),
            Fact::Absent { .. } => "no point-to-site range".to_owned(),
            Fact::Unknown(_) => "point-to-site range not read".to_owned(),
        };
        Named::there(&gateway.name, ranges)
    })
}

fn network(integration: &Integration) -> Named {
    named(&integration.vnet, "the network", |vnet| {
        Named::there(
            vnet.generation.shown(&vnet.name),
            prefixes(&vnet.address_space),
        )
    })
}

/// Prefixes as text, with what a reader is told if they are not known.
fn prefixes(fact: &Fact<Vec<ipnet::IpNet>>) -> String {
    match fact {
        Fact::Known { value, .. } => {
            let all: Vec<String> = value.iter().map(ToString::to_string).collect();
            all.join(", ")
        }
        Fact::Absent { .. } => "no addresses".to_owned(),
        Fact::Unknown(_) => "addresses not read".to_owned(),
    }
}

/// A subnet with its addresses.
pub fn subnet_named(subnet: &Subnet) -> Named {
    Named::there(&subnet.name, prefixes(&subnet.prefixes))
}

fn subnets(vnet: &Vnet) -> Vec<Named> {
    let all = vnet.subnets.value().into_iter().flatten();
    all.filter(|subnet| !subnet.is_for_gateways())
        .map(subnet_named)
        .collect()
}

fn peer(peering: &Peering) -> Named {
    Named::there(&peering.name, prefixes(&peering.remote_address_space))
}

fn site(neighbour: &Neighbour<'_>) -> Site {
    let connection = &neighbour.connection.name;
    Site {
        site: Named::there(
            neighbour.site.value().map_or(connection, |site| &site.name),
            match neighbour.ranges() {
                Fact::Known { value, .. } => AddressSet::to_string(&value),
                Fact::Absent { .. } => "no addresses".to_owned(),
                Fact::Unknown(_) => "addresses not read".to_owned(),
            },
        ),
        connection: connection.clone(),
        state: neighbour.connection.status.value().cloned(),
    }
}
