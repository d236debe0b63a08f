//! `manifest.json`, schema `netcheck-export/1`: who read when, from where, and what could not be read.
//! `netdiag::source` reads it back. Members are only ever added. Pure.

use netdiag::fact::{Gap, Origin};
use netdiag::source::{EXPORT_FAMILY, EXPORT_SCHEMA};
use serde_json::{Value, json};

use super::Content;

/// Its file name.
pub const NAME: &str = "manifest.json";

/// The manifest of an export.
pub fn of(content: &Content) -> Value {
    let files: Vec<&str> = content.documents.iter().map(|(name, _)| &**name).collect();
    json!({
        "schema": EXPORT_SCHEMA,
        "written_by": concat!("netcheck ", env!("CARGO_PKG_VERSION")),
        "time": netdiag::clock::timestamp(content.time),
        "endpoint": content.endpoint,
        "reader": content.reader,
        "app": content.app,
        "files": files,
        "gaps": content.gaps.iter().map(gap).collect::<Vec<Value>>(),
    })
}

fn gap(gap: &Gap) -> Value {
    let file = match &gap.from {
        Some(Origin::Json { file, .. }) => Some(file),
        _ => None,
    };
    json!({"what": gap.what, "why": gap.why, "file": file, "resource": gap.resource})
}

/// The files that a manifest names; `None` if it is none of ours.
pub fn files(manifest: &Value) -> Option<Vec<String>> {
    let schema = manifest.get("schema")?.as_str()?;
    if !schema.starts_with(EXPORT_FAMILY) {
        return None;
    }
    let files = manifest.get("files")?.as_array()?;
    Some(
        files
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
    )
}
