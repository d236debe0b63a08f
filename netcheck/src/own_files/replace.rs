//! A folder of files that is written as a whole, in place of an earlier one of its kind.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Component, Path};

use netdiag::text::{printable, shown_path};

use super::{folder, write_anew};

/// What is said of a folder that will not do.
pub struct Words {
    /// What may stand there already, as "an earlier export".
    pub earlier: &'static str,
    /// What to type, as "--out takes a folder".
    pub takes: &'static str,
    /// The same with an example, as "--out takes a folder, as: --out export-1".
    pub example: &'static str,
}

/// Writes these files, and last the marker that tells the folder's kind: a folder without it is none yet.
/// `earlier` are the files of what stands there already, if that is of the same kind; those that are not
/// written again are removed. Names must lead to different files inside the folder, wherever it is read.
///
/// # Errors
/// What is wrong with the folder or a name, and what to type.
pub fn replace(
    dir: &Path,
    earlier: Option<Vec<String>>,
    files: &[(&str, String)],
    marker: (&str, String),
    words: &Words,
) -> Result<(), String> {
    let mut names = BTreeSet::from([marker.0.to_lowercase()]);
    for (name, _) in files {
        if !names.insert(name.to_lowercase()) || !is_inside(name) {
            return Err(format!(
                "the export's file '{}' cannot be saved under its name; rename it",
                printable(name)
            ));
        }
    }
    if earlier.is_none() && is_taken(dir) {
        return Err(format!(
            "'{}' is neither a new or empty folder nor {}; {}",
            shown_path(dir),
            words.earlier,
            words.example
        ));
    }
    let cannot = |path: &Path, error: &io::Error| {
        format!(
            "'{}' cannot be written ({error}); {}",
            shown_path(path),
            words.takes
        )
    };
    folder(dir).map_err(|error| cannot(dir, &error))?;
    for (name, text) in files.iter().chain([&marker]) {
        let path = dir.join(name);
        if let Some(parent) = path.parent() {
            folder(parent).map_err(|error| cannot(parent, &error))?;
        }
        write_anew(&path, text).map_err(|error| cannot(&path, &error))?;
    }
    let stale = earlier.into_iter().flatten();
    let stale = stale.filter(|name| is_inside(name) && files.iter().all(|(new, _)| new != name));
    for name in stale.filter(|name| name != marker.0) {
        // It may be gone already.
        let _ = fs::remove_file(dir.join(name));
    }
    Ok(())
}

/// Whether something stands there that is no empty folder.
fn is_taken(dir: &Path) -> bool {
    match fs::read_dir(dir) {
        Ok(mut entries) => entries.next().is_some(),
        Err(error) => error.kind() != io::ErrorKind::NotFound,
    }
}

/// Whether a name leads to a place below the folder.
fn is_inside(name: &str) -> bool {
    let mut components = Path::new(name).components().peekable();
    components.peek().is_some() && components.all(|part| matches!(part, Component::Normal(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: Words = Words {
        earlier: "an earlier one",
        takes: "it takes a folder",
        example: "it takes a folder, as: one",
    };

    fn written(dir: &Path, earlier: Option<&[&str]>, names: &[&str]) -> Result<(), String> {
        let earlier = earlier.map(|names| names.iter().map(ToString::to_string).collect());
        let files: Vec<_> = names.iter().map(|name| (*name, "{}".to_owned())).collect();
        replace(dir, earlier, &files, ("mark.json", "{}".to_owned()), &WORDS)
    }

    #[test]
    fn each_name_is_a_file_of_its_own_inside_the_folder() {
        for names in [
            &["a.json", "A.json"][..],
            &["a.json", "a.json"],
            &["Mark.json"],
            &["../a.json"],
            &["/a.json"],
            &[""],
        ] {
            let place = tempfile::tempdir().unwrap();
            let said = written(&place.path().join("new"), None, names).unwrap_err();
            assert!(said.contains("rename it"), "{names:?}: {said}");
            assert!(!place.path().join("new").exists());
        }
    }

    #[test]
    fn what_is_not_written_again_is_removed_and_what_is_not_ours_left_alone() {
        let place = tempfile::tempdir().unwrap();
        let dir = place.path().join("new");
        written(&dir, None, &["a.json", "b/c.json"]).unwrap();
        let said = written(&dir, None, &["a.json"]).unwrap_err();
        assert!(
            said.ends_with("nor an earlier one; it takes a folder, as: one"),
            "{said}"
        );
        let beside = place.path().join("beside.json");
        for other in [&beside, &dir.join("theirs.json")] {
            fs::write(other, "{}").unwrap();
        }
        let earlier = ["a.json", "b/c.json", "mark.json", "../beside.json"];
        written(&dir, Some(&earlier), &["a.json"]).unwrap();
        let is_there = |name: &str| dir.join(name).exists();
        assert!(is_there("a.json") && is_there("mark.json") && is_there("theirs.json"));
        assert!(!is_there("b/c.json") && beside.exists());
    }
}
