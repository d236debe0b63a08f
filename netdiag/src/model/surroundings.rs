//! What lies around the network: the point-to-site pool, on-premises sites, peers.

use std::collections::BTreeSet;

use ipnet::IpNet;

use super::integration::gateways_in;
use super::{
    Gateway, GatewayConnection, Integration, Inventory, Kind, LocalGateway, Peering, Vnet,
};
use crate::fact::{Fact, Gap};
use crate::space::AddressSet;

/// A connection of the network's gateway to another network.
#[derive(Debug, Clone)]
pub struct Neighbour<'a> {
    /// The connection.
    pub connection: &'a GatewayConnection,
    /// The gateway that it is a connection of.
    pub gateway: &'a Gateway,
    /// The peering to that gateway's network; `None` if the gateway stands in the network itself.
    pub peering: Option<&'a Peering>,
    /// The on-premises side; absent for a connection between two networks.
    pub site: Fact<&'a LocalGateway>,
    /// The prefixes on the other side.
    pub prefixes: Fact<Vec<IpNet>>,
}

impl Neighbour<'_> {
    /// The addresses on the other side.
    pub fn ranges(&self) -> Fact<AddressSet> {
        self.prefixes.as_ref().map(AddressSet::of)
    }

    /// Whether the connection says that it is connected.
    pub fn is_connected(&self) -> bool {
        let status = self.connection.status.value();
        status.is_some_and(|s| s.eq_ignore_ascii_case("Connected"))
    }
}

/// Whether a connection leads to another network: ExpressRoute and client connections are none.
fn leads_on(connection: &GatewayConnection) -> bool {
    let kind = connection.kind.value().map(|k| k.to_ascii_lowercase());
    !matches!(kind.as_deref(), Some("expressroute" | "vpnclient"))
}

/// Whether a connection is one of this gateway's, on either side.
fn is_of(connection: &GatewayConnection, gateway: &Gateway) -> bool {
    [&connection.gateway, &connection.other_gateway]
        .into_iter()
        .any(|side| side.value() == Some(&gateway.id))
}

impl Integration {
    /// The addresses of which the app gets one: the gateway's point-to-site pool. Nobody knows which.
    pub fn pool(&self) -> Fact<AddressSet> {
        self.pool_prefixes().map(AddressSet::of)
    }

    /// The pool as the gateway lists it.
    pub fn pool_prefixes(&self) -> Fact<&Vec<IpNet>> {
        let clients = self
            .gateway
            .as_ref()
            .and_then(|g, _| g.point_to_site.as_ref());
        clients.and_then(|clients, _| clients.pool.as_ref())
    }

    /// The addresses of the network itself.
    pub fn vnet_addresses(&self) -> Fact<AddressSet> {
        self.vnet
            .as_ref()
            .and_then(|vnet, _| vnet.address_space.as_ref())
            .map(AddressSet::of)
    }

