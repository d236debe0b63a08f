//! Reads an App Service app's virtual network integration and says what is wrong with it.
//!
//! A library so that benchmarks and fuzzing reach its rooms; the program is [`main`].

mod anonymize;
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
mod export;
mod observe;
pub mod overview;
pub mod path;
mod plan_network;
pub mod report;
mod sizes;
mod sync;
pub mod witness_file;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;
use netdiag::cli::{Exit, Out, complain, finish};

pub use azure::rehearse as rehearse_azure;
use cli::{CheckArgs, Command, Options};

/// The program.
pub fn main() -> ExitCode {
    let options = match netdiag::cli::arguments::<Options>() {
        Ok(options) => options,
        Err(code) => return code,
    };
    match run(&options, &mut Out::stdout()) {
        Ok(result) => finish(result),
        Err(usage) => {
            complain(&usage);
            Exit::Usage.into()
        }
    }
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
    run(&options, out)
}

/// Does what was asked; the outer error is wrong usage.
fn run<W: Write>(options: &Options, out: &mut Out<W>) -> Result<io::Result<Exit>, String> {
    let is_check = matches!(options.command, None | Some(Command::Check(_)));
    if options.report.is_some() && !is_check {
        return Err(
            "--report belongs to netcheck check; the other commands have no page".to_owned(),
        );
    }
    match options.command.as_ref() {
        Some(Command::List) => Ok(report::explain::list(out, options.json)),
        Some(Command::Explain { name }) => match report::explain::find(name) {
            Some(entry) => Ok(report::explain::one(out, &entry, options.json)),
            None => Err(report::explain::no_such(name)),
        },
        Some(Command::Check(arguments)) => command::check::run(out, options, arguments),
        None => command::check::run(out, options, &CheckArgs::default()),
        Some(Command::Show(arguments)) => command::show::run(out, options, arguments),
        Some(Command::Collect(arguments)) => command::collect::run(out, options, arguments),
        Some(Command::Route { targets }) => command::paths::route(out, options, targets),
        Some(Command::PlanNetwork(arguments)) => {
            command::plan_network::run(out, options, arguments)
        }
        Some(Command::Reach { to, protocol }) => {
            command::paths::reach(out, options, to.as_ref(), *protocol)
        }
        Some(Command::Sync(arguments)) => command::sync::sync(out, options, arguments),
        Some(Command::AddRoute(arguments)) => command::sync::add_route(out, options, arguments),
        Some(Command::Disconnect(arguments)) => command::sync::disconnect(out, options, arguments),
        Some(Command::Eligible(arguments)) => command::eligible::run(out, options, arguments),
    }
}
