//! A cause that was found, how sure, and on what grounds.

use std::net::SocketAddr;

use netdiag::fact::Origin;
use netdiag::model::{Kind, shown_server};
use netdiag::space::AddressSet;
use serde::Serialize;

use super::ALL;
use super::case::Case;
use super::observation::Contact;
use super::point::Point;
use super::witness::Stand;
use crate::check::{Evidence, Judged, Status};
use crate::path::fate::Blocker;

/// How sure a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// The configuration predicts this failure and its symptom was seen, or the fault itself was seen.
    Certain,
    /// The symptom fits only this; or the configuration predicts it and nobody looked.
    Likely,
    /// Nothing that was seen excludes it.
    Possible,
}

/// A cause that was found.
#[derive(Debug, Clone)]
pub struct Finding {
    /// How sure.
    pub confidence: Confidence,
    /// One sentence.
    pub summary: String,
    /// What it rests on.
    pub evidence: Vec<Evidence>,
    /// The address and port that it is about, if it is one.
    pub about: Option<SocketAddr>,
}

impl Finding {
    fn new(confidence: Confidence, summary: impl Into<String>) -> Self {
        Self {
            confidence,
            summary: summary.into(),
            evidence: Vec::new(),
            about: None,
        }
    }

    /// Predicted and seen.
    pub fn certain(summary: impl Into<String>) -> Self {
        Self::new(Confidence::Certain, summary)
    }

    /// Nothing else fits.
    pub fn likely(summary: impl Into<String>) -> Self {
        Self::new(Confidence::Likely, summary)
    }

    /// Not excluded.
    pub fn possible(summary: impl Into<String>) -> Self {
        Self::new(Confidence::Possible, summary)
    }

    /// With this evidence.
    pub fn because(
        mut self,
        what: impl Into<String>,
        value: impl ToString,
        from: Option<&Origin>,
    ) -> Self {
        self.evidence.push(Evidence::new(what, value, from));
        self
    }

    /// With what each DNS server says of the name.
    pub fn answers(self, case: &Case<'_>) -> Self {
        let answers = case.answers().into_iter();
        answers.fold(self, |finding, (server, answer)| {
            finding.because(shown_server(server), &answer.message, None)
        })
    }

    /// With what a check rests on.
    pub fn of_check(mut self, judged: &Judged) -> Self {
        self.evidence
            .extend(judged.verdict.evidence.iter().cloned());
        self
    }

    /// With what was seen of a point.
    pub fn seen(mut self, point: &Point<'_>) -> Self {
        self.about.get_or_insert(point.at());
        self.because(
            format!("connecting to {}", point.shown()),
            point.seen(),
            None,
        )
    }
}

/// Whether a blocker of this cause can show itself by this outcome.
fn fits(cause: &str, outcome: &str) -> bool {
    let named = ALL.iter().find(|known| known.name == cause);
    outcome == "timeout" || named.is_some_and(|cause| cause.shows.contains(&outcome))
}

/// What the configured blockers of one cause amount to, with what was seen.
pub fn by_blocker(case: &Case<'_>, cause: &str) -> Option<Finding> {
    let points = case.points.iter().chain(&case.deaf_servers);
    points
        .filter_map(|point| of_point(case, point, cause))
        .min_by_key(|finding| finding.confidence)
}

