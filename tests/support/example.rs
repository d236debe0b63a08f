//! The shipped examples, as they are and with something changed.

use std::path::{Path, PathBuf};

use serde_json::Value;

/// A file of an example, and what is done to its document.
pub type Change<'a> = (&'a str, &'a dyn Fn(&mut Value));

/// Where the example is.
pub fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../examples")
        .join(name)
}

/// A copy of it, to be spoilt.
pub fn copy(name: &str) -> tempfile::TempDir {
    let copy = tempfile::tempdir().expect("a folder");
    for entry in std::fs::read_dir(folder(name)).expect("the example") {
        let path = entry.expect("a file").path();
        let file = path.file_name().expect("a name");
        std::fs::copy(&path, copy.path().join(file)).expect("copied");
    }
    copy
}

/// A copy of it, some documents of which are changed.
pub fn changed(name: &str, changes: &[Change<'_>]) -> tempfile::TempDir {
    let copy = copy(name);
    for (file, change) in changes {
        let path = copy.path().join(file);
        let text = std::fs::read_to_string(&path).expect("text");
        let mut document = serde_json::from_str(&text).expect("JSON");
        change(&mut document);
        std::fs::write(&path, document.to_string()).expect("written");
    }
    copy
}
