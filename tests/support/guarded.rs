//! Running our programs on input that means them harm: bounded in time and memory.

use std::io::{Read, Write};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use super::program::{Said, line};

/// After this a program is taken to hang. A bound and no measure: what is asked of it takes seconds.
const LONGEST: Duration = Duration::from_secs(120);

/// Runs the command with this input and at most `megabytes` of memory of its own: data and stacks, as
/// the kernel counts them (RLIMIT_DATA; elsewhere than on Unix memory is not bounded).
///
/// # Panics
/// If it does not end; it is ended then, by its id.
#[track_caller]
pub fn run_guarded(command: &Command, megabytes: u32, input: &[u8]) -> Said {
    let mut guarded = if cfg!(unix) {
        let mut shell = Command::new("sh");
        shell.args(["-c", r#"ulimit -d "$0" && exec "$@""#]);
        shell.arg((megabytes * 1024).to_string());
        shell.arg(command.get_program());
        shell
    } else {
        Command::new(command.get_program())
    };
    guarded.args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => guarded.env(name, value),
            None => guarded.env_remove(name),
        };
    }
    if let Some(folder) = command.get_current_dir() {
        guarded.current_dir(folder);
    }
    let line = line(command);
    let mut child = guarded
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|e| panic!("{line}: {e}"));
    let mut stdin = child.stdin.take().expect("piped");
    let input = input.to_vec();
    std::thread::spawn(move || stdin.write_all(&input));
    let stdout = all_of(child.stdout.take().expect("piped"));
    let stderr = all_of(child.stderr.take().expect("piped"));
    let began = Instant::now();
    let status = loop {
        match child.try_wait().expect("a child of ours") {
            Some(status) => break status,
            None if began.elapsed() < LONGEST => std::thread::sleep(Duration::from_millis(5)),
            None => {
                let _ = child.kill();
                let _ = child.wait();
                panic!("{line}: hangs");
            }
        }
    };
    let output = Output {
        status,
        stdout: stdout.join().expect("read"),
        stderr: stderr.join().expect("read"),
    };
    Said::of(line, &output)
}

fn all_of(mut stream: impl Read + Send + 'static) -> std::thread::JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut all = Vec::new();
        let _ = stream.read_to_end(&mut all);
        all
    })
}

/// It is plain ([`Said::assert_plain`]), and it did not end by a fault of ours (a panic, or memory that it was denied).
#[track_caller]
pub fn assert_tame(said: &Said) {
    let shown: String = said.to_string().chars().take(4000).collect();
    assert!((0..=3).contains(&said.code), "{shown}");
    said.assert_plain();
}
