//! The lab: one network with everything that an integration needs, made of namespaces.

mod build;
mod certificates;
mod export;
mod healthy;
mod world;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if matches!(
        arguments.first().map(String::as_str),
        Some("--serve" | "--play")
    ) {
        build::serve(&arguments);
    }
    if let Some(code) = build::tests::part(&arguments) {
        return code;
    }
    let tests = export::tests::TESTS.iter().map(|(name, test)| {
        Trial::test(format!("export::{name}"), || {
            test();
            Ok(())
        })
    });
    let tests = tests.chain(build::tests::trials());
    libtest_mimic::run(&Arguments::from_args(), tests.collect()).exit_code()
}
