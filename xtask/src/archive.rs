//! Archives that come out the same from the same files: sorted, with one time, one owner, and modes that
//! say only whether a file is a program.

use std::collections::BTreeSet;
use std::io::{Cursor, Write};

use flate2::{Compression, GzBuilder};
use time::OffsetDateTime;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::outcome::{Result, told};

/// A file in a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its path in the package, with `/`.
    pub path: String,
    /// Whether it is run.
    pub program: bool,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl Entry {
    /// A file that is read.
    pub fn text(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            path: path.into(),
            program: false,
            bytes: bytes.into(),
        }
    }

    /// A file that is run.
    pub fn program(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            path: path.into(),
            program: true,
            bytes: bytes.into(),
        }
    }

    /// The same below a folder.
    pub fn below(mut self, folder: &str) -> Self {
        self.path = format!("{folder}/{}", self.path);
        self
    }

    fn mode(&self) -> u32 {
        if self.program { 0o755 } else { 0o644 }
    }
}

/// In the order of an archive. Two entries of one name are a mistake of the caller's.
///
/// # Errors
/// The name that two entries have.
fn sorted(entries: &[Entry]) -> Result<Vec<&Entry>> {
    let mut sorted: Vec<&Entry> = entries.iter().collect();
    sorted.sort_by(|a, b| a.path.cmp(&b.path));
    match sorted.windows(2).find(|two| two[0].path == two[1].path) {
        Some(two) => Err(format!("{} is there twice", two[0].path)),
        None => Ok(sorted),
    }
}

/// A tar archive. With `rooted` names begin with `./` and every folder has an entry of its own, as dpkg
/// wants it.
///
/// # Errors
/// A name that tar cannot hold, or that is there twice.
pub fn tar(entries: &[Entry], time: OffsetDateTime, rooted: bool) -> Result<Vec<u8>> {
    let mut builder = tar::Builder::new(Vec::new());
    let mut folders = BTreeSet::new();
    let mut add = |path: &str, kind: tar::EntryType, mode: u32, bytes: &[u8]| {
        let mut header = tar::Header::new_gnu();
        header.set_entry_type(kind);
        header.set_mode(mode);
        header.set_uid(0);
        header.set_gid(0);
        header.set_mtime(u64::try_from(time.unix_timestamp()).unwrap_or_default());
        header.set_size(bytes.len() as u64);
        header.set_username("root").map_err(told(path))?;
        header.set_groupname("root").map_err(told(path))?;
        // Not set_path, which takes "./" away.
        if path.len() >= header.as_old().name.len() {
            return Err(format!("{path}: too long for a tar archive"));
        }
        header.as_old_mut().name[..path.len()].copy_from_slice(path.as_bytes());
        header.set_cksum();
        builder.append(&header, bytes).map_err(told(path))
    };
    if rooted {
        add("./", tar::EntryType::Directory, 0o755, &[])?;
    }
    for entry in sorted(entries)? {
        let start = if rooted { "./" } else { "" };
        if rooted {
            for (at, _) in entry.path.match_indices('/') {
                let folder = format!("{start}{}/", &entry.path[..at]);
                if folders.insert(folder.clone()) {
                    add(&folder, tar::EntryType::Directory, 0o755, &[])?;
                }
            }
        }
        let path = format!("{start}{}", entry.path);
        add(&path, tar::EntryType::Regular, entry.mode(), &entry.bytes)?;
    }
    builder.into_inner().map_err(told("a tar archive"))
}

/// Compressed by gzip, without a name or a time.
///
/// # Errors
/// None that is known.
pub fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzBuilder::new().write(Vec::new(), Compression::best());
    encoder.write_all(bytes).map_err(told("gzip"))?;
    encoder.finish().map_err(told("gzip"))
}

/// A zip archive, without entries for folders.
///
/// # Errors
/// A time before 1980, or a name that is there twice.
pub fn zip(entries: &[Entry], time: OffsetDateTime) -> Result<Vec<u8>> {
    let time = zip_time(time)?;
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for entry in sorted(entries)? {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(9))
            .last_modified_time(time)
            .unix_permissions(entry.mode());
        writer
            .start_file(&entry.path, options)
            .map_err(told(&entry.path))?;
        writer.write_all(&entry.bytes).map_err(told(&entry.path))?;
    }
    let cursor = writer.finish().map_err(told("a zip archive"))?;
    Ok(cursor.into_inner())
}

/// As zip archives write it: without a zone, to two seconds.
fn zip_time(time: OffsetDateTime) -> Result<zip::DateTime> {
    let time = time.to_offset(time::UtcOffset::UTC);
    let year = u16::try_from(time.year()).map_err(told("the year of the packages"))?;
    zip::DateTime::from_date_and_time(
        year,
        time.month().into(),
        time.day(),
        time.hour(),
        time.minute(),
        time.second() & !1,
    )
    .map_err(|_| format!("{time} cannot stand in a zip archive"))
}

#[cfg(test)]
mod tests;
