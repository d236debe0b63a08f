//! The lab: one network with everything that an integration needs, made of namespaces.

mod certificates;
mod export;
mod healthy;
mod world;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};

fn main() -> ExitCode {
    let tests = export::tests::TESTS.iter().map(|(name, test)| {
        Trial::test(format!("export::{name}"), || {
            test();
            Ok(())
        })
    });
    libtest_mimic::run(&Arguments::from_args(), tests.collect()).exit_code()
}
