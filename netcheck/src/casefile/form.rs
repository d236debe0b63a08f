//! `observations.json`: the form of what is saved, schema `netcheck-observations/1`. Members are only
//! ever added; all but the time may be left out, so that a case can be written by hand. Pure.

use netdiag::fact::{Gap, Origin};
use netdiag::model::{NameServer, NameServerSource};
use netdiag::target::Target;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::Record;
use crate::dependencies::{Dependency, kind_named};
use crate::diagnose::observation::Recorded;
use crate::diagnose::witness::{Stand, Testimony, Witnesses};

const FAMILY: &str = "netcheck-observations/";
const SCHEMA: &str = "netcheck-observations/1";

/// The document.
#[derive(Serialize, Deserialize)]
pub struct Saved {
    schema: String,
    time: String,
    #[serde(default)]
    app: Option<String>,
    #[serde(default = "yes")]
    exported: bool,
    #[serde(default)]
    environment_file: Option<String>,
    #[serde(default)]
    targets: Vec<String>,
    #[serde(default)]
    dependencies: Vec<SavedDependency>,
    #[serde(default)]
    controls: Vec<String>,
    #[serde(default = "yes")]
    extra_probes: bool,
    #[serde(default)]
    app_servers: Vec<SavedServer>,
    #[serde(default)]
    servers_that_matter: Vec<SavedServer>,
    #[serde(default)]
    witnesses: Vec<SavedTestimony>,
    #[serde(default)]
    gaps: Vec<SavedGap>,
    #[serde(default)]
    notes: Vec<SavedGap>,
    /// The export's files, so that saving anew knows which are stale.
    #[serde(default)]
    documents: Vec<String>,
    #[serde(default)]
    observations: Vec<Recorded>,
}

fn yes() -> bool {
    true
}

#[derive(Serialize, Deserialize)]
struct SavedDependency {
    setting: String,
    target: String,
    kind: String,
}

#[derive(Serialize, Deserialize)]
struct SavedServer {
    address: std::net::SocketAddr,
    source: NameServerSource,
    from: SavedOrigin,
}

