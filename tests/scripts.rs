//! scripts/kudu.sh as people use it: real bash and curl against a stand-in for Kudu that runs our real programs. What
//! the machine lacks makes its tests ignored, and they say so.

mod support;

#[cfg(unix)]
#[path = "support/kudu/mod.rs"]
mod kudu;

#[cfg(unix)]
#[path = "scripts"]
mod cases {
    mod audible;
    mod failures;
    mod files;
    mod pipeline;
    mod powershell;
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
            audible::CASES,
            powershell::CASES,
            pipeline::CASES,
        ];
        rooms.concat()
    }

    /// Whether this machine lets a test make a network of its own.
    pub fn has_network() -> bool {
        audible::is_possible()
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

    /// Nobody asks.
    pub fn has_network() -> bool {
        false
    }
}

fn main() -> ExitCode {
    let trials = cases::all().into_iter().map(|(name, needed, test)| {
        Trial::ignorable_test(name, move || {
            if let Some(missing) = needed.iter().find(|program| !is_there(program)) {
                let why = format!("{missing} is not to be had here");
                return Ok(Completion::ignored_with(why));
            }
            test();
            Ok(Completion::Completed)
        })
    });
    let mut arguments = Arguments::from_args();
    // Most of the time they wait for each other's processes, and some wait long.
    arguments.test_threads.get_or_insert(8);
    libtest_mimic::run(&arguments, trials.collect()).exit_code()
}

/// What a test may need that is no program: a network namespace that it makes for itself.
const NETWORK: &str = "a network namespace of its own";

/// Whether a program is on the path, or there can be a network.
fn is_there(program: &str) -> bool {
    if program == NETWORK {
        return cases::has_network();
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}
