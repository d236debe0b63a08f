//! Makes the packages that are handed to users: `cargo xtask dist`, and looks at them as a user would:
//! `cargo xtask verify`.
//!
//! All of a package is made in memory from [`archive::Entry`]s, so that two makings of the same programs
//! give the same bytes. What is in it comes from the programs' own command lines, from cargo, and from
//! the project's files; nothing generated is kept in the repository.

use std::path::PathBuf;

pub mod archive;
mod bom;
mod checksum;
mod command;
mod command_lines;
mod debian;
mod dependencies;
mod dist;
mod licences;
mod outcome;
mod programs;
pub mod release;
mod rooms;
mod site_extension;
pub mod system;
#[cfg(unix)]
pub mod verify;

pub use dist::{Packages, packages, sums};
pub use outcome::Result;

/// What is done to the project.
#[derive(Debug, clap::Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
pub enum Task {
    /// Build the programs and make all packages of them in target/dist
    ///
    /// Takes git (or SOURCE_DATE_EPOCH), a C compiler and the C library's static archive, which come with
    /// Debian's gcc. The programs for Windows are built by tests/windows/build, which on Debian 12 installs
    /// what it needs, as root.
    Dist {
        /// Make the packages of this system only
        #[arg(long, value_enum)]
        only: Option<system::System>,
        /// Where the packages go [default: target/dist]
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Draw the pictures in docs/architecture.md anew from the sources
    Rooms,
    /// Try the packages in target/dist as their users would; touches nothing outside its own folder
    Verify {
        /// Where the packages are [default: target/dist]
        #[arg(long, value_name = "DIR")]
        packages: Option<PathBuf>,
    },
}

/// Does a task.
///
/// # Errors
/// What went wrong, and where it can be helped, what to do.
pub fn run(task: &Task) -> Result<()> {
    match task {
        Task::Rooms => rooms::draw(),
        Task::Dist { only, out } => dist::run(&release::Release::read()?, *only, out.as_deref()),
        Task::Verify { packages } => {
            let release = release::Release::read()?;
            let folder = packages.clone().unwrap_or_else(|| release.out());
            #[cfg(unix)]
            return verify::run(&release, &folder);
            #[cfg(not(unix))]
            Err(format!("{} is tried on Linux", folder.display()))
        }
    }
}
