//! Files into JSON documents.

use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{SourceError, file_name};
use crate::fact::{Gap, Origin};
use crate::text::shown_path;

/// The largest file that is read, in bytes. A whole subscription's export is a few megabytes; more
/// is the wrong file, and must not take the memory of a small app's sandbox.
pub const LARGEST_FILE: u64 = 64 << 20;
/// How many files of a folder, or of an archive, are read.
pub const MOST_FILES: usize = 10_000;
/// How deep subfolders are followed.
const DEEPEST_FOLDER: usize = 8;

/// What a path holds.
pub(super) struct Found {
    /// File name (relative to the folder) and content, sorted by name.
    pub documents: Vec<(String, Value)>,
    /// The files that could not be used.
    pub gaps: Vec<Gap>,
}

/// Reads one file, or every `*.json` of a folder.
pub(super) fn read(path: &Path) -> Result<Found, SourceError> {
    let metadata = fs::metadata(path).map_err(|error| {
        SourceError(format!(
            "'{}' {}; --from takes a folder or file of JSON",
            shown_path(path),
            in_words(&error)
        ))
    })?;
    let mut found = Found {
        documents: Vec::new(),
        gaps: Vec::new(),
    };
    let files = if metadata.is_dir() {
        let mut walk = Walk::default();
        walk.folder(path, "", 0);
        // A folder that is only deep, as a tree of sources is, is the wrong one.
        if walk.files.is_empty() && walk.gaps.is_empty() {
            let followed = if walk.too_deep.is_empty() {
                String::new()
            } else {
                format!(" (folders more than {DEEPEST_FOLDER} deep were not read)")
            };
            return Err(SourceError(format!(
                "'{}' holds no .json file{followed}; --from takes a folder or file of JSON, as 'az ... -o json' writes it",
                shown_path(path)
            )));
        }
        found.gaps.append(&mut walk.gaps);
        found.gaps.append(&mut walk.too_deep);
        walk.files.sort();
        walk.files
    } else {
        vec![(file_name(path), path.to_owned())]
    };
    for (name, path) in files {
        match document(&path) {
            Ok(value) => found.documents.push((name, value)),
            Err(why) => found
                .gaps
                .push(Gap::new("a file", why).at(Origin::json(name, ""))),
        }
    }
    Ok(found)
}

/// What a folder and those below it hold.
#[derive(Default)]
struct Walk {
    files: Vec<(String, PathBuf)>,
    gaps: Vec<Gap>,
    /// Said once of each folder that holds folders which were not followed.
    too_deep: Vec<Gap>,
}

impl Walk {
    fn folder(&mut self, folder: &Path, prefix: &str, depth: usize) {
        let gap = |why: String| Gap::new("a folder", why).at(Origin::json(prefix, ""));
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => return self.gaps.push(gap(in_words(&error))),
        };
        let mut is_followed = true;
        for entry in entries {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.gaps.push(gap(format!(
                        "holds something more, which {}",
                        in_words(&error)
                    )));
                    continue;
                }
            };
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            // Not followed if it is a link: a folder that links to its parent would never end.
            let is_folder = entry.file_type().is_ok_and(|t| t.is_dir());
            if is_folder && depth < DEEPEST_FOLDER {
                self.folder(&entry.path(), &format!("{name}/"), depth + 1);
            } else if is_folder {
                is_followed = false;
            } else if name.to_ascii_lowercase().ends_with(".json") {
                if self.files.len() == MOST_FILES {
                    self.gaps.push(gap(format!(
                        "holds more than {MOST_FILES} files; the rest was not read"
                    )));
                    break;
                }
                self.files.push((name, entry.path()));
            }
        }
        if !is_followed {
            self.too_deep.push(gap(format!(
                "holds folders more than {DEEPEST_FOLDER} deep; they were not read"
            )));
        }
    }
}

fn document(path: &Path) -> Result<Value, String> {
    parse(&read_bounded(path)?)
}

/// The bytes of one file as JSON.
///
/// # Errors
/// In words that continue a sentence about the file, as "is cut off: ...".
pub fn parse(bytes: &[u8]) -> Result<Value, String> {
    // How every zip archive with something in it begins.
    if bytes.starts_with(b"PK\x03\x04") {
        return Err("is a zip archive: unpack it and give the folder".to_owned());
    }
    let text = decode(bytes);
    if text.trim().is_empty() {
        return Err("is empty".to_owned());
    }
    serde_json::from_str(&text).map_err(|error| {
        let place = format!("line {}, column {}", error.line(), error.column());
        if error.to_string().contains("recursion limit") {
            format!("is nested more than 127 levels deep ({place})")
        } else if error.is_eof() {
            format!("is cut off: the JSON ends too early ({place})")
        } else {
            format!("is not JSON ({place})")
        }
    })
}

