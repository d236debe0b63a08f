//! Standard output as the file that it may be.

use std::fs::{File, Metadata};
use std::io;

/// Standard output if it is an ordinary file (not a terminal, a pipe or a device): a second handle to
/// it, with the same position.
pub fn file() -> Option<File> {
    let file = handle().ok()?;
    file.metadata()
        .is_ok_and(|about| about.is_file())
        .then_some(file)
}

#[cfg(unix)]
fn handle() -> io::Result<File> {
    use std::os::fd::AsFd;
    Ok(io::stdout().as_fd().try_clone_to_owned()?.into())
}

#[cfg(windows)]
fn handle() -> io::Result<File> {
    use std::os::windows::io::AsHandle;
    Ok(io::stdout().as_handle().try_clone_to_owned()?.into())
}

/// What tells a file from every other on this machine, if the system has such a thing.
#[cfg(unix)]
pub fn identity(about: &Metadata) -> Option<String> {
    use std::os::unix::fs::MetadataExt;
    Some(format!("{}-{}", about.dev(), about.ino()))
}

/// What tells a file from every other on this machine: the standard library does not give it here.
#[cfg(not(unix))]
pub fn identity(_: &Metadata) -> Option<String> {
    None
}
