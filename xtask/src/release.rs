//! What is released: its name, its version, its date, and where its sources are.

use std::path::{Path, PathBuf};
use std::process::Command;

use cargo_metadata::{Metadata, MetadataCommand};
use time::OffsetDateTime;

use crate::command::said;
use crate::outcome::{Result, told};

/// What every package is called. Not `netdiag`: Debian has a package of that name.
pub const NAME: &str = "appservice-netdiag";

/// The programs, in the order in which they are listed.
pub const PROGRAMS: [&str; 3] = ["nameresolver", "tcpping", "netcheck"];

/// What they are, in a few words.
pub const SUMMARY: &str = "Network diagnostics for Azure App Service";

/// What they are, in a few lines of at most 78 characters.
pub const DESCRIPTION: &str = "\
Why can an App Service app not reach something? nameresolver resolves a name
as the app would and says which server said so, tcpping tries host and port,
and netcheck judges the app's virtual network integration: gateway,
certificates, routes, security groups, and the way back. They need no
administrator, no ICMP and no terminal.";

/// Who made them, as the licence says it.
pub const AUTHORS: &str = "The netdiag authors";

/// What is released.
#[derive(Debug, Clone)]
pub struct Release {
    /// The workspace's version.
    pub version: String,
    /// When its last change was made: the time of everything in the packages.
    pub time: OffsetDateTime,
    /// What cargo knows of the workspace.
    pub metadata: Metadata,
}

impl Release {
    /// Reads it from cargo, and its time from SOURCE_DATE_EPOCH, else from the last commit.
    ///
    /// # Errors
    /// What could not be read.
    pub fn read() -> Result<Self> {
        let seconds = match std::env::var("SOURCE_DATE_EPOCH") {
            Ok(text) => text,
            Err(_) => said(Command::new("git").args(["log", "-1", "--format=%ct"]))
                .map_err(|why| format!("no time for the packages: {why}; set SOURCE_DATE_EPOCH"))?,
        };
        let seconds = seconds.trim().parse();
        Self::of_the_workspace(seconds.map_err(told("the time of the packages"))?)
    }

    /// The same with a time in seconds since 1970.
    ///
    /// # Errors
    /// What could not be read.
    pub fn of_the_workspace(seconds: i64) -> Result<Self> {
        let metadata = MetadataCommand::new()
            .other_options(["--locked".to_owned()])
            .exec()
            .map_err(told("cargo metadata"))?;
        Ok(Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            time: OffsetDateTime::from_unix_timestamp(seconds)
                .map_err(told("the time of the packages"))?,
            metadata,
        })
    }

    /// The project's folder.
    pub fn root(&self) -> &Path {
        self.metadata.workspace_root.as_std_path()
    }

    /// Where cargo builds.
    pub fn target(&self) -> PathBuf {
        self.metadata.target_directory.clone().into_std_path_buf()
    }

    /// Where the packages go.
    pub fn out(&self) -> PathBuf {
        self.target().join("dist")
    }

    /// Seconds since 1970.
    pub fn epoch(&self) -> u64 {
        u64::try_from(self.time.unix_timestamp()).unwrap_or_default()
    }

    /// A file of the project.
    ///
    /// # Errors
    /// Its name and why it cannot be read.
    pub fn file(&self, name: &str) -> Result<Vec<u8>> {
        std::fs::read(self.root().join(name)).map_err(told(name))
    }
}
