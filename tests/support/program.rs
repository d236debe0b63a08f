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
    /// Standard output as one JSON document.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|e| panic!("{e}{self}"))
    }

    /// The lines of standard output as JSON documents.
    pub fn json_lines(&self) -> Vec<serde_json::Value> {
        self.stdout
            .lines()
            .map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}{self}")))
            .collect()
    }

    /// Standard output with every line break and run of blanks as one blank, so that it does not matter how it
    /// is wrapped.
    pub fn flowing(&self) -> String {
        self.stdout.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Standard output, a JSON document, without the line that says when it was made.
    pub fn timeless(&self) -> String {
        let lines = self.stdout.trim_start().lines();
        let lines = lines.filter(|line| !line.starts_with("  \"time\": "));
        lines.collect::<Vec<_>>().join("\n")
    }

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

    /// Nothing in either stream commands a terminal or looks like the end of a console's prompt, which Kudu's
    /// page waits for.
    #[track_caller]
    pub fn assert_plain(&self) {
        let shown = || self.to_string().chars().take(4000).collect::<String>();
        for text in [&self.stdout, &self.stderr] {
            let is_plain = |b: u8| matches!(b, b'\n' | b'\t' | 0x20..=0x7e);
            assert!(text.bytes().all(is_plain), "{}", shown());
            assert!(!text.lines().any(|line| line.ends_with('>')), "{}", shown());
            assert!(text.is_empty() || text.ends_with('\n'), "{}", shown());
        }
    }

    /// No line of standard output is longer, but for a word that has to stay whole so that it can be copied.
    #[track_caller]
    pub fn assert_columns(&self, most: usize) {
        for line in self.stdout.lines() {
            let is_word = !line.trim_start_matches([' ', '-']).contains(' ');
            assert!(line.len() <= most || is_word, "{line}{self}");
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
        self.assert_plain();
        for line in self.stdout.lines() {
            assert!(line.len() <= 80, "{line}{self}");
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

/// The command as a line, to be shown.
pub fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let words: Vec<_> = words.map(|word| word.to_string_lossy()).collect();
    words.join(" ")
}

/// Runs the command without standard input.
#[track_caller]
pub fn run(command: &mut Command) -> Said {
    run_with_input(command, b"")
}

/// Runs the command with this standard input.
#[track_caller]
pub fn run_with_input(command: &mut Command, input: &[u8]) -> Said {
    let line = line(command);
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
