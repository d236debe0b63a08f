//! One attempt on a target: a connection that was tried, or one that never came to be because the
//! name has no address.

use std::borrow::Cow;
use std::net::IpAddr;
use std::time::Duration;

use netdiag::clock;
use netdiag::probe::connect::{Attempt, Outcome, RttSource};
use netdiag::probe::failure::Failure;
use time::OffsetDateTime;

/// What came of one attempt on a target.
#[derive(Debug, Clone)]
pub struct Shot {
    /// The number of the attempt, from 1; with several addresses each of them has it.
    pub n: u64,
    /// The address that was tried; none if the name has none.
    pub address: Option<IpAddr>,
    /// What came of it.
    pub outcome: Outcome,
    /// How long the handshake took.
    pub rtt: Option<Duration>,
    /// Who measured it.
    pub rtt_source: Option<RttSource>,
    /// How often the SYN was repeated.
    pub repeated_syns: Option<u32>,
    /// Who sent the ICMP error.
    pub reported_by: Option<IpAddr>,
    /// One sentence about a failure.
    pub message: Option<Cow<'static, str>>,
    /// When it began.
    pub started_at: OffsetDateTime,
    /// How long it took in all.
    pub took: Duration,
}

impl Shot {
    /// A connection that was tried.
    pub fn tried(n: u64, attempt: Attempt) -> Self {
        Self {
            n,
            address: Some(attempt.address.ip()),
            outcome: attempt.outcome,
            rtt: attempt.rtt,
            rtt_source: attempt.rtt_source,
            repeated_syns: attempt.repeated_syns,
            reported_by: attempt.reported_by,
            message: attempt.message,
            started_at: attempt.started_at,
            took: attempt.took,
        }
    }

    /// One without an address to try.
    pub fn without_address(n: u64, failure: Failure) -> Self {
        Self {
            n,
            address: None,
            outcome: Outcome::Failed(failure),
            rtt: None,
            rtt_source: None,
            repeated_syns: None,
            reported_by: None,
            message: Some(failure.sentence().into()),
            started_at: clock::now(),
            took: Duration::ZERO,
        }
    }
}
