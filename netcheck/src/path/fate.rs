//! What becomes of a set of flows: it passes, it is blocked, or nobody can say.

use netdiag::fact::{Gap, Origin};

use super::flows::Block;

/// The cause of what goes to the internet instead of the network: no fault by itself.
pub const LEAVES: &str = "name-is-public";

/// What a hop does with flows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// They pass, by this.
    Passes(String),
    /// They do not, because of this.
    Blocked(Blocker),
    /// Nobody can say, because of this.
    Unknown(String),
}

/// What blocks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Blocker {
    /// The public name of the cause that this blocker is.
    pub cause: &'static str,
    /// What it is, in words, as "nw-nsg denies it (rule no-p2s, priority 150)".
    pub what: String,
    /// Where it was read.
    pub from: Option<Origin>,
}

impl Blocker {
    /// Whether the flows go straight to the internet and not into the network.
    pub fn leaves(&self) -> bool {
        self.cause == LEAVES
    }
}

/// A set of flows with one fate at a hop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The flows.
    pub flows: Block,
    /// Their fate.
    pub verdict: Verdict,
}

impl Part {
    pub(in crate::path) fn passes(flows: &Block, by: impl Into<String>) -> Vec<Self> {
        vec![Self {
            flows: flows.clone(),
            verdict: Verdict::Passes(by.into()),
        }]
    }

    pub(in crate::path) fn blocked(
        flows: &Block,
        cause: &'static str,
        what: impl Into<String>,
        from: Option<&Origin>,
    ) -> Vec<Self> {
        vec![Self {
            flows: flows.clone(),
            verdict: Verdict::Blocked(Blocker {
                cause,
                what: what.into(),
                from: from.cloned(),
            }),
        }]
    }

    pub(in crate::path) fn unknown(flows: &Block, why: impl Into<String>) -> Vec<Self> {
        vec![Self {
            flows: flows.clone(),
            verdict: Verdict::Unknown(why.into()),
        }]
    }

    pub(in crate::path) fn gap(flows: &Block, gap: &Gap) -> Vec<Self> {
        Self::unknown(flows, gap.sentence())
    }
}
