//! Where facts come from: export folders and the app's environment.

use std::fmt;
use std::path::Path;

use crate::model::{Environment, Inventory};

/// Input that cannot be read at all; says what to type instead.
#[derive(Debug)]
pub struct SourceError(pub String);

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for SourceError {}

/// Reads an export: a folder of JSON files, or one file. A bad file among good ones becomes a gap.
///
/// # Errors
/// If the path does not exist, or nothing in it can be read.
pub fn read_export(path: &Path) -> Result<Inventory, SourceError> {
    let _ = path;
    Ok(Inventory::default())
}

/// This process's environment, or the one saved in `file` (the output of `set` or `env`, or Kudu's
/// environment page).
///
/// # Errors
/// If the file cannot be read or holds no variables.
pub fn read_environment(file: Option<&Path>) -> Result<Environment, SourceError> {
    let _ = file;
    Ok(Environment::new(std::env::vars(), None))
}
