//! The shipped examples as saved cases on the disk: judged at a fixed instant, nothing asked anew.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// The examples; `none` is an empty one.
pub const NAMES: &[&str] = &["healthy", "broken", "regional", "none"];

const OBSERVATIONS: &str = "observations.json";
const ENVIRONMENT: &str = "environment.txt";

/// A folder with an example that may be changed for one judgement.
#[derive(Debug)]
pub struct Case {
    folder: TempDir,
    files: BTreeMap<String, Vec<u8>>,
}

thread_local! {
    static CASES: RefCell<BTreeMap<&'static str, Case>> = const { RefCell::new(BTreeMap::new()) };
}

/// Lets `judge` work with an example in which these files stand instead of its own, or beside them. Afterwards it is as it was.
pub fn with<T>(
    name: &'static str,
    changed: &[(String, Vec<u8>)],
    judge: impl FnOnce(&str) -> T,
) -> T {
    CASES.with_borrow_mut(|cases| {
        let case = cases.entry(name).or_insert_with(|| Case::new(name));
        for (file, bytes) in changed {
            fs::write(case.path(file), bytes).expect("the folder is ours");
        }
        let result = judge(&case.path("").to_string_lossy());
        for (file, _) in changed {
            case.restore(file);
        }
        result
    })
}

impl Case {
    fn new(name: &str) -> Self {
        let mut files = BTreeMap::new();
        if name != "none" {
            let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
            for entry in fs::read_dir(examples.join(name)).expect("the example is there") {
                let path = entry.expect("the example is there").path();
                let file = path.file_name().unwrap_or_default().to_string_lossy();
                let bytes = fs::read(&path).expect("the example is there");
                files.insert(file.into_owned(), bytes);
            }
        }
        files.entry(ENVIRONMENT.to_owned()).or_default();
        let observations =
            br#"{"schema": "netcheck-observations/1", "time": "2026-11-22T12:00:00Z"}"#;
        files.insert(OBSERVATIONS.to_owned(), observations.to_vec());
        let case = Self {
            folder: TempDir::new().expect("a folder can be made"),
            files,
        };
        for file in case.files.keys() {
            case.restore(file);
        }
        case
    }

    fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    fn restore(&self, file: &str) {
        let path = self.path(file);
        match self.files.get(file) {
            Some(bytes) => fs::write(path, bytes).expect("the folder is ours"),
            None => fs::remove_file(path).expect("the folder is ours"),
        }
    }
}

/// The file of the environment in a case's folder, as an argument.
pub fn environment(folder: &str) -> String {
    Path::new(folder)
        .join(ENVIRONMENT)
        .to_string_lossy()
        .into_owned()
}
