//! What may go wrong.

use std::error::Error;

/// What may go wrong here ends the run.
pub type Result<T> = std::result::Result<T, Box<dyn Error>>;
