//! Why the portal greys a network out: one file per reason, and [`ALL`].

pub mod already_integrated;
mod deployment_too_old;
mod expressroute_gateway;
mod gateway_kind_ended;
mod gateway_missing;
mod gateway_not_dynamic;
mod gateway_not_ready;
mod network_classic;
pub mod no_subnet_free;
pub mod other_region;
mod other_subscription;
mod plan_full;
mod point_to_site_off;
mod sstp_off;
mod tier_unsupported;
mod windows_only;

use super::Way;
use super::question::Question;
use crate::check::Verdict;
use crate::explanation::Explanation;

/// Every reason, in the order in which they are told.
pub const ALL: &[&Reason] = &[
    &already_integrated::REASON,
    &tier_unsupported::REASON,
    &plan_full::REASON,
    &windows_only::REASON,
    &deployment_too_old::REASON,
    &network_classic::REASON,
    &other_subscription::REASON,
    &other_region::REASON,
    &gateway_missing::REASON,
    &gateway_not_dynamic::REASON,
    &gateway_not_ready::REASON,
    &expressroute_gateway::REASON,
    &point_to_site_off::REASON,
    &sstp_off::REASON,
    &no_subnet_free::REASON,
    &gateway_kind_ended::REASON,
];

const GATEWAY: &[Way] = &[Way::Gateway];
const REGIONAL: &[Way] = &[Way::Regional];

/// What a reason looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Concern {
    /// The plan and the network: the same for every app of the plan.
    Plan,
    /// The app itself.
    App,
}

impl Concern {
    /// Everything: what an app is asked about.
    pub const ALL: &'static [Self] = &[Self::Plan, Self::App];
}

/// One reason.
#[derive(Debug)]
pub struct Reason {
    /// Its public name, never reused.
    pub name: &'static str,
    /// What is wrong where it strikes.
    pub title: &'static str,
    /// What should be true instead: a line of the list for a move.
    pub good: &'static str,
    /// What `explain` says.
    pub explanation: Explanation,
    /// How long mending it takes.
    pub time: &'static str,
    /// For which ways it has a meaning.
    pub ways: &'static [Way],
    /// What it looks at.
    pub concern: Concern,
    /// The judgement, a pure function: a failure stands in the way, a warning is a note, and `None` says
    /// that it does not strike. [`super::Answer::judge`] asks for it where the way and the concern fit.
    pub judge: fn(&Question<'_>) -> Option<Verdict>,
}
