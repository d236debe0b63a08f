//! Exports: what was read, as a folder or one archive that `--from` reads, here and elsewhere.

mod archive;
mod folder;
mod manifest;

use std::path::Path;

use netdiag::fact::Gap;
use netdiag::source::{Documents, Export};
use time::OffsetDateTime;

/// An export to be written.
#[derive(Debug, Clone)]
pub struct Content {
    /// The documents, sorted by name and without secrets.
    pub documents: Documents,
    /// What could not be read.
    pub gaps: Vec<Gap>,
    /// The app that it is about, `NAME` or `NAME/SLOT`.
    pub app: Option<String>,
    /// From where it was read: a URL.
    pub endpoint: Option<String>,
    /// Who read it, as "azure-cli as anna@example".
    pub reader: Option<String>,
    /// When.
    pub time: OffsetDateTime,
}

/// Writes an export: an archive if the name ends in `.zip`, else a folder. Only this user may read it,
/// where the system knows users.
///
/// # Errors
/// What is in the way, and what to type.
pub fn write(to: &Path, content: &Content) -> Result<(), String> {
    let manifest = manifest::of(content);
    if is_archive(to) {
        archive::write(to, &manifest, &content.documents)
    } else {
        folder::write(to, &manifest, &content.documents)
    }
}

/// Reads an archive that [`write`] wrote, or any other one with JSON files in it; `None` if the path is
/// no archive.
///
/// # Errors
/// If it cannot be read.
pub fn read_archive(path: &Path) -> Result<Option<Export>, String> {
    if path.is_file() && is_archive(path) {
        archive::read(path).map(Some)
    } else {
        Ok(None)
    }
}

fn is_archive(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("zip"))
}
