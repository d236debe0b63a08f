//! Saved cases: a folder with the export, the app's environment and everything that was seen, none of
//! their secrets among it. What is judged from it is byte for byte what was judged first.
//!
//! `observations.json` marks the folder and holds what the other files do not tell. Its form is in
//! `form`; this file is what touches the disk.

mod form;
#[cfg(test)]
mod tests;

use std::path::Path;

use netdiag::fact::Gap;
use netdiag::model::{Environment, NameServer};
use netdiag::source;
use netdiag::target::Target;
use netdiag::text::{json_pretty, shown_path};
use serde_json::Value;
use time::OffsetDateTime;

use crate::dependencies::Dependency;
use crate::diagnose::observation::Observations;
use crate::diagnose::witness::Witnesses;
use crate::own_files::{Words, replace};

const OBSERVATIONS: &str = "observations.json";
const ENVIRONMENT: &str = "environment.txt";

const WORDS: Words = Words {
    earlier: "a saved case",
    takes: "--save takes a folder",
    example: "--save takes a folder that may be written to, as: --save case-1",
};

/// What is saved beside the export and the environment.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// When it was judged.
    pub time: OffsetDateTime,
    /// The app that was meant, as `--app` named it.
    pub app: Option<String>,
    /// Whether the integration was read with `--from`: the probes were sent from a machine that need
    /// not be the app's.
    pub exported: bool,
    /// The file that the environment was read from, as origins show it; `None` for the process's own.
    pub environment_file: Option<String>,
    /// What should be reached, in order.
    pub targets: Vec<Target>,
    /// Those of them that the app's settings name; the settings are not saved.
    pub dependencies: Vec<Dependency>,
    /// What the user knows to be good (`--control`).
    pub controls: Vec<Target>,
    /// False with `--no-extra-probes`.
    pub extra_probes: bool,
    /// The DNS servers that the app asks.
    pub app_servers: Vec<NameServer>,
    /// Every DNS server that matters, this machine's among them.
    pub servers_that_matter: Vec<NameServer>,
    /// What was seen.
    pub observations: Observations,
    /// What others saw.
    pub witnesses: Witnesses,
    /// The files of the export that could not be read.
    pub gaps: Vec<Gap>,
    /// What else went less than well: questions cut short, slips in a witness's file.
    pub notes: Vec<Gap>,
}

impl Record {
    /// A record of nothing: as `netcheck check --from` would begin at this time.
    pub fn at(time: OffsetDateTime) -> Self {
        Self {
            time,
            app: None,
            exported: true,
            environment_file: None,
            targets: Vec::new(),
            dependencies: Vec::new(),
            controls: Vec::new(),
            extra_probes: true,
            app_servers: Vec::new(),
            servers_that_matter: Vec::new(),
            observations: Observations::default(),
            witnesses: Witnesses::default(),
            gaps: Vec::new(),
            notes: Vec::new(),
        }
    }
}

/// Saves a case in a folder that is new, empty, or an earlier case's. `documents` are those of
/// [`source::read`], which have no secrets; of the environment the secrets are left out
/// here. Only this user may read the files, where the system knows users.
///
/// # Errors
/// What is wrong with the folder, and what to type.
pub fn save(
    dir: &Path,
    documents: &[(String, Value)],
    environment: &Environment,
    record: &Record,
) -> Result<(), String> {
    // What netcheck itself wrote is not saved again.
    let exported = documents
        .iter()
        .filter(|(_, document)| !source::is_ours(document));
    let mut files = vec![(ENVIRONMENT, environment_text(environment))];
    let mut names = Vec::new();
    for (name, document) in exported {
        files.push((name.as_str(), json_pretty(document)));
        names.push(name.as_str());
    }
    let marker = (OBSERVATIONS, json_pretty(&form::saved(record, &names)));
    replace(dir, earlier_documents(dir)?, &files, marker, &WORDS)
}

/// The record of a saved case; `None` if the path is none.
///
/// # Errors
/// If there is one that cannot be read, or that a newer netcheck wrote.
pub fn load(dir: &Path) -> Result<Option<Record>, String> {
    match observations(dir)? {
        Some(text) => form::read(&text)
            .map(|saved| Some(saved.0))
            .map_err(|why| format!("'{}' {why}", shown_path(&dir.join(OBSERVATIONS)))),
        None => Ok(None),
    }
}

/// The environment of a saved case, as it was read when it was saved.
///
/// # Errors
/// If it cannot be read.
pub fn environment(dir: &Path, record: &Record) -> Result<Environment, String> {
    let path = dir.join(ENVIRONMENT);
    let environment = match source::read_text(&path) {
        Ok(text) if !text.trim().is_empty() => {
            source::read_environment(Some(&path)).map_err(|error| error.to_string())?
        }
        // One with something in it that cannot be read is not an empty one.
        Err(why) if path.exists() => return Err(format!("'{}' {why}", shown_path(&path))),
        _ => Environment::empty(),
    };
    Ok(environment.as_read_from(record.environment_file.clone()))
}

/// The text of a case's observations, if the folder is a case.
fn observations(dir: &Path) -> Result<Option<String>, String> {
    let path = dir.join(OBSERVATIONS);
    if !path.is_file() {
        return Ok(None);
    }
    let text = source::read_text(&path).map_err(|why| format!("'{}' {why}", shown_path(&path)))?;
    Ok(form::is_ours(&text).then_some(text))
}

/// The documents of the case that stands in the folder already, if one does. Of one that cannot be read
/// nothing is known to be ours.
fn earlier_documents(dir: &Path) -> Result<Option<Vec<String>>, String> {
    let text = observations(dir)?;
    Ok(text.map(|text| form::read(&text).map_or(Vec::new(), |saved| saved.1)))
}

/// One line for each variable whose name a reader of such files takes for one.
fn environment_text(environment: &Environment) -> String {
    let is_name = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && name
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "_-.():".contains(c))
    };
    environment
        .redacted()
        .into_iter()
        .filter(|(name, _)| is_name(name))
        .map(|(name, value)| format!("{name}={value}\n"))
        .collect()
}
