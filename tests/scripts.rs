//! The functions for scripts as people use them: bash and curl (and PowerShell, where there is one) against a stand-in for
//! Kudu that runs our real programs; the examples of pipelines; and every script of the repository as a file. What the
//! machine lacks makes its tests ignored, and they say so. Nothing of it is tried on Windows.

#[cfg(unix)]
#[path = "support/kudu/mod.rs"]
mod kudu;
#[cfg(unix)]
mod support;

#[cfg(unix)]
#[path = "scripts"]
mod scripts {
    mod audible;
    mod failures;
    mod files;
    mod pipeline;
    mod powershell;
    mod quoting;
    mod script;
    mod secrets;
    mod tools;

    use libtest_mimic::{Completion, Trial};

    use super::{kudu, support};
    use script::is_there;

    /// The repository's folder.
    const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

    /// Every test.
    pub fn trials() -> Vec<Trial> {
        let files = [
            ("quoting", quoting::CASES),
            ("tools", tools::CASES),
            ("failures", failures::CASES),
            ("secrets", secrets::CASES),
            ("files", files::CASES),
            ("audible", audible::CASES),
            ("powershell", powershell::CASES),
            ("pipeline", pipeline::CASES),
        ];
        let mut trials = Vec::new();
        for (file, cases) in files {
            for (needed, tests) in cases {
                let trial = |(name, test)| trial(format!("{file}::{name}"), needed, test);
                trials.extend(tests.iter().copied().map(trial));
            }
        }
        trials
    }

    fn trial(name: String, needed: &'static [&str], test: fn()) -> Trial {
        Trial::ignorable_test(name, move || {
            if let Some(missing) = needed.iter().find(|what| !is_there(what)) {
                let why = format!("{missing} is not to be had here");
                return Ok(Completion::ignored_with(why));
            }
            test();
            Ok(Completion::Completed)
        })
    }
}

#[cfg(unix)]
fn main() -> std::process::ExitCode {
    let mut arguments = libtest_mimic::Arguments::from_args();
    // Most of the time they wait for each other's processes, and some wait long.
    arguments.test_threads.get_or_insert(8);
    libtest_mimic::run(&arguments, scripts::trials()).exit_code()
}

#[cfg(not(unix))]
fn main() {}
