//! The checklist: one file per check, and [`ALL`].
//!
//! To add a check see CONTRIBUTING, "Add a check".

mod needs;
mod remedy;
mod tunnel;
mod verdict;

mod address_spaces_disjoint;
mod app_integrated;
mod certificates_in_sync;
mod certificates_valid;
mod dns_servers_routed;
mod dns_servers_set;
mod dns_settings_consistent;
mod gateway_integration_supported;
mod gateway_route_based;
mod gateway_subnet_clean;
mod gateway_up;
mod instances_have_addresses;
mod network_in_sync;
mod no_expressroute_gateway;
mod on_premises_ranges_routed;
mod outbound_security_group_admits;
mod peerings_carry_app;
mod plan_tier_supported;
mod plan_within_limits;
mod point_to_site_enabled;
mod route_all_as_meant;
mod route_back_to_app;
mod routes_cover_network;
mod same_region;
mod same_subscription;
mod security_groups_admit_app;
mod site_to_site_connected;
mod subnet_delegated;
mod subnet_exists;
mod subnet_large_enough;
mod subnet_linked_to_plan;
mod vpn_protocols_usable;

use netdiag::model::{Integration, Kind};
use time::OffsetDateTime;

use crate::explanation::Explanation;

pub use certificates_in_sync::certificates;
pub use gateway_integration_supported::gateway_kind_ends;
pub use needs::reached;
use needs::{need, need_some};
pub use network_in_sync::{asked_for, dns_servers, routes, sides};
pub(crate) use peerings_carry_app::peering_not_connected;
pub use plan_within_limits::{networks_below, subnets_of_plan};
use remedy::SYNC_NETWORK;
pub(crate) use remedy::{sharing_doubt, sstp_doubt, sync_costs};
pub use tunnel::tunnel;
pub use verdict::{Evidence, Findings, Judgement, Status, Verdict};

/// The checklist, in the order in which it is walked.
pub const ALL: &[&Check] = &[
    &gateway_up::CHECK,
    &certificates_in_sync::CHECK,
    &network_in_sync::CHECK,
    &app_integrated::CHECK,
    &plan_tier_supported::CHECK,
    &plan_within_limits::CHECK,
    &same_subscription::CHECK,
    &same_region::CHECK,
    &subnet_exists::CHECK,
    &subnet_delegated::CHECK,
    &subnet_linked_to_plan::CHECK,
    &subnet_large_enough::CHECK,
    &instances_have_addresses::CHECK,
    &gateway_route_based::CHECK,
    &point_to_site_enabled::CHECK,
    &vpn_protocols_usable::CHECK,
    &address_spaces_disjoint::CHECK,
    &certificates_valid::CHECK,
    &no_expressroute_gateway::CHECK,
    &dns_servers_set::CHECK,
    &dns_settings_consistent::CHECK,
    &dns_servers_routed::CHECK,
    &routes_cover_network::CHECK,
    &route_all_as_meant::CHECK,
    &outbound_security_group_admits::CHECK,
    &route_back_to_app::CHECK,
    &security_groups_admit_app::CHECK,
    &gateway_subnet_clean::CHECK,
    &site_to_site_connected::CHECK,
    &on_premises_ranges_routed::CHECK,
    &peerings_carry_app::CHECK,
    &gateway_integration_supported::CHECK,
];

/// What a check is judged on: the integration as it was read, at an instant.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// The integration.
    pub integration: Integration,
    /// When it is judged: certificates expire, and so does a kind of integration.
    pub time: OffsetDateTime,
}

/// For which kind of integration a check has a meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// For every app, integrated or not.
    Any,
    /// For an app that is integrated, whichever way.
    Integrated,
    /// For gateway-required integration only.
    Gateway,
    /// For regional integration only.
    Regional,
}

/// One check.
#[derive(Debug)]
pub struct Check {
    /// Its public name, never reused.
    pub name: &'static str,
    /// A statement that should be true.
    pub title: &'static str,
    /// What `explain` says.
    pub explanation: Explanation,
    /// For which kind of integration it has a meaning.
    pub scope: Scope,
    /// The checks whose failure explains this one's.
    pub after: &'static [&'static str],
    /// The judgement, a pure function. [`judge_all`] asks for it where the scope fits.
    pub judge: fn(&Snapshot) -> Judgement,
}

impl Check {
    /// The verdict of this check alone, with its remedy. That it follows from an earlier one shows
    /// only in the whole checklist.
    pub fn verdict(&self, snapshot: &Snapshot) -> Verdict {
        in_scope(self, snapshot)
            .and_then(|()| (self.judge)(snapshot))
            .unwrap_or_else(|early| early)
            .remedy(self.explanation.mend)
    }
}

/// The check of this name; `None` if there is none.
pub fn named(name: &str) -> Option<&'static Check> {
    ALL.iter().find(|check| check.name == name).copied()
}

/// A check with its verdict.
#[derive(Debug, Clone)]
pub struct Judged {
    /// The check.
    pub check: &'static Check,
    /// The verdict.
    pub verdict: Verdict,
    /// The earlier failed check that this failure follows from.
    pub follows_from: Option<&'static str>,
}

/// Judges every check, in order.
pub fn judge_all(snapshot: &Snapshot) -> Vec<Judged> {
    let mut all: Vec<Judged> = Vec::with_capacity(ALL.len());
    for &check in ALL {
        let verdict = check.verdict(snapshot);
        let follows_from = verdict
            .is_problem()
            .then(|| {
                check.after.iter().copied().find(|earlier| {
                    all.iter()
                        .any(|j| j.check.name == *earlier && j.verdict.status == Status::Fail)
                })
            })
            .flatten();
        all.push(Judged {
            check,
            verdict,
            follows_from,
        });
    }
    all
}

/// The verdict of one check, whatever kind of integration it is meant for: `eligible` asks it of an
/// integration that is not set up yet. `None` if there is no such check.
pub fn judge_one(name: &str, snapshot: &Snapshot) -> Option<Verdict> {
    let check = named(name)?;
    Some((check.judge)(snapshot).unwrap_or_else(|early| early))
}

/// Whether the check has a meaning for this kind of integration. Where the kind is not known it is
/// judged: what it needs is then there or not.
fn in_scope(check: &Check, snapshot: &Snapshot) -> Result<(), Verdict> {
    let why = match (check.scope, snapshot.integration.kind.value()) {
        (Scope::Any, _)
        | (_, None)
        | (Scope::Integrated, Some(Kind::Gateway | Kind::Regional))
        | (Scope::Gateway, Some(Kind::Gateway))
        | (Scope::Regional, Some(Kind::Regional)) => return Ok(()),
        (Scope::Gateway, Some(Kind::Regional)) => {
            "the app uses regional integration, which has no gateway of its own, no certificate and no copied routes"
        }
        (Scope::Regional, Some(Kind::Gateway)) => {
            "the app uses gateway-required integration, which has no subnet of its own"
        }
        (_, Some(Kind::None)) => "the app is not integrated with a network",
    };
    Err(Verdict::not_applicable(why))
}

#[cfg(test)]
mod tests;
