//! Where DNS servers stand.

use std::net::{IpAddr, Ipv4Addr};

use netdiag::space::is_private;

use super::{Explanation, Findings, Ground, Judgement, Rule, Verdict};
use crate::plan_network::proposal::{Proposal, Purpose};
use crate::plan_network::surroundings::{Relation, Surroundings};
use crate::sizes::reserved;

pub const RULE: Rule = Rule {
    name: "dns-servers-placed",
    title: "every DNS server stands where the app can reach it",
    explanation: Explanation {
        means: "Each DNS server has an IPv4 address in a data subnet, and not one of the five that Azure reserves there (the first four and the last); or in a known network, peer or on-premises site. 168.63.129.16 is Azure's own.",
        matters: "No machine can have an address that is reserved, belongs to the pool, or lies in the GatewaySubnet or an integration subnet.",
        reads: "--dns, --vnet, the subnets, --point-to-site, --avoid, and the ranges of the export.",
        mend: "Give the server another address, a subnet for it (--subnet), or say what lies around the network (--from, --avoid).",
    },
    judge,
};

/// Azure's own DNS. Source: azure-docs, what-is-ip-address-168-63-129-16.
const AZURE: Ipv4Addr = Ipv4Addr::new(168, 63, 129, 16);

/// Where a server stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Placed {
    /// Where a machine can stand.
    Well(String),
    /// It is not known, or not sure.
    Unclear(String),
    /// Where none can.
    Wrong(String),
}

/// Where this DNS server stands.
pub fn place(proposal: &Proposal, around: &Surroundings, server: IpAddr) -> Placed {
    let IpAddr::V4(address) = server else {
        return Placed::Wrong("is IPv6, which the integration does not carry".to_owned());
    };
    if address == AZURE {
        return Placed::Well("is Azure's own DNS".to_owned());
    }
    if super::forbidden().contains(address) || address.is_unspecified() {
        return Placed::Wrong("is no machine's address".to_owned());
    }
    if proposal.pool().contains(address) {
        return Placed::Wrong("is in the point-to-site pool, which clients get".to_owned());
    }
    let subnet = proposal.subnets.iter().find_map(|s| {
        s.prefix
            .v4()
            .filter(|n| n.contains(&address))
            .map(|n| (s, n))
    });
    if let Some((subnet, net)) = subnet {
        let label = subnet.label();
        return match subnet.purpose {
            Purpose::Gateway => Placed::Wrong(format!("is in {label}, where only gateways stand")),
            Purpose::Integration => {
                Placed::Wrong(format!("is in {label}, which is for the plan alone"))
            }
            Purpose::Data if reserved(net).contains(address) => Placed::Wrong(format!(
                "is one of the addresses that Azure reserves in {label} ({})",
                reserved(net)
            )),
            Purpose::Data => Placed::Well(format!("is in {label}")),
        };
    }
    if proposal.space().contains(address) {
        return Placed::Unclear("is in the network, but in no subnet".to_owned());
    }
    if let Some(range) = around
        .ranges
        .iter()
        .find(|range| range.addresses.contains(address))
    {
        let what = &range.what;
        return match range.relation {
            Relation::Network => Placed::Well(format!(
                "is in {what}, which must be peered or connected with this one"
            )),
            Relation::Pool => Placed::Unclear(format!("is in {what}, which clients get")),
            _ => Placed::Well(format!("is in {what}")),
        };
    }
    Placed::Unclear(if is_private(server) {
        "is in no range that is known, so whether it can be reached is not".to_owned()
    } else {
        "is public: it does not know the names of the network".to_owned()
    })
}

fn judge(ground: &Ground<'_>) -> Judgement {
    let servers = &ground.proposal.dns;
    if servers.is_empty() {
        return Err(Verdict::not_applicable("no DNS server is given"));
    }
    let mut found = Findings::default();
    for server in servers {
        match place(ground.proposal, ground.around, *server) {
            Placed::Well(place) => found.evidence(server.to_string(), place, None),
            Placed::Unclear(why) => found.warn(format!("{server} {why}")),
            Placed::Wrong(why) => found.fail(format!("{server} {why}")),
        }
    }
    Ok(found.verdict("every DNS server has an address that a machine can have, in a known range"))
}
