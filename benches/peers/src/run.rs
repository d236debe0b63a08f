//! What this program does, by its first argument.

use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode};

use clap::Parser;

use crate::cli::Args;
use crate::lab::Lab;
use crate::outcome::Result;
use crate::role::Role;
use crate::{limit, measure, serve, work};

/// Measures, or does what its role is.
pub fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let ended = match words.first().and_then(|word| Role::of(word)) {
        // Before anything large is touched: what this process takes counts as the command's too.
        Some(Role::Once) => measure::once(&words[1..]),
        Some(Role::LimitTargets) => limit::targets::main(&words[1..]),
        Some(Role::LimitNames) => limit::names::main(&words[1..]),
        Some(Role::Server) => serve::server(),
        Some(Role::Names) => serve::names_on_client(),
        Some(Role::Wire) => serve::wire::main(),
        None => outside(),
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn outside() -> Result<()> {
    let args = Args::parse();
    if args.inside {
        return work::run(&args, &Lab::build(args.programs.as_deref())?);
    }
    let error = Command::new("unshare")
        .args(["-Urnm", "--"])
        .arg(std::env::current_exe()?)
        .args(std::env::args_os().skip(1))
        .arg("--inside")
        .exec();
    Err(format!("unshare: {error}").into())
}
