//! The systems that packages are made for, and what their compilers link into every program.

use std::path::PathBuf;
use std::process::Command;

use crate::command::said;
use crate::outcome::{Result, told};

/// A system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum System {
    /// This machine's: the programs are static and run on any Linux.
    Linux,
    /// 64-bit Windows, built with MinGW on Debian 12.
    Windows,
}

/// The target triple of the Windows programs.
pub const WINDOWS_TRIPLE: &str = "x86_64-pc-windows-gnu";

impl System {
    /// What stands in the names of packages.
    ///
    /// # Errors
    /// A machine that no packages are made on.
    pub fn name(self) -> Result<String> {
        Ok(match self {
            Self::Linux => format!("linux-{}", machine()?.0),
            Self::Windows => "windows-x86_64".to_owned(),
        })
    }

    /// What the compiler calls it.
    ///
    /// # Errors
    /// A machine that no packages are made on.
    pub fn triple(self) -> Result<String> {
        Ok(match self {
            Self::Linux => format!("{}-unknown-linux-gnu", machine()?.0),
            Self::Windows => WINDOWS_TRIPLE.to_owned(),
        })
    }

    /// What a program's file is called.
    pub fn program(self, name: &str) -> String {
        match self {
            Self::Linux => name.to_owned(),
            Self::Windows => format!("{name}.exe"),
        }
    }

    /// What stands in every program beside crates.
    ///
    /// # Errors
    /// A compiler that does not tell its version.
    pub fn runtime(self) -> Result<Vec<Runtime>> {
        let version = |command: &str, arguments: &[&str]| -> Result<String> {
            let text = said(Command::new(command).args(arguments))?;
            // "rustc 1.95.0 (...)", "glibc 2.36", "12.2.0", "12-win32"
            let mut words = text.split_whitespace();
            let word = words.find(|word| word.starts_with(|c: char| c.is_ascii_digit()));
            word.map(str::to_owned)
                .ok_or_else(|| format!("{command} does not say its version: {text}"))
        };
        let compiler = match self {
            Self::Linux => "rustc",
            // Debian's, which tests/windows/build takes.
            Self::Windows => "/usr/bin/rustc",
        };
        let standard = Runtime {
            name: "Rust standard library",
            version: version(compiler, &["--version"])?,
            licence: "MIT OR Apache-2.0",
            owner: "Copyright (c) The Rust Project Contributors",
            source: "https://github.com/rust-lang/rust",
            file: None,
        };
        let gcc = |command| -> Result<Runtime> {
            Ok(Runtime {
                name: "GCC runtime library (libgcc)",
                version: version(command, &["-dumpfullversion"])?,
                licence: "GPL-3.0-or-later WITH GCC-exception-3.1",
                owner: "Copyright (c) Free Software Foundation, Inc.",
                source: "https://gcc.gnu.org",
                file: None,
            })
        };
        Ok(match self {
            Self::Linux => vec![
                standard,
                Runtime {
                    name: "GNU C Library (glibc)",
                    version: version("getconf", &["GNU_LIBC_VERSION"])?,
                    licence: "LGPL-2.1-or-later",
                    owner: "Copyright (c) Free Software Foundation, Inc.",
                    source: "https://www.gnu.org/software/libc/",
                    file: None,
                },
                gcc("cc")?,
            ],
            Self::Windows => vec![
                standard,
                Runtime {
                    name: "MinGW-w64 runtime",
                    version: version(
                        "dpkg-query",
                        &["-W", "-f=${Version}", "mingw-w64-x86-64-dev"],
                    )?,
                    licence: "ZPL-2.1",
                    owner: "Copyright (c) the mingw-w64 project",
                    source: "https://www.mingw-w64.org",
                    file: Some("/usr/share/doc/mingw-w64-x86-64-dev/copyright".into()),
                },
                gcc("x86_64-w64-mingw32-gcc")?,
            ],
        })
    }
}

/// The machine's architecture as the compiler and as Debian call it.
///
/// # Errors
/// A machine that no packages are made on.
pub fn machine() -> Result<(&'static str, &'static str)> {
    match std::env::consts::ARCH {
        "x86_64" => Ok(("x86_64", "amd64")),
        "aarch64" => Ok(("aarch64", "arm64")),
        other => Err(format!("no packages are made on {other}")),
    }
}

/// Something that the compiler links into every program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Runtime {
    /// What it is called.
    pub name: &'static str,
    /// Its version.
    pub version: String,
    /// Its licence, as an SPDX expression.
    pub licence: &'static str,
    /// Whose it is.
    pub owner: &'static str,
    /// Where its sources are.
    pub source: &'static str,
    /// A file of this machine that says more.
    pub file: Option<PathBuf>,
}

impl Runtime {
    /// What the file says, if there is one.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn words(&self) -> Result<Option<String>> {
        let Some(file) = &self.file else {
            return Ok(None);
        };
        let bytes = std::fs::read(file).map_err(told(file.display()))?;
        Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
    }
}
