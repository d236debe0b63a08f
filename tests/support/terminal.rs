//! A terminal in front of which nobody sits.

use std::fs::File;
use std::io::{Read, Write};
use std::process::{Command, Stdio};

use nix::pty::openpty;

#[cfg(target_os = "linux")]
use crate::support::program::Said;

/// How a command ended whose standard error is a terminal.
#[derive(Debug)]
pub struct Shown {
    /// What stood on the terminal, with all that was drawn over.
    pub terminal: String,
    /// Standard output, unless that was the terminal too.
    pub stdout: String,
}

/// Runs the command with this standard input and its standard error on a terminal; with
/// `both`, standard output too.
pub fn run_on_terminal(mut command: Command, input: &str, both: bool) -> Shown {
    let pair = openpty(None, None).expect("a terminal");
    let stdout = match both {
        true => Stdio::from(pair.slave.try_clone().expect("a descriptor")),
        false => Stdio::piped(),
    };
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(stdout)
        .stderr(Stdio::from(pair.slave))
        .spawn()
        .expect("started");
    // The terminal ends when nobody holds its other side: the command has it too.
    drop(command);
    let mut master = File::from(pair.master);
    let terminal = std::thread::spawn(move || {
        let mut shown = Vec::new();
        let mut piece = [0; 4096];
        // At its end Linux reports an error, others nothing.
        while let Ok(n) = master.read(&mut piece)
            && n > 0
        {
            shown.extend_from_slice(&piece[..n]);
        }
        String::from_utf8_lossy(&shown).into_owned()
    });
    let mut stdin = child.stdin.take().expect("piped");
    stdin.write_all(input.as_bytes()).expect("written");
    drop(stdin);
    let mut stdout = String::new();
    if let Some(mut pipe) = child.stdout.take() {
        pipe.read_to_string(&mut stdout).expect("read");
    }
    child.wait().expect("it ends");
    Shown {
        terminal: terminal.join().expect("the terminal ends"),
        stdout,
    }
}

/// Runs the command with a standard input that holds this text and then cannot be read any further: one
/// side of a terminal whose other side is gone.
#[cfg(target_os = "linux")]
pub fn run_with_broken_input(command: &mut Command, input: &str) -> Said {
    let pair = openpty(None, None).expect("a terminal");
    File::from(pair.slave)
        .write_all(input.as_bytes())
        .expect("written");
    let output = command.stdin(Stdio::from(pair.master)).output();
    Said::of(format!("{command:?}"), &output.expect("it ran"))
}

impl Shown {
    /// Progress was drawn over itself, never counted beyond `most`, and left an empty line.
    #[track_caller]
    pub fn assert_progress(&self, unit: &str, most: usize) {
        let drawn: Vec<&str> = self.terminal.split('\r').map(str::trim_end).collect();
        let [first, lines @ .., wiped, after] = &drawn[..] else {
            panic!("no progress: {self:?}");
        };
        assert_eq!((*first, *wiped, *after), ("", "", ""), "{self:?}");
        assert!(!lines.is_empty(), "{self:?}");
        for line in lines {
            let done = line.split(' ').next().and_then(|n| n.parse().ok());
            assert!(done.is_some_and(|n| (1..=most).contains(&n)), "{self:?}");
            let told = line.contains(&format!(" {unit}, ")) && line.ends_with(" failed");
            assert!(told, "{self:?}");
        }
    }
}
