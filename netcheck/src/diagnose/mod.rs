//! Why a given host and port cannot be reached: one file per cause, and [`ALL`].
//!
//! To add a cause see CONTRIBUTING, "Add a cause".

pub mod case;
pub mod finding;
pub mod observation;
pub mod plan;
pub mod point;
pub mod witness;

mod address_spaces_overlap;
mod certificates_out_of_sync;
mod dns_answers_differ;
mod dns_server_fails;
mod dns_server_missing;
mod dns_server_refuses;
mod dns_server_unreachable;
mod expressroute_unsupported;
mod gateway_down;
mod host_down;
mod host_firewall;
mod hybrid_connection_serves;
mod name_does_not_exist;
mod name_is_public;
mod network_out_of_sync;
mod no_route_back;
mod not_integrated;
mod not_routed;
mod nothing_listens;
mod on_premises_firewall;
mod on_premises_no_route_back;
mod on_premises_range_missing;
mod peering_blocks;
mod platform_blocks_port;
mod platform_refuses_socket;
mod private_endpoint_not_approved;
mod private_endpoint_not_resolved;
mod route_table_diverts;
mod security_group_denies;
mod site_to_site_down;

use netdiag::model::Kind;

use crate::explanation::Explanation;
use case::Case;
use finding::{Confidence, Finding};
use observation::Contact;
use witness::Stand;

/// One cause.
#[derive(Debug)]
pub struct Cause {
    /// Its public name, never reused.
    pub name: &'static str,
    /// What the reader is told.
    pub title: &'static str,
    /// What `explain` says.
    pub explanation: Explanation,
    /// The remedy for an app with regional integration, where it is another.
    pub mend_regional: Option<&'static str>,
    /// How a blocker that is this cause may show itself beside by silence: words of an outcome. The
    /// sandbox refuses what does not enter the network, or whose adapter is missing. A private address
    /// that does not enter the network has no way at all; a dropped one is mostly silent, but some
    /// routers and appliances say so.
    pub shows: &'static [&'static str],
    /// What speaks against it, seen of the same target.
    pub cleared_by: &'static [Clears],
    /// Whether the case shows it, and how surely.
    pub judge: fn(&Case<'_>) -> Option<Finding>,
}

/// What somebody saw that clears causes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clears {
    /// The host itself refused: the way there and back works.
    Refusal,
    /// A machine in the network reaches the target: its own side works.
    Machine,
    /// Another app on the network reaches the target: all that both share works.
    App,
}

impl Cause {
    /// What most causes leave as it is. A cause names the rest itself.
    const PLAIN: Self = Self {
        name: "",
        title: "",
        explanation: Explanation {
            means: "",
            matters: "",
            reads: "",
            mend: "",
        },
        mend_regional: None,
        shows: &[],
        cleared_by: &[],
        judge: |_| None,
    };

    /// What to do, for an app with this kind of integration.
    pub fn mend(&self, kind: Option<&Kind>) -> &'static str {
        match (kind, self.mend_regional) {
            (Some(Kind::Regional), Some(mend)) => mend,
            _ => self.explanation.mend,
        }
    }
}

/// All causes, in the order in which a packet would meet them: of two that are equally sure the
/// earlier one is named first, because the later one may follow from it.
pub const ALL: &[&Cause] = &[
    &hybrid_connection_serves::CAUSE,
    &dns_server_missing::CAUSE,
    &private_endpoint_not_resolved::CAUSE,
    &name_does_not_exist::CAUSE,
    &dns_server_unreachable::CAUSE,
    &dns_server_refuses::CAUSE,
    &dns_server_fails::CAUSE,
    &dns_answers_differ::CAUSE,
    &not_integrated::CAUSE,
    &platform_blocks_port::CAUSE,
    &expressroute_unsupported::CAUSE,
    &gateway_down::CAUSE,
    &certificates_out_of_sync::CAUSE,
    &network_out_of_sync::CAUSE,
    &not_routed::CAUSE,
    &platform_refuses_socket::CAUSE,
    &address_spaces_overlap::CAUSE,
    &route_table_diverts::CAUSE,
    &peering_blocks::CAUSE,
    &site_to_site_down::CAUSE,
    &on_premises_range_missing::CAUSE,
    &private_endpoint_not_approved::CAUSE,
    &security_group_denies::CAUSE,
    &no_route_back::CAUSE,
    &on_premises_no_route_back::CAUSE,
    &on_premises_firewall::CAUSE,
    &nothing_listens::CAUSE,
    &host_down::CAUSE,
    &host_firewall::CAUSE,
    &name_is_public::CAUSE,
];

/// Whether the target was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reached {
    /// An attempt connected.
    Yes,
    /// It was tried, and none did.
    No,
    /// It was not tried, or not to the end.
    Unclear,
}

/// A cause that was considered and is not one, and what speaks against it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excluded {
    /// The cause's name.
    pub name: &'static str,
    /// What excludes it.
    pub by: String,
}

/// What is said of one target.
#[derive(Debug)]
pub struct Diagnosis<'a> {
    /// The target with all that is known about it.
    pub case: Case<'a>,
    /// Whether it was reached.
    pub reached: Reached,
    /// The causes, surest first.
    pub causes: Vec<(&'static Cause, Finding)>,
    /// What was considered and excluded.
    pub excluded: Vec<Excluded>,
}

