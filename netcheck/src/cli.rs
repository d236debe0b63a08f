//! The command line.

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use netdiag::cli::{Color, SourceArgs};

/// Says what is wrong with an app's virtual network integration.
///
/// Walks a checklist that starts with the three questions of every debugging session: is the gateway
/// up, are the certificates in sync, is the network information in sync. Each finding names its
/// evidence, where that was read, and the remedy. Sends nothing.
#[derive(Debug, Parser)]
#[command(name = "netcheck", version, after_help = EXAMPLES)]
pub struct Options {
    #[command(subcommand)]
    pub command: Option<Command>,

    #[command(flatten)]
    pub sources: SourceArgs,

    /// Print one JSON document (schema netcheck/1)
    #[arg(long, global = true)]
    pub json: bool,

    /// Show the evidence of good checks too
    #[arg(long, short, global = true)]
    pub verbose: bool,

    /// When to use colours and signs
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    pub color: Color,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Walk the checklist (what happens without a command, too)
    Check,
    /// Say what a check or cause means, why it matters, what is read, how to mend it
    Explain {
        /// Its name, as gateway-up
        name: String,
    },
    /// List all checks and causes
    List,
}

const EXAMPLES: &str = "\
Examples:
  netcheck --from export            judge the export in the folder 'export'
  netcheck --from export --json     the same as JSON
  netcheck --app shop/staging --from export
  netcheck explain certificates-in-sync
  netcheck                          inside the app: judge by its environment

An export is what az, az rest, PowerShell's ConvertTo-Json or the portal's JSON
view give: one resource, an array, or {\"value\": [...]}, in any number of files.

Exit codes: 0 good, 1 a check failed, 2 wrong usage or nothing readable, 3 no
check failed but some could not be judged.";

/// Parses this process's arguments.
pub fn parse() -> Result<Options, ExitCode> {
    let matches = netdiag::cli::parse(Options::command())?;
    Options::from_arg_matches(&matches).map_err(|error| {
        netdiag::cli::complain(&error.to_string());
        netdiag::cli::Exit::Usage.into()
    })
}
