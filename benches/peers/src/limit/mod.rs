//! What the machine itself allows: the same packets with nothing around them. No peers, but what peers
//! and we are to be compared with.

pub mod names;
pub mod targets;
