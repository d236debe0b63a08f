//! An export as a folder.

use std::io;
use std::path::Path;

use netdiag::source::{self, Documents};
use netdiag::text::{json_pretty, shown_path};
use serde_json::Value;

use super::manifest;
use crate::own_files::{folder, is_inside, is_taken, remove_stale, write_anew};

/// Writes into a folder that is new, empty, or holds an earlier export of ours, whose files are removed.
pub fn write(dir: &Path, manifest: &Value, documents: &Documents) -> Result<(), String> {
    let names: Vec<&str> = documents.iter().map(|(name, _)| &**name).collect();
    if let Some(name) = names.iter().find(|name| !is_inside(name)) {
        return Err(format!(
            "'{}' is no name of a file in a folder",
            shown_path(&dir.join(name))
        ));
    }
    let stale = earlier(dir)?;
    let cannot = |path: &Path, error: &io::Error| {
        format!(
            "'{}' cannot be written ({error}); --out takes a folder, or a file that ends in .zip",
            shown_path(path)
        )
    };
    folder(dir).map_err(|error| cannot(dir, &error))?;
    for (name, document) in documents {
        let path = dir.join(name);
        if let Some(parent) = path.parent() {
            folder(parent).map_err(|error| cannot(parent, &error))?;
        }
        write_anew(&path, &json_pretty(document)).map_err(|error| cannot(&path, &error))?;
    }
    let path = dir.join(manifest::NAME);
    write_anew(&path, &json_pretty(manifest)).map_err(|error| cannot(&path, &error))?;
    remove_stale(dir, &stale, &names);
    Ok(())
}

/// The files of the export that stands there already.
fn earlier(dir: &Path) -> Result<Vec<String>, String> {
    let text = source::read_text(&dir.join(manifest::NAME)).unwrap_or_default();
    let known = serde_json::from_str(&text)
        .ok()
        .and_then(|manifest: Value| manifest::files(&manifest));
    if let Some(files) = known {
        return Ok(files.into_iter().filter(|name| is_inside(name)).collect());
    }
    if is_taken(dir) {
        return Err(format!(
            "'{}' is neither a new or empty folder nor an earlier export; --out takes a folder that may be written to, as: --out export-1",
            shown_path(dir)
        ));
    }
    Ok(Vec::new())
}
