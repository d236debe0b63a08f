//! What a name resolves to as the app sees it, and which server said so.
//!
//! A library so that manual page and completions are made from its command line; the program is
//! [`main`].

mod cli;
mod compare;
mod json;
mod list;
mod run;
mod single;
mod text;
mod told;

use std::io;

use netdiag::cli::{Exit, wait};

use cli::{Cli, Whom};
use run::Run;

/// The program.
pub fn main() -> ! {
    netdiag::cli::main(answer)
}

/// The command line as the program reads it.
pub fn command() -> clap::Command {
    netdiag::cli::as_parsed(<Cli as clap::CommandFactory>::command())
}

/// Does what was asked; the outer error is wrong usage.
fn answer(cli: Cli) -> Result<io::Result<Exit>, String> {
    cli.color.apply();
    let run = Run::prepare(cli.plan()?)?;
    match &run.plan.whom {
        Whom::One(question) => wait(single::run(&run, question)),
        Whom::List(list) => list::run(&run, list),
    }
}
