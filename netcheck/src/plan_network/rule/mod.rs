//! The rules for a network that is to be made: one file per rule, and [`ALL`].
//!
//! To add a rule see CONTRIBUTING, "Add a rule for networks that are to be made".

mod dns_servers_named;
mod dns_servers_placed;
mod gateway_subnet_holds_gateway;
mod gateway_subnet_named;
mod integration_subnet_holds_instances;
mod integration_subnet_per_plan;
mod names_allowed;
mod network_disjoint;
mod network_private;
mod pool_disjoint;
mod pool_holds_instances;
mod pool_private;
mod pool_usable;
mod prefixes_valid;
mod ranges_allowed;
mod subnet_sizes_allowed;
mod subnets_disjoint;
mod subnets_inside;

use netdiag::space::AddressSet;

use super::proposal::Proposal;
use super::surroundings::Surroundings;
use crate::check::{Findings, Judgement, Verdict};
use crate::explanation::Explanation;

pub use dns_servers_named::MOST_DNS_SERVERS;
pub use dns_servers_placed::{Placed, place};
pub use names_allowed::{NameKind, is_name_allowed};
pub use network_disjoint::network_must_avoid;
pub use ranges_allowed::forbidden;

/// The rules, in the order in which they are told.
pub const ALL: &[&Rule] = &[
    &prefixes_valid::RULE,
    &ranges_allowed::RULE,
    &network_private::RULE,
    &network_disjoint::RULE,
    &names_allowed::RULE,
    &subnet_sizes_allowed::RULE,
    &subnets_inside::RULE,
    &subnets_disjoint::RULE,
    &gateway_subnet_named::RULE,
    &gateway_subnet_holds_gateway::RULE,
    &pool_private::RULE,
    &pool_disjoint::RULE,
    &pool_holds_instances::RULE,
    &pool_usable::RULE,
    &integration_subnet_holds_instances::RULE,
    &integration_subnet_per_plan::RULE,
    &dns_servers_named::RULE,
    &dns_servers_placed::RULE,
];

/// What a rule is judged on.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    /// What is proposed.
    pub proposal: &'a Proposal,
    /// What lies around it.
    pub around: &'a Surroundings,
    /// The day on which it is judged.
    pub today: time::Date,
}

impl Ground<'_> {
    /// Ends a rule about the pool where there is none.
    fn pool(&self) -> Result<AddressSet, Verdict> {
        if self.proposal.pools.is_empty() {
            return Err(Verdict::not_applicable("no point-to-site pool is proposed"));
        }
        Ok(self.proposal.pool())
    }

    /// What the export does not say is not known not to overlap.
    fn unread(&self, found: &mut Findings) {
        for gap in &self.around.gaps {
            found.unknown(gap);
        }
    }
}

/// One rule.
#[derive(Debug)]
pub struct Rule {
    /// Its public name, never reused, and no other's that `explain` knows.
    pub name: &'static str,
    /// A statement that should be true.
    pub title: &'static str,
    /// What `explain` says; `mend` is the remedy unless the verdict names another.
    pub explanation: Explanation,
    /// The judgement, a pure function.
    pub judge: fn(&Ground<'_>) -> Judgement,
}

/// A rule with its verdict.
#[derive(Debug, Clone)]
pub struct Judged {
    /// The rule.
    pub rule: &'static Rule,
    /// The verdict.
    pub verdict: Verdict,
}

/// Judges every rule, in order.
pub fn judge_all(ground: &Ground<'_>) -> Vec<Judged> {
    ALL.iter()
        .map(|&rule| Judged {
            rule,
            verdict: (rule.judge)(ground)
                .unwrap_or_else(|early| early)
                .remedy(rule.explanation.mend),
        })
        .collect()
}
