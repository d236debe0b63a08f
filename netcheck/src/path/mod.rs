//! The way a packet takes, there and back. Pure: configuration in, sets of flows out.
//!
//! A hop (`hop`) decides the fate of a whole set of flows at once, so that one implementation serves
//! the trace of a single target (`trace`) and everything that can be reached (`reach`), and a rule
//! that strikes only a part of the senders is seen as such.

pub(crate) mod context;
mod endpoints;
pub(crate) mod fate;
pub mod flows;
pub(crate) mod hop;
pub(crate) mod peering;
pub(crate) mod place;
pub(crate) mod reach;
pub mod routes;
pub mod security;
pub mod tags;
pub(crate) mod trace;

pub(crate) use context::{Context, Tunnel};

#[cfg(test)]
mod tests;
