//! What the two sides of a peering must have for the app's traffic: one rule for the hop that follows
//! it, the checks, and the needs of a move.

use netdiag::fact::Fact;
use netdiag::model::Peering;

/// What a peering is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The peered network is entered by what began in this network, as the traffic of regional integration.
    Own,
    /// The peered network is entered by what came through this network's gateway.
    Forwarded,
    /// What began in this network goes to a gateway that stands in the peered one.
    ToGateway,
}

/// A switch of one side of a peering.
#[derive(Debug, Clone, Copy)]
pub struct Switch<'a> {
    /// Its name in the REST API.
    pub name: &'static str,
    /// Whether it is on. Absent means off: the REST API leaves out what is false.
    pub on: &'a Fact<bool>,
}

/// The state in which a peering carries traffic (`peeringState`).
pub fn is_connected(state: &str) -> bool {
    state.eq_ignore_ascii_case("Connected")
}

impl Purpose {
    /// How the app uses the peerings of its network.
    pub fn of_app(regional: bool) -> Self {
        if regional { Self::Own } else { Self::Forwarded }
    }

    /// What must be on at this network's side.
    ///
    /// Source: Microsoft's virtual-network-manage-peering page.
    pub fn here(self, side: &Peering) -> Vec<Switch<'_>> {
        match self {
            Self::Own => vec![access(side)],
            Self::Forwarded => vec![access(side), transit(side)],
            Self::ToGateway => vec![remote_gateway(side)],
        }
    }

    /// What must be on at the other network's side.
    pub fn there(self, side: &Peering) -> Vec<Switch<'_>> {
        match self {
            Self::Own => vec![access(side)],
            Self::Forwarded => vec![access(side), forwarded(side), remote_gateway(side)],
            Self::ToGateway => vec![transit(side)],
        }
    }
}

/// The side's network is reached from the other one.
fn access(side: &Peering) -> Switch<'_> {
    Switch {
        name: "allowVirtualNetworkAccess",
        on: &side.allows_access,
    }
}

/// The side's network takes what did not begin in the other one.
fn forwarded(side: &Peering) -> Switch<'_> {
    Switch {
        name: "allowForwardedTraffic",
        on: &side.allows_forwarded,
    }
}

/// The side's network lends its gateway.
fn transit(side: &Peering) -> Switch<'_> {
    Switch {
        name: "allowGatewayTransit",
        on: &side.allows_gateway_transit,
    }
}

/// The side's network uses the other one's gateway.
pub fn remote_gateway(side: &Peering) -> Switch<'_> {
    Switch {
        name: "useRemoteGateways",
        on: &side.uses_remote_gateways,
    }
}
