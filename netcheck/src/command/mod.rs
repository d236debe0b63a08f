//! What each command does: read, ask, judge, write.

pub mod ask;
mod check;
mod collect;
mod eligible;
mod gather;
mod paths;
mod plan_network;
mod show;
mod sync;
#[cfg(test)]
mod tests;
mod witness;

use std::io::{self, Write};

use netdiag::cli::{Exit, Out};
use netdiag::target::Target;

use crate::cli::{CheckArgs, Command, Options};
use crate::report;

/// Does what was asked.
///
/// # Errors
/// The outer error is wrong usage, with what to type; the inner one is that of `out`.
pub fn run<W: Write>(options: &Options, out: &mut Out<W>) -> Result<io::Result<Exit>, String> {
    let is_check = matches!(options.command, None | Some(Command::Check(_)));
    if options.report.is_some() && !is_check {
        return Err(
            "--report belongs to netcheck check; the other commands have no page".to_owned(),
        );
    }
    match options.command.as_ref() {
        None => check::run(out, options, &CheckArgs::default()),
        Some(Command::Check(arguments)) => check::run(out, options, arguments),
        Some(Command::Show(arguments)) => show::run(out, options, arguments),
        Some(Command::Route(arguments)) => paths::route(out, options, arguments),
        Some(Command::Reach(arguments)) => paths::reach(out, options, arguments),
        Some(Command::Eligible(arguments)) => eligible::run(out, options, arguments),
        Some(Command::PlanNetwork(arguments)) => plan_network::run(out, options, arguments),
        Some(Command::Collect(arguments)) => collect::run(out, options, arguments),
        Some(Command::Sync(arguments)) => sync::sync(out, options, arguments),
        Some(Command::AddRoute(arguments)) => sync::add_route(out, options, arguments),
        Some(Command::Disconnect(arguments)) => sync::disconnect(out, options, arguments),
        Some(Command::Explain { name }) => match report::explain::find(name) {
            Some(entry) => Ok(report::explain::one(out, &entry, options.json)),
            None => Err(report::explain::no_such(name)),
        },
        Some(Command::List) => Ok(report::explain::list(out, options.json)),
    }
}

/// The `HOST:PORT` that were typed.
fn targets(texts: &[String]) -> Result<Vec<Target>, String> {
    texts
        .iter()
        .map(|text| text.parse::<Target>().map_err(|error| error.to_string()))
        .collect()
}
