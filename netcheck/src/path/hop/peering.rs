//! Does the peering carry the app's traffic?

use netdiag::fact::{Fact, Origin};
use netdiag::model::Peering;

use super::kind::{Kind, Way};
use crate::path::context::Context;
use crate::path::fate::Part;
use crate::path::flows::Block;
use crate::path::place::{Place, Region};

pub const HOP: Kind = Kind {
    name: "peering",
    way: Way::There,
    judge,
};

fn judge(context: &Context<'_>, region: &Region<'_>, flows: &Block) -> Option<Vec<Part>> {
    let peering = match &region.place {
        Place::Peered { peering, .. } => *peering,
        Place::OnPremises(neighbour) => return to_gateway(context, neighbour.peering?, flows),
        _ => return None,
    };
    let (_, other) = context.integration.other_side(peering);
    let mut faults: Vec<(String, Option<&Origin>)> = Vec::new();
    let mut unknown: Vec<String> = Vec::new();
    match &peering.state {
        Fact::Known { value, .. } if value.eq_ignore_ascii_case("Connected") => {}
        Fact::Known { value, from } => {
            faults.push((
                format!("the peering {} is {value}, not Connected", peering.name),
                Some(from),
            ));
        }
        Fact::Absent { .. } => unknown.push(format!(
            "the peering {} does not say its state",
            peering.name
        )),
        Fact::Unknown(gap) => unknown.push(gap.to_string()),
    }
    // What comes through a gateway did not begin in this network; what a regional app sends did.
    let forwarded = !context.is_regional();
    let mut flags = vec![(
        "allowVirtualNetworkAccess",
        &peering.allows_access,
        &peering.name,
    )];
    if forwarded {
        flags.push((
            "allowGatewayTransit",
            &peering.allows_gateway_transit,
            &peering.name,
        ));
    }
    match &other {
        Fact::Known { value: other, .. } => {
            flags.push((
                "allowVirtualNetworkAccess",
                &other.allows_access,
                &other.name,
            ));
            if forwarded {
                flags.push((
                    "allowForwardedTraffic",
                    &other.allows_forwarded,
                    &other.name,
                ));
                flags.push((
                    "useRemoteGateways",
                    &other.uses_remote_gateways,
                    &other.name,
                ));
            }
        }
        Fact::Absent { from } => {
            faults.push((
                format!("the other network has no peering back to {}", peering.name),
                Some(from),
            ));
        }
        Fact::Unknown(gap) => unknown.push(format!(
            "the other side of {}: {}",
            peering.name,
            gap.sentence()
        )),
    }
    let by = format!("the peering {} is connected and carries it", peering.name);
    Some(sum_up(flows, flags, faults, unknown, by))
}

/// What flags, faults and doubts come to.
fn sum_up<'a>(
    flows: &Block,
    flags: Vec<(&str, &'a Fact<bool>, &String)>,
    mut faults: Vec<(String, Option<&'a Origin>)>,
    mut unknown: Vec<String>,
    by: String,
) -> Vec<Part> {
    for (name, flag, side) in flags {
        match flag {
            Fact::Known { value: true, .. } => {}
            Fact::Known { from, .. } | Fact::Absent { from } => {
                faults.push((format!("{name} of {side} is off"), Some(from)));
            }
            Fact::Unknown(gap) => unknown.push(gap.to_string()),
        }
    }
    if let Some((_, from)) = faults.first() {
        let what: Vec<&str> = faults.iter().map(|(what, _)| what.as_str()).collect();
        Part::blocked(flows, "peering-blocks", what.join("; "), *from)
    } else if !unknown.is_empty() {
        Part::unknown(flows, unknown.join("; "))
    } else {
        Part::passes(flows, by)
    }
}

/// The way to a gateway in the peered network: it must lend it (allowGatewayTransit), and this side
/// use it (useRemoteGateways).
fn to_gateway(context: &Context<'_>, peering: &Peering, flows: &Block) -> Option<Vec<Part>> {
    let (_, other) = context.integration.other_side(peering);
    let mut faults: Vec<(String, Option<&Origin>)> = Vec::new();
    let mut unknown: Vec<String> = Vec::new();
    match &peering.state {
        Fact::Known { value, .. } if value.eq_ignore_ascii_case("Connected") => {}
        Fact::Known { value, from } => {
            let what = format!("the peering {} is {value}, not Connected", peering.name);
            faults.push((what, Some(from)));
        }
        Fact::Absent { .. } => unknown.push(format!(
            "the peering {} does not say its state",
            peering.name
        )),
        Fact::Unknown(gap) => unknown.push(gap.to_string()),
    }
    let mut flags = vec![(
        "useRemoteGateways",
        &peering.uses_remote_gateways,
        &peering.name,
    )];
    match &other {
        Fact::Known { value: other, .. } => flags.push((
            "allowGatewayTransit",
            &other.allows_gateway_transit,
            &other.name,
        )),
        Fact::Absent { from } => {
            let what = format!("the other network has no peering back to {}", peering.name);
            faults.push((what, Some(from)));
        }
        Fact::Unknown(gap) => unknown.push(format!(
            "the other side of {}: {}",
            peering.name,
            gap.sentence()
        )),
    }
    let by = format!("the peering {} lets it use the gateway there", peering.name);
    Some(sum_up(flows, flags, faults, unknown, by))
}
