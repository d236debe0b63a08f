//! What a group does with a flow, and by which rule.

use netdiag::fact::Origin;
use netdiag::model::{Access, RulePeer};

use super::rules::Matching;

/// What a group does with a flow.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It passes, by this rule.
    Allowed(Decider),
    /// It is dropped, by this rule.
    Denied(Decider),
    /// It cannot be told: these things were not expanded, and it would matter.
    Unknown(Vec<String>),
}

/// The rule that decided.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Decider {
    /// The rule's name.
    pub rule: String,
    /// Its priority.
    pub priority: u32,
    /// Whether it speaks of `VirtualNetwork`: which addresses that tag holds is this model's
    /// assumption ([`crate::path::tags::Tags::around`]).
    pub assumes_network: bool,
    /// Where it was read; a default rule that the export leaves out has no place.
    pub from: Option<Origin>,
}

impl Decider {
    /// The rule in words, as "rule no-p2s, priority 150", with the assumption that it rests on.
    pub fn shown(&self) -> String {
        let assumption = if self.assumes_network {
            "; VirtualNetwork is taken to hold the app's addresses, which is inferred"
        } else {
            ""
        };
        format!("rule {}, priority {}{assumption}", self.rule, self.priority)
    }
}

/// The fate that a rule gives, after the rules before it may have matched.
pub fn fate(rule: &Matching<'_>, may_allow: Vec<String>, may_deny: Vec<String>) -> Fate {
    let speaks_of_network = |peer: &RulePeer| {
        peer.tags
            .iter()
            .any(|tag| tag.eq_ignore_ascii_case("VirtualNetwork"))
    };
    let decider = Decider {
        rule: rule.rule.name.clone(),
        priority: rule.rule.priority,
        assumes_network: speaks_of_network(&rule.rule.source)
            || speaks_of_network(&rule.rule.destination),
        from: (rule.rule.from != Origin::PlatformDefault).then(|| rule.rule.from.clone()),
    };
    match rule.rule.access {
        Access::Allow if may_deny.is_empty() => Fate::Allowed(decider),
        Access::Allow => Fate::Unknown(may_deny),
        Access::Deny if may_allow.is_empty() => Fate::Denied(decider),
        Access::Deny => Fate::Unknown(may_allow),
    }
}
