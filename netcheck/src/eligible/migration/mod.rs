//! What an app with gateway-required integration needs before it moves to the regional kind, which it
//! must by 31 March 2027: each need ready, not ready or unknown, and the steps in order. Pure.
//!
//! A need is one file with `pub const NEED: Need` and two lines here. The list begins with what the reasons
//! against regional integration judge (region, tier, subnet): they judge it, no need does.

mod dns_servers_reached;
mod on_premises_way_back;
mod peerings_connected;
mod reach_kept;
mod security_rules_renamed;
mod static_routes_replaced;
mod steps;

use ipnet::Ipv4Net;
use netdiag::model::{Generation, Integration, Kind, Subnet, Vnet};
use netdiag::space::AddressSet;

use super::question::Question;
use super::reason::{Concern, other_region};
use super::subnet::{Demand, free_block, proposed};
use super::{Answer, Eligible, Network, Way, Weight};
use crate::check::{Evidence, Findings, Judgement, Snapshot, Status, judge_all, tunnel};
use crate::explanation::Explanation;
use crate::path::Tunnel;

pub use steps::Step;

/// Every need beside the reasons, in the order in which they are told.
pub const ALL: &[&Need] = &[
    &dns_servers_reached::NEED,
    &static_routes_replaced::NEED,
    &on_premises_way_back::NEED,
    &security_rules_renamed::NEED,
    &peerings_connected::NEED,
    &reach_kept::NEED,
];

/// The line in place of those of [`ALL`] where no subnet can be named: they are judged from its addresses.
pub const SUBNET_KNOWN: Unjudged = Unjudged {
    name: "subnet-known",
    title: "it is known which addresses the app will send from",
    explanation: Explanation {
        means: "A subnet of the network will do, or a free block is known in which one can be made.",
        matters: "DNS servers, routes, security groups, the way back from on-premises and what is reached are judged from the addresses of that subnet; without it none of them can be.",
        reads: "What no-subnet-free reads, and the network's address space.",
        mend: "Make the subnet first, then ask again.",
    },
};

/// A need that has no judgement of its own.
#[derive(Debug)]
pub struct Unjudged {
    /// Its public name, never reused.
    pub name: &'static str,
    /// A statement that should be true.
    pub title: &'static str,
    /// What `explain` says.
    pub explanation: Explanation,
}

/// Something that must be so before the app moves.
#[derive(Debug)]
pub struct Need {
    /// Its public name, never reused.
    pub name: &'static str,
    /// A statement that should be true.
    pub title: &'static str,
    /// What `explain` says.
    pub explanation: Explanation,
    /// How long making it true takes.
    pub time: &'static str,
    /// The judgement, a pure function. It passes (ready), fails (not ready), warns (ready, but), cannot
    /// tell, or has no meaning here.
    pub judge: fn(&Move<'_>) -> Judgement,
}

/// The app's move to a subnet.
#[derive(Debug)]
pub struct Move<'a> {
    /// The app as it is.
    pub now: &'a Snapshot,
    /// The network that it moves into.
    pub vnet: &'a Vnet,
    /// The subnet that it will send from: one of the network's, or one that has to be made.
    pub subnet: Subnet,
    /// Whether the subnet is there.
    pub exists: bool,
    /// The app as it will be.
    pub then: Integration,
    /// The way into the network now.
    pub tunnel: Tunnel,
}

impl Move<'_> {
    /// Every address that the app may have afterwards.
    pub fn senders(&self) -> AddressSet {
        let prefixes = self.subnet.prefixes.value();
        AddressSet::of(prefixes.into_iter().flatten())
    }

    /// Whether the app stays in its network.
    pub fn stays(&self) -> bool {
        let now = self.now.integration.vnet.value();
        now.is_some_and(|now| now.id == self.vnet.id)
    }
}

/// One line of the list.
#[derive(Debug, Clone)]
pub struct Line {
    /// The name of the need, or of the reason that judged it.
    pub name: &'static str,
    /// What should be true.
    pub title: &'static str,
    /// `Pass` ready, `Warn` ready but, `Fail` not ready, `Unknown`, `NotApplicable`.
    pub status: Status,
    /// What was found.
    pub summary: String,
    /// What that rests on.
    pub evidence: Vec<Evidence>,
    /// How to make it true.
    pub mend: Option<String>,
    /// How long that takes.
    pub time: Option<&'static str>,
}

/// The whole list.
#[derive(Debug, Clone)]
pub struct Migration {
    /// The network that the app moves into, if there is one.
    pub network: Option<String>,
    /// The subnet, and whether it is there.
    pub subnet: Option<(String, bool)>,
    /// The needs.
    pub lines: Vec<Line>,
    /// What to do, in order.
    pub steps: Vec<Step>,
}

impl Migration {
    /// Whether the app can move now.
    pub fn ready(&self) -> Eligible {
        let has = |status| self.lines.iter().any(|line| line.status == status);
        if has(Status::Fail) {
            Eligible::No
        } else if has(Status::Unknown) {
            Eligible::Unclear
        } else {
            Eligible::Yes
        }
    }
}

