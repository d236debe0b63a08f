//! What the programs are made of: the crates that are compiled into them or run to compile them, and
//! what the compiler adds.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::Command;

use cargo_lock::Lockfile;

use crate::command::{cargo, said};
use crate::outcome::{Result, told};
use crate::release::{PROGRAMS, Release};

/// A crate's name and version.
pub type Key = (String, String);

/// A crate of somebody else's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crate {
    /// Its name and version.
    pub key: Key,
    /// The SPDX expression that it states.
    pub licence: Option<String>,
    /// Who it says wrote it.
    pub authors: Vec<String>,
    /// What it says it is.
    pub description: Option<String>,
    /// Where its sources are kept.
    pub repository: Option<String>,
    /// The folder with its sources on this machine.
    pub folder: PathBuf,
    /// SHA-256 of the archive that the registry gave, in hexadecimal.
    pub checksum: Option<String>,
}

/// What the programs for one system are made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parts {
    /// The crates of others.
    pub crates: BTreeMap<Key, Crate>,
    /// The crates of this project, with their versions.
    pub own: BTreeSet<Key>,
    /// Who needs whom, of both kinds.
    pub needs: BTreeMap<Key, BTreeSet<Key>>,
}

/// The parts of the programs for a target triple.
///
/// # Errors
/// What cargo could not tell.
pub fn parts(release: &Release, triple: &str) -> Result<Parts> {
    // cargo metadata unites the features of everything in the workspace; cargo tree takes those that the
    // programs are built with.
    let mut tree = Command::new(cargo());
    tree.current_dir(release.root()).args([
        "tree",
        "--locked",
        "--quiet",
        "--edges=normal,build",
        "--prefix=none",
        "--no-dedupe",
        "--format={p}",
    ]);
    tree.args(["--target", triple]);
    for program in PROGRAMS {
        tree.args(["--package", program]);
    }
    let listed: BTreeSet<Key> = said(&mut tree)?.lines().filter_map(key).collect();

    let lock = Lockfile::load(release.root().join("Cargo.lock")).map_err(told("Cargo.lock"))?;
    let checksums: BTreeMap<Key, String> = lock
        .packages
        .iter()
        .filter_map(|package| {
            let key = (package.name.to_string(), package.version.to_string());
            Some((key, package.checksum.as_ref()?.to_string()))
        })
        .collect();

    let mut parts = Parts::default();
    let mut known = BTreeMap::new();
    for package in &release.metadata.packages {
        let key = (package.name.to_string(), package.version.to_string());
        if !listed.contains(&key) {
            continue;
        }
        known.insert(package.id.clone(), key.clone());
        if package.source.is_none() {
            parts.own.insert(key);
            continue;
        }
        let folder = package.manifest_path.parent().map(PathBuf::from);
        parts.crates.insert(
            key.clone(),
            Crate {
                licence: package.license.clone(),
                authors: package.authors.clone(),
                description: package.description.clone(),
                repository: package.repository.clone(),
                folder: folder.unwrap_or_default(),
                checksum: checksums.get(&key).cloned(),
                key,
            },
        );
    }
    let nodes = release.metadata.resolve.iter().flat_map(|all| &all.nodes);
    for node in nodes {
        if let Some(key) = known.get(&node.id) {
            let needs = node
                .deps
                .iter()
                .filter(|dependency| {
                    use cargo_metadata::DependencyKind::{Build, Normal};
                    let mut kinds = dependency.dep_kinds.iter();
                    kinds.any(|of| matches!(of.kind, Normal | Build))
                })
                .filter_map(|dependency| known.get(&dependency.pkg).cloned());
            parts.needs.insert(key.clone(), needs.collect());
        }
    }
    match listed.len() == parts.own.len() + parts.crates.len() {
        true => Ok(parts),
        false => Err("cargo tree names crates that cargo metadata does not know".to_owned()),
    }
}

/// Reads `tokio v1.54.0` and `netdiag v0.1.0 (/a/folder)`.
fn key(line: &str) -> Option<Key> {
    let mut words = line.split(' ');
    let name = words.next()?;
    let version = words.next()?.strip_prefix('v')?;
    Some((name.to_owned(), version.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_cargo_tree_is_name_and_version() {
        let pair = |a: &str, b: &str| Some((a.to_owned(), b.to_owned()));
        assert_eq!(key("tokio v1.54.0"), pair("tokio", "1.54.0"));
        assert_eq!(key("netdiag v0.1.0 (/a b)"), pair("netdiag", "0.1.0"));
        assert_eq!(
            key("clap_derive v4.6.1 (proc-macro)"),
            pair("clap_derive", "4.6.1")
        );
        assert_eq!(key(""), None);
    }

    #[test]
    fn only_netcheck_holds_what_azure_takes() {
        for package in ["nameresolver", "tcpping", "netdiag"] {
            let mut tree = Command::new(cargo());
            tree.current_dir(env!("CARGO_MANIFEST_DIR")).args([
                "tree",
                "--offline",
                "--locked",
                "--edges=normal",
                "--prefix=none",
                "--package",
                package,
            ]);
            let listed = said(&mut tree).unwrap();
            assert!(listed.contains("netdiag"), "{listed}");
            for heavy in ["azure_", "reqwest", "rustls", "hyper ", "zip "] {
                assert!(!listed.contains(heavy), "{package}: {heavy}");
            }
        }
    }
}
