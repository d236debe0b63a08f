//! Other programs that a task runs.

use std::process::Command;

use crate::outcome::{Result, told};

/// The cargo that runs this.
pub fn cargo() -> std::ffi::OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// What a command prints, which must end well.
///
/// # Errors
/// The command, and how it ended.
pub fn said(command: &mut Command) -> Result<String> {
    let shown = format!("{command:?}");
    let output = command.output().map_err(told(&shown))?;
    if !output.status.success() {
        let words = String::from_utf8_lossy(&output.stderr);
        return Err(format!("{shown}: {}: {}", output.status, words.trim()));
    }
    String::from_utf8(output.stdout).map_err(told(shown))
}
