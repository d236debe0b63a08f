//! Whether an app or a plan can be integrated with a network: every reason why not, how to mend it and
//! how long that takes. Pure.
//!
//! To add a reason: write `eligible/reason/<name>.rs` with `pub const REASON: Reason`, and name it twice in
//! `reason/mod.rs`: `mod` and `ALL`. Text, JSON, `list`, `explain` and exit codes follow.

pub mod alternative;
pub mod migration;
pub mod question;
pub mod reason;
pub mod subnet;
pub mod wanted;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use netdiag::fact::{Fact, Gap};
use netdiag::model::{Generation, Integration, Inventory, Kind, Plan, ResourceId, Vnet};

use crate::check::{Evidence, Snapshot};
use question::Question;
use reason::{Concern, Reason};
use subnet::Fit;

/// Which way of integration is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// Gateway-required integration.
    Gateway,
    /// Regional integration.
    Regional,
}

impl Way {
    /// Both, in the order in which they are told.
    pub const ALL: &'static [Self] = &[Self::Gateway, Self::Regional];

    /// The kind of integration that it leads to.
    pub fn kind(self) -> Kind {
        match self {
            Self::Gateway => Kind::Gateway,
            Self::Regional => Kind::Regional,
        }
    }

    /// As text calls it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Gateway => "gateway-required",
            Self::Regional => "regional",
        }
    }
}

/// What a reason does to the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// It stands in the way.
    No,
    /// A fact that it depends on could not be read, or the rule itself is not certain.
    Unknown,
    /// It does not stand in the way, but whoever sets it up should know.
    Note,
}

/// A reason that strikes, or may strike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obstacle {
    /// What it does to the answer.
    pub weight: Weight,
    /// What was found, in one sentence without a final period.
    pub summary: String,
    /// What the sentence rests on.
    pub evidence: Vec<Evidence>,
    /// How to mend it here; without it the reason's own words hold.
    pub mend: Option<String>,
}

impl Obstacle {
    fn new(weight: Weight, summary: impl Into<String>) -> Self {
        Self {
            weight,
            summary: summary.into(),
            evidence: Vec::new(),
            mend: None,
        }
    }

    /// It stands in the way.
    pub fn no(summary: impl Into<String>) -> Self {
        Self::new(Weight::No, summary)
    }

    /// Nobody can say, for this reason.
    pub fn unclear(summary: impl Into<String>) -> Self {
        Self::new(Weight::Unknown, summary)
    }

    /// It does not stand in the way.
    pub fn note(summary: impl Into<String>) -> Self {
        Self::new(Weight::Note, summary)
    }

    /// Nobody can say, because of this gap.
    pub fn unknown(gap: &Gap) -> Self {
        Self::unclear(format!("{} {}", gap.what, gap.why)).with(Evidence::new(
            "not read",
            &gap.what,
            gap.from.as_ref(),
        ))
    }

    /// With this evidence.
    pub fn with(mut self, evidence: Evidence) -> Self {
        self.evidence.push(evidence);
        self
    }

    /// With a way to mend it that holds here.
    pub fn mend(mut self, mend: impl Into<String>) -> Self {
        self.mend = Some(mend.into());
        self
    }
}

/// A reason with what it found.
#[derive(Debug, Clone)]
pub struct Struck {
    /// The reason.
    pub reason: &'static Reason,
    /// What it found.
    pub obstacle: Obstacle,
}

impl Struck {
    /// How to mend it.
    pub fn mend(&self) -> &str {
        let own = self.obstacle.mend.as_deref();
        own.unwrap_or(self.reason.explanation.mend)
    }
}

/// Whether it can be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Eligible {
    /// It can.
    Yes,
    /// Something that was not read decides.
    Unclear,
    /// It cannot.
    No,
}

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
    pub fn to(question: &Question<'_>, concerns: &[Concern]) -> Self {
        let mut struck: Vec<Struck> = reason::ALL
            .iter()
            .filter(|reason| concerns.contains(&reason.concern))
            .filter(|reason| reason.ways.contains(&question.way))
            .filter_map(|reason| {
                let obstacle = (reason.judge)(question)?;
                Some(Struck { reason, obstacle })
            })
            .collect();
        // A stable sort: reasons of one weight keep the order of the list.
        struck.sort_by_key(|struck| struck.obstacle.weight);
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
        let has = |weight| self.struck.iter().any(|s| s.obstacle.weight == weight);
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
        generation(&self.id)
    }

    /// The best of its answers.
    pub fn eligible(&self) -> Eligible {
        let best = self.answers.iter().map(Answer::eligible).min();
        best.unwrap_or(Eligible::Unclear)
    }
}

