//! An export as one zip archive, for a browser's download. Equal exports are equal archives.

use std::fs::{self, File};
use std::io::{self, Cursor, Read, Write};
use std::path::Path;

use netdiag::fact::{Gap, Origin};
use netdiag::source::{self, Documents, Export, LARGEST_FILE, MOST_FILES};
use netdiag::text::{json_pretty, printable, shown_path};
use serde_json::Value;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::manifest;
use crate::own_files;

/// Writes a new archive.
pub fn write(to: &Path, manifest: &Value, documents: &Documents) -> Result<(), String> {
    let bytes = pack(manifest, documents).map_err(|error| {
        format!("the archive cannot be made ({error}); --out takes a folder too")
    })?;
    own_files::options()
        .write(true)
        .create_new(true)
        .open(to)
        .and_then(|mut file| {
            file.write_all(&bytes)?;
            file.sync_all()
        })
        .map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => {
                format!(
                    "'{}' is there already; --out takes a new file",
                    shown_path(to)
                )
            }
            _ => format!(
                "'{}' cannot be written ({error}); --out takes a new file",
                shown_path(to)
            ),
        })
}

fn pack(manifest: &Value, documents: &Documents) -> zip::result::ZipResult<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o600);
    let documents = documents.iter().map(|(name, document)| (&**name, document));
    for (name, document) in documents.chain([(manifest::NAME, manifest)]) {
        archive.start_file(name, options)?;
        archive.write_all(json_pretty(document).as_bytes())?;
        archive.write_all(b"\n")?;
    }
    Ok(archive.finish()?.into_inner())
}

/// Reads the JSON files of an archive. A bad one among good ones is a gap.
pub fn read(path: &Path) -> Result<Export, String> {
    let wrong = |why: String| {
        format!(
            "the archive '{}' {why}; --from takes a zip file that netcheck collect wrote",
            shown_path(path)
        )
    };
    let size = fs::metadata(path).map_or(0, |metadata| metadata.len());
    if size > LARGEST_FILE {
        return Err(wrong(format!("is too large ({} MB)", size >> 20)));
    }
    let file = File::open(path).map_err(|error| wrong(format!("cannot be read ({error})")))?;
    let mut archive =
        ZipArchive::new(file).map_err(|error| wrong(format!("cannot be read ({error})")))?;
    if archive.len() > MOST_FILES {
        return Err(wrong(format!("holds more than {MOST_FILES} files")));
    }
    // An archive, and everything in it together, may be as large as a file.
    let mut left = LARGEST_FILE;
    let mut documents = Documents::new();
    let mut gaps = Vec::new();
    for index in 0..archive.len() {
        let mut entry = archive
            .by_index(index)
            .map_err(|error| wrong(format!("cannot be read ({error})")))?;
        let name = entry
            .name()
            .map_err(|error| wrong(format!("cannot be read ({error})")))?
            .into_owned();
        if !entry.is_file() || !name.to_ascii_lowercase().ends_with(".json") {
            continue;
        }
        let mut bytes = Vec::new();
        // What the archive says of the size of its files need not be true.
        let read = entry.by_ref().take(left + 1).read_to_end(&mut bytes);
        if bytes.len() as u64 > left {
            return Err(wrong(format!(
                "unpacks to more than {} MB",
                LARGEST_FILE >> 20
            )));
        }
        left -= bytes.len() as u64;
        let parsed = read
            .map_err(|error| format!("cannot be read ({error})"))
            .and_then(|_| source::parse_document(&bytes));
        match parsed {
            Ok(document) => documents.push((name, document)),
            Err(why) => gaps.push(Gap::new("a file", printable(&why)).at(Origin::json(name, ""))),
        }
    }
    if documents.is_empty() {
        return Err(wrong("holds no JSON file that can be read".to_owned()));
    }
    documents.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(source::export(documents, gaps))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn zip_of(files: &[(&str, &[u8])]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        let mut archive = ZipWriter::new(File::create(dir.path().join("a.zip")).unwrap());
        for (name, bytes) in files {
            archive
                .start_file(*name, SimpleFileOptions::default())
                .unwrap();
            archive.write_all(bytes).unwrap();
        }
        archive.finish().unwrap();
        dir
    }

    #[test]
    fn what_is_written_is_read_and_equal_exports_are_equal_archives() {
        let documents: Documents = vec![("a.json".into(), json!({"id": "/a"}))];
        let manifest = json!({"schema": "netcheck-export/1", "app": "shop"});
        let first = pack(&manifest, &documents).unwrap();
        assert_eq!(first, pack(&manifest, &documents).unwrap());
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.zip");
        write(&path, &manifest, &documents).unwrap();
        let export = read(&path).unwrap();
        assert_eq!(export.documents, documents);
        assert_eq!(export.app.as_deref(), Some("shop"));
        let again = write(&path, &manifest, &documents).unwrap_err();
        assert!(again.contains("is there already"), "{again}");
    }

    #[test]
    fn a_bomb_is_not_unpacked_and_a_bad_file_loses_nothing_but_itself() {
        let zeros = vec![b' '; (33 << 20) as usize];
        let bomb = zip_of(&[("a.json", &zeros), ("b.json", &zeros)]);
        let error = read(&bomb.path().join("a.zip")).unwrap_err();
        assert!(error.contains("unpacks to more than 64 MB"), "{error}");
        let mixed = zip_of(&[
            ("a.json", b"{\"id\": \"/a\"}"),
            ("b.json", b"x"),
            ("c.txt", b"x"),
        ]);
        let export = read(&mixed.path().join("a.zip")).unwrap();
        assert_eq!((export.documents.len(), export.gaps.len()), (1, 1));
        std::fs::write(mixed.path().join("n.zip"), "no archive").unwrap();
        let error = read(&mixed.path().join("n.zip")).unwrap_err();
        assert!(error.contains("netcheck collect"), "{error}");
    }
}
