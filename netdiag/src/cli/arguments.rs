//! Reading this process's arguments, and saying them again.

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::time::Duration;

use clap::error::ErrorKind;
use clap::{Arg, ArgAction, Command, Parser};

use super::out::printable_lines;
use super::{Exit, NEWLINE, Out, complain, shell};
use crate::text::printable;

/// This process's arguments, made into what a program makes of them. Help and version go to standard
/// output, mistakes to standard error, all with the platform's line ending and at most 80 columns; what
/// is left then is the exit code.
pub(super) fn arguments<T: Parser>() -> Result<T, Exit> {
    let arguments = shell::as_meant(std::env::args_os(), cfg!(windows)).map_err(|message| {
        complain(&message);
        Exit::Usage
    })?;
    let matches = as_parsed(T::command()).try_get_matches_from(&arguments);
    let matches = matches.map_err(|error| match error.kind() {
        ErrorKind::InvalidUtf8 => {
            complain(&not_text(&arguments));
            Exit::Usage
        }
        _ => show(&error),
    })?;
    T::from_arg_matches(&matches).map_err(|error| show(&error))
}

/// Refuses options of a list where there is none; `of` is what it is a list of, and its flag.
///
/// # Errors
/// What to type instead.
// Not clap's `requires`: it gives way where the other option cannot stand, and says less.
pub fn only_with_a_list(of: &str, options: &[(bool, &str)]) -> Result<(), String> {
    match options.iter().find(|(given, _)| *given) {
        Some((_, option)) => Err(format!("{option} is for a list of {of}: --{of} FILE")),
        None => Ok(()),
    }
}

/// Shows help, the version or a mistake.
fn show(error: &clap::Error) -> Exit {
    let (stream, is_terminal, exit): (Box<dyn Write>, _, _) = if error.use_stderr() {
        let stream = io::stderr();
        let is_terminal = stream.is_terminal();
        (Box::new(stream), is_terminal, Exit::Usage)
    } else {
        let stream = io::stdout();
        let is_terminal = stream.is_terminal();
        (Box::new(stream), is_terminal, Exit::Good)
    };
    let rendered = error.render();
    let text = if is_terminal {
        rendered.ansi().to_string()
    } else {
        rendered.to_string()
    };
    let text = text.replace("\r\n", "\n");
    let text = text.strip_suffix('\n').unwrap_or(&text);
    // What was typed is repeated in it.
    let text = if is_terminal {
        text.into()
    } else {
        printable_lines(text)
    };
    let _ = Out::new(stream, NEWLINE).line(text);
    exit
}

/// A command line as it is read and shown: manual pages and completions are made from this.
pub fn as_parsed(command: Command) -> Command {
    // One help text for -h and --help. The long form puts options on lines of their own that end in
    // `>`, which Kudu's console takes for a prompt.
    let help = Arg::new("help")
        .short('h')
        .long("help")
        .action(ArgAction::HelpShort)
        .global(true)
        .help("Print help");
    command
        .disable_help_flag(true)
        .arg(help)
        .term_width(80)
        .max_term_width(80)
}

/// The complaint about an argument that is no text (half a UTF-16 pair, bytes that are not UTF-8) where
/// one is needed. Paths need not be.
fn not_text(arguments: &[OsString]) -> String {
    let which = arguments.iter().skip(1).find(|a| a.to_str().is_none());
    let which = which.map_or_else(Default::default, |a| a.to_string_lossy());
    format!(
        "'{}' is no valid text; type it in plain letters, a name outside ASCII in its xn-- form",
        printable(&which)
    )
}

/// This process's command line, to be typed again: as bash reads it, on Windows as cmd.exe and
/// PowerShell do.
pub fn command_line(program: &str) -> String {
    let words = std::env::args_os().skip(1);
    words.fold(program.to_owned(), |line, word| {
        line + " " + &quoted(&word.to_string_lossy())
    })
}

/// A word as this platform's consoles read it back.
pub fn quoted(word: &str) -> String {
    match cfg!(windows) {
        true => crate::text::quoted_for_windows(word),
        false => crate::text::quoted(word),
    }
}

/// Reads a number of seconds from `least` to `most`.
///
/// # Errors
/// What to type.
pub fn seconds(text: &str, least: f64, most: f64) -> Result<Duration, String> {
    match text.parse::<f64>() {
        Ok(seconds) if (least..=most).contains(&seconds) => Ok(Duration::from_secs_f64(seconds)),
        _ => Err(format!(
            "type a number of seconds from {least} to {most}, as 10 or 0.5"
        )),
    }
}
