//! Where facts come from: export folders and the app's environment.
//!
//! Reading files is here; what the JSON in them means is in `arm`, which is pure.

mod arm;
mod environment;
mod files;

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

/// Reads an export: a folder of JSON files (its subfolders too), or one file. A bad file among good
/// ones becomes a gap; so does a bad member of a good file.
///
/// # Errors
/// If the path does not exist, holds no JSON file, or none that can be read.
pub fn read_export(path: &Path) -> Result<Inventory, SourceError> {
    let files::Found { documents, gaps } = files::read(path)?;
    if documents.is_empty() {
        let reasons: Vec<String> = gaps.iter().map(ToString::to_string).collect();
        return Err(SourceError(format!(
            "nothing in '{}' can be read: {}; --from takes a folder or file of JSON, as 'az ... -o json' writes it",
            shown(path),
            reasons.join("; ")
        )));
    }
    Ok(arm::inventory(&documents, gaps))
}

/// Facts from documents that are already in memory: the file names stand in the origins.
pub fn from_documents(documents: &[(String, serde_json::Value)]) -> Inventory {
    arm::inventory(documents, Vec::new())
}

/// This process's environment, or the one saved in `file` (the output of `set` or `env`, or Kudu's
/// environment page).
///
/// # Errors
/// If the file cannot be read or holds no variables.
pub fn read_environment(file: Option<&Path>) -> Result<Environment, SourceError> {
    let Some(path) = file else {
        let variables = std::env::vars_os().filter_map(|(name, value)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        });
        return Ok(Environment::new(variables, None));
    };
    let bytes = files::read_bounded(path).map_err(|why| {
        SourceError(format!(
            "the environment file '{}' {why}; --env takes a file with the output of 'set'",
            shown(path)
        ))
    })?;
    let variables = environment::variables(&files::decode(&bytes));
    if variables.is_empty() {
        return Err(SourceError(format!(
            "'{}' holds no environment variables; --env takes a file with the output of 'set', or Kudu's environment page",
            shown(path)
        )));
    }
    Ok(Environment::new(variables, Some(file_name(path))))
}

fn shown(path: &Path) -> String {
    crate::text::printable(&path.to_string_lossy()).into_owned()
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}
