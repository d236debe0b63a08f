//! `cargo xtask`: what is done to the project rather than by it.

use std::process::ExitCode;

use clap::Parser;
use xtask::{Task, run};

fn main() -> ExitCode {
    match run(&Task::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}