/// What the app needs, if it has a gateway-required integration; `networks` were judged for the regional
/// way, as of an app that moves.
pub fn migration(snapshot: &Snapshot, networks: &[Network]) -> Option<Migration> {
    if snapshot.integration.kind.value() != Some(&Kind::Gateway) {
        return None;
    }
    let Some((vnet, answer)) = destination(snapshot, networks) else {
        return Some(Migration {
            network: None,
            subnet: None,
            lines: vec![nowhere()],
            steps: Vec::new(),
        });
    };
    let mut lines: Vec<Line> = super::reason::ALL
        .iter()
        .filter(|reason| reason.ways.contains(&Way::Regional) && reason.concern == Concern::Plan)
        .map(|reason| {
            let struck = answer
                .struck
                .iter()
                .find(|struck| struck.reason.name == reason.name);
            of_reason(reason, struck)
        })
        .collect();
    let question = Question::new(snapshot, vnet, Way::Regional, true);
    let Some((subnet, exists)) = subnet(&question, answer) else {
        lines.push(unplaced());
        return Some(Migration {
            network: Some(vnet.name.clone()),
            subnet: None,
            steps: Vec::new(),
            lines,
        });
    };
    let it = Move {
        now: snapshot,
        vnet,
        then: snapshot.integration.as_if_in(vnet, &subnet),
        tunnel: tunnel(&judge_all(snapshot)),
        exists,
        subnet,
    };
    for need in ALL {
        let verdict = (need.judge)(&it).unwrap_or_else(|early| early);
        let wrong = matches!(
            verdict.status,
            Status::Fail | Status::Unknown | Status::Warn
        );
        lines.push(Line {
            name: need.name,
            title: need.title,
            status: verdict.status,
            summary: verdict.summary,
            evidence: verdict.evidence,
            mend: wrong.then(|| {
                verdict
                    .remedy
                    .unwrap_or_else(|| need.explanation.mend.to_owned())
            }),
            time: wrong.then_some(need.time),
        });
    }
    Some(Migration {
        network: Some(vnet.name.clone()),
        subnet: Some((it.subnet.name.clone(), it.exists)),
        steps: steps::steps(&it, &lines),
        lines,
    })
}

/// The network that the app would move into: its own if that can be, else a peered one, else any.
fn destination<'n>(snapshot: &Snapshot, networks: &'n [Network]) -> Option<(&'n Vnet, &'n Answer)> {
    let integration = &snapshot.integration;
    let own = integration.vnet.value().map(|vnet| &vnet.id);
    let peers: Vec<_> = integration
        .peerings()
        .value()
        .into_iter()
        .flatten()
        .filter_map(|peering| peering.remote.value().cloned())
        .collect();
    networks
        .iter()
        .filter_map(|network| {
            let answer = network
                .answers
                .iter()
                .find(|answer| answer.way == Way::Regional)?;
            Some((network.vnet.value()?, answer))
        })
        .filter(|(vnet, _)| vnet.generation == Generation::V2)
        .min_by_key(|(vnet, answer)| {
            let hopeless = answer.struck.iter().any(|struck| {
                struck.weight == Weight::No && struck.reason.name == other_region::REASON.name
            });
            let near = if Some(&vnet.id) == own {
                0
            } else if peers.contains(&vnet.id) {
                1
            } else {
                2
            };
            (hopeless, near, answer.eligible())
        })
}

/// The subnet that would do: one that will, else a free block for a new one.
fn subnet(question: &Question<'_>, answer: &Answer) -> Option<(Subnet, bool)> {
    if let Some(fit) = answer
        .subnets
        .iter()
        .find(|fit| fit.eligible == Eligible::Yes)
    {
        return Some((fit.subnet.clone(), true));
    }
    let demand = Demand::of(question).ok()?;
    let block: Ipv4Net = free_block(question.vnet, &demand)?;
    Some((proposed(question.vnet, block), false))
}

fn of_reason(reason: &'static super::reason::Reason, struck: Option<&super::Struck>) -> Line {
    let (status, summary, evidence) = match struck {
        None => (Status::Pass, String::new(), Vec::new()),
        Some(struck) => (
            struck.verdict.status,
            struck.verdict.summary.clone(),
            struck.verdict.evidence.clone(),
        ),
    };
    Line {
        name: reason.name,
        title: reason.good,
        status,
        summary,
        evidence,
        mend: struck.map(|struck| struck.mend().to_owned()),
        time: struck.map(|_| reason.time),
    }
}

fn nowhere() -> Line {
    Line {
        name: "network-classic",
        title: "there is a Resource Manager network to move into",
        status: Status::Fail,
        summary: "no Resource Manager network was read".to_owned(),
        evidence: Vec::new(),
        mend: Some("Create one in the plan's region, or add the answer of az network vnet list to the folder of --from. A classic network is connected to it by a VPN between their gateways: a peering to a classic network does not carry the app's traffic.".to_owned()),
        time: Some("a network at once; about 30 minutes for each gateway"),
    }
}

fn unplaced() -> Line {
    Line {
        name: SUBNET_KNOWN.name,
        title: SUBNET_KNOWN.title,
        status: Status::Unknown,
        summary: "no subnet will do and no free block was found, so DNS, routes, security groups and what is reached cannot be judged".to_owned(),
        evidence: Vec::new(),
        mend: Some(SUBNET_KNOWN.explanation.mend.to_owned()),
        time: None,
    }
}

#[cfg(test)]
mod tests;