fn of_point(case: &Case<'_>, point: &Point<'_>, cause: &str) -> Option<Finding> {
    let trace = point.trace.as_ref()?;
    let all = case.senders();
    let mut blockers: Vec<(&Blocker, AddressSet)> = trace
        .blockers()
        .into_iter()
        .filter(|(_, blocker, _)| blocker.cause == cause)
        .map(|(_, blocker, from)| (blocker, from))
        .collect();
    // What strikes more comes first.
    blockers.sort_by_key(|(_, from)| std::cmp::Reverse(from.count()));
    let struck = blockers
        .iter()
        .fold(AddressSet::empty(), |set, (_, from)| set.union(from));
    let (first, _) = blockers.first()?;
    let whole = struck.covers(&all);
    let part = if whole {
        String::new()
    } else {
        format!(", for {struck} of {}", sender_name(case))
    };
    let summary = format!("{}{part}", first.what);
    let own = case.own_address().filter(|own| all.contains(*own));
    let mut finding = match &point.contact {
        Some(contact) if contact.connected() => {
            if whole {
                // It works, so the configuration that was read is older, or the model is wrong.
                return None;
            }
            Finding::possible(summary)
        }
        Some(contact) if contact.answered() => return None,
        Some(contact) if !fits(cause, &contact.outcome) => Finding::possible(summary),
        Some(_) if whole || own.is_some_and(|own| struck.contains(own)) => {
            Finding::certain(summary)
        }
        Some(_) if own.is_some() => Finding::possible(summary),
        Some(_) => Finding::likely(summary),
        None if whole => Finding::likely(summary),
        None => Finding::possible(summary),
    };
    for (blocker, from) in &blockers {
        let part = if from.covers(&all) {
            "every address of the app".to_owned()
        } else {
            from.to_string()
        };
        finding = finding.because(
            &blocker.what,
            format!("strikes {part}"),
            blocker.from.as_ref(),
        );
    }
    if let (Some(own), false) = (own, whole) {
        finding = finding.because("WEBSITE_PRIVATE_IP", own, None);
    }
    Some(finding.seen(point))
}

/// What the app's addresses are called.
pub fn sender_name(case: &Case<'_>) -> String {
    match case.context {
        Ok(context) => context.sender.name.clone(),
        Err(_) => "the app's addresses".to_owned(),
    }
}

/// The first silent point that nothing in the configuration blocks.
pub fn silent_and_clean<'c, 'a>(case: &'c Case<'a>) -> Option<&'c Point<'a>> {
    if case.reached() {
        return None;
    }
    case.points
        .iter()
        .find(|point| point.came(Contact::silent) && !point.is_blocked())
}

/// What could not be told at one of these hops, for a target that stays silent.
pub fn by_unknown(case: &Case<'_>, hops: &[&str]) -> Option<Finding> {
    if case.reached() {
        return None;
    }
    case.points
        .iter()
        .chain(&case.deaf_servers)
        .find_map(|point| {
            if point.came(|contact| !contact.silent()) {
                return None;
            }
            let trace = point.trace.as_ref()?;
            let unknowns = trace.unknowns();
            let (_, why) = unknowns
                .iter()
                .find(|(hop, _)| hops.contains(&hop.kind.name))?;
            Some(Finding::possible(format!("it cannot be excluded: {why}")).seen(point))
        })
}

/// For a fault of the way into the network, which nothing in the configuration shows: the target is
/// silent, and so is everything else there. `check` judges that fault; where it could not, the fault
/// is the better suspect, because what was read says that it is well.
pub fn by_silence_of_all(case: &Case<'_>, check: &str, summary: &str) -> Option<Finding> {
    let point = silent_and_clean(case)?;
    if case.neighbours_answer() != Some(false)
        || case.snapshot.integration.kind.value() != Some(&Kind::Gateway)
    {
        return None;
    }
    let finding = match case.status(check) {
        Some(Status::Unknown) => Finding::likely(summary),
        _ => Finding::possible(summary),
    };
    Some(finding.seen(point))
}

/// For a fault of the on-premises side that strikes the app only: Azure cannot see it, a witness in
/// the network can.
pub fn by_on_premises_silence(case: &Case<'_>, may: &str) -> Option<Finding> {
    let point = silent_and_clean(case).filter(|point| point.is_on_premises())?;
    let summary = format!("{may} {}", sender_name(case));
    Some(match case.witness(Stand::Vm) {
        Some(seen) if seen.reached => Finding::likely(format!(
            "a machine in the network reaches {}, the app does not: {summary}",
            case.target
        ))
        .because("witness in the network", &seen.outcome, None)
        .seen(point),
        // It fails from the network too: what is special about the app is not the reason.
        Some(_) => return None,
        None => Finding::possible(format!("{summary}; Azure cannot see it")).seen(point),
    })
}
