//! The programs, built for release so that no folder of this machine stands in them.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::archive::Entry;
use crate::command::{cargo, said};
use crate::outcome::{Result, told};
use crate::release::{PROGRAMS, Release};
use crate::system::System;

/// What builds the programs for Windows: prints the folder where they are as its last line.
const WINDOWS: &str = "tests/windows/build";

/// Builds the programs for a system and reads them.
///
/// # Errors
/// What is missing, or where the compiler's own words are to be read.
pub fn build(release: &Release, system: System) -> Result<Vec<Entry>> {
    let folder = match system {
        System::Linux => linux(release)?,
        System::Windows => windows(release)?,
    };
    read(&folder, system)
}

/// The programs in a folder.
///
/// # Errors
/// The one that is missing.
pub fn read(folder: &Path, system: System) -> Result<Vec<Entry>> {
    PROGRAMS
        .iter()
        .map(|name| {
            let file = system.program(name);
            let path = folder.join(&file);
            let bytes = std::fs::read(&path).map_err(told(path.display()))?;
            Ok(Entry::program(file, bytes))
        })
        .collect()
}

/// In a folder of its own: with other flags than those of an ordinary build, the two would undo each
/// other's work in one.
fn linux(release: &Release) -> Result<PathBuf> {
    if !cfg!(target_os = "linux") {
        return Err("the programs for Linux are built on Linux: --only windows".to_owned());
    }
    let target = release.target().join("dist-build");
    let triple = System::Linux.triple()?;
    let mut flags = Vec::new();
    for (from, to) in hidden(release, &target)? {
        flags.push(format!("\"--remap-path-prefix={}={to}\"", from.display()));
    }
    // Added to the flags of .cargo/config.toml, which make the programs static.
    let config = format!(
        "target.'cfg(all(target_os = \"linux\", target_env = \"gnu\"))'.rustflags=[{}]",
        flags.join(",")
    );
    let mut build = Command::new(cargo());
    build
        .current_dir(release.root())
        .args(["build", "--release", "--locked"])
        .args(["--target", &triple, "--config", &config])
        .env("CARGO_TARGET_DIR", &target)
        // What replaces the flags of .cargo/config.toml, or changes what the compiler writes.
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .env_remove("CARGO_BUILD_RUSTFLAGS")
        .env_remove("CFLAGS")
        .env("SOURCE_DATE_EPOCH", release.epoch().to_string());
    for program in PROGRAMS {
        build.args(["--package", program]);
    }
    let ended = build.status().map_err(told("cargo build"))?;
    match ended.success() {
        true => Ok(target.join(triple).join("release")),
        false => Err(format!("cargo build: {ended}; its words are above")),
    }
}

/// The folders of this machine that would stand in the programs' messages, and what stands there instead.
/// Of several that fit the compiler takes the last.
fn hidden(release: &Release, target: &Path) -> Result<Vec<(PathBuf, String)>> {
    let compiler = said(Command::new("rustc").arg("-vV").current_dir(release.root()))?;
    let commit = compiler
        .lines()
        .find_map(|line| line.strip_prefix("commit-hash: "))
        .unwrap_or("unknown")
        .to_owned();
    let sysroot = said(
        Command::new("rustc")
            .args(["--print", "sysroot"])
            .current_dir(release.root()),
    )?;
    let mut hidden = vec![
        (release.root().to_owned(), "/netdiag".to_owned()),
        (target.to_owned(), "/build".to_owned()),
        // Where the standard library's sources are installed, its messages name that folder.
        (
            Path::new(sysroot.trim()).join("lib/rustlib/src/rust"),
            format!("/rustc/{commit}"),
        ),
    ];
    let mut sources: Vec<PathBuf> = release
        .metadata
        .packages
        .iter()
        .filter(|package| package.source.is_some())
        .filter_map(|package| Some(package.manifest_path.parent()?.parent()?.into()))
        .collect();
    sources.sort();
    sources.dedup();
    hidden.extend(
        sources
            .into_iter()
            .map(|folder| (folder, "/crates".to_owned())),
    );
    Ok(hidden)
}

fn windows(release: &Release) -> Result<PathBuf> {
    let script = release.root().join(WINDOWS);
    if !script.exists() {
        return Err(format!(
            "{WINDOWS}, which builds the programs for Windows, is not there: --only linux"
        ));
    }
    // Its words go to standard error.
    let output = Command::new(&script)
        .arg("--release")
        .current_dir(release.root())
        .env("CARGO_TARGET_DIR", release.target())
        .stderr(Stdio::inherit())
        .output()
        .map_err(told(WINDOWS))?;
    if !output.status.success() {
        return Err(format!(
            "{WINDOWS} ended with {}; its words are above. Without the programs for Windows: --only linux",
            output.status
        ));
    }
    let said = String::from_utf8_lossy(&output.stdout);
    let folder = said.lines().last().unwrap_or_default();
    Ok(release.root().join(folder))
}
