//! `cargo xtask dist`: from programs to packages.

use std::path::Path;

use crate::archive::{Entry, gzip, tar, zip};
use crate::checksum::sha256;
use crate::command::said;
use crate::command_lines::{SHELLS, completions, manual};
use crate::dependencies::parts;
use crate::outcome::{Result, told};
use crate::release::{NAME, Release};
use crate::system::{Runtime, System};
use crate::{bom, debian, licences, programs, site_extension};

/// The packages of a system: names of files, and what is in them.
pub type Packages = Vec<(String, Vec<u8>)>;

/// Makes the packages of both systems, or of one, and their checksums.
pub(crate) fn run(release: &Release, only: Option<System>, out: Option<&Path>) -> Result<()> {
    warn_of_changes(release);
    let systems = match only {
        Some(system) => vec![system],
        None => vec![System::Linux, System::Windows],
    };
    let mut made = Packages::new();
    for system in systems {
        eprintln!("building the programs for {}", system.name()?);
        let programs = programs::build(release, system)?;
        for program in &programs {
            eprintln!("  {:<18} {:>9} bytes", program.path, program.bytes.len());
        }
        made.extend(packages(release, system, &programs, &system.runtime()?)?);
    }
    made.sort();
    let own = release.out();
    let out = out.unwrap_or(&own);
    // What an earlier run made would have other checksums.
    match std::fs::remove_dir_all(out) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(told(out.display())(error));
        }
        _ => {}
    }
    std::fs::create_dir_all(out).map_err(told(out.display()))?;
    made.push(("SHA256SUMS".to_owned(), sums(&made).into_bytes()));
    for (name, bytes) in &made {
        let path = out.join(name);
        std::fs::write(&path, bytes).map_err(told(path.display()))?;
        println!("{:>9}  {}", bytes.len(), path.display());
    }
    Ok(())
}

/// A package names a version, and a version is a commit.
fn warn_of_changes(release: &Release) {
    let mut status = std::process::Command::new("git");
    status
        .args(["status", "--porcelain"])
        .current_dir(release.root());
    if said(&mut status).is_ok_and(|changes| !changes.is_empty()) {
        eprintln!("note: these packages hold changes that are not committed");
    }
}

/// The packages of one system from its programs and what its compiler put into them. Depends on nothing
/// else but the project's files and the sources of the crates.
///
/// # Errors
/// What is missing.
pub fn packages(
    release: &Release,
    system: System,
    programs: &[Entry],
    runtime: &[Runtime],
) -> Result<Packages> {
    let parts = parts(release, &system.triple()?)?;
    let licences = licences::file(&parts, runtime)?;
    let bill = bom::bill(release, &parts, runtime, programs)?;
    let name = format!("{NAME}-{}-{}", release.version, system.name()?);
    let manual = manual(release)?;
    // What calls the programs from elsewhere, and the pages and pictures that README.md leads to.
    let scripts = files_below(release, "scripts")?;
    let pages = files_below(release, "docs")?;

    let mut packages = vec![(format!("{name}.cdx.json"), bill.clone().into_bytes())];
    match system {
        System::Linux => {
            let mut files = programs.to_vec();
            files.extend(manual.iter().map(|page| page.clone().below("man/man1")));
            files.extend(all_completions());
            files.extend(scripts.clone());
            files.extend(documents(release, system, &licences, &bill, &pages)?);
            let files: Vec<Entry> = files.into_iter().map(|it| it.below(&name)).collect();
            let archive = gzip(&tar(&files, release.time, false)?)?;
            packages.push((format!("{name}.tar.gz"), archive));
            let extras = debian::Extras {
                manual: &manual,
                scripts: &scripts,
                pages: &pages,
                licences: &licences,
            };
            let package = debian::package(release, programs, &extras)?;
            packages.push((debian::file_name(release)?, package));
        }
        System::Windows => {
            let mut files = programs.to_vec();
            files.extend(documents(release, system, &licences, &bill, &pages)?);
            let extension = site_extension::entries(release, &files)?;
            files.extend(all_completions());
            files.extend(scripts);
            let files: Vec<Entry> = files.into_iter().map(|it| it.below(&name)).collect();
            packages.push((format!("{name}.zip"), zip(&files, release.time)?));
            packages.push((
                site_extension::file_name(release),
                zip(&extension, release.time)?,
            ));
        }
    }
    Ok(packages)
}

/// Everything in a folder of the project's, and in the folders in it.
fn files_below(release: &Release, folder: &str) -> Result<Vec<Entry>> {
    let mut found = Vec::new();
    let mut folders = vec![release.root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).map_err(told(folder.display()))? {
            let path = entry.map_err(told(folder.display()))?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path
                .strip_prefix(release.root())
                .map_err(told(folder.display()))?;
            let name = name.to_string_lossy().replace('\\', "/");
            let bytes = std::fs::read(&path).map_err(told(path.display()))?;
            found.push(Entry::text(name, bytes));
        }
    }
    Ok(found)
}

fn all_completions() -> Vec<Entry> {
    let below = |(shell, folder): (_, &str)| {
        let folder = format!("completions/{folder}");
        completions(shell)
            .into_iter()
            .map(move |it| it.below(&folder))
    };
    SHELLS.into_iter().flat_map(below).collect()
}

/// What is to be read, in every archive; `pages` is what README.md leads to.
fn documents(
    release: &Release,
    system: System,
    licences: &str,
    bill: &str,
    pages: &[Entry],
) -> Result<Vec<Entry>> {
    let text = |name: &str, bytes: Vec<u8>| match system {
        System::Linux => Entry::text(name, bytes),
        System::Windows => Entry::text(name, with_carriage_returns(&bytes)),
    };
    // With an extension Windows knows what to open it with.
    let licence = match system {
        System::Linux => "LICENSE",
        System::Windows => "LICENSE.txt",
    };
    let mut files = vec![
        text("README.md", release.file("README.md")?),
        text("CHANGELOG.md", release.file("CHANGELOG.md")?),
        text(licence, release.file("LICENSE")?),
        text(licences::FILE, licences.as_bytes().to_vec()),
        Entry::text("bom.cdx.json", bill),
    ];
    files.extend(pages.iter().cloned().map(|page| {
        if page.path.ends_with(".md") {
            text(&page.path, page.bytes)
        } else {
            page
        }
    }));
    Ok(files)
}

fn with_carriage_returns(text: &[u8]) -> Vec<u8> {
    let mut lines = Vec::with_capacity(text.len());
    for &byte in text {
        match byte {
            b'\r' => {}
            b'\n' => lines.extend(b"\r\n"),
            other => lines.push(other),
        }
    }
    lines
}

/// The file with the packages' checksums, as `sha256sum --check` reads it.
pub fn sums(packages: &[(String, Vec<u8>)]) -> String {
    packages
        .iter()
        .map(|(name, bytes)| format!("{}  {name}\n", sha256(bytes)))
        .collect()
}
