//! Long lists: that a list is told whole and once, whatever happens meanwhile.

#[path = "nameresolver_lists/flags.rs"]
mod flags;
#[path = "nameresolver_lists/order_and_codes.rs"]
mod order_and_codes;
#[path = "nameresolver_lists/resume.rs"]
mod resume;
mod support;
#[cfg(unix)]
#[path = "support/terminal.rs"]
mod terminal;
