//! What the page tells beside the findings, as plain data.

pub mod copy;
pub mod journey;
pub mod ports;
pub mod surroundings;
