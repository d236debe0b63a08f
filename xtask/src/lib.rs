//! Makes the packages that are handed to users: `cargo xtask dist`, and looks at them as a user would:
//! `cargo xtask verify`.
//!
//! All of a package is made in memory from [`archive::Entry`]s, so that two makings of the same programs
//! give the same bytes. What is in it comes from the programs' own command lines, from cargo, and from
//! the project's files; nothing generated is kept in the repository.

use std::fmt::Display;
use std::path::PathBuf;

use sha2::Digest;

pub mod archive;
pub mod bom;
pub mod command_lines;
pub mod debian;
pub mod dependencies;
mod dist;
pub mod licences;
pub mod programs;
pub mod release;
pub mod site_extension;
pub mod system;
#[cfg(unix)]
pub mod verify;

pub use dist::{Packages, packages, sums};

/// What a task comes to; the error is a sentence for whoever called it.
pub type Result<T> = std::result::Result<T, String>;

/// Puts what it was about before an error.
pub fn told<E: Display>(what: impl Display) -> impl FnOnce(E) -> String {
    move |why| format!("{what}: {why}")
}

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
    let release = release::Release::read()?;
    match task {
        Task::Dist { only, out } => dist::run(&release, *only, out.as_deref()),
        Task::Verify { packages } => {
            let folder = packages.clone().unwrap_or_else(|| release.out());
            #[cfg(unix)]
            return verify::run(&release, &folder);
            #[cfg(not(unix))]
            Err(format!("{} is tried on Linux", folder.display()))
        }
    }
}

/// The cargo that runs this.
pub fn cargo() -> std::ffi::OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// SHA-256 in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&sha2::Sha256::digest(bytes))
}

/// Bytes as two digits each.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
