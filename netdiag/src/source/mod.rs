//! Where facts come from: export folders and the app's environment.
//!
//! Reading files is here; what the JSON in them means is in `arm`, which is pure.

mod arm;
mod environment;
mod files;
mod manifest;
mod redact;

use std::fmt;
use std::path::Path;

use serde_json::Value;

use crate::fact::Gap;
use crate::model::{Environment, Inventory};
use crate::text::shown_path;

pub use arm::{inventory, is_ours};
pub use files::{LARGEST_FILE, MOST_FILES, parse as parse_document};
pub use manifest::{EXPORT_FAMILY, EXPORT_SCHEMA};
pub use redact::{REDACTED, document as redact};

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
    let export = read(path)?;
    Ok(inventory(&export.documents, export.gaps))
}

/// Documents by file name, relative to the export's folder.
pub type Documents = Vec<(String, Value)>;

/// What a folder or file holds.
#[derive(Debug, Clone, Default)]
pub struct Export {
    /// The documents, sorted by name and without their secrets.
    pub documents: Documents,
    /// The files that could not be read, and what `netcheck collect` could not read when it wrote them.
    pub gaps: Vec<Gap>,
    /// The app that `netcheck collect` was asked about, `NAME` or `NAME/SLOT`.
    pub app: Option<String>,
}

/// An export as it stands in a folder or file.
///
/// # Errors
/// Those of [`read_export`].
pub fn read(path: &Path) -> Result<Export, SourceError> {
    let files::Found { documents, gaps } = files::read(path)?;
    if documents.is_empty() {
        const MOST: usize = 5;
        let mut reasons: Vec<String> = gaps.iter().take(MOST).map(ToString::to_string).collect();
        match gaps.len().saturating_sub(MOST) {
            0 => {}
            more => reasons.push(format!("and {more} more")),
        }
        return Err(SourceError(format!(
            "nothing in '{}' can be read: {}; --from takes a folder or file of JSON, as 'az ... -o json' writes it",
            shown_path(path),
            reasons.join("; ")
        )));
    }
    Ok(export(documents, gaps))
}

/// An export from documents as they were found: without their secrets, and with what the manifest of
/// `netcheck collect` among them says.
pub fn export(documents: Documents, gaps: Vec<Gap>) -> Export {
    let mut export = Export {
        gaps,
        ..Export::default()
    };
    for (name, mut document) in documents {
        if manifest::is_one(&document) {
            manifest::apply(&name, &document, &mut export);
            continue;
        }
        redact::document(&mut document);
        export.documents.push((name, document));
    }
    export
}

/// A whole file as text, UTF-8 or with a byte-order mark UTF-16, of a bounded size.
///
/// # Errors
/// In words that continue a sentence about the file, as "does not exist".
pub fn read_text(path: &Path) -> Result<String, String> {
    files::read_bounded(path).map(|bytes| files::decode(&bytes))
}

/// How an environment may be saved, for whoever gave something else; `--help` says it, too.
pub(crate) const SAVED_ENVIRONMENTS: &str = "the output of 'set', 'env' or 'dir env:', Kudu's environment page, or az webapp config appsettings list";

/// This process's environment, or the one saved in `file`, in any form that `--env` takes.
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
            "the environment file '{}' {why}; --env takes a file: {SAVED_ENVIRONMENTS}",
            shown_path(path)
        ))
    })?;
    parse_environment(&bytes, file_name(path)).ok_or_else(|| {
        SourceError(format!(
            "'{}' holds no environment variables; --env takes a file: {SAVED_ENVIRONMENTS}",
            shown_path(path)
        ))
    })
}

/// The bytes of a saved environment, whose file has this name; `None` if they hold no variable.
pub fn parse_environment(bytes: &[u8], file: String) -> Option<Environment> {
    let variables = environment::variables(&files::decode(bytes));
    (!variables.is_empty()).then(|| Environment::new(variables, Some(file)))
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_environment_that_powershell_wrote_is_read() {
        let text = "\u{feff}WEBSITE_SITE_NAME=nw-shop\r\nREGION_NAME=B\u{fc}ro\r\n";
        let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for bytes in [text.as_bytes(), &le, &be] {
            let read = parse_environment(bytes, "env.txt".to_owned()).unwrap();
            let name = read.get("WEBSITE_SITE_NAME");
            assert_eq!(name.value().map(String::as_str), Some("nw-shop"));
        }
        // Without its mark: nothing in it is a name, and the caller says what to give.
        assert!(parse_environment(&le[2..], "env.txt".to_owned()).is_none());
    }

    #[test]
    fn of_many_files_that_cannot_be_read_some_are_named() {
        let dir = tempfile::tempdir().unwrap();
        for number in 1..=7 {
            std::fs::write(dir.path().join(format!("{number}.json")), "x").unwrap();
        }
        let said = read(dir.path()).unwrap_err().to_string();
        assert!(said.contains("(5.json); and 2 more; --from"), "{said}");
    }

    fn example(name: &str) -> std::path::PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../examples")
            .join(name)
    }

    #[test]
    fn no_planted_secret_is_read_from_the_examples_and_nothing_judged_is_lost() {
        for name in ["healthy", "broken", "regional"] {
            let folder = example(name);
            let whole = files::read(&folder).ok().unwrap();
            let planted = format!("{:?}", whole.documents);
            assert!(planted.contains("CANARY"), "the example plants canaries");
            let Export {
                documents, gaps, ..
            } = read(&folder).unwrap();
            assert!(!format!("{documents:?}").contains("CANARY"));
            assert_eq!(
                format!("{:?}", inventory(&documents, gaps)),
                format!("{:?}", inventory(&whole.documents, whole.gaps)),
            );
            let environment = read_environment(Some(&folder.join("environment.txt"))).unwrap();
            let saved = environment.redacted();
            assert_eq!(saved.len(), environment.names().count());
            assert!(!format!("{saved:?}").contains("CANARY"));
            for kept in [
                "WEBSITE_SITE_NAME",
                "WEBSITE_VNETNAME",
                "WEBSITE_PRIVATE_IP",
            ] {
                let value = saved
                    .iter()
                    .find(|(n, _)| n == kept)
                    .map(|(_, v)| v.clone());
                assert_eq!(value.as_ref(), environment.get(kept).value(), "{kept}");
            }
        }
    }
}