    /// The connections of the network's gateway to other networks, in the order of their ids, and for
    /// the regional kind those of the gateways of peered networks, whether or not a peering lets the
    /// network use them. ExpressRoute and client connections are none.
    ///
    /// An export cannot say that there are no others: a gateway does not list its connections. See
    /// [`Self::further_ranges`].
    pub fn neighbours(&self) -> Vec<Neighbour<'_>> {
        self.gateways_around()
            .into_iter()
            .flat_map(|(gateway, peering)| self.neighbours_of(gateway, peering))
            .collect()
    }

    /// What may bring ranges beside those of [`Self::neighbours`], a sentence each; none where nothing of it is
    /// known to be unread.
    pub fn further_ranges(&self) -> Vec<String> {
        let mut all: Vec<String> = self.gateway.gap().map(Gap::sentence).into_iter().collect();
        if self.kind.value() == Some(&Kind::Regional) {
            all.extend(self.peerings().gap().map(Gap::sentence));
            for peering in self.peerings().value().into_iter().flatten() {
                let (vnet, _) = self.other_side(peering);
                all.extend(vnet.gap().map(Gap::sentence));
            }
        }
        for (gateway, _) in self.gateways_around() {
            all.extend(self.further_ranges_of(gateway));
        }
        let mut said = BTreeSet::new();
        all.retain(|sentence| said.insert(sentence.clone()));
        all
    }

    /// The same of one gateway: connections that were not read, ranges of others that were not, and what
    /// no resource lists, as what is learned by BGP.
    pub fn further_ranges_of(&self, gateway: &Gateway) -> Vec<String> {
        if gateway.is_express_route() {
            return vec![format!(
                "{} learns its routes over ExpressRoute",
                gateway.name
            )];
        }
        // Whose connection one is that was not read, is not known.
        let mut all: Vec<String> = self
            .inventory
            .gateway_connections
            .values()
            .filter_map(|connection| match connection {
                Fact::Known { value, .. } if is_of(value, gateway) => None,
                Fact::Known { value, .. } => value.gateway.gap().or(value.other_gateway.gap()),
                other => other.gap(),
            })
            .map(Gap::sentence)
            .collect();
        for neighbour in self.neighbours_of(gateway, None) {
            let bgp = &neighbour.connection.bgp;
            let learns = match bgp {
                Fact::Known { value: true, .. } => Some(format!(
                    "{} learns further routes by BGP",
                    neighbour.connection.name
                )),
                _ => bgp.gap().map(Gap::sentence),
            };
            all.extend(neighbour.prefixes.gap().map(Gap::sentence));
            all.extend(learns);
        }
        all
    }

    /// The gateways whose connections lead from the network, and the peering to each that stands in a
    /// peered network.
    fn gateways_around(&self) -> Vec<(&Gateway, Option<&Peering>)> {
        let own = self.gateway.value().into_iter();
        let mut all: Vec<(&Gateway, Option<&Peering>)> = own.map(|own| (own, None)).collect();
        if self.kind.value() == Some(&Kind::Regional) {
            for peering in self.peerings().value().into_iter().flatten() {
                let (vnet, _) = self.other_side(peering);
                let gateways = self.vpn_gateways_of(&vnet).into_iter();
                all.extend(gateways.map(|gateway| (gateway, Some(*peering))));
            }
        }
        all
    }

    fn vpn_gateways_of<'a>(&'a self, vnet: &Fact<&'a Vnet>) -> Vec<&'a Gateway> {
        let vnet = vnet.value().copied();
        let standing = vnet
            .into_iter()
            .flat_map(|v| gateways_in(&self.inventory, v));
        standing
            .filter_map(Fact::value)
            .filter(|gateway| !gateway.is_express_route())
            .collect()
    }

    /// The gateways whose routes the subnets of a network learn, ExpressRoute gateways among them: its
    /// own, or those of the network behind the peering that uses remote gateways. Then what of them
    /// was not read.
    pub fn gateways_serving<'a>(&'a self, vnet: &'a Vnet) -> (Vec<&'a Gateway>, Vec<Gap>) {
        let mut serving = Vec::new();
        let mut unread = Vec::new();
        for fact in gateways_in(&self.inventory, vnet) {
            match fact {
                Fact::Known { value, .. } => serving.push(value),
                Fact::Unknown(gap) => unread.push(gap.clone()),
                Fact::Absent { .. } => {}
            }
        }
        // A network with a gateway of its own can use no other one.
        let has_own = !serving.is_empty();
        unread.extend(vnet.peerings.gap().filter(|_| !has_own).cloned());
        for peering in vnet.peerings.value().into_iter().flatten() {
            match &peering.uses_remote_gateways {
                Fact::Known { value: true, .. } => {}
                Fact::Unknown(gap) => {
                    unread.extend((!has_own).then(|| gap.clone()));
                    continue;
                }
                _ => continue,
            }
            let remote = peering.remote.as_ref();
            let remote =
                remote.and_then(|id, _| Inventory::find(&self.inventory.vnets, "network", id));
            let before = serving.len();
            if let Some(vnet) = remote.value() {
                serving.extend(gateways_in(&self.inventory, vnet).filter_map(Fact::value));
            }
            if serving.len() == before {
                unread.push(Gap::new(
                    format!("the gateway behind the peering {}", peering.name),
                    "was not read",
                ));
            }
        }
        (serving, unread)
    }

    /// The connections of one gateway.
    pub fn neighbours_of<'a>(
        &'a self,
        gateway: &'a Gateway,
        peering: Option<&'a Peering>,
    ) -> Vec<Neighbour<'a>> {
        self.inventory
            .gateway_connections
            .values()
            .filter_map(Fact::value)
            .filter(|connection| leads_on(connection) && is_of(connection, gateway))
            .map(|connection| {
                let site = connection.local_gateway.as_ref().and_then(|id, _| {
                    Inventory::find(&self.inventory.local_gateways, "local network gateway", id)
                });
                let prefixes = if site.is_absent() {
                    self.prefixes_of_other_network(connection, gateway)
                } else {
                    site.clone().and_then(|site, _| site.prefixes.clone())
                };
                Neighbour {
                    connection,
                    gateway,
                    peering,
                    site,
                    prefixes,
                }
            })
            .collect()
    }

    /// The prefixes of the network at the other end of a connection between two networks.
    fn prefixes_of_other_network(
        &self,
        connection: &GatewayConnection,
        gateway: &Gateway,
    ) -> Fact<Vec<IpNet>> {
        let other = [&connection.gateway, &connection.other_gateway]
            .into_iter()
            .filter_map(Fact::value)
            .find(|id| **id != gateway.id);
        let Some(other) = other else {
            return Fact::unknown(
                format!("the other side of {}", connection.name),
                "is not named",
            );
        };
        Inventory::find(&self.inventory.gateways, "gateway", other)
            .and_then(|gateway, from| {
                let subnet = gateway.subnets.value().and_then(|subnets| subnets.first());
                match subnet.and_then(super::ResourceId::parent) {
                    Some(vnet) => Fact::known(vnet, from),
                    None => Fact::Unknown(Gap::new(
                        format!("the network of {}", gateway.name),
                        "was not read",
                    )),
                }
            })
            .and_then(|vnet, _| {
                Inventory::find(&self.inventory.vnets, "network", &vnet)
                    .and_then(|vnet, _| vnet.address_space.clone())
            })
    }

    /// The network's peerings; none if it lists none.
    pub fn peerings(&self) -> Fact<Vec<&Peering>> {
        match self
            .vnet
            .as_ref()
            .and_then(|vnet, _| vnet.peerings.as_ref())
        {
            Fact::Known { value, from } => Fact::known(value.iter().collect(), from),
            Fact::Absent { from } => Fact::known(Vec::new(), from),
            Fact::Unknown(gap) => Fact::Unknown(gap),
        }
    }

    /// The other network of a peering, and that network's own side of it.
    pub fn other_side<'a>(&'a self, peering: &Peering) -> (Fact<&'a Vnet>, Fact<&'a Peering>) {
        let vnet = peering
            .remote
            .as_ref()
            .and_then(|id, _| Inventory::find(&self.inventory.vnets, "network", id));
        let here = self.vnet.value().map(|vnet| &vnet.id);
        let side = vnet.clone().and_then(|vnet, _| {
            vnet.peerings.as_ref().and_then(|peerings, from| {
                match peerings
                    .iter()
                    .find(|p| p.remote.value() == here && here.is_some())
                {
                    Some(side) => Fact::known(side, side.from.clone()),
                    None => Fact::Absent { from },
                }
            })
        });
        (vnet, side)
    }
}
