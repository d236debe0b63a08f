//! What a task comes to.

use std::fmt::Display;

/// What a task comes to; the error is a sentence for whoever called it.
pub type Result<T> = std::result::Result<T, String>;

/// Puts what it was about before an error.
pub fn told<E: Display>(what: impl Display) -> impl FnOnce(E) -> String {
    move |why| format!("{what}: {why}")
}
