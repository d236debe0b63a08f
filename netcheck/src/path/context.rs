//! What every hop needs to know: whose packets are followed, and what lies around them.

use netdiag::fact::{Fact, Gap};
use netdiag::model::{Integration, Kind, Protocol, Subnet, Vnet};
use netdiag::space::AddressSet;

use super::fate::Verdict;
use super::flows::Block;
use super::tags::Tags;

/// Whose packets are followed: every address that the app may have.
#[derive(Debug, Clone)]
pub struct Sender<'a> {
    /// The addresses.
    pub addresses: AddressSet,
    /// What they are, as "the point-to-site pool".
    pub name: String,
    /// For the regional kind the subnet that the app sends from.
    pub subnet: Option<(&'a Vnet, &'a Subnet)>,
}

/// The state of the way into the network, which is judged elsewhere (gateway, certificates).
#[derive(Debug, Clone)]
pub struct Tunnel {
    /// Whether the gateway is up.
    pub gateway: Verdict,
    /// Whether the gateway takes the app's certificate.
    pub certificates: Verdict,
}

#[cfg(test)]
impl Tunnel {
    /// One that lets everything through.
    pub fn open() -> Self {
        let up = Verdict::Passes(String::new());
        Self {
            gateway: up.clone(),
            certificates: up,
        }
    }
}

/// What every hop needs to know.
#[derive(Debug, Clone)]
pub struct Context<'a> {
    /// The integration.
    pub integration: &'a Integration,
    /// Whose packets.
    pub sender: Sender<'a>,
    /// Which protocol: TCP or UDP.
    pub protocol: Protocol,
    /// The state of the tunnel.
    pub tunnel: &'a Tunnel,
    /// What service tags mean here.
    pub tags: Tags,
    /// The target's name and those that it is an alias for; none if only its address is known.
    pub names: Vec<String>,
}

impl<'a> Context<'a> {
    /// The context of an integration.
    ///
    /// # Errors
    /// If it is not known which addresses the app may have, or there is no integration.
    pub fn new(
        integration: &'a Integration,
        tunnel: &'a Tunnel,
        protocol: Protocol,
    ) -> Result<Self, Gap> {
        Ok(Self {
            sender: sender(integration)?,
            tags: Tags::around(integration),
            names: Vec::new(),
            integration,
            protocol,
            tunnel,
        })
    }

    /// The same for a target of these names: its own, and those that it is an alias for.
    #[must_use]
    pub fn naming(&self, names: Vec<String>) -> Self {
        Self {
            names,
            ..self.clone()
        }
    }

    /// The flows from the app to these receivers and ports.
    pub fn flows(&self, to: AddressSet, ports: netdiag::space::PortSet) -> Block {
        Block {
            from: self.sender.addresses.clone(),
            to,
            ports,
        }
    }

    /// The service endpoint of the integration subnet that carries the traffic to the target; unknown
    /// if it has some, and the target's service is not known.
    pub fn service_endpoint(&self) -> Fact<String> {
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        self.integration.service_endpoint(&names)
    }

    /// Whether the app uses regional integration.
    pub fn is_regional(&self) -> bool {
        self.sender.subnet.is_some()
    }
}

fn sender(integration: &Integration) -> Result<Sender<'_>, Gap> {
    match &integration.kind {
        Fact::Known {
            value: Kind::Regional,
            ..
        } => regional_sender(integration),
        Fact::Known {
            value: Kind::None, ..
        } => Err(Gap::new("the app", "is not integrated with a network")),
        _ => match integration.pool() {
            Fact::Known { value, .. } if !value.is_empty() => Ok(Sender {
                addresses: value,
                name: "the point-to-site pool".to_owned(),
                subnet: None,
            }),
            Fact::Unknown(gap) => Err(gap),
            _ => Err(Gap::new("the point-to-site pool", "is not configured")),
        },
    }
}

fn regional_sender(integration: &Integration) -> Result<Sender<'_>, Gap> {
    const WHAT: &str = "the integration subnet";
    let vnet = match &integration.vnet {
        Fact::Known { value, .. } => value,
        Fact::Unknown(gap) => return Err(gap.clone()),
        Fact::Absent { .. } => return Err(Gap::new(WHAT, "is in no network")),
    };
    let subnet = match integration.integration_subnet() {
        Fact::Known { value, .. } => value,
        Fact::Unknown(gap) => return Err(gap),
        Fact::Absent { .. } => return Err(Gap::new(WHAT, "is in no network")),
    };
    match &subnet.prefixes {
        Fact::Known { value, .. } => Ok(Sender {
            addresses: AddressSet::of(value),
            name: format!("the integration subnet {}", subnet.name),
            subnet: Some((vnet, subnet)),
        }),
        Fact::Unknown(gap) => Err(gap.clone()),
        Fact::Absent { .. } => Err(Gap::new(WHAT, "has no prefix")),
    }
}
