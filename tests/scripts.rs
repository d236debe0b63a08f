//! scripts/kudu.sh as people use it: real bash and curl against a stand-in for Kudu that runs our real programs. What
//! the machine lacks makes its tests ignored, and they say so.

mod support;

#[cfg(unix)]
#[path = "support/kudu/mod.rs"]
mod kudu;

#[cfg(unix)]
#[path = "scripts"]
mod cases {
    mod failures;
    mod files;
    mod quoting;
    mod script;
    mod secrets;
    mod tools;

    use super::{kudu, support};
    use crate::Case;

    /// Every test.
    pub fn all() -> Vec<Case> {
        let rooms = [
            quoting::CASES,
            tools::CASES,
            failures::CASES,
            secrets::CASES,
            files::CASES,
        ];
        rooms.concat()
    }

    /// The repository's folder.
    pub const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
}

use std::process::ExitCode;

use libtest_mimic::{Arguments, Completion, Trial};

/// A test: its name, the programs that it needs, and itself.
type Case = (&'static str, &'static [&'static str], fn());

#[cfg(not(unix))]
mod cases {
    /// The functions are for bash; none of it is tried here.
    pub fn all() -> Vec<crate::Case> {
        Vec::new()
    }
}

fn main() -> ExitCode {
    let trials = cases::all().into_iter().map(|(name, needed, test)| {
        Trial::ignorable_test(name, move || {
            if let Some(missing) = needed.iter().find(|program| !is_there(program)) {
                let why = format!("{missing} is not installed");
                return Ok(Completion::ignored_with(why));
            }
            test();
            Ok(Completion::Completed)
        })
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit_code()
}

/// Whether a program is on the path, or a file.
fn is_there(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}
