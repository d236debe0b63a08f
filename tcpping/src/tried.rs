//! One attempt on a target: a connection that was tried, or one that never came to be because the
//! name has no address.

use std::net::IpAddr;

use netdiag::probe::connect::Attempt;
use netdiag::probe::failure::Failure;

/// What came of one attempt on a target.
#[derive(Debug, Clone)]
pub struct Tried {
    /// The number of the attempt, from 1; with several addresses each of them has it.
    pub n: u64,
    /// The address that was tried; none if the name has none.
    pub address: Option<IpAddr>,
    /// What was seen.
    pub seen: Attempt,
}

impl Tried {
    /// A connection to this address was tried.
    pub fn address(n: u64, address: IpAddr, seen: Attempt) -> Self {
        Self {
            n,
            address: Some(address),
            seen,
        }
    }

    /// There was no address to try.
    pub fn nothing(n: u64, failure: Failure) -> Self {
        Self {
            n,
            address: None,
            seen: Attempt::failed(failure),
        }
    }
}
