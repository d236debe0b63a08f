//! What checks need before they can judge: each need in one place, with the words in which a check
//! ends where it is not met.

use std::net::IpAddr;

use netdiag::fact::{Fact, Gap, Origin};
use netdiag::model::{
    AppDns, AppRoute, Gateway, Kind, NameServer, NameServers, Neighbour, Peering, ResourceId,
    Subnet, Vnet, VnetConnection,
};
use netdiag::space::AddressSet;
use netdiag::text::printable;

use super::{Snapshot, Verdict};

/// The value and where it was read.
///
/// # Errors
/// The check ends: as `absent` says if the value is known not to be there, and not knowing if it
/// could not be read.
pub fn need<T>(
    fact: &Fact<T>,
    absent: impl FnOnce(&Origin) -> Verdict,
) -> Result<(&T, &Origin), Verdict> {
    match fact {
        Fact::Known { value, from } => Ok((value, from)),
        Fact::Absent { from } => Err(absent(from)),
        Fact::Unknown(gap) => Err(Verdict::unknown(gap)),
    }
}

/// [`need`] of a list that holds something: an empty one says the same as none.
///
/// # Errors
/// As [`need`].
pub fn need_some<T>(
    fact: &Fact<Vec<T>>,
    absent: impl FnOnce(&Origin) -> Verdict,
) -> Result<(&[T], &Origin), Verdict> {
    match fact {
        Fact::Known { value, from } if value.is_empty() => Err(absent(from)),
        _ => need(fact, absent).map(|(value, from)| (value.as_slice(), from)),
    }
}

/// The value; without it the check has no meaning, for this reason.
fn given<'a, T>(fact: &'a Fact<T>, or_else: &str) -> Result<&'a T, Verdict> {
    need(fact, |_| Verdict::not_applicable(or_else)).map(|(value, _)| value)
}

/// What a check cannot do without: `?` ends it where the need is not met.
impl Snapshot {
    /// The kind of integration, and what shows it.
    pub(super) fn kind(&self) -> Result<(Kind, &Origin), Verdict> {
        need(&self.integration.kind, |_| {
            Verdict::cannot_tell("the app was not read")
        })
        .map(|(kind, from)| (*kind, from))
    }

    /// The app's plan, though it was perhaps not read itself.
    pub(super) fn plan_id(&self) -> Result<ResourceId, Verdict> {
        let integration = &self.integration;
        integration
            .plan_id()
            .ok_or_else(|| match integration.plan.gap() {
                Some(gap) => Verdict::unknown(gap),
                None => Verdict::cannot_tell("the app's plan is not known"),
            })
    }

    /// What App Service knows of the network.
    pub(super) fn connection(&self) -> Result<&VnetConnection, Verdict> {
        given(
            &self.integration.connection,
            "no connection to a network is set up",
        )
    }

    /// All addresses that the app sends into the network, and where its routes were read. An app
    /// without a route fails.
    pub(super) fn routed(&self) -> Result<(AddressSet, &Origin), Verdict> {
        need(&self.connection()?.routes, |from| {
            Verdict::fail("the app has no routes into the network").because(
                "routes",
                "none",
                Some(from),
            )
        })
        .map(|(routes, from)| (reached(routes), from))
    }

    /// The network.
    pub(super) fn vnet(&self) -> Result<&Vnet, Verdict> {
        given(&self.integration.vnet, "there is no network")
    }

    /// The network's subnets beside the gateway's.
    pub(super) fn workload_subnets(&self) -> Result<Vec<&Subnet>, Verdict> {
        let subnets = given(&self.vnet()?.subnets, "the network has no subnets")?;
        Ok(subnets
            .iter()
            .filter(|subnet| !subnet.is_for_gateways())
            .collect())
    }

    /// The delegated subnet that the app has, and what names it. For the regional kind only.
    pub(super) fn subnet_id(&self) -> Result<(&ResourceId, &Origin), Verdict> {
        if let Fact::Known { value, from } = &self.integration.subnet {
            return Ok((value, from));
        }
        if self.kind()?.0 != Kind::Regional {
            return Err(Verdict::not_applicable("the app names no subnet"));
        }
        match &self.integration.subnet {
            Fact::Unknown(gap) => Err(Verdict::unknown(gap)),
            _ => Err(Verdict::cannot_tell("nothing names the app's subnet")),
        }
    }

    /// The delegated subnet that the app sends from.
    pub(super) fn integration_subnet(&self) -> Result<&Subnet, Verdict> {
        let (id, _) = self.subnet_id()?;
        let (subnets, _) = need(&self.vnet()?.subnets, |_| {
            Verdict::cannot_tell("the network's subnets were not read")
        })?;
        subnets
            .iter()
            .find(|subnet| subnet.id == *id)
            .ok_or_else(|| {
                let name = id.name();
                Verdict::not_applicable(format!("the network has no subnet {name}"))
            })
    }

