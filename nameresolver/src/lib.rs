//! The command line of nameresolver, apart from the program: its manual page and completions are made
//! from it.

pub mod cli;

/// The command line as the program reads it.
pub fn command() -> clap::Command {
    netdiag::cli::as_parsed(<cli::Cli as clap::CommandFactory>::command())
}