fn generation(id: &ResourceId) -> Generation {
    let kind = id.resource_type().unwrap_or_default();
    if kind.starts_with("microsoft.classicnetwork/") {
        Generation::V1
    } else {
        Generation::V2
    }
}

/// Judges every network that was read, or those of this name, in the portal's order: Resource Manager
/// first, then classic, each by name.
pub fn networks(
    snapshot: &Snapshot,
    name: Option<&str>,
    ways: &[Way],
    concerns: &[Concern],
    moving: bool,
) -> Vec<Network> {
    answers(snapshot, name, ways, concerns, moving)
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
    name: Option<&str>,
    ways: &'a [Way],
    concerns: &'a [Concern],
    moving: bool,
) -> impl Iterator<Item = (&'a ResourceId, &'a Fact<Vnet>, Vec<Answer>)> {
    let mut networks: Vec<(&ResourceId, &Fact<Vnet>)> = snapshot
        .integration
        .inventory
        .vnets
        .iter()
        .filter(|(id, _)| name.is_none_or(|name| is_named(id, name)))
        .collect();
    networks.sort_by_cached_key(|(id, vnet)| {
        let name = vnet.value().map_or(id.name(), |vnet| &vnet.name);
        (generation(id) != Generation::V2, name.to_ascii_lowercase())
    });
    networks.into_iter().map(move |(id, fact)| {
        let answers = match fact.value() {
            Some(vnet) => ways
                .iter()
                .map(|way| Answer::to(&Question::new(snapshot, vnet, *way, moving), concerns))
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

/// An app of a plan, and what only it adds to the plan's answers.
#[derive(Debug, Clone)]
pub struct AppOnPlan {
    /// Its name; a slot is `app/slot`.
    pub name: String,
    /// The app as it is.
    pub snapshot: Snapshot,
}

/// The plan's apps that were read, by name.
pub fn apps_on(
    inventory: &std::sync::Arc<Inventory>,
    plan: &ResourceId,
    now: &Snapshot,
) -> Vec<AppOnPlan> {
    let mut apps: Vec<(&str, &ResourceId)> = inventory
        .sites
        .iter()
        .filter_map(|(id, site)| Some((id, site.value()?)))
        .filter(|(_, site)| site.plan.value() == Some(plan))
        .map(|(id, site)| (site.name.as_str(), id))
        .collect();
    apps.sort();
    apps.into_iter()
        .map(|(name, id)| AppOnPlan {
            name: name.to_owned(),
            snapshot: Snapshot {
                integration: Integration::of_app(
                    std::sync::Arc::clone(inventory),
                    netdiag::model::Environment::empty(),
                    id,
                ),
                time: now.time,
            },
        })
        .collect()
}

/// The plan of this name or id; without one the only plan there is.
///
/// # Errors
/// What to type instead.
pub fn choose_plan(inventory: &Inventory, name: Option<&str>) -> Result<Fact<Plan>, String> {
    let plans = &inventory.plans;
    let known = || {
        let names: BTreeSet<&str> = plans.keys().map(ResourceId::name).collect();
        names
            .into_iter()
            .map(|name| netdiag::text::printable(name).into_owned())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let matching: Vec<&Fact<Plan>> = plans
        .iter()
        .filter(|(id, _)| name.is_none_or(|name| is_named(id, name)))
        .map(|(_, plan)| plan)
        .collect();
    match (&matching[..], name) {
        ([plan], _) => Ok((*plan).clone()),
        ([], _) if plans.is_empty() => Err(
            "no App Service plan was read; add the answer of az appservice plan list to the folder of --from".to_owned(),
        ),
        ([], Some(name)) => Err(format!(
            "no plan '{}' was read; --plan takes one of: {}",
            netdiag::text::printable(name),
            known()
        )),
        (_, Some(name)) => Err(format!(
            "several plans are called '{}'; give the id of one of them",
            netdiag::text::printable(name)
        )),
        (_, None) => Err(format!(
            "several plans were read; choose one with --plan NAME: {}",
            known()
        )),
    }
}

/// The names of the networks that were read, as a list to choose from.
pub fn network_names(inventory: &Inventory) -> Vec<String> {
    let names: BTreeSet<&str> = inventory.vnets.keys().map(ResourceId::name).collect();
    names
        .into_iter()
        .map(|name| netdiag::text::printable(name).into_owned())
        .collect()
}
