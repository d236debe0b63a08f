//! Reads an App Service app's virtual network integration and says what is wrong with it.
//!
//! A library so that benchmarks and fuzzing reach its rooms; the program is [`main`].

mod anonymize;
mod arm;
mod azure;
mod casefile;
pub mod certificate;
mod check;
mod cli;
mod command;
mod dependencies;
mod diagnose;
mod eligible;
#[cfg(test)]
mod example;
mod explanation;
mod export;
mod observe;
pub mod overview;
mod own_files;
pub mod path;
mod plan_network;
mod platform;
mod prefix;
mod progress;
pub mod report;
mod sizes;
mod sync;

use std::io::{self, Write};

use clap::Parser;
use netdiag::cli::{Exit, Out};

pub use azure::rehearse as rehearse_azure;
use cli::Options;
pub use diagnose::witness;

/// The program.
pub fn main() -> ! {
    netdiag::cli::main(|options: Options| command::run(&options, &mut Out::stdout()))
}

/// The command line as the program reads it.
pub fn command() -> clap::Command {
    netdiag::cli::as_parsed(<Options as clap::CommandFactory>::command())
}

/// The program without its process: does what [`main`] does with these arguments (without the
/// program's name), and writes to `out` what it would write to standard output. It reads and writes
/// the files that they name, and asks whom they tell it to ask.
///
/// # Errors
/// The outer error is wrong usage, with the text for standard error; the inner one that of `out`.
pub fn answer<W: Write>(arguments: &[&str], out: &mut Out<W>) -> Result<io::Result<Exit>, String> {
    let named = std::iter::once("netcheck").chain(arguments.iter().copied());
    let options = Options::try_parse_from(named).map_err(|error| error.to_string())?;
    command::run(&options, out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_while_azure_is_read_goes_where_all_else_goes() {
        let mut out = Out::new(Vec::new(), "\n");
        // Nobody is asked: there is nothing to sign in with.
        let typed = "check --azure --app a --resource-group g --subscription s \
                     --credential environment --arm-endpoint http://127.0.0.1:9";
        let typed: Vec<&str> = typed.split_whitespace().collect();
        let why = answer(&typed, &mut out).unwrap_err();
        assert!(why.contains("environment: "), "{why}");
        let told = String::from_utf8(out.take()).unwrap();
        assert_eq!(told, "Signing in to Azure (http://127.0.0.1:9) ...\n");
    }
}
