//! An export as a folder.

use std::path::Path;

use netdiag::source::{self, Documents};
use netdiag::text::json_pretty;
use serde_json::Value;

use super::manifest;
use crate::own_files::{Words, replace};

const WORDS: Words = Words {
    earlier: "an earlier export",
    takes: "--out takes a folder, or a file that ends in .zip",
    example: "--out takes a folder that may be written to, as: --out export-1",
};

/// Writes into a folder that is new, empty, or holds an earlier export of ours, whose files are removed.
pub fn write(dir: &Path, manifest: &Value, documents: &Documents) -> Result<(), String> {
    let files: Vec<(&str, String)> = documents
        .iter()
        .map(|(name, document)| (&**name, json_pretty(document)))
        .collect();
    let marker = (manifest::NAME, json_pretty(manifest));
    replace(dir, earlier(dir), &files, marker, &WORDS)
}

/// The files of the export that stands there already, if one does.
fn earlier(dir: &Path) -> Option<Vec<String>> {
    let text = source::read_text(&dir.join(manifest::NAME)).ok()?;
    let manifest: Value = serde_json::from_str(&text).ok()?;
    manifest::files(&manifest)
}
