//! What the programs' command lines share: exit codes, colour, line endings, and output that never
//! panics.

mod shell;

use std::borrow::Cow;
use std::ffi::OsString;
use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Arg, ArgAction, ArgMatches, Args, Command, Parser, ValueEnum};

use crate::model::{Integration, Inventory};
use crate::source;
use crate::text::printable;

/// The exit codes of all three tools (`catalogue`, "Exit codes").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// 0: good.
    Good,
    /// 1: a problem was found: a check failed, the name does not exist, no attempt connected.
    Problem,
    /// 2: wrong usage, or input that cannot be read at all.
    Usage,
    /// 3: no problem found, but something could not be judged (nameresolver: no server answered).
    Unclear,
}

impl Exit {
    /// The number that the process ends with.
    pub fn code(self) -> u8 {
        match self {
            Self::Good => 0,
            Self::Problem => 1,
            Self::Usage => 2,
            Self::Unclear => 3,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

/// When to colour output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set.
    #[default]
    Auto,
    /// Also into pipes and files.
    Always,
    /// Not at all: plain ASCII.
    Never,
}

impl Color {
    /// Decides once for the whole process whether `colored` writes escape codes, and says so.
    pub fn apply(self) -> bool {
        let on = match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto => {
                io::stdout().is_terminal()
                    && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty())
            }
        };
        colored::control::set_override(on);
        on
    }
}

/// The flags that say where the app's configuration is read from.
#[derive(Debug, Clone, Default, Args)]
pub struct SourceArgs {
    /// Read the integration from a folder or file of JSON, as the REST API, az,
    /// PowerShell or the portal's JSON view give it
    #[arg(long, global = true, value_name = "PATH")]
    pub from: Option<PathBuf>,
    /// The app that is meant, NAME or NAME/SLOT [default: WEBSITE_SITE_NAME, else
    /// the only app]
    #[arg(long, global = true, value_name = "NAME")]
    pub app: Option<String>,
    /// Read the app's environment from a file with the output of 'set' or of Kudu's
    /// environment page [default: this process's own]
    #[arg(long, global = true, value_name = "FILE")]
    pub env: Option<PathBuf>,
}

impl SourceArgs {
    /// Reads what the flags name. Without `--from` the inventory is empty and everything that only an
    /// export tells is unknown.
    ///
    /// # Errors
    /// What is wrong with the call and what to type instead, for exit code 2.
    pub fn read(&self) -> Result<Integration, String> {
        let (inventory, chosen) = match &self.from {
            Some(path) => {
                let export = source::read(path).map_err(|e| e.to_string())?;
                let inventory = source::inventory(&export.documents, export.gaps);
                (inventory, export.app)
            }
            None => (Inventory::default(), None),
        };
        let environment =
            source::read_environment(self.env.as_deref()).map_err(|e| e.to_string())?;
        let app = self.app.as_deref().or(chosen.as_deref());
        Integration::assemble(inventory, environment, app).map_err(|e| e.0)
    }
}

/// The way to standard output: whole lines, the platform's line ending, no panic when the reader
/// goes away.
///
/// Text goes out with CRLF from the Windows programs, because what reads there (Kudu, the portal's
/// own parser, .NET tools) splits on it.
pub struct Out<W: Write = io::BufWriter<io::Stdout>> {
    to: W,
    newline: &'static str,
}

/// The line ending of this platform's programs.
pub const NEWLINE: &str = if cfg!(windows) { "\r\n" } else { "\n" };

impl Out {
    /// Standard output.
    pub fn stdout() -> Self {
        Self::new(io::BufWriter::with_capacity(1 << 16, io::stdout()), NEWLINE)
    }
}

impl<W: Write> Out<W> {
    /// Output to `to` with this line ending.
    pub fn new(to: W, newline: &'static str) -> Self {
        Self { to, newline }
    }

    /// Writes `text`, which may hold several lines, and ends it with a line ending. Buffered:
    /// [`Out::flush`] before waiting for anything.
    ///
    /// A line that ends in `>` gets a blank behind it: Kudu's console takes such a line for its prompt.
    pub fn line(&mut self, text: impl fmt::Display) -> io::Result<()> {
        self.text(&text.to_string())
    }

