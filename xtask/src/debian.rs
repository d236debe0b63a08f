//! The Debian package: programs, manual pages and completions where Debian's policy wants them. It
//! depends on nothing, because the programs are static.

use ar::{Builder, Header};
use clap_complete::Shell;
use time::format_description::well_known::Rfc2822;

use crate::archive::{Entry, gzip, tar};
use crate::checksum::md5;
use crate::command_lines::completions;
use crate::licences;
use crate::outcome::{Result, told};
use crate::release::{AUTHORS, DESCRIPTION, NAME, PROGRAMS, Release, SUMMARY};
use crate::system::machine;

/// Where it is asked about; reserved names reach nobody, which is better than somebody else.
const MAINTAINER: &str = "The netdiag authors <netdiag@example.invalid>";

/// Where shells look for completions. PowerShell looks nowhere.
pub const COMPLETIONS: [(Shell, &str); 3] = [
    (Shell::Bash, "usr/share/bash-completion/completions"),
    (Shell::Zsh, "usr/share/zsh/vendor-completions"),
    (Shell::Fish, "usr/share/fish/vendor_completions.d"),
];

/// What goes into the package beside the programs.
#[derive(Debug)]
pub struct Extras<'a> {
    /// Manual pages, as `tcpping.1`.
    pub manual: &'a [Entry],
    /// What calls the programs from elsewhere.
    pub scripts: &'a [Entry],
    /// What README.md leads to.
    pub pages: &'a [Entry],
    /// The texts of others' licences.
    pub licences: &'a str,
}

/// The name of the package's file.
///
/// # Errors
/// A machine that no packages are made on.
pub fn file_name(release: &Release) -> Result<String> {
    Ok(format!("{NAME}_{}_{}.deb", release.version, machine()?.1))
}

/// The package.
///
/// # Errors
/// A file that is missing, or a name that no archive can hold.
pub fn package(release: &Release, programs: &[Entry], extras: &Extras) -> Result<Vec<u8>> {
    let files = files(release, programs, extras)?;
    let sums: String = files
        .iter()
        .map(|file| format!("{}  {}\n", md5(&file.bytes), file.path))
        .collect();
    let control = [
        Entry::text("control", control(release, &files)?),
        Entry::text("md5sums", sums),
    ];
    let mut archive = Builder::new(Vec::new());
    let mut add = |name: &str, bytes: &[u8]| {
        let mut header = Header::new(name.as_bytes().to_vec(), bytes.len() as u64);
        header.set_mode(0o100_644);
        header.set_mtime(release.epoch());
        archive.append(&header, bytes).map_err(told(name))
    };
    add("debian-binary", b"2.0\n")?;
    add(
        "control.tar.gz",
        &gzip(&tar(&control, release.time, true)?)?,
    )?;
    add("data.tar.gz", &gzip(&tar(&files, release.time, true)?)?)?;
    archive.into_inner().map_err(told("the Debian package"))
}

/// Everything that is installed.
fn files(release: &Release, programs: &[Entry], extras: &Extras) -> Result<Vec<Entry>> {
    let mut files: Vec<Entry> = programs
        .iter()
        .map(|it| it.clone().below("usr/bin"))
        .collect();
    for page in extras.manual {
        let path = format!("usr/share/man/man1/{}.gz", page.path);
        files.push(Entry::text(path, gzip(&page.bytes)?));
    }
    for (shell, folder) in COMPLETIONS {
        files.extend(completions(shell).into_iter().map(|it| it.below(folder)));
    }
    let below = format!("usr/share/{NAME}");
    files.extend(extras.scripts.iter().map(|it| it.clone().below(&below)));
    let documents = format!("usr/share/doc/{NAME}");
    let mut document = |name: &str, bytes: Vec<u8>| {
        files.push(Entry::text(format!("{documents}/{name}"), bytes));
    };
    document("copyright", copyright(release)?.into_bytes());
    document("changelog.gz", gzip(changelog(release)?.as_bytes())?);
    document("CHANGELOG.md.gz", gzip(&release.file("CHANGELOG.md")?)?);
    document("README.md.gz", gzip(&release.file("README.md")?)?);
    // Without the pictures: nothing shows them in what is compressed.
    for page in extras.pages {
        if page.path.ends_with(".md") {
            document(&format!("{}.gz", page.path), gzip(&page.bytes)?);
        }
    }
    let licences_file = format!("{}.gz", licences::FILE);
    document(&licences_file, gzip(extras.licences.as_bytes())?);
    // What lintian, Debian's critic of packages, is not to complain of.
    let overrides: String = PROGRAMS
        .iter()
        .map(|program| {
            format!(
                "# On purpose: they run in containers with nothing else in them.\n\
                 {NAME}: statically-linked-binary [usr/bin/{program}]\n"
            )
        })
        .collect();
    files.push(Entry::text(
        format!("usr/share/lintian/overrides/{NAME}"),
        overrides,
    ));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// The changelog that Debian's tools read; what there is to read is in CHANGELOG.md.
fn changelog(release: &Release) -> Result<String> {
    let date = release.time.format(&Rfc2822).map_err(told("the date"))?;
    Ok(format!(
        "{NAME} ({}) unstable; urgency=medium\n\n  \
         * What changed is in /usr/share/doc/{NAME}/CHANGELOG.md.gz.\n\n \
         -- {MAINTAINER}  {date}\n",
        release.version
    ))
}

fn control(release: &Release, files: &[Entry]) -> Result<String> {
    let size: usize = files
        .iter()
        .map(|file| file.bytes.len().div_ceil(1024))
        .sum();
    let description: String = DESCRIPTION
        .lines()
        .map(|line| format!(" {line}\n"))
        .collect();
    Ok(format!(
        "Package: {NAME}\n\
         Version: {}\n\
         Architecture: {}\n\
         Maintainer: {MAINTAINER}\n\
         Installed-Size: {size}\n\
         Section: net\n\
         Priority: optional\n\
         Description: {SUMMARY}\n{description}",
        release.version,
        machine()?.1,
    ))
}

/// The copyright file, in Debian's form that programs read.
fn copyright(release: &Release) -> Result<String> {
    let licence = String::from_utf8(release.file("LICENSE")?).map_err(told("LICENSE"))?;
    // Its title and copyright line stand in fields of their own.
    let start = licence
        .find("Permission is hereby granted")
        .ok_or("LICENSE is not the MIT licence that it was")?;
    let text: String = licence[start..]
        .lines()
        .map(|line| match line.trim_end() {
            "" => " .\n".to_owned(),
            line => format!(" {line}\n"),
        })
        .collect();
    Ok(format!(
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\
         Upstream-Name: {NAME}\n\
         Comment:\n \
         The programs contain work of others; what it is, and its licences, is in\n \
         /usr/share/doc/{NAME}/{}.gz.\n\
         \n\
         Files: *\n\
         Copyright: 2026 {AUTHORS}\n\
         License: Expat\n\
         \n\
         License: Expat\n{text}",
        licences::FILE
    ))
}
