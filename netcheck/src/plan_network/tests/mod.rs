//! A good proposal, from which the tests start.

mod random;
mod rules;
mod suggestions;

use std::net::{IpAddr, Ipv4Addr};

use netdiag::fact::{Gap, Origin};
use time::Date;
use time::macros::date;

use super::proposal::{Prefix, Proposal, Purpose, Subnet};
use super::rule::{Ground, Judged, judge_all};
use super::surroundings::{Range, Relation, Surroundings};
use crate::check::Status;

const TODAY: Date = date!(2026 - 11 - 30);

fn prefix(text: &str) -> Prefix {
    Prefix::parse(text).unwrap()
}

fn subnet(name: &str, purpose: Purpose, text: &str) -> Subnet {
    Subnet {
        name: name.to_owned(),
        purpose,
        prefix: prefix(text),
    }
}

fn range(what: &str, relation: Relation, text: &str) -> Range {
    Range {
        what: what.to_owned(),
        relation,
        addresses: prefix(text).addresses(),
        from: Origin::json("networks.json", "/0"),
    }
}

/// What every rule passes on, but that the gateway kind ends.
fn good() -> Proposal {
    Proposal {
        name: Some("shop-net".to_owned()),
        networks: vec![prefix("10.1.0.0/16")],
        subnets: vec![
            subnet("data", Purpose::Data, "10.1.2.0/24"),
            subnet("GatewaySubnet", Purpose::Gateway, "10.1.255.0/27"),
            subnet("integration", Purpose::Integration, "10.1.3.0/26"),
        ],
        pools: vec![prefix("172.29.7.0/24")],
        dns: vec!["10.1.2.4".parse().unwrap(), "10.1.2.5".parse().unwrap()],
        instances: Some(10),
        plans: 1,
        ..Proposal::default()
    }
}

fn around() -> Surroundings {
    Surroundings {
        ranges: vec![
            range("the network hub", Relation::Peer, "10.70.0.0/16"),
            range("the network alone", Relation::Network, "10.80.0.0/16"),
            range("the site office", Relation::OnPremises, "192.168.40.0/22"),
            range("the pool of hub-gw", Relation::Pool, "172.29.8.0/24"),
            range("--avoid 10.90.0.0/16", Relation::Avoid, "10.90.0.0/16"),
        ],
        gaps: Vec::new(),
        itself: None,
    }
}

fn judged(proposal: &Proposal, around: &Surroundings) -> Vec<Judged> {
    judged_on(TODAY, proposal, around)
}

fn judged_on(today: Date, proposal: &Proposal, around: &Surroundings) -> Vec<Judged> {
    judge_all(&Ground {
        proposal,
        around,
        today,
    })
}