    /// All addresses that the app may have, and what they are: the point-to-site pool, or for the
    /// regional kind the integration subnet.
    pub(super) fn senders(&self) -> Result<(AddressSet, String), Verdict> {
        if self.integration.kind.value() != Some(&Kind::Regional) {
            return Ok((self.pool()?, "the point-to-site pool".to_owned()));
        }
        let subnet = self.integration_subnet()?;
        let (prefixes, _) = need_some(&subnet.prefixes, |_| {
            Verdict::cannot_tell(format!("the subnet {} has no prefix", subnet.name))
        })?;
        Ok((
            AddressSet::of(prefixes),
            format!("the subnet {}", subnet.name),
        ))
    }

    /// The address in the network that this instance has, by the app's environment.
    ///
    /// Where the environment is another app's, or none was given, the check has no meaning.
    pub fn private_address(&self) -> Result<Fact<IpAddr>, Verdict> {
        let integration = &self.integration;
        if !integration.environment.is_app_service() {
            return Err(Verdict::not_applicable(
                "only the app's environment tells its address: run netcheck inside the app, or give --env FILE",
            ));
        }
        let name = integration.app_name.as_deref().unwrap_or_default();
        if !integration.environment.is_of(name) {
            return Err(Verdict::not_applicable("the environment is another app's"));
        }
        const NAME: &str = "WEBSITE_PRIVATE_IP";
        Ok(integration
            .environment
            .get(NAME)
            .and_then(|text, from| match text.trim().parse() {
                Ok(address) => Fact::known(address, from),
                Err(_) => Fact::Unknown(
                    Gap::new(
                        NAME,
                        format!("is '{}', which is no address", printable(&text)),
                    )
                    .at(from),
                ),
            }))
    }

    /// The subnet in which gateways stand.
    pub(super) fn gateway_subnet(&self) -> Result<&Subnet, Verdict> {
        given(&self.vnet()?.gateway_subnet(), "there is no GatewaySubnet").copied()
    }

    /// The network's peerings: at least one.
    pub(super) fn peerings(&self) -> Result<&[Peering], Verdict> {
        need_some(&self.vnet()?.peerings, |_| {
            Verdict::not_applicable("the network has no peerings")
        })
        .map(|(peerings, _)| peerings)
    }

    /// The VPN gateway.
    pub(super) fn gateway(&self) -> Result<&Gateway, Verdict> {
        given(&self.integration.gateway, "there is no gateway")
    }

    /// The addresses of which the app gets one.
    pub(super) fn pool(&self) -> Result<AddressSet, Verdict> {
        given(&self.integration.pool(), "there is no point-to-site pool").cloned()
    }

    /// The gateway's connections to other networks: at least one.
    pub(super) fn neighbours(&self) -> Result<Vec<Neighbour<'_>>, Verdict> {
        // An app with regional integration may use the gateway of a peered network.
        if self.integration.kind.value() != Some(&Kind::Regional) {
            self.gateway()?;
        }
        let neighbours = self.integration.neighbours();
        if neighbours.is_empty() {
            let why = "no site-to-site connection is in what was read";
            return Err(match self.integration.further_ranges().first() {
                Some(unread) => Verdict::cannot_tell(format!("{why}: {unread}")),
                None => Verdict::not_applicable(why),
            });
        }
        Ok(neighbours)
    }
}

/// Facts that a check uses if they are known; their absence ends nothing.
impl Snapshot {
    /// The fact; where nothing knows it, what this variable of the app's environment says.
    pub(super) fn or_variable(&self, fact: Fact<String>, name: &str) -> Fact<String> {
        match self.integration.environment.get(name) {
            Fact::Absent { .. } => fact,
            variable => fact.or(variable),
        }
    }

    /// The DNS servers that the app's own configuration names, as text.
    pub(super) fn dns_servers_of_app(&self) -> Fact<&Vec<String>> {
        let app = self.integration.app.as_ref();
        app.and_then(|app, _| app.dns.servers.as_ref())
    }

    /// The DNS servers that the app asks, as far as its configuration and environment tell; empty if
    /// only the app's own machine knows.
    pub fn dns_servers(&self) -> Vec<NameServer> {
        NameServers::as_exported(&AppDns::of(&self.integration)).servers
    }

    /// The network's own DNS servers.
    pub fn dns_servers_of_vnet(&self) -> Fact<&Vec<IpAddr>> {
        let vnet = self.integration.vnet.as_ref();
        vnet.and_then(|vnet, _| vnet.dns_servers.as_ref())
    }

    /// The addresses that the gateway announces beside the network's own (`customRoutes`).
    pub fn custom_routes(&self) -> Fact<AddressSet> {
        let gateway = self.integration.gateway.as_ref();
        gateway
            .and_then(|gateway, _| gateway.custom_routes.as_ref())
            .map(AddressSet::of)
    }
}

/// All addresses of these routes.
pub fn reached<'a>(routes: impl IntoIterator<Item = &'a AppRoute>) -> AddressSet {
    routes.into_iter().fold(AddressSet::empty(), |all, route| {
        all.union(&route.addresses)
    })
}
