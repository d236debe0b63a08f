//! The file that a page is written to.

use std::io;
use std::path::{Path, PathBuf};

use crate::text::visible;

/// The file that a page is written to.
#[derive(Debug)]
pub struct File {
    path: PathBuf,
    /// Whether it was made for the page, and does not hold it yet.
    is_empty: bool,
}

impl File {
    /// Looks whether a page can be written there, before anything else is done.
    ///
    /// # Errors
    /// If it cannot, and why.
    pub fn prepare(path: &Path) -> Result<Self, String> {
        let is_empty = !path.exists();
        // What stands there is kept until there is something better.
        let opened = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(path);
        opened.map_err(|error| cannot_write(path, &error))?;
        Ok(Self {
            path: path.to_owned(),
            is_empty,
        })
    }

    /// Writes the page.
    ///
    /// # Errors
    /// If that is not possible, and why.
    pub fn write(mut self, html: &str) -> Result<(), String> {
        std::fs::write(&self.path, html).map_err(|error| cannot_write(&self.path, &error))?;
        self.is_empty = false;
        Ok(())
    }
}

impl Drop for File {
    /// Nothing is left behind where there is no page in the end.
    fn drop(&mut self) {
        if self.is_empty {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

fn cannot_write(path: &Path, error: &io::Error) -> String {
    format!(
        "the report cannot be written to {}: {error}",
        visible(&path.to_string_lossy())
    )
}
