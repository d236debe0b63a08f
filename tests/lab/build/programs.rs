//! The machine's own programs, and the folders in which they find their files.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Every program that the lab runs, and Debian's package that has it.
pub const NEEDED: [(&str, &str); 13] = [
    ("unshare", "util-linux"),
    ("nsenter", "util-linux"),
    ("setpriv", "util-linux"),
    ("mount", "mount"),
    ("ip", "iproute2"),
    ("nft", "nftables"),
    ("openvpn", "openvpn"),
    ("charon-systemd", "charon-systemd"),
    ("swanctl", "strongswan-swanctl"),
    ("knotd", "knot"),
    ("unbound", "unbound"),
    ("dnsmasq", "dnsmasq-base"),
    ("sh", "dash"),
];

/// strongSwan's plugins that do not come with its programs, and the packages that have them.
pub const PLUGINS: [(&str, &str); 2] = [
    ("kernel-libipsec", "libcharon-extra-plugins"),
    ("openssl", "libstrongswan-standard-plugins"),
];

/// Where users who are not root do not look, but these programs are.
const MORE: [&str; 3] = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

/// Where a program is.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain(MORE.map(PathBuf::from));
    folders
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}

/// A command that finds the administrator's programs too, without standard input.
pub fn program(name: &str) -> Command {
    let mut command = Command::new(find(name).unwrap_or_else(|| name.into()));
    let path = std::env::var("PATH").unwrap_or_default();
    command.env("PATH", format!("{path}:{}", MORE.join(":")));
    command.stdin(Stdio::null());
    command
}

/// Runs a command with this standard input and returns what it printed.
///
/// # Errors
/// What it said, if it does not start or fails.
pub fn feed(command: &mut Command, input: &str) -> Result<String, String> {
    let line = format!("{command:?}");
    let said = |why: &dyn std::fmt::Display| format!("{line}: {why}");
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|e| said(&e))?;
    let mut stdin = child.stdin.take().expect("piped");
    let input = input.to_owned();
    let writer = std::thread::spawn(move || {
        let _ = stdin.write_all(input.as_bytes());
    });
    let output = child.wait_with_output().map_err(|e| said(&e))?;
    let _ = writer.join();
    let stderr = String::from_utf8_lossy(&output.stderr);
    match output.status.success() {
        true => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        false => Err(said(&format!("{}: {}", output.status, stderr.trim()))),
    }
}

/// Makes a folder with these files.
///
/// # Errors
/// If that cannot be written.
pub fn write(folder: &Path, files: &[(&str, &str)]) -> Result<(), String> {
    let said = |e: std::io::Error| format!("{}: {e}", folder.display());
    std::fs::create_dir_all(folder).map_err(said)?;
    for (name, text) in files {
        std::fs::write(folder.join(name), text).map_err(said)?;
    }
    Ok(())
}
