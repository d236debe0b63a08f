//! Archives read back, with a look at what their entries say of this machine.

use std::io::{Cursor, Read};

use flate2::read::GzDecoder;
use time::OffsetDateTime;

use crate::archive::Entry;
use crate::outcome::{Result, told};

/// The files of a tar archive, whose entries must all have the same owner and this time.
///
/// # Errors
/// The entry that tells something of this machine, or why the archive cannot be read.
pub fn tar_gz(bytes: &[u8], time: OffsetDateTime) -> Result<Vec<Entry>> {
    let mut archive = tar::Archive::new(GzDecoder::new(bytes));
    let mut files = Vec::new();
    for entry in archive.entries().map_err(told("tar"))? {
        let mut entry = entry.map_err(told("tar"))?;
        let path = entry.path().map_err(told("tar"))?.display().to_string();
        let header = entry.header();
        let numbers = [
            header.uid().map_err(told(&path))?,
            header.gid().map_err(told(&path))?,
        ];
        let mode = header.mode().map_err(told(&path))?;
        let then = header.mtime().map_err(told(&path))?;
        if numbers != [0, 0] || i64::try_from(then) != Ok(time.unix_timestamp()) {
            return Err(format!("{path}: owner {numbers:?}, time {then}"));
        }
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).map_err(told(&path))?;
        files.push(Entry {
            program: mode & 0o111 != 0,
            path,
            bytes,
        });
    }
    Ok(files)
}

/// The files of a zip archive.
///
/// # Errors
/// Why it cannot be read.
pub fn zip(bytes: &[u8]) -> Result<Vec<Entry>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(told("zip"))?;
    let mut files = Vec::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).map_err(told("zip"))?;
        let path = file.name().map_err(told("zip"))?.into_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(told(&path))?;
        files.push(Entry {
            program: file.unix_mode().unwrap_or_default() & 0o111 != 0,
            path,
            bytes,
        });
    }
    Ok(files)
}

/// That an archive holds one folder of this name, and in it these files, none of them empty.
///
/// # Errors
/// The file that is missing, empty or elsewhere.
pub fn holds(files: &[Entry], folder: &str, wanted: &[&str]) -> Result<String> {
    let start = format!("{folder}/");
    if let Some(stray) = files.iter().find(|file| !file.path.starts_with(&start)) {
        return Err(format!("{} is not in {folder}", stray.path));
    }
    if let Some(empty) = files.iter().find(|file| file.bytes.is_empty()) {
        return Err(format!("{} is empty", empty.path));
    }
    let missing = wanted.iter().find(|name| {
        !files
            .iter()
            .any(|file| file.path == format!("{start}{name}"))
    });
    match missing {
        Some(name) => Err(format!("{name} is missing")),
        None => Ok(format!("{} files in {folder}", files.len())),
    }
}
