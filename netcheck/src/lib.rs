//! Reads an App Service app's virtual network integration and says what is wrong with it.
//!
//! A library so that benchmarks and fuzzing reach its rooms; the program is [`main`].

mod anonymize;
mod azure;
mod casefile;
mod certificate;
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
mod witness_file;

use std::io;
use std::process::ExitCode;

use netdiag::cli::{Exit, Out, complain, finish};

use cli::{CheckArgs, Command, Options};

/// The program.
pub fn main() -> ExitCode {
    let options = match netdiag::cli::arguments::<Options>() {
        Ok(options) => options,
        Err(code) => return code,
    };
    match run(&options) {
        Ok(result) => finish(result),
        Err(usage) => {
            complain(&usage);
            Exit::Usage.into()
        }
    }
}

/// Does what was asked; the outer error is wrong usage.
fn run(options: &Options) -> Result<io::Result<Exit>, String> {
    let mut out = Out::stdout();
    match options.command.as_ref() {
        Some(Command::List) => Ok(report::explain::list(&mut out, options.json)),
        Some(Command::Explain { name }) => match report::explain::find(name) {
            Some(entry) => Ok(report::explain::one(&mut out, &entry, options.json)),
            None => Err(report::explain::no_such(name)),
        },
        Some(Command::Check(arguments)) => command::check::run(&mut out, options, arguments),
        None => command::check::run(&mut out, options, &CheckArgs::default()),
        Some(Command::Show(arguments)) => command::show::run(&mut out, options, arguments),
        Some(Command::Collect(arguments)) => command::collect::run(&mut out, options, arguments),
        Some(Command::Route { targets }) => command::paths::route(&mut out, options, targets),
        Some(Command::PlanNetwork(arguments)) => {
            command::plan_network::run(&mut out, options, arguments)
        }
        Some(Command::Reach { to, protocol }) => {
            command::paths::reach(&mut out, options, to.as_ref(), *protocol)
        }
        Some(Command::Sync(arguments)) => command::sync::sync(&mut out, options, arguments),
        Some(Command::AddRoute(arguments)) => {
            command::sync::add_route(&mut out, options, arguments)
        }
        Some(Command::Disconnect(arguments)) => {
            command::sync::disconnect(&mut out, options, arguments)
        }
        Some(Command::Eligible(arguments)) => command::eligible::run(&mut out, options, arguments),
    }
}
