//! The answer for each way into each network.

use std::collections::BTreeSet;

use netdiag::fact::Fact;
use netdiag::model::{Generation, Inventory, ResourceId, Vnet};

use super::question::Question;
use super::reason::{self, Concern};
use super::subnet::{self, Fit};
use super::{Eligible, Struck, Way, Weight};
use crate::check::Snapshot;

/// Whether one way into one network is open.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Which way.
    pub way: Way,
    /// Everything that was found: what stands in the way first, then what is not known, then notes.
    pub struck: Vec<Struck>,
    /// Each subnet of the network and whether it will do; for the regional way only, where what
    /// concerns the plan is judged.
    pub subnets: Vec<Fit>,
}

impl Answer {
    /// Judges every reason of this concern.
    pub fn judge(question: &Question<'_>, concerns: &[Concern]) -> Self {
        let mut struck: Vec<Struck> = reason::ALL
            .iter()
            .filter(|reason| concerns.contains(&reason.concern))
            .filter(|reason| reason.ways.contains(&question.way))
            .filter_map(|reason| Struck::new(reason, (reason.judge)(question)?))
            .collect();
        // A stable sort: reasons of one weight keep the order of the list.
        struck.sort_by_key(|struck| struck.weight);
        // Which subnets will do is the plan's concern: it is the same for each of its apps.
        let subnets = match question.way {
            Way::Regional if concerns.contains(&Concern::Plan) => subnet::fits(question),
            Way::Regional | Way::Gateway => Vec::new(),
        };
        Self {
            way: question.way,
            struck,
            subnets,
        }
    }

    /// What it comes to.
    pub fn eligible(&self) -> Eligible {
        let has = |weight| self.struck.iter().any(|s| s.weight == weight);
        if has(Weight::No) {
            Eligible::No
        } else if has(Weight::Unknown) {
            Eligible::Unclear
        } else {
            Eligible::Yes
        }
    }
}

/// One network with the answers to it.
#[derive(Debug, Clone)]
pub struct Network {
    /// Its id.
    pub id: ResourceId,
    /// The network, if it could be read.
    pub vnet: Fact<Vnet>,
    /// For each way that was asked about; none if the network could not be read.
    pub answers: Vec<Answer>,
}

impl Network {
    /// Its name, as it was read or as its id has it.
    pub fn name(&self) -> &str {
        self.vnet.value().map_or(self.id.name(), |vnet| &vnet.name)
    }

    /// Classic or Resource Manager, told by the id where the network was not read.
    pub fn generation(&self) -> Generation {
        Generation::of(&self.id)
    }

    /// Its name as the portal shows it.
    pub fn shown(&self) -> String {
        self.generation().shown(self.name())
    }

    /// The best of its answers.
    pub fn eligible(&self) -> Eligible {
        let best = self.answers.iter().map(Answer::eligible).min();
        best.unwrap_or(Eligible::Unclear)
    }
}

/// What is asked of the networks.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// Those of this name or id only.
    pub vnet: Option<&'a str>,
    /// Which ways of integration.
    pub ways: &'a [Way],
    /// What the reasons look at.
    pub concerns: &'a [Concern],
    /// The app leaves the integration that it has.
    pub moving: bool,
}

/// Judges the networks that were read, in the portal's order: Resource Manager first, then classic, each
/// by name.
pub fn networks(snapshot: &Snapshot, asked: &Asked<'_>) -> Vec<Network> {
    answers(snapshot, asked)
        .map(|(id, vnet, answers)| Network {
            id: id.clone(),
            vnet: vnet.clone(),
            answers,
        })
        .collect()
}

/// [`networks`] without the networks themselves, of which an app by itself needs nothing.
pub fn answers<'a>(
    snapshot: &'a Snapshot,
    asked: &Asked<'a>,
) -> impl Iterator<Item = (&'a ResourceId, &'a Fact<Vnet>, Vec<Answer>)> {
    let Asked {
        vnet,
        ways,
        concerns,
        moving,
    } = *asked;
    let mut networks: Vec<(&ResourceId, &Fact<Vnet>)> = snapshot
        .integration
        .inventory
        .vnets
        .iter()
        .filter(|(id, _)| vnet.is_none_or(|name| is_named(id, name)))
        .collect();
    networks.sort_by_cached_key(|(id, vnet)| {
        let name = vnet.value().map_or(id.name(), |vnet| &vnet.name);
        (
            Generation::of(id) != Generation::V2,
            name.to_ascii_lowercase(),
        )
    });
    networks.into_iter().map(move |(id, fact)| {
        let answers = match fact.value() {
            Some(vnet) => ways
                .iter()
                .map(|way| Answer::judge(&Question::new(snapshot, vnet, *way, moving), concerns))
                .collect(),
            None => Vec::new(),
        };
        (id, fact, answers)
    })
}

/// Whether a network goes by this name or id.
fn is_named(id: &ResourceId, name: &str) -> bool {
    id.name().eq_ignore_ascii_case(name) || *id == ResourceId::new(name)
}

/// The names of the networks that were read, as a list to choose from.
pub fn network_names(inventory: &Inventory) -> Vec<String> {
    let names: BTreeSet<&str> = inventory.vnets.keys().map(ResourceId::name).collect();
    names
        .into_iter()
        .map(|name| netdiag::text::printable(name).into_owned())
        .collect()
}
