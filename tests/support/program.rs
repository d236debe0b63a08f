//! Running our programs as their users do.

use std::fmt;
use std::io::Write;
use std::process::{Command, Output, Stdio};

/// What a program said and how it ended. `Display` (and so a failed assertion that prints it) shows
/// the command, the exit code and both streams.
#[derive(Debug, Clone)]
pub struct Said {
    /// The command line.
    pub command: String,
    /// The exit code; -1 if a signal ended it.
    pub code: i32,
    /// Standard output, lossy.
    pub stdout: String,
    /// Standard error, lossy.
    pub stderr: String,
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "\n$ {}\nexit code {}\n--- stdout\n{}\n--- stderr\n{}\n---",
            self.command, self.code, self.stdout, self.stderr
        )
    }
}

impl Said {
    /// The lines of standard output as JSON documents.
    pub fn json_lines(&self) -> Vec<serde_json::Value> {
        self.stdout
            .lines()
            .map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}{self}")))
            .collect()
    }
}

impl Said {
    /// What a finished program said, with LF line ends on every system.
    ///
    /// # Panics
    /// If a program for Windows ended a line otherwise than by CRLF, on which what reads there splits.
    #[track_caller]
    pub fn of(command: String, output: &Output) -> Self {
        let text = |bytes: &[u8]| {
            let text = String::from_utf8_lossy(bytes).into_owned();
            if !cfg!(windows) {
                return text;
            }
            let lines = text.matches('\n').count();
            assert_eq!(text.matches("\r\n").count(), lines, "not CRLF: {text:?}");
            text.replace("\r\n", "\n")
        };
        Self {
            command,
            code: output.status.code().unwrap_or(-1),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
        }
    }

    /// Wrong usage: exit code 2, nothing on standard output, and this part of what to type instead.
    #[track_caller]
    pub fn assert_wrong_usage(&self, part: &str) {
        assert_eq!((self.code, self.stdout.as_str()), (2, ""), "{self}");
        assert!(self.stderr.contains(part), "expected '{part}'{self}");
    }

    /// A help text with examples that fits a console.
    #[track_caller]
    pub fn assert_help(&self) {
        assert_eq!((self.code, self.stderr.as_str()), (0, ""), "{self}");
        assert!(self.stdout.contains("Examples:"), "{self}");
        for line in self.stdout.lines() {
            let fits = line.len() <= 80 && line.is_ascii() && !line.ends_with('>');
            assert!(fits, "{line}{self}");
        }
    }
}

/// A command of ours with a scrubbed environment: nothing of the machine's WEBSITE_* or NO_COLOR, and
/// nothing to sign in to Azure with.
pub fn program(path: &str) -> Command {
    let mut command = Command::new(path);
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        let ours = ["WEBSITE_", "APPSETTING_", "AZURE_", "IDENTITY_", "MSI_"];
        let is_ours = ours.iter().any(|prefix| text.starts_with(prefix));
        if is_ours || text == "NO_COLOR" || text.to_lowercase().ends_with("_proxy") {
            command.env_remove(&name);
        }
    }
    command
}

/// Runs the command without standard input.
#[track_caller]
pub fn run(command: &mut Command) -> Said {
    run_with_input(command, b"")
}

/// Runs the command with this standard input.
#[track_caller]
pub fn run_with_input(command: &mut Command, input: &[u8]) -> Said {
    let line = std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|word| word.to_string_lossy().into_owned())
        .collect::<Vec<_>>()
        .join(" ");
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|e| panic!("{line}: {e}"));
    let mut stdin = child.stdin.take().expect("piped");
    let input = input.to_vec();
    let writer = std::thread::spawn(move || {
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().expect("the program ends");
    writer.join().expect("the writer ends");
    Said::of(line, &output)
}
