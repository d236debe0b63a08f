//! What every text is written with.

pub mod heading;
pub mod statement;
pub mod table;
pub mod wrap;
