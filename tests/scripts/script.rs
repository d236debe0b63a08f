//! A bash script that uses the functions, and what it needs around it.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::ROOT;
use super::kudu::{Kudu, Reader, TOKEN};
use super::support::program::{Said, program, run};

/// The tests of a file: what they need that a machine may not have (programs, [`NETWORK`]), and the tests.
pub type Cases = &'static [(&'static [&'static str], &'static [(&'static str, fn())])];

/// A network namespace that a test makes for itself.
const NETWORK: &str = "a network namespace of its own";
/// What the functions need.
pub const NEEDED: &[&str] = &["bash", "curl", "jq"];
/// What they need to be tried where nothing that is sent arrives.
pub const NEEDED_IN_SILENCE: &[&str] = &["bash", "curl", "jq", NETWORK];

/// Whether a program is on the path, or there can be a network.
pub fn is_there(needed: &str) -> bool {
    if needed == NETWORK {
        return super::audible::is_possible();
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(needed).is_file())
}

/// Where our programs are, beside this test's netcheck.
pub fn programs() -> PathBuf {
    let netcheck = Path::new(env!("CARGO_BIN_EXE_netcheck"));
    let folder = netcheck.parent().expect("it stands in a folder");
    for name in ["nameresolver", "tcpping"] {
        let there = folder.join(name).is_file();
        assert!(there, "{name} was not built: cargo build builds all three");
    }
    folder.to_owned()
}

/// A script that has the functions, signs in with the token, and speaks to an app as this Kudu has it: its URL is $1,
/// what follows are $2 and so on.
pub fn script(lines: &str, reader: Reader, tools: &Path) -> Command {
    let mut command = program("bash");
    let lines = format!(". '{ROOT}/scripts/kudu.sh'\n{lines}\n");
    command.args(["-c", &lines, "script"]);
    for name in std::env::vars_os().filter_map(|(name, _)| name.into_string().ok()) {
        if name.starts_with("KUDU_") {
            command.env_remove(name);
        }
    }
    command.env("KUDU_TOKEN", TOKEN);
    match reader {
        Reader::Starter => command.env("KUDU_OS", "windows"),
        _ => command.env("KUDU_OS", "linux").env("KUDU_TOOLS", tools),
    };
    command
}

/// Runs a script against a Kudu that does what it should.
pub fn run_script(lines: &str, reader: Reader, tools: &Path, arguments: &[&str]) -> Said {
    let kudu = Kudu::healthy(reader, tools);
    run(script(lines, reader, tools).arg(kudu.url()).args(arguments))
}

/// A folder with one program in it, a shell script of this text.
pub fn folder_with(name: &str, text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    add(folder.path(), name, text);
    folder
}

/// Puts one more program into it.
pub fn add(folder: &Path, name: &str, text: &str) {
    use std::os::unix::fs::PermissionsExt;
    let file = folder.join(name);
    std::fs::write(&file, format!("#!/bin/bash\n{text}\n")).expect("written");
    std::fs::set_permissions(&file, PermissionsExt::from_mode(0o755)).expect("executable");
}