/// Judges one target.
pub fn diagnose(case: Case<'_>) -> Diagnosis<'_> {
    let reached = if case.reached() {
        Reached::Yes
    } else if case.failed() {
        Reached::No
    } else {
        Reached::Unclear
    };
    let mut causes: Vec<(&'static Cause, Finding)> = ALL
        .iter()
        .filter_map(|cause| Some((*cause, (cause.judge)(&case)?)))
        .collect();
    let excluded = exclude(&case, &mut causes);
    // The sort is stable: equals stay in the order of the way.
    causes.sort_by_key(|(_, finding)| finding.confidence);
    Diagnosis {
        case,
        reached,
        causes,
        excluded,
    }
}

/// Takes away what an observation or a witness speaks against.
fn exclude(case: &Case<'_>, causes: &mut Vec<(&'static Cause, Finding)>) -> Vec<Excluded> {
    if case.reached() {
        return Vec::new();
    }
    let mut excluded: Vec<Excluded> = Vec::new();
    for (clears, by) in what_clears(case) {
        causes.retain(|(cause, _)| !cause.cleared_by.contains(&clears));
        for cause in ALL
            .iter()
            .filter(|cause| cause.cleared_by.contains(&clears))
        {
            if !excluded.iter().any(|known| known.name == cause.name) {
                excluded.push(Excluded {
                    name: cause.name,
                    by: by.clone(),
                });
            }
        }
    }
    excluded
}

/// What speaks against causes, each in a sentence.
fn what_clears(case: &Case<'_>) -> Vec<(Clears, String)> {
    let mut found = Vec::new();
    if case.contacts().any(|contact| contact.refused_by_host()) {
        let by = "the host itself refused, so the way there and back works";
        found.push((Clears::Refusal, by.to_owned()));
    }
    for (stand, clears, who) in [
        (Stand::Vm, Clears::Machine, "a machine in the network"),
        (Stand::App, Clears::App, "another app on the network"),
    ] {
        if let Some(seen) = case.witness(stand).filter(|seen| seen.reached) {
            found.push((
                clears,
                format!("{who} reaches {} ({})", case.target, seen.file),
            ));
        }
    }
    found
}

impl Diagnosis<'_> {
    /// The verdict in one line, cause first.
    pub fn verdict(&self) -> String {
        let target = self.case.target;
        let first = self.causes.first().map(|(_, finding)| finding);
        match (self.reached, first) {
            (Reached::Yes, None) => format!("{target} is reached"),
            (Reached::Yes, Some(finding)) if self.is_another() => {
                format!(
                    "{target} is reached, but perhaps not what was meant: {}",
                    finding.summary
                )
            }
            (Reached::Yes, Some(finding)) if self.connects(finding) => format!(
                "{target} is reached, but not from every address: {}",
                finding.summary
            ),
            (Reached::Yes, Some(finding)) => {
                format!("{target} is reached; beside it: {}", finding.summary)
            }
            (Reached::No, Some(finding)) => {
                let how = match finding.confidence {
                    Confidence::Certain => "",
                    Confidence::Likely => "likely, ",
                    Confidence::Possible => "perhaps ",
                };
                format!("{target} cannot be reached: {how}{}", finding.summary)
            }
            (Reached::No, None) => {
                format!("{target} cannot be reached, and nothing that was read or seen says why")
            }
            (Reached::Unclear, Some(finding)) if finding.confidence <= Confidence::Likely => {
                format!(
                    "{target} was not tried, and the configuration would not let it through: {}",
                    finding.summary
                )
            }
            (Reached::Unclear, _) if self.case.points.is_empty() => {
                format!("{target} was not tried: the name was not resolved")
            }
            (Reached::Unclear, Some(finding)) => {
                format!("{target} was not tried; {}", finding.summary)
            }
            (Reached::Unclear, None) => match self.not_followed() {
                Some(why) => format!(
                    "{target} was not tried, and whether the configuration lets it through is not known: {why}"
                ),
                None => format!(
                    "{target} was not tried; nothing in the configuration stands in its way"
                ),
            },
        }
    }

    /// Why nothing can be said of the way to one of the addresses, or of a part of it.
    fn not_followed(&self) -> Option<String> {
        let why = |point: &point::Point<'_>| match (&point.trace, self.case.context) {
            (Some(trace), _) => {
                let (hop, why) = trace.unknowns().into_iter().next()?;
                Some(format!("{} ({})", why, hop.kind.name))
            }
            (None, Err(gap)) => Some(gap.to_string()),
            (None, Ok(_)) => Some("the way of an IPv6 address is not followed".to_owned()),
        };
        self.case.points.iter().find_map(why)
    }

    /// Whether a finding is about an address of the target that an attempt connected to.
    fn connects(&self, finding: &Finding) -> bool {
        self.case
            .points
            .iter()
            .any(|point| point.came(Contact::connected) && finding.about == Some(point.at()))
    }

    /// Whether the first cause says that what answered may be something else than what was meant.
    fn is_another(&self) -> bool {
        let first = self.causes.first();
        first.is_some_and(|(cause, _)| cause.name == private_endpoint_not_resolved::CAUSE.name)
    }

    /// The exit code's part of this target: a problem, unclear, or good.
    pub fn exit(&self) -> netdiag::cli::Exit {
        use netdiag::cli::Exit;
        match self.reached {
            Reached::Yes => Exit::Good,
            Reached::No => Exit::Problem,
            Reached::Unclear
                if self
                    .causes
                    .iter()
                    .any(|(_, f)| f.confidence <= Confidence::Likely) =>
            {
                Exit::Problem
            }
            Reached::Unclear
                if self.case.points.is_empty()
                    || !self.causes.is_empty()
                    || self.not_followed().is_some() =>
            {
                Exit::Unclear
            }
            Reached::Unclear => Exit::Good,
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
