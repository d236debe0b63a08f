//! `netcheck reach`: everything that can be reached.

use std::io::{self, Write};

use netdiag::cli::{Exit, Out};
use netdiag::space::AddressSet;
use serde::Serialize;

use super::text::wrap::wrapped;
use crate::path::Context;
use crate::path::flows::Block;
use crate::path::place::Place;
use crate::path::reach::{Reach, merge};

#[derive(Serialize)]
struct ReachDocument {
    schema: &'static str,
    reach: Vec<FlowBox>,
    unknown: Vec<FlowBox>,
}

/// Writes everything that can be reached.
pub fn reach<W: Write>(
    out: &mut Out<W>,
    context: &Context<'_>,
    protocol: &'static str,
    reaches: &[Reach<'_>],
    json: bool,
) -> io::Result<Exit> {
    if json {
        let (reach, unknown) = boxes(protocol, reaches);
        out.line(netdiag::text::json_pretty(&ReachDocument {
            // Kept from its beginnings, though its members are not those of `netcheck check`.
            schema: "netcheck/1",
            reach,
            unknown,
        }))?;
    } else {
        let line = format!(
            "What {} reaches over {protocol}, as configured. Public addresses that do not enter the network are not among it.",
            context.sender.name
        );
        wrapped(out, "", "  ", &line)?;
        for reach in reaches {
            out.line("")?;
            in_words(out, context, reach)?;
        }
    }
    out.flush()?;
    Ok(Exit::Good)
}

fn in_words<W: Write>(
    out: &mut Out<W>,
    context: &Context<'_>,
    reach: &Reach<'_>,
) -> io::Result<()> {
    wrapped(out, "", "  ", &heading(reach))?;
    for line in told(context, reach) {
        wrapped(out, "  ", "    ", &line)?;
    }
    Ok(())
}

/// The place and its addresses.
pub fn heading(reach: &Reach<'_>) -> String {
    // All public addresses there are would fill lines and say nothing.
    match reach.region.place {
        Place::Internet => reach.region.place.name(),
        _ => format!("{} ({})", reach.region.place.name(), reach.region.to),
    }
}

/// What can be reached in one place, and what is not known of it, line by line.
pub fn told(context: &Context<'_>, reach: &Reach<'_>) -> Vec<String> {
    if reach.open.is_empty() && reach.unclear.is_empty() {
        return vec!["nothing".to_owned()];
    }
    let all = &context.sender.addresses;
    let part = |from: &AddressSet| {
        if from.covers(all) {
            String::new()
        } else {
            format!(", only from {from}")
        }
    };
    let ports = |ports: &netdiag::space::PortSet| {
        if *ports == netdiag::space::PortSet::usable() {
            "every port".to_owned()
        } else {
            format!("ports {ports}")
        }
    };
    let open = reach.open.iter().map(|block| {
        let to = if block.to.covers(&reach.region.to) {
            "all of it".to_owned()
        } else {
            block.to.to_string()
        };
        format!("{to}: {}{}", ports(&block.ports), part(&block.from))
    });
    let unclear = reach.unclear.iter().map(|(block, whys)| {
        format!(
            "not known: {} {}{}: {}",
            block.to,
            ports(&block.ports),
            part(&block.from),
            whys.join("; ")
        )
    });
    open.chain(unclear).collect()
}

/// A set of flows.
#[derive(Debug, Serialize)]
pub struct FlowBox {
    /// `tcp` or `udp`.
    pub protocol: &'static str,
    /// The app's addresses, as `first-last`.
    pub from: Vec<String>,
    /// The receivers.
    pub to: Vec<String>,
    /// The receivers' ports.
    pub ports: Vec<String>,
    /// Why it is not known; only of flows of which that holds.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub because: Vec<String>,
}

/// What can be reached, as one union of boxes for all places.
pub fn boxes(protocol: &'static str, reaches: &[Reach<'_>]) -> (Vec<FlowBox>, Vec<FlowBox>) {
    let open = merge(
        reaches
            .iter()
            .flat_map(|reach| reach.open.clone())
            .collect(),
    );
    let open = open
        .iter()
        .map(|block| as_box(protocol, block, &[]))
        .collect();
    let unclear = reaches
        .iter()
        .flat_map(|reach| &reach.unclear)
        .map(|(block, whys)| as_box(protocol, block, whys))
        .collect();
    (open, unclear)
}

fn as_box(protocol: &'static str, block: &Block, because: &[String]) -> FlowBox {
    let addresses = |set: &AddressSet| -> Vec<String> {
        set.ranges()
            .iter()
            .map(|(first, last)| format!("{first}-{last}"))
            .collect()
    };
    FlowBox {
        protocol,
        from: addresses(&block.from),
        to: addresses(&block.to),
        ports: block
            .ports
            .ranges()
            .iter()
            .map(|(first, last)| format!("{first}-{last}"))
            .collect(),
        because: because.to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use netdiag::model::Protocol;
    use serde_json::json;

    use super::*;
    use crate::example::{Example, GROUPS};
    use crate::path::context::Tunnel;
    use crate::path::reach::reach;

    #[test]
    fn every_port_is_every_one_that_anybody_can_connect_to() {
        // What is told of the subnet `data`, for these inbound rules before all others.
        let told_of = |rules: &[(&str, &str)]| {
            let mut example = Example::healthy();
            for (i, (access, ports)) in rules.iter().enumerate() {
                let rule = json!({"name": format!("odd-{i}"), "properties": {"protocol": "*", "sourcePortRange": "*",
                    "destinationPortRange": ports, "sourceAddressPrefix": "*", "destinationAddressPrefix": "*",
                    "access": access, "priority": 101 + i, "direction": "Inbound"}});
                example = example.set(GROUPS, "/value/0/properties/securityRules/-", rule);
            }
            let snapshot = example.snapshot();
            let tunnel = Tunnel::open();
            let context = Context::new(&snapshot.integration, &tunnel, Protocol::Tcp).unwrap();
            let data = AddressSet::of(&["10.61.8.0/24".parse().unwrap()]);
            let reaches = reach(&context, &data);
            told(&context, &reaches[0])
        };
        assert_eq!(told_of(&[("Allow", "*")]), ["all of it: every port"]);
        assert_eq!(
            told_of(&[("Allow", "1-65535"), ("Deny", "*")]),
            ["all of it: every port"]
        );
        assert_eq!(told_of(&[("Deny", "1-65535")]), ["nothing"]);
        assert_eq!(told_of(&[("Deny", "2-65535")]), ["all of it: ports 1"]);
    }
}
