//! The Debian package, installed into a folder that stands for a machine, tried there and removed again.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::said;
use crate::command_lines::{all, completion_file};
use crate::debian::COMPLETIONS;
use crate::licences;
use crate::outcome::{Result, told};
use crate::release::{NAME, PROGRAMS, Release};
use crate::verify::lonely;

/// Installs, tries and removes the package `name` of a folder.
///
/// # Errors
/// What dpkg says, or what is wrong with what it installed.
pub fn try_out(release: &Release, folder: &Path, name: &str) -> Result<String> {
    if !Command::new("dpkg")
        .arg("--version")
        .output()
        .is_ok_and(|it| it.status.success())
    {
        return Ok("not tried: there is no dpkg here".to_owned());
    }
    let machine = Machine::new()?;
    machine.dpkg(&["--install".as_ref(), folder.join(name).as_os_str()])?;

    let status = machine.dpkg(&["--status".as_ref(), NAME.as_ref()])?;
    for line in [
        "Status: install ok installed",
        &format!("Version: {}", release.version),
    ] {
        if !status.lines().any(|it| it == line) {
            return Err(format!("dpkg --status does not say '{line}': {status}"));
        }
    }
    // Every file against the checksums in the package.
    let changed = machine.dpkg(&["--verify".as_ref(), NAME.as_ref()])?;
    if !changed.is_empty() {
        return Err(format!("dpkg --verify: {changed}"));
    }
    let installed = machine.files()?;
    let wanted = wanted();
    if let Some(missing) = wanted.iter().find(|path| !installed.contains(path)) {
        return Err(format!("{} is not installed", missing.display()));
    }
    let ran = lonely::possible();
    if ran {
        for program in PROGRAMS {
            lonely::version(machine.root(), &format!("/usr/bin/{program}"), program)?;
        }
    }

    machine.dpkg(&["--purge".as_ref(), NAME.as_ref()])?;
    match machine.files()?.first() {
        Some(left) => Err(format!("{} is left after its removal", left.display())),
        None => Ok(format!(
            "{} files installed and removed again{}",
            installed.len(),
            if ran {
                ", the programs ran"
            } else {
                "; not run: no unshare"
            }
        )),
    }
}

/// What users and shells look for, at its place.
fn wanted() -> Vec<PathBuf> {
    let mut wanted: Vec<String> = Vec::new();
    for program in PROGRAMS {
        wanted.push(format!("usr/bin/{program}"));
        for (shell, folder) in COMPLETIONS {
            wanted.push(format!("{folder}/{}", completion_file(shell, program)));
        }
    }
    for command in all() {
        let name = command.get_name();
        wanted.push(format!("usr/share/man/man1/{name}.1.gz"));
        for below in command.get_subcommands() {
            wanted.push(format!(
                "usr/share/man/man1/{name}-{}.1.gz",
                below.get_name()
            ));
        }
    }
    for document in [
        "copyright",
        "changelog.gz",
        "CHANGELOG.md.gz",
        "README.md.gz",
        "docs/reading.md.gz",
        &format!("{}.gz", licences::FILE),
    ] {
        wanted.push(format!("usr/share/doc/{NAME}/{document}"));
    }
    wanted.into_iter().map(PathBuf::from).collect()
}

/// A folder that dpkg takes for a machine on which nothing is installed.
struct Machine(tempfile::TempDir);

impl Machine {
    fn new() -> Result<Self> {
        let root = tempfile::tempdir().map_err(told("a folder"))?;
        let state = root.path().join("var/lib/dpkg");
        for folder in ["info", "updates", "triggers"] {
            std::fs::create_dir_all(state.join(folder)).map_err(told("a folder"))?;
        }
        for file in ["status", "available"] {
            std::fs::write(state.join(file), "").map_err(told("a file"))?;
        }
        Ok(Self(root))
    }

    fn root(&self) -> &Path {
        self.0.path()
    }

    /// Runs dpkg on this machine; as root of a namespace if we are not root.
    fn dpkg(&self, arguments: &[&std::ffi::OsStr]) -> Result<String> {
        let path = std::env::var("PATH").unwrap_or_default();
        let own = self.root().metadata().map_err(told("a folder"))?;
        let root = std::os::unix::fs::MetadataExt::uid(&own) == 0;
        let mut command = match root {
            true => Command::new("dpkg"),
            false => {
                let mut command = Command::new("unshare");
                command.args(["--user", "--map-root-user", "dpkg"]);
                command
            }
        };
        said(
            command
                .arg(format!("--root={}", self.root().display()))
                .arg(format!(
                    "--log={}",
                    self.root().join("var/lib/dpkg/log").display()
                ))
                .args(arguments)
                // ldconfig, which dpkg looks for, is out of the path of users who are not root.
                .env("PATH", format!("{path}:/usr/sbin:/sbin"))
                .env("LC_ALL", "C"),
        )
    }

    /// Every file that does not belong to dpkg itself, relative to the root.
    fn files(&self) -> Result<Vec<PathBuf>> {
        let mut found = Vec::new();
        let mut folders = vec![self.root().to_owned()];
        let own = self.root().join("var/lib/dpkg");
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder).map_err(told(folder.display()))? {
                let path = entry.map_err(told(folder.display()))?.path();
                if path == own {
                    continue;
                }
                match path.is_dir() && !path.is_symlink() {
                    true => folders.push(path),
                    false => found.push(
                        path.strip_prefix(self.root())
                            .map_err(told("a file"))?
                            .to_owned(),
                    ),
                }
            }
        }
        found.sort();
        Ok(found)
    }
}
