//! Questions to the network and their answers.
//!
//! A probe that fails is an observation, never an `Err`: `Err` means that *we* could not do our job.

pub mod bulk;
pub mod connect;
pub mod failure;
pub mod lookup;
