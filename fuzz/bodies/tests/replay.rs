//! The corpus once more, on any compiler: inputs that reach far, and those that broke something once.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use bodies::Body;
use libtest_mimic::{Arguments, Trial};

fn main() -> ExitCode {
    let replays = bodies::ALL.iter().map(|&(name, body)| {
        Trial::test(name, move || {
            replay(name, body);
            Ok(())
        })
    });
    let complete = Trial::test("every_way_in_has_a_corpus_and_a_fuzz_target", || {
        every_way_in_has_a_corpus_and_a_fuzz_target();
        Ok(())
    });
    let trials = replays.chain([complete]).collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn fuzz() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The files of one folder, by name.
fn inputs(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// Says which input it was that broke something.
struct Input(PathBuf);

impl Drop for Input {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the input is {}", self.0.display());
        }
    }
}

fn replay(name: &str, body: Body) {
    let files = inputs(&fuzz().join("corpus").join(name));
    assert!(files.len() > 2, "{name} has inputs");
    for file in files {
        let bytes = fs::read(&file).unwrap();
        let _input = Input(file);
        body(&bytes);
    }
}

fn every_way_in_has_a_corpus_and_a_fuzz_target() {
    let known: BTreeSet<String> = bodies::ALL
        .iter()
        .map(|(name, _)| (*name).to_owned())
        .collect();
    let stems = |folder: &str| -> BTreeSet<String> {
        inputs(&fuzz().join(folder))
            .iter()
            .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
            .collect()
    };
    assert_eq!(stems("corpus"), known);
    assert_eq!(stems("fuzz_targets"), known);
    let manifest = fs::read_to_string(fuzz().join("Cargo.toml")).unwrap();
    let programs: BTreeSet<String> = manifest
        .split("[[bin]]")
        .skip(1)
        .filter_map(|program| program.split('"').nth(1))
        .map(str::to_owned)
        .collect();
    assert_eq!(programs, known);
}