/// The file's bytes, or in words why not.
pub(super) fn read_bounded(path: &Path) -> Result<Vec<u8>, String> {
    let too_large = |size: u64| {
        format!(
            "is too large ({} MB; at most {} MB are read)",
            size >> 20,
            LARGEST_FILE >> 20
        )
    };
    let file = File::open(path).map_err(|e| in_words(&e))?;
    let metadata = file.metadata().map_err(|e| in_words(&e))?;
    if metadata.is_dir() {
        return Err("is a folder, not a file".to_owned());
    }
    if metadata.len() > LARGEST_FILE {
        return Err(too_large(metadata.len()));
    }
    // A pipe or a file that grows tells no size beforehand.
    let mut bytes = Vec::new();
    file.take(LARGEST_FILE + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| in_words(&e))?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(too_large(bytes.len() as u64));
    }
    Ok(bytes)
}

/// UTF-8 or UTF-16, told by the byte-order mark; PowerShell's `>` writes UTF-16.
pub(super) fn decode(bytes: &[u8]) -> String {
    let (text, _, _) = encoding_rs::UTF_8.decode(bytes);
    text.into_owned()
}

/// The system's error, the same on every platform where it is a common one.
fn in_words(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "does not exist".to_owned(),
        ErrorKind::PermissionDenied => "may not be read".to_owned(),
        _ => format!("cannot be read ({error})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            let path = dir.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        dir
    }

    fn utf16(text: &str) -> Vec<u8> {
        [0xfeff]
            .into_iter()
            .chain(text.encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect()
    }

    #[test]
    fn a_bad_file_among_good_ones_loses_nothing_but_itself() {
        let deep = format!("{}1{}", "[".repeat(5000), "]".repeat(5000));
        let dir = folder(&[
            ("a.json", b"{\"id\": 1}"),
            ("b.json", b"not json"),
            ("c.json", b"{\"id\": "),
            ("d.json", deep.as_bytes()),
            ("e.json", b""),
            ("notes.txt", b"not read"),
            ("sub/f.json", &utf16("{\"id\": \"\u{fc}\"}")),
        ]);
        let found = read(dir.path()).ok().unwrap();
        let names: Vec<&str> = found.documents.iter().map(|(n, _)| n.as_str()).collect();
        assert_eq!(names, ["a.json", "sub/f.json"]);
        assert_eq!(found.documents[1].1["id"], "\u{fc}");
        let gaps: Vec<String> = found.gaps.iter().map(ToString::to_string).collect();
        assert_eq!(
            gaps,
            [
                "a file is not JSON (line 1, column 2) (b.json)",
                "a file is cut off: the JSON ends too early (line 1, column 7) (c.json)",
                "a file is nested more than 127 levels deep (line 1, column 128) (d.json)",
                "a file is empty (e.json)",
            ]
        );
    }

    #[test]
    fn folders_that_are_too_deep_are_a_gap() {
        let dir = folder(&[
            ("a.json", b"[]"),
            ("1/2/3/4/5/6/7/8/9/deep.json", b"[]"),
            ("1/2/3/4/5/6/7/8/10/deep.json", b"[]"),
        ]);
        let found = read(dir.path()).ok().unwrap();
        assert_eq!(found.documents.len(), 1);
        let gaps: Vec<String> = found.gaps.iter().map(ToString::to_string).collect();
        assert_eq!(
            gaps,
            ["a folder holds folders more than 8 deep; they were not read (1/2/3/4/5/6/7/8/)"]
        );
        // Where nothing else is found, it is the wrong folder, and not one with a gap.
        fs::remove_file(dir.path().join("a.json")).unwrap();
        let error = read(dir.path()).err().unwrap().to_string();
        assert!(
            error.contains("holds no .json file (folders more than 8 deep were not read); --from"),
            "{error}"
        );
    }

    #[test]
    fn a_file_of_500_mb_is_refused_by_its_size() {
        let dir = folder(&[("a.json", b"[]")]);
        let big = File::create(dir.path().join("big.json")).unwrap();
        big.set_len(500 << 20).unwrap();
        let found = read(dir.path()).ok().unwrap();
        assert_eq!(
            found.gaps[0].why,
            "is too large (500 MB; at most 64 MB are read)"
        );
        assert_eq!(found.documents.len(), 1);
    }

    #[test]
    fn a_path_that_leads_nowhere_says_what_to_give() {
        let dir = folder(&[("notes.txt", b"x")]);
        let error = read(&dir.path().join("missing")).err().unwrap().to_string();
        assert!(
            error.contains("does not exist; --from takes a folder"),
            "{error}"
        );
        let error = read(dir.path()).err().unwrap().to_string();
        assert!(error.contains("holds no .json file"), "{error}");
    }
}
