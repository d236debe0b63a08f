//! The way a packet takes, there and back. Pure: configuration in, sets of flows out.

pub mod flows;
pub mod routes;
pub mod security;
pub mod tags;
