//! The corpus once more, on any compiler: inputs that reach far, and those that broke something once.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus")
}

/// The files of one folder, by name.
fn inputs(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn replay(name: &str) {
    let files = inputs(&corpus().join(name));
    assert!(files.len() > 2, "{name} has inputs");
    for file in files {
        // Shown only if it breaks.
        println!(
            "fuzz/corpus/{name}/{}",
            file.file_name().unwrap().to_string_lossy()
        );
        bodies::run(name, &fs::read(&file).unwrap());
    }
}

#[test]
fn every_way_in_has_a_corpus_a_fuzz_target_and_a_test() {
    let known: BTreeSet<String> = bodies::ALL
        .iter()
        .map(|(name, _)| (*name).to_owned())
        .collect();
    let folders = inputs(&corpus());
    let folders = folders
        .iter()
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned());
    assert_eq!(folders.collect::<BTreeSet<_>>(), known);
    let targets = inputs(&corpus().join("../fuzz_targets"));
    let targets = targets
        .iter()
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned());
    assert_eq!(targets.collect::<BTreeSet<_>>(), known);
    assert_eq!(
        TESTED
            .iter()
            .map(|name| (*name).to_owned())
            .collect::<BTreeSet<_>>(),
        known
    );
}

macro_rules! replays {
    ($($name:ident)*) => {
        const TESTED: &[&str] = &[$(stringify!($name)),*];
        $(#[test] fn $name() { replay(stringify!($name)); })*
    };
}

replays! {
    addresses archive azure certificate dependencies dns document export journal list observations
    plan_network resolver_files security sets target witness
}