    /// The same for text that is there already.
    pub fn text(&mut self, text: &str) -> io::Result<()> {
        for line in text.split('\n') {
            self.to.write_all(line.as_bytes())?;
            if line.ends_with('>') {
                self.to.write_all(b" ")?;
            }
            self.to.write_all(self.newline.as_bytes())?;
        }
        Ok(())
    }

    /// Hands everything written so far to the reader.
    pub fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

impl Out<Vec<u8>> {
    /// What was written, to be handed on in one piece.
    pub fn take(&mut self) -> Vec<u8> {
        // The next piece will be about as long.
        let next = Vec::with_capacity(self.to.len());
        std::mem::replace(&mut self.to, next)
    }

    /// How many bytes were written and not taken.
    pub fn held(&self) -> usize {
        self.to.len()
    }
}

/// Runs a program on this thread, with timers and sockets, until it ends; then ends the process.
///
/// It ends at once: to give back memory and sockets one by one, which the system takes back anyway,
/// is a good part of what a single question costs. What `program` owns was given up by then.
pub fn run(program: impl Future<Output = io::Result<Exit>>) -> ! {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let exit = match &runtime {
        Ok(runtime) => outcome(runtime.block_on(program)),
        Err(error) => {
            complain(&format!("cannot wait for the network: {error}"));
            Exit::Usage
        }
    };
    std::process::exit(exit.code().into())
}

/// Ends a program: a reader that went away is a quiet end, any other failure to write is ours.
pub fn finish(result: io::Result<Exit>) -> ExitCode {
    outcome(result).into()
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

/// Says on standard error what is wrong with the call and what to type instead.
pub fn complain(message: &str) {
    let text = format!("error: {message}\n");
    let _ = io::stderr().write_all(text.replace('\n', NEWLINE).as_bytes());
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

/// This process's arguments, [`parse`]d into what a program makes of them.
pub fn arguments<T: Parser>() -> Result<T, ExitCode> {
    let matches = parse(T::command())?;
    T::from_arg_matches(&matches).map_err(|error| {
        complain(&error.to_string());
        Exit::Usage.into()
    })
}

/// Parses this process's arguments. Help and version go to standard output with exit 0, mistakes to
/// standard error with exit 2, all with the platform's line ending and at most 80 columns.
pub fn parse(command: Command) -> Result<ArgMatches, ExitCode> {
    let command = as_parsed(command);
    let arguments = shell::as_meant(std::env::args_os(), cfg!(windows)).map_err(|message| {
        complain(&message);
        Exit::Usage
    })?;
    command.try_get_matches_from(&arguments).map_err(|error| {
        if error.kind() == ErrorKind::InvalidUtf8 {
            complain(&not_text(&arguments));
            return Exit::Usage.into();
        }
        let to_stderr = error.use_stderr();
        let ansi = if to_stderr {
            io::stderr().is_terminal()
        } else {
            io::stdout().is_terminal()
        };
        let rendered = error.render();
        let text = if ansi {
            rendered.ansi().to_string()
        } else {
            rendered.to_string()
        };
        let text = text.replace("\r\n", "\n");
        let text = text.strip_suffix('\n').unwrap_or(&text);
        // What was typed is repeated in it.
        let text = if ansi {
            text.into()
        } else {
            printable_lines(text)
        };
        if to_stderr {
            let _ = Out::new(io::stderr(), NEWLINE).line(&text);
            Exit::Usage.into()
        } else {
            let _ = Out::new(io::stdout(), NEWLINE).line(&text);
            Exit::Good.into()
        }
    })
}

/// A command line as [`parse`] reads and shows it: manual pages and completions are made from this.
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

/// Each line in printable characters.
fn printable_lines(text: &str) -> Cow<'_, str> {
    if text
        .bytes()
        .all(|b| b == b'\n' || (0x20..0x7f).contains(&b))
    {
        return text.into();
    }
    let lines: Vec<_> = text.split('\n').map(printable).collect();
    lines.join("\n").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_get_the_platforms_ending_throughout() {
        let mut bytes = Vec::new();
        Out::new(&mut bytes, "\r\n").line("a\nb").unwrap();
        assert_eq!(bytes, b"a\r\nb\r\n");
    }

    #[test]
    fn no_line_looks_like_a_prompt() {
        let mut bytes = Vec::new();
        Out::new(&mut bytes, "\n")
            .line("C:\\home>\n--from <PATH>")
            .unwrap();
        assert_eq!(bytes, b"C:\\home> \n--from <PATH> \n");
    }
}
