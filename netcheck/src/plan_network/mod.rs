//! A network before it is made: what is proposed, what lies around it, whether it will do, what would
//! do instead, and the commands that would make it. Pure.

pub mod az;
pub mod proposal;
pub mod rule;
pub mod suggest;
pub mod surroundings;

#[cfg(test)]
mod tests;
