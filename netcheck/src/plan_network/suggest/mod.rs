//! A proposal that fits: what was given and is right stays, what is wrong is replaced, what is missing is
//! added.

mod dns;
mod names;
mod networks;
mod pools;
mod subnets;

use netdiag::space::{AddressSet, private_ranges};

use super::proposal::{Prefix, Proposal};
use super::rule::{forbidden, network_must_avoid};
use super::surroundings::Surroundings;

/// A proposal that passes every rule, and how it differs from what was given.
#[derive(Debug, Clone)]
pub struct Suggestion {
    /// What fits.
    pub proposal: Proposal,
    /// What is new or other, in the order network, subnets, pool, DNS servers, names.
    pub changes: Vec<Change>,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What it is, as "the subnet data".
    pub what: String,
    /// What was given; `None` if it is new.
    pub was: Option<String>,
    /// What fits; `None` if it is left out.
    pub now: Option<String>,
    /// Why.
    pub why: String,
}

/// There is no room for this, as "the network, of /28 or larger".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoRoom(pub String);

/// How often the networks are made smaller to leave room for the pool.
const SMALLER: u8 = 13;

/// Proposes blocks that fit. Equal input gives equal output.
///
/// # Errors
/// If the private ranges have no room for it beside what is known.
pub fn suggest(given: &Proposal, around: &Surroundings) -> Result<Suggestion, NoRoom> {
    let mut first = None;
    for smaller in 0..SMALLER {
        match Builder::new(given, around, smaller).build() {
            Ok(suggestion) => return Ok(suggestion),
            Err(no_room) => first = first.or(Some(no_room)),
        }
    }
    Err(first.unwrap_or_else(|| NoRoom("the network".to_owned())))
}

/// What is worked on.
struct Builder<'a> {
    given: &'a Proposal,
    around: &'a Surroundings,
    /// By how many bits new networks are smaller than they would best be.
    smaller: u8,
    /// What the network must not overlap with.
    avoided: AddressSet,
    /// What new blocks keep away from: all that is known.
    known: AddressSet,
    next: Proposal,
    changes: Vec<Change>,
    /// Where the networks that were given went, in their order.
    moved_networks: Vec<(Prefix, Prefix)>,
    /// Where the subnets that were given went, in their order.
    moved_subnets: Vec<(Prefix, Prefix)>,
}

impl<'a> Builder<'a> {
    fn new(given: &'a Proposal, around: &'a Surroundings, smaller: u8) -> Self {
        let next = Proposal {
            networks: Vec::new(),
            subnets: Vec::new(),
            pools: Vec::new(),
            dns: Vec::new(),
            ..given.clone()
        };
        Self {
            given,
            around,
            smaller,
            avoided: around.addresses(network_must_avoid).union(&forbidden()),
            known: around.addresses(|_| true).union(&forbidden()),
            next,
            changes: Vec::new(),
            moved_networks: Vec::new(),
            moved_subnets: Vec::new(),
        }
    }

    fn build(mut self) -> Result<Suggestion, NoRoom> {
        self.networks()?;
        self.subnets()?;
        self.pools()?;
        self.dns();
        self.names();
        Ok(Suggestion {
            proposal: self.next,
            changes: self.changes,
        })
    }

    fn changed(
        &mut self,
        what: impl Into<String>,
        was: Option<String>,
        now: Option<String>,
        why: impl Into<String>,
    ) {
        self.changes.push(Change {
            what: what.into(),
            was,
            now,
            why: why.into(),
        });
    }

    /// Private addresses that nothing known has, nor the networks and pools so far.
    fn free(&self) -> AddressSet {
        private_ranges()
            .difference(&self.known)
            .difference(&self.next.space())
            .difference(&self.next.pool())
    }
}

/// The prefix as it is judged, or that bits behind its length were set.
fn tidy(prefix: Prefix) -> Option<(Prefix, bool)> {
    prefix.v4().map(|net| (net.into(), prefix.has_host_bits()))
}

/// The greatest length of what is proposed: enough for integration and for an active-active gateway's pool.
const LONGEST: u8 = 28;

/// Why a prefix with bits behind its length is written otherwise.
const HOST_BITS: &str = "bits behind its length were set";
/// Why an IPv6 prefix is left out.
const IPV6: &str = "the integration does not carry IPv6";
