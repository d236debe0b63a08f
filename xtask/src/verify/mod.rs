//! `cargo xtask verify`: the packages as their users meet them. Nothing is installed on this machine:
//! programs run in a root of their own with nothing else in it, and without a network.

use std::path::Path;

use crate::checksum::sha256;
use crate::outcome::{Result, told};
use crate::release::{NAME, PROGRAMS, Release};
use crate::system::System;
use crate::{bom, licences};

pub mod debian_package;
pub mod image;
pub mod links;
pub mod lonely;
pub mod unpack;

/// How large the programs for Linux are meant to be at most, in bytes.
const LINUX_AIMS: [(&str, usize); 3] = [
    ("nameresolver", 4_000_000),
    ("tcpping", 4_000_000),
    ("netcheck", 12_000_000),
];

/// Tries every package of a folder.
pub(crate) fn run(release: &Release, folder: &Path) -> Result<()> {
    let mut report = Report::default();
    let sums = std::fs::read_to_string(folder.join("SHA256SUMS")).map_err(|why| {
        format!(
            "{}: {why}; cargo xtask dist makes the packages",
            folder.display()
        )
    })?;
    report.add("SHA256SUMS", check_sums(folder, &sums));
    let machine = image::folders(release);
    let read = |name: &str| std::fs::read(folder.join(name)).map_err(told(name));
    for name in sums.lines().filter_map(|line| line.get(66..)) {
        let bytes = read(name)?;
        if name.ends_with(".cdx.json") {
            report.add(name, bom::read(&bytes).map(|_| "a valid bill".to_owned()));
        } else if name.ends_with(".tar.gz") {
            linux_archive(release, name, &bytes, &machine, &mut report);
        } else if name.ends_with(".deb") {
            report.add(name, debian_package::try_out(release, folder, name));
        } else if name.ends_with(".zip") {
            windows_archive(name, &bytes, &machine, &mut report);
        } else if name.ends_with(".nupkg") {
            report.add(name, site_extension_package(&bytes));
        } else {
            report.add(name, Err("nobody knows what this is".to_owned()));
        }
    }
    report.end()
}

/// What came of each try, said as it comes.
#[derive(Default)]
struct Report {
    tried: usize,
    failed: usize,
}

impl Report {
    fn add(&mut self, what: &str, came: Result<String>) {
        self.tried += 1;
        match came {
            Ok(said) => println!("[ok]   {what}: {said}"),
            Err(why) => {
                self.failed += 1;
                println!("[FAIL] {what}: {why}");
            }
        }
    }

    fn end(self) -> Result<()> {
        match self.failed {
            0 => {
                println!("{} tries, all good", self.tried);
                Ok(())
            }
            failed => Err(format!("{failed} of {} tries failed", self.tried)),
        }
    }
}

fn check_sums(folder: &Path, sums: &str) -> Result<String> {
    let mut count = 0;
    for line in sums.lines() {
        let (sum, name) = line
            .split_once("  ")
            .ok_or_else(|| format!("the line '{line}' is no checksum"))?;
        let bytes = std::fs::read(folder.join(name)).map_err(told(name))?;
        if sha256(&bytes) != sum {
            return Err(format!("{name} has another checksum"));
        }
        count += 1;
    }
    match count {
        0 => Err("names nothing".to_owned()),
        _ => Ok(format!("{count} packages")),
    }
}

fn linux_archive(
    release: &Release,
    name: &str,
    bytes: &[u8],
    machine: &[String],
    report: &mut Report,
) {
    let stem = name.trim_end_matches(".tar.gz");
    let files = match unpack::tar_gz(bytes, release.time) {
        Ok(files) => files,
        Err(why) => return report.add(name, Err(why)),
    };
    let wanted = [
        "README.md",
        "CHANGELOG.md",
        "LICENSE",
        licences::FILE,
        "bom.cdx.json",
    ];
    report.add(name, unpack::holds(&files, stem, &wanted));
    report.add(name, links::of_package(&files, stem));
    for (program, aim) in LINUX_AIMS {
        let path = format!("{stem}/{program}");
        let Some(file) = files.iter().find(|file| file.path == path) else {
            report.add(name, Err(format!("{program} is missing")));
            continue;
        };
        let sound = image::elf(&file.bytes)
            .and_then(|()| image::anonymous(&file.bytes, machine))
            .and_then(|()| match program {
                // In netcheck it is linked, as what the HTTP client would take without our resolver.
                "netcheck" => Ok(()),
                _ => image::own_names(&file.bytes),
            })
            .and_then(|()| image::within(&file.bytes, aim));
        report.add(program, sound);
        report.add(program, lonely::try_out(program, &file.bytes));
    }
}

fn windows_archive(name: &str, bytes: &[u8], machine: &[String], report: &mut Report) {
    let stem = name.trim_end_matches(".zip");
    let files = match unpack::zip(bytes) {
        Ok(files) => files,
        Err(why) => return report.add(name, Err(why)),
    };
    let wanted = [
        "README.md",
        "CHANGELOG.md",
        "LICENSE.txt",
        licences::FILE,
        "bom.cdx.json",
    ];
    report.add(name, unpack::holds(&files, stem, &wanted));
    report.add(name, links::of_package(&files, stem));
    for program in PROGRAMS {
        let program = System::Windows.program(program);
        let path = format!("{stem}/{program}");
        let came = match files.iter().find(|file| file.path == path) {
            None => Err("missing".to_owned()),
            Some(file) if !file.bytes.starts_with(b"MZ") => Err("no program".to_owned()),
            Some(file) => image::anonymous(&file.bytes, machine)
                .map(|()| format!("{} bytes, no folder of this machine", file.bytes.len())),
        };
        report.add(&program, came);
    }
}

/// That a site extension holds what Kudu looks for.
///
/// # Errors
/// The file that is missing.
pub fn site_extension_package(bytes: &[u8]) -> Result<String> {
    let files = unpack::zip(bytes)?;
    let has = |path: &str| files.iter().any(|file| file.path == path);
    let mut wanted = vec![
        format!("{NAME}.nuspec"),
        "[Content_Types].xml".to_owned(),
        "_rels/.rels".to_owned(),
        "content/scmApplicationHost.xdt".to_owned(),
        "content/README.md".to_owned(),
        "content/docs/reading.md".to_owned(),
        format!("content/{}", licences::FILE),
    ];
    wanted.extend(PROGRAMS.map(|name| format!("content/{name}.exe")));
    if let Some(missing) = wanted.iter().find(|path| !has(path)) {
        return Err(format!("{missing} is missing"));
    }
    Ok(format!("{} files, as Kudu wants them", files.len()))
}
