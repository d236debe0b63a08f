//! How a program begins and ends.

use std::io::{self, Write};
use std::mem::ManuallyDrop;

use clap::Parser;

use super::arguments::arguments;
use super::out::printable_lines;
use super::{Exit, NEWLINE};

/// A whole program: reads this process's arguments, does with them what `program` does, and ends the
/// process with the exit code that this came to.
///
/// The outer error of `program` is wrong usage, said on standard error; the inner one is that of
/// standard output: a reader that went away is a quiet end, any other failure to write is ours.
pub fn main<T: Parser>(program: impl FnOnce(T) -> Result<io::Result<Exit>, String>) -> ! {
    let exit = match arguments().map(program) {
        Err(exit) => exit,
        Ok(Ok(result)) => outcome(result),
        Ok(Err(usage)) => {
            complain(&usage);
            Exit::Usage
        }
    };
    std::process::exit(exit.code().into())
}

/// Does `work`, which has timers and sockets, on this thread.
///
/// To be called once, at a program's end: to give back memory and sockets one by one, which the
/// system takes back anyway, is a good part of what a single question costs, and is left out.
///
/// # Errors
/// If the system has nothing to wait with.
pub fn wait<T>(work: impl Future<Output = T>) -> Result<T, String> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("cannot wait for the network: {error}"))?;
    Ok(ManuallyDrop::new(runtime).block_on(work))
}

fn outcome(result: io::Result<Exit>) -> Exit {
    match result {
        Ok(exit) => exit,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Good,
        Err(error) => {
            complain(&format!("cannot write the result: {error}"));
            Exit::Usage
        }
    }
}

/// Says on standard error, in printable characters, what is wrong with the call and what to type
/// instead.
pub fn complain(message: &str) {
    let text = format!("error: {}\n", printable_lines(message));
    let _ = io::stderr().write_all(text.replace('\n', NEWLINE).as_bytes());
}
