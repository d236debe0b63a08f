//! netcheck as its users run it.

mod support;