#[derive(Serialize, Deserialize)]
struct SavedTestimony {
    place: SavedPlace,
    target: String,
    reached: bool,
    outcome: String,
    file: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum SavedPlace {
    Vm,
    App,
}

#[derive(Serialize, Deserialize)]
struct SavedGap {
    what: String,
    why: String,
    #[serde(default)]
    from: Option<SavedOrigin>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    resource: Option<Box<str>>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum SavedOrigin {
    Json {
        file: String,
        pointer: String,
    },
    Variable {
        name: String,
        file: Option<String>,
    },
    /// A place in words, as it is shown.
    Place(String),
    PlatformDefault,
    Everything,
}

impl From<&Origin> for SavedOrigin {
    fn from(origin: &Origin) -> Self {
        match origin.clone() {
            Origin::Json { file, pointer } => Self::Json { file, pointer },
            Origin::Variable { name, file } => Self::Variable { name, file },
            Origin::System(place) => Self::Place(place),
            // Read back as a place that is shown the same.
            flag @ Origin::Flag(_) => Self::Place(flag.to_string()),
            Origin::PlatformDefault => Self::PlatformDefault,
            Origin::Everything => Self::Everything,
        }
    }
}

impl From<SavedOrigin> for Origin {
    fn from(saved: SavedOrigin) -> Self {
        match saved {
            SavedOrigin::Json { file, pointer } => Self::Json { file, pointer },
            SavedOrigin::Variable { name, file } => Self::Variable { name, file },
            SavedOrigin::Place(place) => Self::System(place),
            SavedOrigin::PlatformDefault => Self::PlatformDefault,
            SavedOrigin::Everything => Self::Everything,
        }
    }
}

impl From<&Gap> for SavedGap {
    fn from(gap: &Gap) -> Self {
        Self {
            what: gap.what.clone(),
            why: gap.why.clone(),
            from: gap.from.as_ref().map(Into::into),
            resource: gap.resource.clone(),
        }
    }
}

impl From<&NameServer> for SavedServer {
    fn from(server: &NameServer) -> Self {
        Self {
            address: server.address,
            source: server.source,
            from: (&server.from).into(),
        }
    }
}

fn server(saved: SavedServer) -> NameServer {
    NameServer {
        address: saved.address,
        source: saved.source,
        from: saved.from.into(),
    }
}

/// The document of a record; `documents` are the files beside it.
pub fn saved(record: &Record, documents: &[&str]) -> Saved {
    let texts = |targets: &[Target]| targets.iter().map(Target::to_string).collect();
    Saved {
        schema: SCHEMA.to_owned(),
        // To the nanosecond: what was judged at an instant is judged at the same one again.
        time: record.time.format(&Rfc3339).unwrap_or_default(),
        app: record.app.clone(),
        exported: record.exported,
        environment_file: record.environment_file.clone(),
        targets: texts(&record.targets),
        dependencies: record
            .dependencies
            .iter()
            .map(|dependency| SavedDependency {
                setting: dependency.setting.clone(),
                target: dependency.target.to_string(),
                kind: dependency.kind.to_owned(),
            })
            .collect(),
        controls: texts(&record.controls),
        extra_probes: record.extra_probes,
        app_servers: record.app_servers.iter().map(Into::into).collect(),
        servers_that_matter: record.servers_that_matter.iter().map(Into::into).collect(),
        witnesses: record
            .witnesses
            .0
            .iter()
            .map(|testimony| SavedTestimony {
                place: match testimony.stand {
                    Stand::Vm => SavedPlace::Vm,
                    Stand::App => SavedPlace::App,
                },
                target: testimony.target.clone(),
                reached: testimony.reached,
                outcome: testimony.outcome.clone(),
                file: testimony.file.clone(),
            })
            .collect(),
        gaps: record.gaps.iter().map(Into::into).collect(),
        notes: record.notes.iter().map(Into::into).collect(),
        documents: documents.iter().map(|name| (*name).to_owned()).collect(),
        observations: (&record.observations).into(),
    }
}

/// Whether a text is such a document, of whatever version.
pub fn is_ours(text: &str) -> bool {
    let document: Result<Value, _> = serde_json::from_str(text);
    // A record that was cut off is no JSON any more. It still counts as ours: better to say so than to judge
    // without it.
    match document {
        Ok(document) => document
            .get("schema")
            .and_then(Value::as_str)
            .is_some_and(|schema| schema.starts_with(FAMILY)),
        Err(_) => text.contains(FAMILY),
    }
}

/// The record and the names of the files beside it; an error continues a sentence about the file.
pub fn read(text: &str) -> Result<(Record, Vec<String>), String> {
    let document: Value = serde_json::from_str(text).map_err(|error| not_understood(&error))?;
    if document["schema"] != SCHEMA {
        return Err(format!(
            "was saved by a newer netcheck (schema {}); use that one",
            netdiag::text::printable(document["schema"].as_str().unwrap_or_default())
        ));
    }
    // From the text again: that error knows the line.
    let saved: Saved = serde_json::from_str(text).map_err(|error| not_understood(&error))?;
    let targets = |texts: Vec<String>| {
        texts
            .iter()
            .map(|text| text.parse())
            .collect::<Result<Vec<Target>, _>>()
            .map_err(|error| format!("names a target that is none: {error}"))
    };
    let servers = |saved: Vec<SavedServer>| saved.into_iter().map(server).collect();
    let record = Record {
        time: OffsetDateTime::parse(&saved.time, &Rfc3339)
            .map_err(|_| "has no time as 2026-11-22T16:04:05Z".to_owned())?,
        app: saved.app,
        exported: saved.exported,
        environment_file: saved.environment_file,
        targets: targets(saved.targets)?,
        dependencies: saved
            .dependencies
            .into_iter()
            .map(dependency)
            .collect::<Result<_, _>>()?,
        controls: targets(saved.controls)?,
        extra_probes: saved.extra_probes,
        app_servers: servers(saved.app_servers),
        servers_that_matter: servers(saved.servers_that_matter),
        observations: saved.observations.into(),
        witnesses: Witnesses(saved.witnesses.into_iter().map(testimony).collect()),
        gaps: saved.gaps.into_iter().map(gap).collect(),
        notes: saved.notes.into_iter().map(gap).collect(),
    };
    Ok((record, saved.documents))
}

fn not_understood(error: &serde_json::Error) -> String {
    let (line, column) = (error.line(), error.column());
    // It may repeat what stands in the file.
    let error = error.to_string();
    let error = netdiag::text::printable(&error);
    format!("is no record that netcheck saved (line {line}, column {column}: {error})")
}

fn dependency(saved: SavedDependency) -> Result<Dependency, String> {
    let target = saved.target.parse();
    Ok(Dependency {
        setting: saved.setting,
        target: target.map_err(|error| format!("names a target that is none: {error}"))?,
        kind: kind_named(&saved.kind)
            .ok_or_else(|| "names a dependency of an unknown kind".to_owned())?,
    })
}

fn testimony(saved: SavedTestimony) -> Testimony {
    Testimony {
        stand: match saved.place {
            SavedPlace::Vm => Stand::Vm,
            SavedPlace::App => Stand::App,
        },
        target: saved.target,
        reached: saved.reached,
        outcome: saved.outcome,
        file: saved.file,
    }
}

fn gap(saved: SavedGap) -> Gap {
    Gap {
        what: saved.what,
        why: saved.why,
        from: saved.from.map(Into::into),
        resource: saved.resource,
    }
}
