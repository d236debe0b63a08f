//! Saved cases: a folder with the export, the app's environment and everything that was seen, none of
//! their secrets among it. What is judged from it is byte for byte what was judged first.
//!
//! `observations.json` marks the folder and holds what the other files do not tell. Its form is in
//! `form`; this file is what touches the disk.

mod form;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use netdiag::fact::Gap;
use netdiag::model::{Environment, NameServer};
use netdiag::source;
use netdiag::target::Target;
use netdiag::text::{json_pretty, printable, shown_path};
use serde_json::Value;
use time::OffsetDateTime;

use crate::dependencies::Dependency;
use crate::diagnose::observation::Observations;
use crate::diagnose::witness::Witnesses;
use crate::own_files::{folder, is_inside, is_taken, remove_stale, write_anew};

const OBSERVATIONS: &str = "observations.json";
const ENVIRONMENT: &str = "environment.txt";

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
    let documents = exported(documents)?;
    let stale = earlier_documents(dir)?;
    let cannot = |path: &Path, error: &io::Error| {
        format!(
            "'{}' cannot be written ({error}); --save takes a folder",
            shown_path(path)
        )
    };
    let write = |name: &str, text: &str| {
        let path = dir.join(name);
        write_anew(&path, text).map_err(|error| cannot(&path, &error))
    };
    folder(dir).map_err(|error| cannot(dir, &error))?;
    for (name, document) in &documents {
        if let Some(parent) = Path::new(name).parent() {
            folder(&dir.join(parent)).map_err(|error| cannot(&dir.join(parent), &error))?;
        }
        write(name, &json_pretty(document))?;
    }
    write(ENVIRONMENT, &environment_text(environment))?;
    let names: Vec<&str> = documents.iter().map(|(name, _)| *name).collect();
    write(OBSERVATIONS, &json_pretty(&form::saved(record, &names)))?;
    remove_stale(dir, &stale, &names);
    Ok(())
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
    let is_empty = source::read_text(&path).map_or(true, |text| text.trim().is_empty());
    let environment = if is_empty {
        Environment::empty()
    } else {
        source::read_environment(Some(&path)).map_err(|error| error.to_string())?
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

/// The documents that are the export's: what netcheck itself wrote is not saved again. Their names
/// must lead to different files inside the folder.
fn exported(documents: &[(String, Value)]) -> Result<Vec<(&str, &Value)>, String> {
    let mut names = BTreeSet::new();
    let mut found = Vec::new();
    for (name, document) in documents {
        if source::is_ours(document) {
            continue;
        }
        let lower = name.to_lowercase();
        let is_free = lower != OBSERVATIONS && lower != ENVIRONMENT && names.insert(lower);
        if !is_free || !is_inside(name) {
            return Err(format!(
                "the export's file '{}' cannot be saved under its name; rename it",
                printable(name)
            ));
        }
        found.push((name.as_str(), document));
    }
    Ok(found)
}

/// The documents of the case that stands in the folder already.
fn earlier_documents(dir: &Path) -> Result<Vec<String>, String> {
    if let Some(text) = observations(dir)? {
        // Of one that cannot be read nothing is known to be ours.
        let names = form::read(&text).map_or(Vec::new(), |saved| saved.1);
        return Ok(names.into_iter().filter(|name| is_inside(name)).collect());
    }
    if is_taken(dir) {
        return Err(format!(
            "'{}' is neither a new or empty folder nor a saved case; --save takes a folder that may be written to, as: --save case-1",
            shown_path(dir)
        ));
    }
    Ok(Vec::new())
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
