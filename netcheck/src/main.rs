//! Reads an App Service app's virtual network integration and says what is wrong with it.

mod certificate;
mod check;
mod cli;
mod diagnose;
#[cfg(test)]
mod example;
mod path;
mod report;

use std::io;
use std::process::ExitCode;

use netdiag::cli::{Exit, Out, complain, finish};

use check::Snapshot;
use cli::{Command, Options};

fn main() -> ExitCode {
    let options = match cli::parse() {
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
    let colors = options.color.apply();
    match options.command.as_ref() {
        Some(Command::List) => Ok(report::explain::list(&mut out, options.json)),
        Some(Command::Explain { name }) => match report::explain::find(name) {
            Some(entry) => Ok(report::explain::one(&mut out, &entry, options.json)),
            None => Err(report::explain::no_such(name)),
        },
        Some(Command::Check) | None => {
            let snapshot = collect(options)?;
            let findings = report::Findings::of(&snapshot);
            Ok(if options.json {
                report::json::write(&mut out, &findings)
            } else {
                report::text::write(&mut out, &findings, options.verbose, colors)
            })
        }
    }
}

/// Reads everything that the judgement rests on.
fn collect(options: &Options) -> Result<Snapshot, String> {
    let integration = options.sources.read()?;
    if options.sources.from.is_none() && !integration.environment.is_app_service() {
        return Err(
            "nothing to judge: this is not the console of an App Service app; give an export, \
             as in: netcheck --from FOLDER (see netcheck --help)"
                .to_owned(),
        );
    }
    Ok(Snapshot {
        integration,
        time: netdiag::clock::now(),
    })
}
