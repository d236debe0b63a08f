//! What lies around the app as plain data: what a picture of the path is drawn from.

use netdiag::fact::Fact;
use netdiag::model::{Integration, Kind, Neighbour, Peering, Subnet, Vnet};
use netdiag::space::AddressSet;
use serde::Serialize;

use crate::overview::{kind_word, network_name};
use crate::path::Context;

/// A thing with the addresses that it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Named {
    /// What it is called.
    pub name: String,
    /// Its addresses; or why they are not known.
    pub ranges: String,
    /// Whether it was read.
    pub known: bool,
}

/// A site behind a connection of a gateway.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Site {
    /// The site.
    pub site: Named,
    /// The connection that leads there.
    pub connection: String,
    /// `Connected`, `NotConnected`, ..., if it was read.
    pub state: Option<String>,
}

/// Everything around the app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Surroundings {
    /// The app's name.
    pub app: String,
    /// `gateway`, `regional`, `none` or `unknown`.
    pub integration: &'static str,
    /// What the app's addresses are, as "the point-to-site pool"; or why they are not known.
    pub sender: Named,
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
    pub fn of<E: std::fmt::Display>(
        integration: &Integration,
        context: &Result<Context<'_>, E>,
    ) -> Self {
        let kind = integration.kind.value();
        let sender = match context {
            Ok(context) => Named {
                name: context.sender.name.clone(),
                ranges: context.sender.addresses.to_string(),
                known: true,
            },
            Err(gap) => Named {
                name: "the app's addresses".to_owned(),
                ranges: gap.to_string(),
                known: false,
            },
        };
        let vnet = integration.vnet.value();
        let neighbours = integration.neighbours();
        Self {
            app: integration
                .app_name
                .clone()
                .unwrap_or_else(|| "the app".to_owned()),
            integration: kind_word(integration),
            sender,
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
            name: unread.to_owned(),
            ranges: "there is none".to_owned(),
            known: true,
        },
        Fact::Unknown(gap) => Named {
            name: unread.to_owned(),
            ranges: format!("{} {}", gap.what, gap.why),
            known: false,
        },
    }
}

fn gateway(integration: &Integration) -> Named {
    named(&integration.gateway, "the gateway", |gateway| Named {
        name: gateway.name.clone(),
        ranges: match integration.pool() {
            Fact::Known { value, .. } => format!("point-to-site {value}"),
            Fact::Absent { .. } => "no point-to-site range".to_owned(),
            Fact::Unknown(_) => "point-to-site range not read".to_owned(),
        },
        known: true,
    })
}

fn network(integration: &Integration) -> Named {
    named(&integration.vnet, "the network", |vnet| Named {
        name: network_name(vnet),
        ranges: prefixes(&vnet.address_space),
        known: true,
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
    Named {
        name: subnet.name.clone(),
        ranges: prefixes(&subnet.prefixes),
        known: true,
    }
}

fn subnets(vnet: &Vnet) -> Vec<Named> {
    let all = vnet.subnets.value().into_iter().flatten();
    all.filter(|subnet| !subnet.name.eq_ignore_ascii_case("GatewaySubnet"))
        .map(subnet_named)
        .collect()
}

fn peer(peering: &Peering) -> Named {
    Named {
        name: peering.name.clone(),
        ranges: prefixes(&peering.remote_address_space),
        known: true,
    }
}

fn site(neighbour: &Neighbour<'_>) -> Site {
    let connection = &neighbour.connection.name;
    Site {
        site: Named {
            name: neighbour
                .site
                .value()
                .map_or_else(|| connection.clone(), |site| site.name.clone()),
            ranges: match neighbour.ranges() {
                Fact::Known { value, .. } => AddressSet::to_string(&value),
                Fact::Absent { .. } => "no addresses".to_owned(),
                Fact::Unknown(_) => "addresses not read".to_owned(),
            },
            known: true,
        },
        connection: connection.clone(),
        state: neighbour.connection.status.value().cloned(),
    }
}
